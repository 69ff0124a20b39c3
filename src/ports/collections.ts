/** Lists what is stored, by collection. */
import type { Alert, ChosenMessage } from '../domain/alert/alert.ts';
import type { ManyTask } from '../domain/alert/selection.ts';
import type { Severity } from '../domain/alert/severity.ts';
import { isFromOutside, type StoredSource, shareOf, signedShare } from '../domain/alert/source.ts';
import type { AlertStatus } from '../domain/alert/status.ts';
import type { Note } from '../domain/alert/timeline.ts';
import type { Delivery, Destination } from '../domain/delivery/delivery.ts';
import type { StormDigest } from '../domain/delivery/digest.ts';
import type { FaqCount, FaqMiss, FaqQuestion } from '../domain/faq/question.ts';
import type { Check, Refusing, StoredFinding } from '../domain/finding/finding.ts';
import type { StoredPortal } from '../domain/finding/portal.ts';
import type { ReminderRound } from '../domain/finding/reminder-round.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { StoredTrouble } from '../domain/microsoft-trouble.ts';
import { type OutgoingRow, outgoingAccount, type StoredReceiver } from '../domain/outgoing/outgoing.ts';
import type { FoundWords } from '../domain/person/person-words.ts';
import type { Restore } from '../domain/restore.ts';
import type { StoredApproval } from '../domain/tenant/approval.ts';
import type { Identity, Platform } from '../domain/tenant/identity.ts';
import type { Locale, Region } from '../domain/tenant/locales.ts';
import type { Organisation, StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { CalendarKey, CalendarTrouble } from '../domain/tenant/rota.ts';
import type { TrustedTime } from '../domain/time/trusted-time.ts';
import type { NewStatus } from './sources.ts';

/** What the bot stores about a person it has met, so that a name can be shown without asking the platform. */
export interface KnownPerson {
  id: Identity;
  name: string;
  /** The platform last said so; absent or null when it did not. */
  locale?: Locale | null;
  /** The region of that language, where it has words of its own; absent for none, and in rows of older versions. */
  region?: Region;
  timezone?: string | null;
  /** True for an admin who gets messages in private too, although there is an admin channel; absent otherwise. */
  both?: true;
  /** The last day (UTC) on which they used the bot, such as `2026-12-03`; absent until they do, or are counted from. */
  seenAt?: string;
}

/** A reminder that was made for one reader. Its row never changes; its card shows its findings as they are now. */
export interface StoredReminder {
  /** `reminder-17`; `nag-17` in rows of a state before version 6. */
  id: string;
  to: Destination;
  /** The role in which the reader gets it. */
  role: 'admin' | 'manager' | 'channel';
  locale: Locale;
  timezone: string;
  at: string;
  /** The ids of all findings that were open, the worst first. */
  items: readonly string[];
  /** The ids of the findings that it was made for. The message names the others since it was sent anyway. */
  due: readonly string[];
}

/** A manager's or admin's subscription to the weekly digest of a tenant. */
export interface Subscription {
  /** `<tenant> <identity>`. */
  id: string;
  tenantId: string;
  who: Identity;
  /** The Monday of the last week that was sent, or in which it was asked for. */
  week: string;
  /**
   * The newest digest covers this span: from the end of the one before it; the last seven days where it is the first.
   * Absent before the first.
   */
  lastDigest?: { from: string; until: string; first: boolean };
}

/** Marks that something was done, with its outcome for a repeat. */
export interface SeenMark {
  /** The platform's id of an event, of a message, of the request that a pressed button makes … */
  id: string;
  at: string;
  /** The answer to the first request, as JSON. */
  outcome: unknown;
  /**
   * The person who did it, since only the newest marks of each person are stored; absent for what no person did, and for what has another
   * limit.
   */
  by?: Identity;
}

/**
 * The address of a conversation, to post there later, and its name. An adapter keeps its own; the core adds the names of
 * channels that it saved.
 */
export interface Conversation {
  /** The channel key, as `channelKey` forms it. */
  id: string;
  platform: Platform;
  address: string;
  name: string;
  kind: 'personal' | 'group' | 'channel';
  /** What the adapter needs: service URL, team id … */
  reference: Readonly<Record<string, string>>;
}

/** A message from which a person began to raise an alert: stored until the alert is raised, and for a day at most. */
export interface KeptMessage extends Omit<ChosenMessage, 'id'> {
  /** `<who chose it> <ref>` */
  id: string;
  /** The person who chose it. */
  by: Identity;
  /** The time at which the person chose it. */
  at: string;
  /** Its id in the buttons and forms of that person. */
  ref: string;
  /** True when only the beginning and the end of its text are kept. */
  isCut: boolean;
}

/** A change of a tenant, its contact or channels, of which some admins still have to get a notice. */
export interface UnsentNotice {
  /** `<entry> <tenant>`. */
  id: string;
  tenantId: string;
  /** The number of the change in the history. */
  entry: number;
  /** The person who made it, and knows; null when no person did. */
  by: Identity | null;
  /** It is a quiet line, which goes to where admins are notified; absent for a notice to each of them. */
  isQuiet?: boolean;
  /** The former manager, who gets the notice too; absent for none. */
  former?: Identity;
  /** The manager, who gets it where no other person does; absent when a channel gets it, and for none. */
  manager?: Identity;
  /** Who approved it, and knows too; absent for nobody. */
  knows?: readonly Identity[];
}

/** The task of an admin who moves a source's unanswered alerts that were never high to the archive; removed once all are resolved. */
export interface Archiving {
  /** The share of the source, as `shareOf` returns it. */
  id: string;
  by: Identity;
  byName: string;
  at: string;
  /** The number of the newest alert then: what came later stays. */
  upTo: number;
  note: string;
}

/**
 * Notes when something has to be checked. `findings`: a tenant's record is checked against the rules. `probe`: the
 * platforms and the mail system are asked about a tenant. `name`: the bot does not know a person's name. `reminders`:
 * everybody who may be reminded is checked; there is one row for all of them. `toDo`: the admin who set a
 * tenant up gets the list of what is still to do; the row stays, so that nobody gets the list twice.
 */
export interface Due {
  /** `<kind> <subject>`. */
  id: string;
  kind: 'findings' | 'probe' | 'name' | 'reminders' | 'toDo';
  /** The tenant's id or the person's; `all` of reminders. */
  subject: string;
  /** When the check is due, ISO 8601. Empty: now. Null: only another change makes it due, never time alone. */
  at: string | null;
  /**
   * The time at which `at` was computed, ISO 8601; empty when something changed since. While the clock says an
   * earlier time, it was set back, and the subject is due.
   */
  from: string;
  /** What `at` was computed from, in addition to rows; of `toDo` the person. Absent for nothing else. */
  by?: string;
}

/** What is known about an on-call calendar, except its shifts, which are in the tenant's row. */
export interface StoredCalendar {
  /** `<tenant> <field>`. */
  id: string;
  tenantId: string;
  field: CalendarKey;
  /** The label of its address. */
  of: string;
  /** The time at which it was first looked for, last looked for, and last read in good order: ISO 8601; `at` is null before that. */
  since: string;
  lookedAt: string;
  at: string | null;
  /** The version of its contents; null before they were read. */
  version: string | null;
  /**
   * What people were found by at that time, in addition to the calendar: a hash of the contact's names and platforms; absent in rows of
   * older versions.
   */
  by?: string;
  /** Why it could not be read last; null when it could. */
  trouble: CalendarTrouble | null;
  /** The names of time zones in it that nobody knows. */
  unknownZones: readonly string[];
  /** The words for people whom the bot does not know and of whom admins have heard, the newest last. */
  notified: readonly string[];
}

/** Somebody whom Entra called a Global Administrator. */
export interface ProvenAdmin {
  id: Identity;
  /** The tenant in Entra that was asked. */
  tenantId: string;
  /** The last day on which Entra said so, by the first answer of that day (ISO 8601). */
  provenAt: string;
}

/** Somebody whose account in Entra was found disabled or deleted at each look since `firstAt`. */
export interface Leaver {
  id: Identity;
  /** The times of the first and of the last of these looks (ISO 8601). */
  firstAt: string;
  lookedAt: string;
  /** The look from which they count as gone; null while there was one look, or several too close together. */
  goneAt: string | null;
  /** The admins have still to be told that they are gone: no other admin could be, then. */
  untold?: { isLinked: boolean };
}

/** What a person is found by whose erasure began: it goes with the last row that is rewritten, so that a killed command can be run again. */
export interface Erasing extends FoundWords {
  /** The identity. */
  id: Identity;
  /** They become the former member of this number. */
  number: number;
}

/** The place up to which something was asked of a service outside, by the name of what asks. */
export interface Cursor {
  id: string;
  value: string;
}

/** The answer to an alert that its source is to have too. */
export interface WriteBack extends NewStatus {
  /** The id of the alert. */
  id: string;
  /** When it was answered (ISO 8601). */
  since: string;
  /** How often it was sent, or asked for in vain, and when the next time is (ISO 8601). */
  attempts: number;
  dueAt: string;
  /** The source refuses it, since a permission is missing. Absent for all others. */
  refused?: true;
  /** The status that was sent last, be it of an answer before this one, and when (ISO 8601). Absent before the first. */
  sent?: { status: AlertStatus; at: string };
  /** When it was answered, the alert was resolved there already, which it takes back. Absent for all others. */
  takesBack?: true;
}

/** Maps each collection to its rows. Every row has a string `id`, unique in its collection. */
export interface Collections {
  organisation: Organisation & { id: 'organisation' };
  tenants: StoredTenant;
  calendars: StoredCalendar;
  people: KnownPerson;
  conversations: Conversation;
  seen: SeenMark;
  chosen: KeptMessage;
  alerts: Alert;
  /** Notes of people about alerts that are not in the archive. */
  notes: Note;
  /** What people asked to be done with many alerts, and is not done yet. */
  answering: ManyTask;
  deliveries: Delivery;
  digests: StormDigest;
  /** Numbers that only go up. */
  counters: { id: string; value: number };
  closed: Closed;
  repeats: Repeat;
  rules: SourceRules;
  /** The senders of the sources' file. */
  sources: StoredSource;
  /** The newest entry that was dropped with its segment; no row while nothing was dropped. */
  trailStart: TrailMark;
  /** The newest entry of each archived segment, so that nobody reads a segment to drop it. A segment of an older version has none. */
  trailEnds: TrailMark;
  /** Segments of both archives that were dropped and can still be brought back. */
  dropped: Dropped;
  trusted: TrustedTime;
  /** Questions that people asked the experts. */
  faqQuestions: FaqQuestion;
  /** Questions that the FAQ could not answer. */
  faqMisses: FaqMiss;
  /** Counts of the FAQ's use, by day. */
  faqCounts: FaqCount;
  findings: StoredFinding;
  checks: Check;
  refusing: Refusing;
  /** What Microsoft says of partner tenants; a row only where it is asked. */
  portal: StoredPortal;
  rounds: ReminderRound;
  reminders: StoredReminder;
  subscriptions: Subscription;
  unsentNotices: UnsentNotice;
  /** Changes that wait for a second administrator, and for some days those that did. */
  approvals: StoredApproval;
  archiving: Archiving;
  provenAdmins: ProvenAdmin;
  leavers: Leaver;
  erasing: Erasing;
  /** Whom the settings named as administrators when that was last recorded; no row before the first time. */
  namedAdmins: { id: 'namedAdmins'; list: readonly Identity[] };
  /** What does not work between the bot and Microsoft, while it lasts. */
  troubles: StoredTrouble;
  due: Due;
  cursors: Cursor;
  /** Answers that are to be written back to the sources of their alerts, one for each alert. */
  writeBacks: WriteBack;
  /** Events that receivers have still to get, and what opened an incident there. */
  outgoing: OutgoingRow;
  /** How receivers do; a row once there is something to say. */
  receivers: StoredReceiver;
  /** The backups that took the place of the state; no row before the first. */
  restores: { id: 'restores'; list: readonly Restore[] };
  /** Only in a backup file: when it was made. */
  made: { id: 'made'; at: string };
  /** Only in a backup file, which holds the archives too. */
  archived: Archived & { segment: string };
  /** Only in a backup file: entries of the archived audit trail. */
  archivedTrail: { id: string; segment: string; entry: HistoryEntry };
}

/**
 * In these collections, rows hold times that decide when something is done next. The audit trail has times too, and is
 * never rewritten.
 */
export const timedCollections = [
  ...(['alerts', 'approvals', 'calendars', 'checks', 'chosen', 'deliveries', 'digests', 'faqMisses'] as const),
  ...(['faqQuestions', 'findings', 'leavers', 'outgoing', 'people', 'portal', 'provenAdmins', 'receivers'] as const),
  ...(['refusing', 'reminders', 'rounds', 'rules', 'seen', 'sources', 'subscriptions', 'tenants', 'troubles'] as const),
  ...(['writeBacks'] as const),
] as const satisfies readonly (keyof Collections)[];

/**
 * Notes an alert that left for the archive, so that its sender's repeat is still a duplicate, and `alerts 17` still
 * finds it.
 */
export interface Closed {
  /** The alert's id. */
  id: string;
  number: number;
  segment: string;
  /** The severity of its last version; absent in rows of older versions. */
  severity?: Severity;
  /** The key of its finding among all, as `sameKey` returns it; absent without one. */
  same?: string;
  /** Its deliveries and notes are still to be removed from the live document. */
  leaving?: true;
}

/** The id of an alert that was the same finding as an open one, which makes it a duplicate from then on. Archived with that alert. */
export interface Repeat {
  /** The id that it would have as an alert of its own. */
  id: string;
  /** The id of the alert that was seen again. */
  alertId: string;
}

/** What is known of the rules of a source: the admins were notified of these, as they are. */
export interface SourceRules {
  /** The name of the source. */
  id: string;
  list: readonly KnownRule[];
}

/** A rule of a source. `id` tells it from the others, `line` is what it says. */
export interface KnownRule {
  id: string;
  line: string;
  /** The time at which it was first read, and the day on which it last applied to an alert: null before the first. */
  since: string;
  usedAt: string | null;
}

/** Identifies an entry of the audit trail, whose hash the next entry continues. */
export interface TrailMark {
  /** The segment of the archive that ends with the entry, such as `history-2026-11`; `trail` for what was dropped. */
  id: string;
  number: number;
  hash: string;
}

/** A segment of an archive that was dropped, and can be restored for a week. */
export interface Dropped {
  /** The name of the segment. */
  id: string;
  /** The trusted time's `runMs` when it was dropped. */
  runMs: number;
  /** It was given up, and its file may still be there as it was. */
  leaving?: true;
}

/** An archived alert with its deliveries and notes. */
export interface Archived {
  id: string;
  alert: Alert;
  deliveries: readonly Delivery[];
  /** What people noted, in the order of time; absent for nothing, and in rows of older versions. */
  notes?: readonly Note[];
}

/** The account of everything that senders sent: all their alerts, and the messages about each of them. */
export const allSent = 'sent';
/** The account of marks that something was done, and of events for receivers: they have no part in the limit that refuses alerts. */
export const marks = 'marks';

const none: readonly string[] = [];

/**
 * Returns the accounts of an alert that came from outside: that of all senders, and that of its source where it has a credential of its
 * own, or is asked by the bot.
 */
function ofAlert(alert: { source: string; share?: string }): readonly string[] {
  if (!isFromOutside(alert.source)) return none;
  const share = shareOf(alert);
  if (share === signedShare) return [allSent];
  return share.startsWith('webhook:') ? [share, allSent] : [share];
}

/**
 * Returns the accounts of a delivery about the alert of an id, which begins with its source (see `known-alert.ts`): no source has a space
 * or a tilde. The share is that of the delivery's turn.
 */
function ofAlertId(id: string, turn: { share: string } | undefined): readonly string[] {
  const source = id.split(/[ ~]/, 1)[0] ?? '';
  return ofAlert({ source, ...(turn ? { share: turn.share } : {}) });
}

/** The accounts to which the bytes of a row count. A message about several alerts counts to none. */
const accounts: { [C in keyof Collections]?: (row: Collections[C]) => readonly string[] } = {
  alerts: ofAlert,
  deliveries: ({ about, turn }) => ('alertId' in about ? ofAlertId(about.alertId, turn) : none),
  // What is open at a pager ends with its alert, and is never given up.
  outgoing: ({ receiver, state }) => (state === 'sent' ? [marks] : [marks, outgoingAccount(receiver)]),
  repeats: ({ id }) => ofAlertId(id, undefined),
  seen: () => [marks],
};

const byCollection = new Map<string, (row: never) => readonly string[]>(Object.entries(accounts));

/** Returns the accounts to which the bytes of a row of this collection count. Each store maintains their sums. */
export function accountsOf(collection: string, row: object): readonly string[] {
  const ofRow = byCollection.get(collection);
  return ofRow ? Reflect.apply(ofRow, null, [row]) : none;
}
