import { type Severity, severities } from '../alert/severity.ts';
import { type Channel, channelKey, type Identity } from '../tenant/identity.ts';
import { type About, type AboutOf, factsOf, type Kind } from './kinds.ts';

/** What a digest may stand for of which nobody is reminded: the backlog of a share, or its unverified alerts. */
export type QuietGathering = 'backlog' | 'unverified';

/** A place in a platform's own terms, which nothing but the platform reads. */
export type ChannelReference = Readonly<Record<string, string>>;

/**
 * Where a message goes: a channel, or the chat of a person with the bot, such as `{ kind: 'person', id: ada }`. `askedIn` is where the
 * person asked what the message answers: a platform that can show it there to them alone does so. It is absent when they asked in private,
 * for what nobody asked for, and in older states.
 */
export type Destination =
  | { kind: 'channel'; channel: Channel }
  | { kind: 'person'; id: Identity; askedIn?: ChannelReference };

/** The states of a delivery; docs/design/delivery.md has the transitions. */
export type DeliveryState =
  | 'waiting'
  /** It is durable before the call: after a crash its outcome is unknown. */
  | 'sending'
  | 'posted'
  /** The platform refused it permanently. */
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
   * Its turn in its lane and rank: deliveries of a smaller `position` go first. It takes turns with those of other shares (see `shareOf`;
   * the kind of delivery for what is no alert's) and, within its share, with those of other tenants. Absent in older states, whose
   * deliveries go first.
   */
  turn?: FairTurn;
  /**
   * Its source sent more than its pace allows, a backlog, or too many unverified alerts: it gets no card of its own, but stands in the
   * digest of its source, or in one of its quiet ones.
   */
  gathers?: true | QuietGathering;
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
  /** That time by the platform's own clock; absent when it was not known. */
  askedThereAt?: string;
  /** The platform answered that attempt with a fault of its own, so that no message arrives after that. */
  answered?: true;
  /**
   * An earlier attempt may have arrived, and the platform cannot tell: it stays `sending`, and repeats are marked, until an answer comes.
   */
  doubt?: true;
  /** It was posted while an earlier attempt was in doubt: it says so for as long as it is there. */
  repeat?: true;
  /** It was posted before, or a digest stood for it, and goes out again: what it shows is not new to its destination. */
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
  lateNotifiedAt?: string;
  /** The platform said at the last attempt that it accepts nothing there before this time, more than five minutes ahead. */
  pausedUntil?: string;
  /** The people whom the message mentions, as it was last tried; absent for nobody. */
  called?: readonly Identity[];
  /** The reason why the last attempt failed, which is also the metric's label. */
  reason: string | null;
  since: string;
  doneAt: string | null;
}

/** Fair queueing: the share and tenant (empty for none) that a delivery belongs to, and its position within its lane and rank. */
export interface FairTurn {
  share: string;
  tenant: string;
  position: number;
}

/** A delivery of one of these kinds. */
export type DeliveryOf<K extends Kind> = Omit<Delivery, 'about'> & { about: AboutOf<K> };

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
 * The rank of change notices and of **Not us** alarms. They go first because no webhook sender can cause them and flood the queue.
 * Older states store them with `newsRank` and `alarmRank`.
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

/**
 * The way in which a delivery's card is made. `repeat` means that it may be there already, `brief` that the whole card is too long for its
 * platform.
 */
export interface HowMade {
  repeat: boolean;
  brief: boolean;
  /** True for a message outside the thread of a card: it names what it is about. Absent for one in a thread. */
  alone?: boolean;
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
export function sortableNumber(number: number): string {
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

/** Returns a text that is the same for the same subject, wherever it goes. */
export function deliveryKey<K extends Kind>(about: AboutOf<K>): string {
  return factsOf[about.kind].key(about);
}

/** Returns the id of the delivery of this subject to this destination. */
export function deliveryId(about: About, to: Destination): string {
  return idInQueue(about, queueOf(to));
}

/** Returns the queue of the destination, by the id of a delivery. */
export function queueInId(id: string): string {
  return id.split(' > ').at(-1) ?? id;
}

/** Returns the id of the delivery of this subject to the destination that has this queue. Nothing else forms an id. */
export function idInQueue(about: About, queue: string): string {
  return `${deliveryKey(about)} > ${queue}`;
}
