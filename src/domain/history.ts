import type { Identity } from './tenant/identity.ts';

/** A field of the record with its value before and after, as JSON. */
export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/** What an entry of the history says was done. */
export type AuditAction =
  | 'contact.updated'
  | 'contact.confirmed'
  | 'contact.attested'
  | 'contact.phoneAttested'
  /** Alerts stay in channels that more people can read than anybody had agreed to. */
  | 'contact.channelsKept'
  /** Somebody said that a change was not their organisation's. */
  | 'contact.disowned'
  | 'tenant.setUp'
  | 'tenant.complianceAttested'
  | 'organisation.setUp'
  | 'register.imported'
  /** Put a question to the experts; answered one, which may propose it as an entry; removed such a proposal. What was said is not in the history: it could not be forgotten. */
  | 'faq.asked'
  | 'faq.answered'
  | 'faq.proposalRemoved'
  /** What people did about alerts: by number, all at once by count. What an alert says is not in the history. */
  | 'alert.acknowledged'
  | 'alert.acknowledgedAll'
  | 'alert.resolvedAll'
  | 'alert.resolved'
  | 'alert.reopened'
  | 'alert.raised'
  | 'alert.drilled'
  /** Without a person: the bot reminded. */
  | 'reminder.sent'
  | 'reminder.snoozed'
  | 'reminder.unsnoozed';

/** What a feature says about a change; the store adds the rest. */
export interface NewEntry {
  at: string;
  /** Null when no person did it, for example an import from the command line. */
  by: Identity | null;
  /** The name at that time: people leave, the history stays readable. */
  byName: string;
  deed: AuditAction;
  tenantId: string | null;
  changes: readonly Change[];
}

/** One line of the audit trail. `hash` is SHA-256 in hex over the previous hash and this entry, so that no line can be changed or dropped unseen. */
export interface HistoryEntry extends NewEntry {
  /** 1, 2, 3 … without gaps. */
  number: number;
  previous: string;
  hash: string;
}

/** The fields of `names` that differ between two records (null for none), in that order. Values are compared as JSON; one empty is as good as another. */
export function changesBetween<T extends object>(
  before: T | null,
  after: T | null,
  names: readonly (keyof T & string)[],
): Change[] {
  return names
    .map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }))
    .filter(({ before, after }) => !sameValue(before, after));
}

/** Whether two values of a field are the same as JSON; one empty is as good as another. */
export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(filled(a ?? null)) === JSON.stringify(filled(b ?? null));
}

function filled(value: unknown): unknown {
  return value === '' || (Array.isArray(value) && value.length === 0) ? null : value;
}
