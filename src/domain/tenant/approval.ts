/** A change that waits until a second administrator approves it, or until a day is over. */
import type { Change } from '../history.ts';
import type { Channel, Identity } from './identity.ts';
import type { Contact, DeclaredContact, PartnerTenant } from './partner-tenant.ts';
import type { TenantKey } from './tenant-fields.ts';

/** Hours for which a change waits: for an approval, after which it lapses, or in place of one, after which it is made. */
export const waitingHours = 24;

/** The fields of the contact, and of the set-up, whose changes wait. People are notified of a change of who is on call. */
const contactWaiting = ['email', 'phone', 'channels', 'onCallCalendar', 'onCall2Calendar'] as const;
const tenantWaiting = ['manager', 'fraudChannels'] as const;
type WaitingContactKey = (typeof contactWaiting)[number];
type WaitingTenantKey = (typeof tenantWaiting)[number];

/** What is set when the change is made. */
type WantedValues =
  | { what: 'contact'; set: Partial<Pick<DeclaredContact, WaitingContactKey>> }
  | { what: 'setup'; set: Partial<Pick<PartnerTenant, WaitingTenantKey>> }
  /** A further partner tenant. */
  | { what: 'added'; set: Pick<PartnerTenant, TenantKey> }
  | { what: 'retired' }
  | { what: 'adminChannel'; set: { adminChannel: Channel | null } };

/**
 * The way in which a waiting change ended. `made`: its day was over. `moved`: the record was changed meanwhile. `disowned`: somebody pressed
 * **Not us**.
 */
type HowEnded = 'approved' | 'made' | 'refused' | 'withdrawn' | 'lapsed' | 'moved' | 'disowned';

/** How a waiting change ended: when, and by whom; `by` is null when time ended it. */
export interface End {
  how: HowEnded;
  at: string;
  by: Identity | null;
  byName: string;
  /** Why it was refused, as somebody wrote it. Absent for all others. */
  refusedFor?: string;
  /** The fields that were changed meanwhile. Absent unless it `moved`. */
  fields?: readonly string[];
  /** Why a change lapsed that nobody had to approve. Absent for all others. */
  lapsedFor?: 'restored' | 'noAdmin';
}

/** Returns whether a change was made in the end. */
export const isMade = ({ end }: StoredApproval): boolean => end?.how === 'approved' || end?.how === 'made';

/** What is asked for: the values, and what they are about. */
export type WantedChange = WantedValues & {
  /** The tenant's id, or `organisation`: each has one waiting change at most. */
  subject: string;
  /** The tenant in whose name people are notified. A further tenant and the organisation's channel take any known one. */
  tenantId: string;
  /** The name of the tenant that the change is about. */
  tenantName: string;
  /** The fields with their values before and after. The address of a calendar is a secret, which no card shows. */
  changes: readonly Change[];
};

/** A change that waits, or waited until its `end`. */
export type StoredApproval = WantedChange & {
  /** `<subject> <number of its entry in the history> <askedAt>`: after a restore another change may have that number. */
  id: string;
  entry: number;
  by: Identity;
  byName: string;
  askedAt: string;
  until: string;
  /** When a change of a day is made by the wall clock, where the bot was stopped meanwhile. Absent where that is `until`. */
  madeAt?: string;
  /** What its cards show: counts the changes of `madeAt` and its end. Absent for 1, and in older states. */
  revision?: number;
  /** A second administrator approves it, or a day has to pass since there was only one when it was asked. */
  how: 'pair' | 'delay';
  /** Absent while it waits. */
  end?: End;
};

/** Returns when a change that waits is made, or lapses, by the wall clock. */
export const endsAt = ({ madeAt, until }: StoredApproval): string => madeAt ?? until;

/** The subject of the organisation's channels. */
export const organisationSubject = 'organisation';

/** Returns whether a contact has all that alerts need: an e-mail address, a telephone number and a channel. */
function isComplete(contact: Contact | null): contact is Contact {
  return contact !== null && contact.email !== '' && contact.phone !== '' && contact.channels.length > 0;
}

const among = (keys: readonly string[], changes: readonly Change[]) =>
  changes.filter(({ field }) => keys.includes(field));

/** Returns those changes of a contact that wait: none while it is incomplete, since they correct it. */
export function waitingInContact(contact: Contact | null, changes: readonly Change[]): readonly Change[] {
  return isComplete(contact) ? among(contactWaiting, changes) : [];
}

/** Returns those changes of the set-up of a known tenant that wait. */
export function waitingInSetup(changes: readonly Change[]): readonly Change[] {
  return among(tenantWaiting, changes);
}

/** Returns the values of `from` that these changes set. */
export function valuesOf<T extends object, K extends keyof T & string>(
  from: T,
  keys: readonly K[],
  changes: readonly Change[],
): Partial<Pick<T, K>> {
  const set: Partial<Pick<T, K>> = {};
  for (const key of keys) if (changes.some(({ field }) => field === key)) set[key] = from[key];
  return set;
}

/** Returns the values that wait, of a contact as it was declared. */
export const waitingValues = (declared: DeclaredContact, changes: readonly Change[]) =>
  valuesOf<DeclaredContact, WaitingContactKey>(declared, contactWaiting, changes);

/** Returns the values that wait, of a set-up as it was declared. */
export const waitingSetup = (declared: Pick<PartnerTenant, WaitingTenantKey>, changes: readonly Change[]) =>
  valuesOf<Pick<PartnerTenant, WaitingTenantKey>, WaitingTenantKey>(declared, tenantWaiting, changes);

/** Returns a declared record with the recorded values in place of those that wait. */
export function withoutWaiting<T extends object>(declared: T, recorded: object, changes: readonly Change[]): T {
  const kept = Object.entries(recorded).filter(([key]) => changes.some(({ field }) => field === key));
  const rest = Object.entries(declared).filter(([key]) => !changes.some(({ field }) => field === key));
  // The fields and their values are those of T, which TypeScript cannot follow through their names.
  return Object.fromEntries([...rest, ...kept]) as T;
}

/** Returns the fields of which a record no longer has the value from which the change was asked. */
export function movedSince(recorded: object, changes: readonly Change[], same: (a: unknown, b: unknown) => boolean) {
  const now: Readonly<Record<string, unknown>> = { ...recorded };
  return changes.filter(({ field, before }) => !same(now[field], before)).map(({ field }) => field);
}

/** The fields that an entry of the history has beside what was changed: who approved it, or since when it waited. */
const marks: readonly string[] = ['approvedBy', 'askedAt', 'until', 'lapsesAt', 'madeAt'];

/** Returns whether a field of an entry tells how a change came about, and is none of the record's. */
export const isApprovalMark = (field: string): boolean => marks.includes(field);
