import type { ChannelTrouble } from '../delivery/refusal-reason.ts';
import type { Reach, Readers } from '../tenant/channel-reach.ts';
import type { Channel, Identity } from '../tenant/identity.ts';
import type { StoredTenant } from '../tenant/partner-tenant.ts';
import type { CalendarTrouble } from '../tenant/rota.ts';

/**
 * The findings of which people are notified at once, also at night: alerts are lost, nobody can answer them, or strangers can read them.
 */
const critical = [
  'contactMissing',
  'channelUnreachable',
  'channelOpened',
  'mailDead',
  'someoneLeft',
  'fieldMissing',
] as const;
/** Each kind of reason why a contact looks outdated, the worst first. */
export const findingCodes = [
  'alertOverdue',
  ...critical,
  'notOnFile',
  'nobodyOnCall',
  'calendarStale',
  'calendarZone',
  'unattested',
  'unconfirmed',
  'anniversary',
  'phoneUnattested',
  'complianceUnconfirmed',
  'unproven',
  'singlePoint',
  'oneAdmin',
  'personalEmail',
] as const;
/** A kind of reason why a contact looks outdated. */
export type FindingCode = (typeof findingCodes)[number];

/**
 * One reason why a contact looks outdated, as a rule of `rules.ts` finds it.
 *
 * @example { code: 'channelUnreachable', subject: channelKey(channel), since: '2026-11-24T08:00:00.000Z', why: 'archived' }
 */
export interface Finding {
  code: FindingCode;
  /** The thing that it is about: a field, an identity, a channel's key or a domain; empty when the code says it all. */
  subject: string;
  /** The time since which it is so, as far as the bot can tell (ISO 8601); empty when it cannot. */
  since: string;
  /** For a channel: the trouble that keeps the bot from posting there, or its readers; absent in rows of older versions. */
  why?: ChannelTrouble | Reach;
  /** For a calendar: why it could not be read last; absent when it could, and in rows of older versions. */
  trouble?: CalendarTrouble;
}

/** Returns true when a finding cannot wait for the morning. */
export function isCritical(code: FindingCode): boolean {
  return critical.some((one) => one === code);
}

/**
 * The findings that only the weekly digest lists (and the lists that people ask for): alerts have reminders of their own, and no reminder
 * would bring a second administrator.
 */
const forDigestAlone: readonly FindingCode[] = ['alertOverdue', 'oneAdmin'];

/** Returns true when people are reminded of a finding; false when the weekly digest alone tells of it. */
export function isRemindedOf({ code }: Pick<Finding, 'code'>): boolean {
  return !forDigestAlone.includes(code);
}

/** Returns true for advice: the record is up to date, and could be safer. */
export function isAdvice({ code }: Pick<Finding, 'code'>): boolean {
  return advice.includes(code);
}
const advice: readonly FindingCode[] = ['singlePoint', 'oneAdmin', 'personalEmail'];

/** Returns what a probe asks to find this out; null for what the record itself says. */
export function sourceOf({ code }: Pick<Finding, 'code'>): ProbeSource | null {
  return probeSources[code] ?? null;
}
/** What a probe asks: the platforms about people and about channels, and the mail system. */
export type ProbeSource = 'people' | 'channels' | 'mail';
const probeSources: Partial<Record<FindingCode, ProbeSource>> = {
  ...{ someoneLeft: 'people', oneAdmin: 'people' },
  ...{ channelUnreachable: 'channels', channelOpened: 'channels', mailDead: 'mail' },
};

/** Returns true when people may snooze a finding. A snooze of one overdue alert would hide the next one too. */
export function mayBeSnoozed({ code }: Pick<Finding, 'code'>): boolean {
  return code !== 'alertOverdue';
}

const graceMs = 3_600_000;
const justSaved: readonly FindingCode[] = ['contactMissing', 'fieldMissing'];

/**
 * Returns the time until which nobody is notified of a finding that begins at `now`: an hour where somebody just saved the record so, or
 * where the tenant, known since `knownSince`, is new and somebody is still setting it up. Null means that nobody has to wait.
 */
export function graceOf({ code }: Pick<Finding, 'code'>, knownSince: string, now: string): string | null {
  const from = justSaved.includes(code) ? now : knownSince;
  const until = new Date(Date.parse(from) + graceMs).toISOString();
  return until > now ? until : null;
}

/** Returns true when every administrator has left: nobody else can act on findings, so other people have to know at once. */
export function isAdminless({ code, subject }: Pick<Finding, 'code' | 'subject'>): boolean {
  return code === 'someoneLeft' && subject === 'admins';
}

/** The number of reminders of a finding that one destination got, and the date of the last. An answer sets it back. */
export interface RemindersSent {
  /** 0 when the destination refused the reminder, which is then tried again as if it had been the first. */
  times: number;
  /** A date such as `2026-11-24`, by the destination's own calendar. */
  date: string;
}

/** The word of somebody who put a finding off. */
export interface Snooze {
  until: string;
  by: Identity;
  byName: string;
  reason: string;
  /** It belongs to the made-up tenant of local mode, where nobody put it off. */
  example?: true;
}

/** A finding as the store keeps it while it lasts, and some weeks longer for the weekly digest. */
export interface StoredFinding extends Finding {
  /** `<tenant> <code> <subject>`. */
  id: string;
  tenantId: string;
  openedAt: string;
  closedAt: string | null;
  snooze: Snooze | null;
  /**
   * The last snooze whose time ended it; it comes back when the clock proves to have been ahead. Absent before the first, and in older
   * states.
   */
  lastSnooze?: Snooze;
  /**
   * Nobody is notified before this time: the person who set the tenant up, or saved the contact, may be about to fix it. Absent when
   * people are notified at once.
   */
  quietUntil?: string;
  /** The reminders that were sent, by queue. */
  remindersSent: Readonly<Record<string, RemindersSent>>;
}

/** A finding as the rules find it now, with the snooze that puts it off; null for none. */
export interface FindingToShow extends Finding {
  snooze: Snooze | null;
}

/** Returns the id of a finding. A tenant has at most one of each code and subject. */
export function findingId(tenantId: string, { code, subject }: Pick<Finding, 'code' | 'subject'>): string {
  return `${tenantId} ${code} ${subject}`.trimEnd();
}

/** The facts that the bot last looked up about a tenant, in addition to its record. */
export interface Check {
  /** The tenant's id. */
  id: string;
  /** The time of the first check. */
  since: string;
  /** The time of the last check. What could not be found out then stays as it was before. */
  at: string;
  /** The time at which a platform said that a person of the record changed; absent once a check has found out how. */
  changedAt?: string;
  /** The contact's e-mail address then. The facts about mail below are about this address alone. */
  email: string;
  /** `noSince`: since when the domain certainly accepts no mail. `dead`: true once that was found twice, a day apart. */
  mail: { noSince: string | null; dead: boolean };
  /** The members of the organisation whose own address it is. */
  sameAddress: readonly Identity[];
  /** The people of the record who left. */
  gone: readonly Identity[];
  /** True when every Global Administrator left; false when none was ever known. */
  adminsGone: boolean;
  /** True when one person is the only Global Administrator; absent in rows of older versions. */
  oneAdmin?: boolean;
  /** The channels of the record where the bot cannot post. */
  closed: readonly Channel[];
  /** The trouble there, by channel; absent in rows of older versions. */
  why?: Readonly<Record<string, ChannelTrouble>>;
  /** The readers of the channels where the bot is or was last, by channel; absent in rows of older versions. */
  readers?: Readonly<Record<string, Readers>>;
}

/** A queue whose last delivery was refused permanently. */
export interface Refusing {
  /** The name of the queue. */
  id: string;
  at: string;
  reason: string;
  /** The time at which the bot last looked whether it may post there again; absent before, and where another part looks. */
  lookedAt?: string;
  /** The number of scheduled retries, without those that an event triggered; absent before the first. */
  tries?: number;
}

/** Compares two findings for sorting: the worst first, then the one that has lasted longest. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    findingCodes.indexOf(a.code) - findingCodes.indexOf(b.code) ||
    compareUnits(a.since, b.since) ||
    compareUnits(a.subject, b.subject)
  );
}

/** Compares two texts by their UTF-16 units: an order for what nobody reads. */
function compareUnits(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** Findings of one kind, which a card shows as one: ten channels that cannot be reached are one thing to read. */
export interface FindingGroup<F> {
  code: FindingCode;
  findings: readonly F[];
}

/**
 * Returns the findings grouped by kind, in the order of the first of each group. Findings for which `apart` returns different texts stay
 * in different groups.
 */
export function groupsOf<F extends Pick<Finding, 'code'>>(findings: readonly F[], apart?: (finding: F) => string) {
  const groups = Map.groupBy(findings, (finding) => (apart ? `${finding.code} ${apart(finding)}` : finding.code));
  return [...groups.values()].flatMap((some) => (some[0] ? [{ code: some[0].code, findings: some }] : []));
}

const missing = ['attestation', 'confirmation', 'onCall'] as const;
/** A thing that a contact still lacks before any finding asks for it. */
export type Missing = (typeof missing)[number];

/** Returns what a contact lacks that no finding asks for yet, in a fixed order; nothing while there is no contact. */
export function missingOf({ contact }: StoredTenant, findings: readonly Finding[]): Missing[] {
  if (!contact) return [];
  const found = (code: Finding['code']) => findings.some((finding) => finding.code === code);
  const lacks: Record<Missing, boolean> = {
    attestation: contact.attestedAt === null && !found('unattested') && !found('notOnFile'),
    confirmation: contact.confirmedAt === null && !found('unconfirmed'),
    onCall: contact.onCall.length === 0 && !contact.onCallCalendar,
  };
  return missing.filter((what) => lacks[what]);
}
