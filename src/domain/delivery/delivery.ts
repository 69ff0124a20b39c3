import { type Severity, severities } from '../alert/severity.ts';
import type { LeftOut, SilenceEnd } from '../alert/source.ts';
import { type Channel, channelKey, type Identity, type Platform } from '../tenant/identity.ts';
import type { CalendarKey } from '../tenant/rota.ts';

/** A place in a platform's own terms, which nothing but the platform reads. */
export type PlaceReference = Readonly<Record<string, string>>;

/**
 * The place where a message goes: a channel, or the chat of a person with the bot. `askedIn` is where the person asked what the
 * message answers: a platform that can show it there to them alone does so. It is absent where they asked in private, for what nobody
 * asked for, and in older states.
 */
export type Destination =
  | { kind: 'channel'; channel: Channel }
  | { kind: 'person'; id: Identity; askedIn?: PlaceReference };

/** The subject of a delivery. The card is made when it is sent, so that two changes before a retry become one edit. */
export type About =
  | { kind: 'alert'; alertId: string }
  /**
   * A reminder in the thread of the alert's card: `step` is its minutes after detection, -1 for none; in states before 2026-12 its place, 0 to 4.
   * `revision` is the alert's, since a reopened one begins anew.
   */
  | { kind: 'escalation'; alertId: string; step: number; revision: number }
  /**
   * One reminder of all alerts that are due at once in a channel: `count` of them with cards of their own, of which it names the first,
   * and those in cards for many. `calls` are the people on call whom it mentions.
   */
  | {
      kind: 'reminders';
      id: number;
      alertIds: readonly string[];
      count: number;
      calls: readonly Identity[];
      digestIds?: readonly string[];
      /** The minutes after detection of the latest step that is due. Absent in older states. */
      minutes?: number;
      /** The channel is the admins' too, and they are called. */
      callsAdmins?: true;
    }
  /**
   * Goes to admins, and to the manager: alerts that nobody answered, `minutes` after the detection of the oldest; absent in older states, for a day. It names the first that have a card of their own, and `more` have one too.
   * The digest stands for the rest; null where none does.
   */
  | {
      kind: 'overdue';
      id: number;
      alertIds: readonly string[];
      more: number;
      counts: Readonly<Record<Severity, number>>;
      /** Microsoft's limit for them: it binds, it is advice, or all of them are drills, which have none. */
      limit: 'bound' | 'advised' | 'drills';
      digestId: string | null;
      /** The digests, where several stand for the rest. Absent in older states. */
      digestIds?: readonly string[];
      minutes?: number;
      /** It goes to the manager of the partner tenant. */
      forManager?: true;
    }
  /**
   * A line in the thread of the alert's card about what somebody did. `from` is the severity before a change by the sender: the line
   * says what it has become when it is sent, however often the sender changed it meanwhile. `note` is the number of the note that it tells;
   * `rows`: it says that rows are new, and nothing else.
   */
  | { kind: 'followUp'; alertId: string; step: number; from?: Severity; was?: AlertBefore; note?: number; rows?: true }
  /** Goes to the person to whom an alert is handed over. `step` is that of its story. */
  | { kind: 'offered'; alertId: string; step: number }
  /**
   * Asks whether somebody is still on alerts that are acknowledged: their holder, a channel where `calls` are mentioned, or the admins.
   * `offer` and `giver`: they were handed over, and nobody took them over. It names the first of the `count` alerts.
   */
  | {
      kind: 'asked';
      id: number;
      whom: 'holder' | 'channel' | 'admins' | 'offer' | 'giver';
      alertIds: readonly string[];
      count: number;
      calls: readonly Identity[];
    }
  /** A line in the thread of the message from which the alert was raised. `message` is the platform's id of the thread's first message. */
  | { kind: 'raisedFrom'; alertId: string; message: string }
  /** One card for many alerts while more wait than a channel can bear. */
  | { kind: 'digest'; digestId: string }
  /** A reminder in its thread; the last one goes to the admins. */
  | { kind: 'digestEscalation'; digestId: string; last: boolean }
  /** A notice of a change of the contact or its channels. `entry` is its number in the audit trail. */
  | { kind: 'contactChanged'; tenantId: string; entry: number }
  /** Goes to admins, once: a calendar names people whom the bot does not know, by these words, and so many more. */
  | { kind: 'calendarPeople'; tenantId: string; field: CalendarKey; words: readonly string[]; more: number; at: string }
  /** Goes to admins: somebody says that a change was not theirs. The alarm counts up from `since`, which is absent in older states. */
  | { kind: 'notUs'; tenantId: string; entry: number; by: Identity; byName: string; since?: string }
  /** Goes to admins: a channel refuses for good. `urgent`: it was a high alert that admins do not get in its place, or its platform lets the bot in nowhere. */
  | { kind: 'channelRefused'; tenantId: string | null; channel: Channel; reason: string; urgent?: true }
  /** Goes to admins: a channel has not taken a high alert for 15 minutes, or will not take any before `until`. Once a day. */
  | {
      kind: 'channelLate';
      tenantId: string | null;
      channel: Channel;
      reason: string;
      day: string;
      until: string | null;
    }
  /** Goes to admins: a channel's platform does not take one card as it is. `what` names the delivery; `alert` is the alert's id, or null. */
  | {
      kind: 'cardRefused';
      what: string;
      alert: string | null;
      tenantId: string | null;
      channel: Channel;
      reason: string;
    }
  /** Goes to admins: the store is full, so that alerts are refused, or nearly. `limit` in bytes. */
  | { kind: 'storeFull'; full: boolean; limit: number; at: string }
  /**
   * Goes to admins: the disk of the state folder is nearly full, is full or refuses writes, or has room again. `again`: it took no
   * writes before.
   */
  | { kind: 'disk'; level: 'low' | 'full' | 'room'; again?: true; freeBytes: number; at: string }
  /** Goes to admins, once a day: a source has used up its share of the store, so that its alerts are refused. */
  | { kind: 'shareFull'; share: string; day: string }
  /** Goes to admins, once a storm: one share has more alerts than channels can bear, or than its pace allows. */
  | { kind: 'sourceStorm'; share: string; at: string }
  /** Goes to admins, hourly at most: what a source sent that made no alert. */
  | ({ kind: 'sourceLeftOut'; source: string; at: string } & LeftOut)
  /** Goes to admins: nothing was heard from a source since then, as was found at `at`. `end` says why it is silent no more; absent before. */
  | { kind: 'sourceSilent'; source: string; since: string; at: string; end?: SilenceEnd }
  /** Goes to admins: rules of a source that were added, changed or removed, by the first ones and how many there are; `count` are all now. */
  | {
      kind: 'rulesChanged';
      source: string;
      at: string;
      added: NamedRules;
      changed: NamedRules;
      removed: NamedRules;
      count: number;
    }
  /** Goes to admins, once a day: `count` alerts of a source, high ones too, are held by a maintenance window, whose rule is `line`. */
  | { kind: 'alertsHeld'; source: string; line: string; count: number; until: string; at: string }
  /** Goes to admins, weekly: a platform does not let the bot work. `what` names what is missing, `week` is its Monday. */
  | { kind: 'hindrance'; platform: Platform; what: string; week: string }
  /** Goes to an admin, once: the purpose of the bot, and the first steps. Only on a platform where the bot does not greet at its installation. */
  | { kind: 'welcome' }
  /** Goes to the admin channel, monthly: the newest entry of the audit trail and its hash. */
  | { kind: 'auditHead'; month: string; number: number; hash: string }
  /** Goes to the experts: a question that the FAQ cannot answer. The same card is edited once somebody answered. */
  | { kind: 'faqQuestion'; questionId: string }
  /** Goes to the person who asked: the answer of an expert. */
  | { kind: 'faqAnswer'; questionId: string }
  /**
   * Goes to one person: the answer that their platform did not take when they asked. `number` tells several apart. `card`, and the
   * `form` that its button opens, are a `Card` and a `Form` of `view/`, which this room does not know.
   */
  | { kind: 'answer'; number: number; card: object; form?: object }
  /** Goes to a person or channel that can mend it: a reminder of what looks outdated. */
  | { kind: 'nag'; nagId: string }
  /** Goes to a manager who asked for it: the week before the one of this Monday. */
  | { kind: 'weekly'; tenantIds: readonly string[]; week: string }
  /** Goes to admins: high alerts that close by age a day later. `at` is when they are notified. */
  | { kind: 'closing'; alertIds: readonly string[]; at: string }
  /** Goes to admins: an alert that no channel takes. */
  | { kind: 'unrouted'; alertId: string };

/** Rules of a source as the sources' file says them: the lines of the first ones, and how many there are. */
export interface NamedRules {
  lines: readonly string[];
  count: number;
}

/** The subject of a delivery of one of these kinds. */
export type AboutOf<K extends About['kind']> = { [P in K]: Extract<About, { kind: P }> }[K];

/** An alert before its sender changed it: its tenant, by id and name, whether it was a test, and whether its sender took it for over. */
export interface AlertBefore {
  tenantId: string | null;
  tenant: string | null;
  isTest: boolean;
  /** Absent in older states. */
  over?: boolean;
}

/** The state of a delivery. */
export type DeliveryState =
  | 'waiting'
  /** It is durable before the call: after a crash its outcome is unknown. */
  | 'sending'
  | 'posted'
  /** The platform refused it for good. */
  | 'refused'
  /** A digest stands for it. */
  | 'digested'
  /** It became pointless before it was sent. */
  | 'dropped';

/** The time at which an edit failed that may be made all the same: milliseconds of the process with the random number `run`. */
export interface EditDoubt {
  run: string;
  ms: number;
}

/** One message to one destination, as it is stored. */
export interface Delivery {
  id: string;
  about: About;
  to: Destination;
  /** The queue of its destination. */
  queue: string;
  rank: number;
  /**
   * Its turn in its lane and rank: deliveries of a smaller `place` go first. It takes turns with those of other shares (see `shareOf`;
   * the kind of delivery for what is no alert's) and, within its share, with those of other tenants. Absent in older states, whose
   * deliveries go first.
   */
  turn?: FairTurn;
  /** Its source sent more than its pace allows, or a backlog: it is not posted by itself, but stands in the card of its source for many, or for its backlog. */
  gathers?: true | 'backlog';
  /** The number in order of acceptance: 1, 2, 3 … */
  number: number;
  state: DeliveryState;
  /** The platform's id of the message, once it was posted; null also when the platform did not say. */
  message: string | null;
  /** The id of the digest that stands for it; null for none. */
  digestId: string | null;
  /** The wanted revision, and the posted one. */
  want: number;
  shown: number;
  attempts: number;
  /** The time at which the platform was last called to post it; absent before. */
  askedAt?: string;
  /** That time by the platform's own clock; absent where it was not known. */
  askedThereAt?: string;
  /** The platform answered that attempt with a fault of its own, so that no message arrives after that. */
  answered?: true;
  /** An earlier attempt may have arrived, and the platform cannot tell: it stays `sending`, and repeats are marked, until an answer comes. */
  doubt?: true;
  /** It was posted while an earlier attempt was in doubt: it says so for as long as it is there. */
  repeat?: true;
  /** It was posted before, or a digest stood for it, and goes out anew: what it shows is not new to its destination. */
  wasShown?: true;
  /** It failed, and is not tried again for `ms` milliseconds from then on. `since` and `times` count the failures in a row. */
  pause?: { from: string; ms: number; since: string; times: number };
  /** The number of times that the destination refused it; absent before the first. */
  refusals?: number;
  /** The revision whose whole card the platform did not take: that one goes in short. */
  brief?: number;
  /** The revision in which a person changed something, so that it is shown at once. */
  asked?: number;
  /** The time of the last edit; absent before. */
  editedAt?: string;
  /** An edit of it may still arrive although its call failed: the newest revision is sent once more after that. */
  editDoubt?: EditDoubt;
  /** Further messages of the same card, the first of a repeated one: each follows the edits of `message`. */
  copies?: readonly { message: string; shown: number }[];
  /** The last line about a change by the sender in the thread of this card, and when it was enqueued. */
  news?: { id: string; at: string };
  /** The destination refused an edit, which waits until the bot is back there. */
  held?: true;
  /** The time since which its edit fails; absent while none failed. */
  failingSince?: string;
  /** The time at which admins last heard that it waits too long; absent before. */
  lateToldAt?: string;
  /** The platform said at its last attempt that it takes nothing there before this time, more than five minutes ahead. */
  pausedUntil?: string;
  /** The people whom the message mentions, as it was last tried; absent for nobody. */
  called?: readonly Identity[];
  /** The reason why the last attempt failed, which is also the metric's label. */
  reason: string | null;
  since: string;
  doneAt: string | null;
}

/** The turn of a delivery: whose it is, by share and tenant (empty for none), and its place among all of its lane and rank. */
export interface FairTurn {
  share: string;
  tenant: string;
  place: number;
}

/** A delivery of one of these kinds. */
export type DeliveryOf<K extends About['kind']> = Omit<Delivery, 'about'> & { about: AboutOf<K> };

/** The rank of an alert's deliveries: posts of a smaller rank go first, and those of one rank by turns of source (`queue-order.ts`). */
export const rankOf: Record<Severity, number> = { high: 1, medium: 3, low: 4, informational: 5 };
/** A delivery of this rank, or a smaller one, is as urgent as a high alert. */
export const highRank = rankOf.high;
/** Returns the severity of an alert as it was when this rank was given to its delivery. */
export function severityOf(rank: number): Severity {
  return severities.find((severity) => rankOf[severity] === rank) ?? 'informational';
}

/** The rank of digests, between the high alerts and the others. */
export const digestRank = 2;
/**
 * The rank of notices of a change, and of the alarm that a change was not theirs: no sender can produce them, so they go before all
 * that a sender can. Older states have them as `newsRank` and `alarmRank`.
 */
export const noticeRank = 0;
/** The rank of news for admins that is as urgent as a high alert. It takes turns with high alerts, since a sender can cause some of it. */
export const newsRank = 1;
/** The rank of news for admins about sources: behind every high alert. */
export const alarmRank = 2;
/** The rank of questions and answers, for which people wait. */
export const talkRank = 3;
/** The rank of reminders, which can wait: after all alerts. */
export const reminderRank = 6;

/** The way in which a delivery's card is made. `repeat` means that it may be there already, `brief` that the whole card is too long for its platform. */
export interface HowMade {
  repeat: boolean;
  brief: boolean;
}

/** Returns whether a delivery is a card of the alert itself, and no reminder or line in its thread. */
export function isAlertCard(about: About): about is AboutOf<'alert' | 'unrouted'> {
  return about.kind === 'alert' || about.kind === 'unrouted';
}

/** Returns the queue of a destination: the key of the channel, or the identity of the person. */
export function queueOf(to: Destination): string {
  return to.kind === 'channel' ? channelKey(to.channel) : to.id;
}

/** Returns a text that sorts as the number does. */
export function placeOfNumber(number: number): string {
  return String(number).padStart(12, '0');
}

/** Returns whether the delivery has still to be posted. */
export function isPending({ state }: Pick<Delivery, 'state'>): boolean {
  return state === 'waiting' || state === 'sending';
}

/** Returns whether the platform has, or had, the message. */
export function arrived({ state, message }: Delivery): boolean {
  return state === 'posted' || message !== null;
}

/** Returns whether its destination was shown what the delivery is about: by its own message, or by a digest. */
export function wasShown(delivery: Delivery): boolean {
  return arrived(delivery) || delivery.state === 'digested' || delivery.wasShown === true;
}

/** Returns whether the message that is there does not show the wanted revision yet. */
export function isEditOwed({ state, want, shown }: Delivery): boolean {
  return state === 'posted' && want > shown;
}

/** Returns the first further message of the card that shows less than the message itself; null for none. */
export function copyBehind({ state, shown, copies = [] }: Delivery): string | null {
  return state === 'posted' ? (copies.find((one) => one.shown < shown)?.message ?? null) : null;
}

/** Returns whether a message that is there does not show the wanted revision, or an older edit may cover it. */
export function needsEdit(delivery: Delivery): boolean {
  if (isEditOwed(delivery) || copyBehind(delivery) !== null) return true;
  return delivery.state === 'posted' && delivery.editDoubt !== undefined;
}
