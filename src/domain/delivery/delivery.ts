import { type Severity, severities } from '../alert/alert.ts';
import { type Channel, channelKey, type Identity, type Platform } from '../tenant/identity.ts';

/** Where a message goes: a channel, or the chat of a person with the bot. */
export type Destination = { kind: 'channel'; channel: Channel } | { kind: 'person'; id: Identity };

/** What a delivery tells of. The card is made when it is sent, so that two changes before a retry become one edit. */
export type About =
  | { kind: 'alert'; alertId: string }
  /** A reminder in the thread of the alert's card: step 0, 1, 2 … `revision` is the alert's, since a reopened one begins anew. */
  | { kind: 'escalation'; alertId: string; step: number; revision: number }
  /**
   * One reminder of all that is due together in a channel. It names the first, `count` are meant; `calls` are the people on call
   * whom it mentions.
   */
  | { kind: 'reminders'; id: number; alertIds: readonly string[]; count: number; calls: readonly Identity[] }
  /**
   * To admins: what nobody answered within a day. It names the first that have a card of their own, `more` have one too; the
   * digest stands for the rest, null where none does.
   */
  | {
      kind: 'overdue';
      id: number;
      alertIds: readonly string[];
      more: number;
      counts: Readonly<Record<Severity, number>>;
      /** What Microsoft's limit is for them: drills have none. */
      limit: 'bound' | 'advised' | 'drills';
      digestId: string | null;
    }
  /**
   * A line in the thread of the alert's card about what somebody did. With `from`, what the severity was: then it says what
   * became of it until the line is sent, however often the sender changed it meanwhile.
   */
  | { kind: 'followUp'; alertId: string; step: number; from?: Severity; was?: Was }
  /** One card for many alerts while more wait than a channel can bear. */
  | { kind: 'digest'; digestId: string }
  /** A reminder in its thread; the last one goes to the admins. */
  | { kind: 'digestEscalation'; digestId: string; last: boolean }
  /** Entry of the audit trail that the contact's channels are told about. */
  | { kind: 'contactChanged'; tenantId: string; entry: number }
  /** To admins: somebody says that a change was not theirs. `since` is when this alarm began, absent in older states: it counts up. */
  | { kind: 'notUs'; tenantId: string; entry: number; by: Identity; byName: string; since?: string }
  /** To admins: a channel refuses for good. `urgent`: it was a high alert, which does not follow by itself, or its platform lets the bot in nowhere. */
  | { kind: 'channelRefused'; tenantId: string | null; channel: Channel; reason: string; urgent?: true }
  /** To admins: a channel has not taken a high alert for 15 minutes, or will not take any before `until`. Once a day. */
  | {
      kind: 'channelLate';
      tenantId: string | null;
      channel: Channel;
      reason: string;
      day: string;
      until: string | null;
    }
  /** To admins: a channel's platform does not take one card as it is. `what` names the delivery; `alert` is the alert's id, or null. */
  | {
      kind: 'cardRefused';
      what: string;
      alert: string | null;
      tenantId: string | null;
      channel: Channel;
      reason: string;
    }
  /** To admins: the store is full, so that alerts are refused, or nearly. `limit` in bytes. */
  | { kind: 'storeFull'; full: boolean; limit: number; at: string }
  /** To admins, weekly: a platform does not let the bot work. `what` tells one lack from another, `week` is its Monday. */
  | { kind: 'hindrance'; platform: Platform; what: string; week: string }
  /** To an admin, once: what the bot is for, and the first steps. Only on a platform where the bot does not greet at its installation. */
  | { kind: 'welcome' }
  /** To the admin channel, monthly: the newest entry of the audit trail and its hash. */
  | { kind: 'auditHead'; month: string; number: number; hash: string }
  /** To the experts: a question that the FAQ cannot answer. The same card is edited once somebody answered. */
  | { kind: 'faqQuestion'; questionId: string }
  /** To who asked: what an expert answered. */
  | { kind: 'faqAnswer'; questionId: string }
  /**
   * To one person: the answer that their platform did not take when they asked. `number` tells several apart. `card`, and the
   * `form` that its button opens, are a `Card` and a `Form` of `view/`, which this room does not know.
   */
  | { kind: 'answer'; number: number; card: object; form?: object }
  /** What looks outdated, to whoever can mend it. */
  | { kind: 'nag'; nagId: string }
  /** To a manager who asked for it: the week before the one of this Monday. */
  | { kind: 'weekly'; tenantIds: readonly string[]; week: string }
  /** To admins: high alerts that close by age a day later. `at` is when they are told. */
  | { kind: 'closing'; alertIds: readonly string[]; at: string }
  /** To admins: an alert that no channel takes. */
  | { kind: 'unrouted'; alertId: string };

/** What a delivery of one of these kinds tells of. */
export type AboutOf<K extends About['kind']> = { [P in K]: Extract<About, { kind: P }> }[K];

/** Of an alert before its sender changed it: whose it was, by id and name, and whether it was a test. */
export interface Was {
  tenantId: string | null;
  tenant: string | null;
  isTest: boolean;
}

/** What a delivery has become. */
export type DeliveryState =
  | 'waiting'
  /** Durable before the call: after a crash its outcome is unknown. */
  | 'sending'
  | 'posted'
  /** The platform said no for good. */
  | 'refused'
  /** A digest stands for it. */
  | 'digested'
  /** Became pointless before it was sent. */
  | 'dropped';

/** One thing that is told to one destination, as the store has it. */
export interface Delivery {
  id: string;
  about: About;
  to: Destination;
  /** All of one destination wait in one queue. */
  queue: string;
  rank: number;
  /** 1, 2, 3 … in order of acceptance. */
  number: number;
  state: DeliveryState;
  /** What the platform called the message, once it was posted; null also when the platform did not say. */
  message: string | null;
  /** The digest that stands for it. */
  digestId: string | null;
  /** The revision that it should show, and the one that it does. */
  want: number;
  shown: number;
  attempts: number;
  /** When the platform was last asked to post it; absent before. */
  askedAt?: string;
  /** The same by the platform's own clock; absent where that was not known. */
  askedThereAt?: string;
  /** The platform answered that try, with a fault of its own: nothing of it comes after that. */
  answered?: true;
  /** An earlier try may have arrived, and no look can tell: it stays `sending`, and repeats are marked, until an answer comes. */
  doubt?: true;
  /** It was posted while an earlier try was in doubt: it says so for as long as it is there. */
  repeat?: true;
  /** It failed: not tried again for `ms` from then on. `since` and `times` are of the failures in a row. */
  pause?: { from: string; ms: number; since: string; times: number };
  /** How often the destination refused it; absent before. */
  refusals?: number;
  /** The revision whose whole card its platform did not take: that one goes in short. */
  brief?: number;
  /** The revision in which a person changed something: it is shown at once. */
  asked?: number;
  /** When its card was last edited; absent before. */
  editedAt?: string;
  /** Of an alert's card: the line in its thread about the severity that was owed last, and when. */
  news?: { id: string; at: string };
  /** The destination refused the edit that is owed: it waits until the bot is back there. */
  held?: true;
  /** Since when the edit that is owed could not be made; absent while none failed. */
  failingSince?: string;
  /** Whom the message that was last tried calls by name; absent for nobody. */
  called?: readonly Identity[];
  /** Why the last attempt failed: also the metric's label. */
  reason: string | null;
  since: string;
  doneAt: string | null;
}

/** A delivery of one of these kinds. */
export type DeliveryOf<K extends About['kind']> = Omit<Delivery, 'about'> & { about: AboutOf<K> };

/** Posts go by this, then in order of acceptance: `queue-order.ts`. */
export const rankOf: Record<Severity, number> = { high: 1, medium: 3, low: 4, informational: 5 };
/** A delivery of this rank, or a smaller one, is as urgent as a high alert. */
export const highRank = rankOf.high;
/** Returns the severity of an alert as it was when this rank was given to its delivery. */
export function severityOf(rank: number): Severity {
  return severities.find((severity) => rankOf[severity] === rank) ?? 'informational';
}

/** Between the high alerts and the others. */
export const digestRank = 2;
/** Words to people: as urgent as a high alert. */
export const noticeRank = 1;
/** What any member can send to admins: behind every high alert. */
export const alarmRank = 2;
/** Questions and answers: people wait for them, but no attacker does. */
export const talkRank = 3;
/** What can wait: after all alerts. */
export const reminderRank = 6;

/** How a delivery's card is made. `repeat`: it may be there already. `brief`: the whole card is too long for its platform. */
export interface HowMade {
  repeat: boolean;
  brief: boolean;
}

/** Returns the queue of a destination: the key of the channel, or the identity of the person. */
export function queueOf(to: Destination): string {
  return to.kind === 'channel' ? channelKey(to.channel) : to.id;
}

/** Returns a text that stands in the order of the number. */
export function placeOfNumber(number: number): string {
  return String(number).padStart(12, '0');
}

/** Whether the delivery has still to be posted. */
export function isPending({ state }: Pick<Delivery, 'state'>): boolean {
  return state === 'waiting' || state === 'sending';
}

/** Whether the platform has, or had, the message. */
export function arrived({ state, message }: Delivery): boolean {
  return state === 'posted' || message !== null;
}

/** Whether the message that is there does not show the newest yet. */
export function owesEdit({ state, want, shown }: Delivery): boolean {
  return state === 'posted' && want > shown;
}
