import { z } from 'zod';
import { retention } from '../retention.ts';
import type { Channel, Identity } from '../tenant/identity.ts';
import { cleaned } from '../text/clean-text.ts';
import { isBacklog, type OfBacklog } from './backlog.ts';
import type { FoundRows, SeenTimes } from './repeat.ts';
import type { HeldBy } from './rule.ts';
import { isUnverified, type SenderNotes } from './sender-notes.ts';
import { Severity } from './severity.ts';
import type { AlertStatus, ResolvedReason, SeenThere } from './status.ts';
import type { LastNote, Routed, Step } from './timeline.ts';

/** Limits of characters, entries and alerts in a sender's request. More is refused with its JSON pointer, never truncated. */
export const alertLimits = {
  id: 200,
  displayName: 300,
  description: 4_000,
  word: 200,
  resources: 50,
  resource: 500,
  batch: 100,
} as const;

const guid = z.guid().transform((id) => id.toLowerCase());
/** Microsoft's samples show `isTest` as a boolean and as a string; truthiness would make every live alert a test. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Returns a schema whose value may be left out, or sent as null: then it is `standard`. */
const optional = <T extends z.ZodType>(schema: T, standard: z.output<T>) =>
  schema
    .nullable()
    .default(null)
    .meta({ default: standard })
    .transform((value) => value ?? standard);

/** Matches a character that a person can see: no space, no control character, and none without width. */
const visible = /[^\s\p{C}]/u;
const blank = 'must have a visible character';
/** Returns a schema for a text of the sender, which is cleaned. Only the id stays as it was sent, since it is compared. */
const words = (maxLength: number) => z.string().max(maxLength).overwrite(cleaned);
/** Matches the years that have four digits in every time zone, and that a clock may show. */
const years = /^(19[7-9]\d|[2-8]\d{3}|9[0-8]\d{2}|99[0-8]\d|999[0-8])-/;
const otherYear = 'Must be in a year from 1970 to 9998.';

/** An alert as `POST /webhooks/alerts` takes it. Further properties are ignored: senders have their own. */
export const AlertIn = z.object({
  id: z
    .string()
    .min(1, { abort: true })
    .max(alertLimits.id)
    .regex(visible, blank)
    .regex(/^[^\0]*$/, 'a NUL is not taken'),
  /** The sender, in the sender's words; stored as `webhook:<source>`. */
  source: optional(
    z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/@-]{0,59}$/u, 'letters, digits and . _ : / @ - are taken, 60 at most'),
    'default',
  ),
  partnerTenantId: guid.nullable().default(null),
  displayName: z.string().min(1, { abort: true }).max(alertLimits.displayName).overwrite(cleaned).regex(visible, blank),
  description: optional(words(alertLimits.description), ''),
  severity: Severity,
  alertType: words(alertLimits.word).nullable().default(null),
  confidenceLevel: words(alertLimits.word).nullable().default(null),
  customerTenantId: guid.nullable().default(null),
  subscriptionId: guid.nullable().default(null),
  /** Any offset is taken; UTC is kept. */
  detectedDateTime: z.iso
    .datetime({ offset: true })
    .regex(years, otherYear)
    .transform((at) => new Date(at).toISOString())
    // An offset may lead into another year.
    .refine((at) => years.test(at), otherYear),
  affectedResources: optional(
    z
      .array(
        z.object({
          resourceId: optional(words(alertLimits.resource), ''),
          resourceType: optional(words(alertLimits.resource), ''),
        }),
      )
      .max(alertLimits.resources),
    [],
  ),
  isTest: optional(flag, false),
});
/** An alert as a sender sends it. */
export type AlertIn = z.infer<typeof AlertIn>;

/** The person who did something, and the time. The name is kept, so that the proof stays readable when the person has left. */
export interface By {
  at: string;
  by: Identity;
  byName: string;
}

/** An acknowledgement. `by` is null where the alert was acknowledged at its source, by whom that side calls `byName`: nobody holds it here. */
export interface Acknowledged extends Omit<By, 'by'> {
  by: Identity | null;
}

/** A hand-over that is offered: `by` gives the alert to `to`, who has not taken it over yet. */
export interface Offer extends By {
  to: Identity;
  toName: string;
  /** True once the giver and the channel heard that nobody took it over. */
  isReported?: true;
}

/** The next question whether somebody is still on an alert, and who is asked. */
export interface Ask {
  /** ISO 8601, UTC. */
  due: string;
  whom: 'holder' | 'channel' | 'admins';
}

/**
 * The end of an alert: by a person with a reason; by nobody and without one when it was closed by age; by an admin without one when
 * they sent it to the archive unanswered, to make room; at its source.
 */
export interface Resolved extends Omit<By, 'by'> {
  by: Identity | null;
  reason: ResolvedReason | null;
  note: string;
  /** Somebody resolved it at its source, whom that side calls `byName`. Absent for all others. */
  there?: true;
}

/** The sender takes an alert for over. */
export interface ResolvedBySender {
  /** Since when, by the sender (ISO 8601, UTC) or null. */
  at: string | null;
  /** The number of the incident as which it goes on at the sender; empty for an unknown one. Absent when it is over. */
  continues?: string;
}

/** An alert as it is stored. */
export interface Alert extends OfBacklog {
  /** `<source> <the sender's id>`: no sender can speak for another source. One that continues an archived alert has another one. */
  id: string;
  /** The number that people type in `alerts 17`: 1, 2, 3 … */
  number: number;
  /** `webhook:<source>`, `microsoft:<partner tenant>`, `mail:<partner tenant>`, `person` or `bot`. */
  source: string;
  /** It came by the signed route, whatever its source: see `shareOf`. Absent for all others, and in older states. */
  share?: 'signed';
  /** The preset of its source in the sources' file. Absent for all others, and in older states. */
  preset?: string;
  /** The id of our tenant; null while none fits. */
  tenantId: string | null;
  /** The alert as it was sent, without its id and source. */
  content: Omit<AlertIn, 'source' | 'id'>;
  origin: 'sent' | 'raised' | 'drill';
  receivedAt: string;
  status: AlertStatus;
  acknowledged: Acknowledged | null;
  resolved: Resolved | null;
  /** What its source was last seen to say of its status. Absent where no source keeps one. */
  there?: SeenThere;
  /** Its source has to be given the answer by hand, since the bot does not write it back, or may not. Absent for all others. */
  answerThere?: true;
  /** The person who holds it since then, while it is acknowledged. Absent in older states: the person who acknowledged it. */
  holder?: By;
  /** It is handed over to somebody who has not taken it over yet. Absent for all others. */
  offered?: Offer;
  /** The next question whether its holder is still on it. Absent when that has to be computed, and where nobody is asked. */
  ask?: Ask;
  /** The time at which the admins were notified that it closes by age. News after that keeps it open. */
  closingNotifiedAt?: string;
  /** The time at which the status left `active` first, which ends Microsoft's response time. */
  firstAnsweredAt: string | null;
  /** The time from which reminders count: the detection, or the reopening. */
  escalateFrom: string;
  /** Always 0: who goes back to a version before 2026-12 finds the number of reminders here, of which it sent six. */
  escalated: number;
  /** The time at which people are reminded of it next; null when they are not. */
  escalateAt: string | null;
  /** The revision, which goes up with every change that its cards show. */
  revision: number;
  /** The revision that last made it more urgent. A card that is gone is posted again to show it. */
  urgentSince?: number;
  /** True when the newest detection was in the future, so that the sender's clock is wrong. */
  clockAhead?: boolean;
  /** True when nobody answered in time and its cards say so. */
  overdue?: boolean;
  /** The highest severity that it ever had, once its sender changed it. */
  highest?: Severity;
  timeline: readonly Step[];
  /** The ids of the reminders that show its buttons, the newest last; absent before the first. */
  escalations?: readonly string[];
  /** Set while every channel refuses the alert: whether any admin received it instead. See `Stranded`. */
  stranded?: Stranded;
  /** The ids of the tenants from which its sender moved it away: their people may still answer it. Absent before the first move. */
  formerTenants?: readonly string[];
  /** When the sender sent this version, from the signed timestamp (the sender's clock). Absent in older states. */
  sentAt?: string;
  /** What its sender added to its content. Absent when that was nothing, and in older states. */
  notes?: SenderNotes;
  /** The newest note of a person, whose number is the count of all. Absent before the first, and in older states. */
  lastNote?: LastNote;
  /**
   * Its source has a pace: when it came to count for its severity, and whether it is over the pace, so that the card of its source for
   * many stands for it. Absent for all others.
   */
  pace?: { at: string; over?: true };
  /** The sender takes it for over. Absent while it goes on. */
  resolvedBySender?: ResolvedBySender;
  /** The number of the archived alert with the same id of its sender, of which this is a more severe version. Absent for all others. */
  continues?: number;
  /** The people who were on call when it came, by the names that they had then; absent for nobody, and in older states. */
  onCall?: readonly { id: Identity; name: string }[];
  /** The message in a chat from which a person raised it. Absent for all others. */
  message?: RaisedFrom;
  /** Deduplication key within its source: while it is open, a later alert with this key is counted as a repeat. Absent for none. */
  same?: string;
  /** The milliseconds after it was resolved in which the alert is reopened when its finding comes again. Absent when a new one is made. */
  reopenForMs?: number;
  /** How often the sender sent it. Absent for once. */
  seen?: SeenTimes;
  /** All rows that were found while it is open. Absent for an alert without `same`, and in older states where its sender sent none. */
  rows?: Pick<FoundRows, 'ids' | 'count'>;
  /** The number of the alert of the same finding that was resolved before it. Absent for none. */
  earlier?: number;
  /** The maintenance window that holds it, or held it until `postedAt`. Absent for none. */
  held?: HeldBy & { postedAt?: string };
  /** How often it was reopened while there was a receiver. Only `src/outgoing/` sets it. Absent for never. */
  reopenings?: number;
  /** What receivers answered to be found by there, such as the number of a ticket, by receiver. Absent for none. */
  references?: Readonly<Record<string, string>>;
  /** The routing of the alert, as it was decided last. */
  routed: Routed;
}

/** Returns the id of an alert: the id of its sender within its source. */
export function alertId(source: string, senderId: string): string {
  return `${source} ${senderId}`;
}

/**
 * Returns the id of an alert that has this severity, and continues an archived one with the same id of its sender. No sender can send
 * it, since no source has a `~` in its name.
 */
export function alertIdAfterArchive(source: string, senderId: string, severity: Severity): string {
  return alertId(`${source}~${severity}`, senderId);
}

/** Returns the source in the id of an alert, also of one that continues an archived one. */
export function sourceOfId(id: string): string {
  const [source = ''] = id.slice(0, id.indexOf(' ')).split('~');
  return source;
}

/** Returns the id that the sender gave to an alert. */
export function senderIdOf({ id }: Pick<Alert, 'id'>): string {
  return id.slice(id.indexOf(' ') + 1);
}

/** Returns the sender's id that speaks for an alert: where the finding came under several, the newest one, or one that spoke up since. */
export function speakingId(alert: Pick<Alert, 'id' | 'seen'>): string {
  return alert.seen?.id ?? senderIdOf(alert);
}

/** Returns the key under which an index finds the alerts, or the drills, that a person started. */
export function raisedBy(kind: Alert['origin'], by: Identity): string {
  return `${kind} ${by}`;
}

/**
 * Returns the key under which an index finds the alerts of a share that count for its pace: by severity, and unverified ones apart, so
 * that forged alerts take no room from real ones.
 */
export function paceKey(share: string, alert: Pick<Alert, 'content' | 'notes'>): string {
  return `${share} ${isUnverified(alert) ? 'unverified' : alert.content.severity}`;
}

/** The key of open drills and tests in the index of open alerts: they never count among those. */
export const openDrills = 'drills';

/** Returns the key of an open alert in the index of open alerts; that of a real one is empty. */
export function openKey(alert: Alert): string {
  return isReal(alert) ? '' : openDrills;
}

/** Returns the key of a drill or test of this severity in the indexes of open alerts by severity. */
export function drillKey(severity: Severity): string {
  return `${openDrills} ${severity}`;
}

/** Returns the key of an alert of this severity that is backlog in the indexes of open alerts by severity. */
export function backlogKey(severity: Severity): string {
  return `backlog ${severity}`;
}

/** Returns the key of an alert in the indexes of open alerts: its severity, with a prefix for drills, tests and backlog. */
export function listKey(alert: Alert): string {
  const { severity } = alert.content;
  if (!isReal(alert)) return drillKey(severity);
  return isBacklog(alert) ? backlogKey(severity) : severity;
}

/** Returns the highest severity that the alert ever had. */
export function highestSeverity({ content, highest = content.severity }: Pick<Alert, 'content' | 'highest'>): Severity {
  return highest;
}

/** Returns whether the alert was closed since nothing was new for as many days as the setting CLOSE_AFTER says. */
export function isClosedByAge({ resolved }: Pick<Alert, 'resolved'>): boolean {
  return resolved !== null && resolved.by === null && !resolved.there;
}

/** Returns whether the alert was closed since its partner tenant had been retired for 30 days, also after it was reopened. */
export function isClosedWithTenant({ timeline }: Pick<Alert, 'timeline'>): boolean {
  return timeline.findLast(({ what }) => what === 'closed')?.why === 'retired';
}

/** Returns whether it is a drill that was closed because nobody acknowledged it for 24 hours, also after it was reopened. */
export function isMissedDrill(alert: Pick<Alert, 'origin' | 'resolved' | 'timeline'>): boolean {
  if (alert.origin !== 'drill' || !isClosedByAge(alert)) return false;
  return alert.timeline.findLast(({ what }) => what === 'missed' || what === 'closed')?.what === 'missed';
}

/** Returns whether the alert counts among open alerts, in reports and in metrics: drills and tests do not. */
export function isReal({ origin, content }: Pick<Alert, 'origin' | 'content'>): boolean {
  return origin !== 'drill' && !content.isTest;
}

/** Returns whether an admin sent the alert to the archive, to make room. */
export function isSentToArchive({ resolved }: Pick<Alert, 'resolved'>): boolean {
  return resolved !== null && resolved.by !== null && resolved.reason === null;
}

/** Returns whether somebody still has to do something about the alert. */
export function isOpen({ status }: Alert): boolean {
  return status !== 'resolved';
}

/**
 * Whether anybody has an alert (or digest) that every channel refuses, as of the last check: null when somebody has it or will get it,
 * otherwise which admins it could not be sent to. Absent when its deliveries changed since then: the next tick checks again.
 */
export type Stranded = string | null;

/** The key under which an index finds what has to be checked. */
export const unchecked = '?';

/** Returns the note that none of these admins could be given it; there may be none. */
export function strandedFor(queues: readonly string[]): string {
  return `of ${queues.toSorted().join(' ')}`;
}

/** Returns the key of a row in the index of stranded ones; null when somebody has it. */
export function keyOfStranded({ stranded }: { stranded?: Stranded }): string | null {
  return stranded === undefined ? unchecked : stranded;
}

/* When a resolved alert may be archived. */

/**
 * Returns when a resolved alert may go to the archive: a day after it was resolved, or once it is not reopened any more. The day begins when
 * people here could see it: the bot may hear of what was resolved at the source days later. Null for an open one.
 */
export function archivableAt(alert: Pick<Alert, 'resolved' | 'reopenForMs' | 'there'>): string | null {
  const { resolved, there } = alert;
  if (!resolved) return null;
  const kept = retention.resolvedAlertHours * 3_600_000;
  const reopenable = mayReopen(alert) ? (alert.reopenForMs ?? 0) : 0;
  const at = resolved.there && there && there.since > resolved.at ? there.since : resolved.at;
  return new Date(Date.parse(at) + Math.max(kept, reopenable)).toISOString();
}

/**
 * Returns whether the alert, once resolved, is reopened when its finding comes again: not one that people ignore or sent to the archive.
 */
export function mayReopen({ resolved }: Pick<Alert, 'resolved'>): boolean {
  return resolved !== null && resolved.reason !== 'ignore' && !isSentToArchive({ resolved });
}

/* The messages of a chat from which people raise alerts. */

/** The message in a chat from which a person raised an alert. */
export interface RaisedFrom {
  /** The address of the message, https; empty when the platform gave none. */
  link: string;
  /** The name of the person who wrote it; empty when nobody knows. */
  author: string;
}

/** A message in a chat that a person chose, to raise an alert from it. */
export interface ChosenMessage extends RaisedFrom {
  /** Unique among the messages of all platforms. */
  id: string;
  /** The words of the message, without markup. */
  text: string;
  /** The thread of the message in a channel, by the platform's id of its first message; null in a chat between people. */
  thread: { channel: Channel; message: string } | null;
}
