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
  /** The bot removed the contact and the people of a tenant that was retired 30 days ago, and closed its open alerts. */
  | 'tenant.cleared'
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
  /** An operator erased what names a person. Its one change says which entries that changed: see `erasedEntries`. */
  | 'person.erased'
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
 * Proves a value that the hash of an entry does not cover itself: SHA-256 in hex over the salt followed by the value's canonical JSON.
 * Without its salt the value was erased, and nobody can guess it from the commitment.
 */
export interface Seal {
  commitment: string;
  salt?: string;
}

/**
 * One line of the audit trail. `hash` is SHA-256 in hex over the previous hash and `hashedPart`, so that no line can be changed or dropped
 * unseen.
 */
export interface HistoryEntry extends NewEntry {
  /** 1, 2, 3 … without gaps. */
  number: number;
  previous: string;
  hash: string;
  /** The format. Absent in entries of older versions, whose hash covers all values themselves. */
  v?: 2;
  /** Of `[by, byName]`, then of the values before and after of each change; null for the value null. Absent in entries of older versions. */
  seals?: readonly (Seal | null)[];
}

/** Returns what is hashed of an entry: of version 2 the commitments in place of who did it and of all values. */
export function hashedPart(entry: HistoryEntry): Readonly<Record<string, unknown>> {
  const { previous: _previous, hash: _hash, ...all } = entry;
  if (entry.v !== 2) return all;
  const { by: _by, byName: _byName, seals = [], changes, ...plain } = all;
  const [who = null, ...ofValues] = seals.map((seal) => seal?.commitment ?? null);
  const committed = changes.map((change, at) => ({
    ...change,
    before: ofValues[2 * at] ?? null,
    after: ofValues[2 * at + 1] ?? null,
  }));
  return { ...plain, who, changes: committed };
}

/** Returns the values of an entry in the order of its seals. */
export function sealedValues({ by, byName, changes }: NewEntry): readonly unknown[] {
  return [[by, byName], ...changes.flatMap(({ before, after }) => [before ?? null, after ?? null])];
}

/** Returns the change of an entry `person.erased`: the numbers of the entries that it changed, each with the digest of what it left there. */
export function erasureOf(entries: readonly (readonly [number: number, digest: string])[]): Change {
  return { field: erasedField, before: null, after: entries };
}

/** The field of that change. */
export const erasedField = 'erasedEntries';

/** Returns what an entry `person.erased` says that `erasureOf` wrote; nothing for any other entry. */
export function erasedEntries({
  number,
  deed,
  v,
  changes,
}: HistoryEntry): (readonly [number: number, digest: string])[] {
  if (deed !== 'person.erased' || v !== 2) return [];
  const named = changes.flatMap(({ field, after }) => (field === erasedField && Array.isArray(after) ? after : []));
  return named.flatMap((one: unknown) => {
    if (!Array.isArray(one)) return [];
    const [erased, digest]: unknown[] = one;
    return typeof erased === 'number' && erased < number && typeof digest === 'string'
      ? [[erased, digest] as const]
      : [];
  });
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
