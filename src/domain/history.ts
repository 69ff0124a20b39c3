import { calendarLabel } from './tenant/calendar-address.ts';
import { fieldType } from './tenant/contact-fields.ts';
import { customersThatDiffer } from './tenant/customers.ts';
import type { Identity } from './tenant/identity.ts';

/** A field of the record, with its values before and after as JSON. */
export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/** The actions that the history records. */
export type AuditAction =
  | 'contact.updated'
  | 'contact.confirmed'
  | 'contact.attested'
  | 'contact.phoneAttested'
  /** Somebody agreed that alerts stay in channels that more people can read than before. */
  | 'contact.channelsKept'
  /** Somebody put people on call for a while, or ended that. */
  | 'contact.onCall'
  /** Somebody said that a change was not made by their organisation. */
  | 'contact.disowned'
  | 'tenant.setUp'
  | 'tenant.retired'
  /** Somebody took a retired tenant back. */
  | 'tenant.restored'
  | 'tenant.complianceAttested'
  | 'organisation.setUp'
  | 'register.imported'
  /** A change waits for a second administrator, or for a day to pass; and how that ended. */
  | 'approval.asked'
  | 'approval.approved'
  | 'approval.refused'
  | 'approval.withdrawn'
  | 'approval.lapsed'
  /** Somebody acted as an administrator by ADMINS alone: one entry per person and UTC day. */
  | 'admin.breakGlass'
  /** The settings name other administrators than before. */
  | 'admins.changed'
  /** Somebody signed in at Microsoft, as whom the bot asks about the tenant. `byName` is their name there. */
  | 'microsoft.signedIn'
  /**
   * Somebody put a question to the experts, answered one (which may propose it as an entry), or removed such a proposal. The texts are not
   * in the history, because nothing in it can be forgotten.
   */
  | 'faq.asked'
  | 'faq.answered'
  | 'faq.proposalRemoved'
  /** People worked alerts: one by its number, several at once by their count. The text of an alert is not in the history. */
  | 'alert.acknowledged'
  | 'alert.acknowledgedAll'
  | 'alert.resolvedAll'
  /** An admin sent what nobody answered of a source to the archive, but for what was ever high. */
  | 'alert.archivedAll'
  | 'alert.resolved'
  | 'alert.reopened'
  | 'alert.noted'
  | 'alert.given'
  | 'alert.taken'
  | 'alert.kept'
  | 'alert.raised'
  | 'alert.drilled'
  /** The bot reminded people. */
  | 'reminder.sent'
  | 'reminder.snoozed'
  | 'reminder.unsnoozed';

/** The part of an entry that a feature writes; the store adds the rest. */
export interface NewEntry {
  at: string;
  /** The person who did it; null for none, for example an import from the command line. */
  by: Identity | null;
  /** The name at that time: people leave, the history stays readable. */
  byName: string;
  deed: AuditAction;
  tenantId: string | null;
  changes: readonly Change[];
}

/**
 * One line of the audit trail. `hash` is SHA-256 in hex over the previous hash and this entry, so that no line can be changed or dropped
 * unseen.
 */
export interface HistoryEntry extends NewEntry {
  /** 1, 2, 3 … without gaps. */
  number: number;
  previous: string;
  hash: string;
}

/**
 * Returns the fields of `names` that differ between two records (null for no record), in that order. Values are compared as JSON, and all
 * empty values are equal.
 */
export function changesBetween<T extends object>(
  before: T | null,
  after: T | null,
  names: readonly (keyof T & string)[],
): Change[] {
  return names
    .map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }))
    .filter(({ before, after }) => !sameValue(before, after));
}

/** Returns the change as the history records it: its values as `recordedValue` has them, and of customers those that differ. */
export function changeForHistory(change: Change): Change {
  const { field, before, after } = change;
  if (field === 'customers') return customersThatDiffer(change);
  return { field, before: valueForHistory(field, before), after: valueForHistory(field, after) };
}

/** Returns what the history says of a field that has this value: of the address of a calendar, which is a secret, its label. */
export function valueForHistory(field: string, value: unknown): unknown {
  return fieldType(field) === 'calendar' && typeof value === 'string' && value !== '' ? calendarLabel(value) : value;
}

/** Returns true when two values of a field are equal as JSON. All empty values are equal. */
export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(filled(a ?? null)) === JSON.stringify(filled(b ?? null));
}

function filled(value: unknown): unknown {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value === '' || isEmpty ? null : value;
}
