/** What each channel has in the end, beside what was accepted and what the state says. */
import { type Alert, highestSeverity } from '../../../src/domain/alert/alert.ts';
import { atLeast } from '../../../src/domain/alert/severity.ts';
import type { Note } from '../../../src/domain/alert/timeline.ts';
import { type Delivery, deliveryId } from '../../../src/domain/delivery/delivery.ts';
import { type Identity, platformOf } from '../../../src/domain/tenant/identity.ts';
import { messages } from '../../../src/messages/messages.ts';
import { hour } from '../../support/time.ts';
import type { Ledger } from './ledger.ts';
import type { PlatformCall } from './mischief.ts';
import { type Scene, type Shown, tenants } from './scene.ts';
import type { Sender } from './sender.ts';

export interface Copies {
  /** Expected, and in no channel. */
  lost: number;
  /** Messages beyond the first in a channel: those that do not say that they may be a repeat, and those that do. */
  unmarked: number;
  marked: number;
  /** Messages that say so, and are the only one. */
  needless: number;
}

type Platform = 'slack' | 'teams';

const isMarked = ({ card }: Shown) => card.includes('may see this card twice');

/** Adds the messages of one place, of which `due` are expected. */
function add(sum: Copies, messages: readonly Shown[], due: number): void {
  const marks = messages.filter(isMarked).length;
  const beyond = Math.max(0, messages.length - due);
  sum.lost += Math.max(0, due - messages.length);
  sum.marked += Math.min(beyond, marks);
  sum.unmarked += Math.max(0, beyond - marks);
  if (messages.length === due) sum.needless += marks;
}

const none = (): Copies => ({ lost: 0, unmarked: 0, marked: 0, needless: 0 });

/** The number in the title of an alert of the campaign. */
export const numberOf = ({ content }: Pick<Alert, 'content'>) => Number(/Number (\d+)/.exec(content.displayName)?.[1]);

/** Reminders have the alert's id on buttons too, but stand in threads, or have none of these. */
const ownButton = /"alerts\.(note|take|reopen)"/;

/** The alert's own cards in a channel. */
const cardsOf = (channel: readonly Shown[], { id }: Alert) =>
  channel.filter(({ card, isReply }) => !isReply && card.includes(JSON.stringify(id)) && ownButton.test(card));

/** Counts the cards of the alerts with these numbers in their titles. */
export function copiesOn(platform: Platform, scene: Scene, all: readonly Alert[], accepted: Iterable<number>): Copies {
  const sum = none();
  for (const number of accepted) {
    const alerts = all.filter((alert) => numberOf(alert) === number);
    if (alerts.length === 0) sum.lost += 1;
    for (const alert of alerts) {
      const channels = scene.messages(number % tenants)[platform].map((channel) => cardsOf(channel, alert));
      if (channels.flat().length === 0) sum.lost += 1;
      for (const cards of channels) if (cards.length > 0) add(sum, cards, 1);
    }
  }
  return sum;
}

/** What the state has. */
interface InState {
  alerts: readonly Alert[];
  deliveries: readonly Delivery[];
}

/**
 * Counts the lines about these notes: one for each delivery that arrived, in the thread of the alert's card, or below where the bot never
 * learnt the id of the card.
 */
export function linesOn(
  platform: Platform,
  scene: Scene,
  { alerts, notes, deliveries }: InState & { notes: readonly Note[] },
  entries: ReturnType<Ledger['entries']>,
): Copies {
  const sum = none();
  const texts = new Set(entries.flatMap(({ deed }) => (deed.kind === 'note' ? deed.text : [])));
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  for (const { alertId, number, text } of notes.filter((note) => texts.has(note.text))) {
    const alert = byId.get(alertId);
    const told = deliveries.flatMap(({ about, to, state }) =>
      about.kind === 'followUp' && about.alertId === alertId && about.note === number && to.kind === 'channel'
        ? [{ channel: to.channel, state }]
        : [],
    );
    const n = alert ? numberOf(alert) % tenants : 0;
    for (const [at, messages] of scene.messages(n)[platform].entries()) {
      const address = scene.rooms[n]?.[at]?.[platform];
      const row = told.find(({ channel }) => channel.platform === platform && channel.address === address);
      const lines = messages.filter(({ card }) => !card.includes('"alerts.') && card.includes(text));
      const isDue = row !== undefined && row.state !== 'dropped';
      if (isDue || lines.length > 0) add(sum, lines, 1);
    }
  }
  return sum;
}

/**
 * Counts what people got about alerts that were handed over to them: one message for each delivery that arrived, and one for each offer
 * that stands. A message that may have arrived before its offer was over stays where it is, since nobody knows its id.
 */
export function offersOn(platform: Platform, scene: Scene, { alerts, deliveries }: InState): Copies {
  const sum = none();
  const { offered, over } = messages('en').alerts.asked;
  const offers = deliveries.filter(({ about }) => about.kind === 'offered');
  for (const alert of alerts) {
    const own = offers.filter(({ about }) => 'alertId' in about && about.alertId === alert.id);
    const people = Map.groupBy(own, ({ to }) => (to.kind === 'person' ? to.id : null));
    for (const [id, rows] of people) {
      if (id === null || platformOf(id) !== platform) continue;
      const messages = scene
        .chat(id)
        .filter(
          ({ card }) => card.includes(JSON.stringify(alert.id)) && [offered, over].some((it) => card.includes(it)),
        );
      const posted = rows.filter(({ state }) => state === 'posted').length;
      add(sum, messages, Math.max(posted, Math.min(messages.length, rows.length)));
    }
    const to = alert.offered?.to;
    const isTold = own.some((row) => row.state === 'posted' && to !== undefined && isAbout(row, alert, to));
    if (to && platformOf(to) === platform && !isTold) sum.lost += 1;
  }
  return sum;
}

/** Returns whether the delivery is about the hand-over that stands. */
function isAbout({ id }: Delivery, alert: Alert, to: Identity): boolean {
  const step = alert.timeline.findLast(({ what }) => what === 'given')?.number ?? 0;
  return id === deliveryId({ kind: 'offered', alertId: alert.id, step }, { kind: 'person', id: to });
}

/** Returns the findings whose accepted ids do not each count once, and those that are a second alert while the first was open. */
export function repeatsIn(all: readonly Alert[], sender: Sender): string[] {
  return [...sender.accepted()].flatMap(([number, count]) => {
    if (!sender.isFinding(number)) return [];
    const alerts = all.filter((alert) => numberOf(alert) === number).sort((a, b) => a.number - b.number);
    const times = alerts.reduce((sum, { seen }) => sum + (seen?.times ?? 1), 0);
    const doubtful = sender.doubtful().get(number) ?? 0;
    const isRight = times >= count && times <= count + doubtful;
    const second = alerts.find((alert, at) =>
      alerts.slice(0, at).some((earlier) => wasOpen(earlier, alert.receivedAt)),
    );
    return [
      ...(isRight
        ? []
        : [`Number ${number}. was accepted ${count} times (and perhaps ${doubtful} more), and seen ${times} times`]),
      ...(second ? [`${second.id} is a second alert of number ${number}`] : []),
    ];
  });
}

function wasOpen({ timeline }: Alert, then: string): boolean {
  return (
    timeline.findLast(({ what, at }) => at <= then && (what === 'resolved' || what === 'reopened'))?.what !== 'resolved'
  );
}

/** The state that a card shows, by its buttons. */
function shownBy(card: string): Alert['status'] {
  if (card.includes('"alerts.acknowledge"')) return 'active';
  return card.includes('"alerts.resolve"') ? 'investigating' : 'resolved';
}

/**
 * Returns the newest card of an alert in each place that has one. Where Teams has several, it is the newest
 * one that says that it may be a repeat: the bot never learnt the ids of the others. A card whose id Teams never named, or only in a lost
 * answer, does not count either: it can be edited once somebody has pressed a button of it.
 */
function newestCards(scene: Scene, alert: Alert, unknown: ReadonlySet<string>): string[] {
  const n = numberOf(alert) % tenants;
  const { slack, teams } = scene.messages(n);
  const known = teams.filter((_, at) => {
    const channel = { platform: 'teams', address: scene.rooms[n]?.[at]?.teams ?? '' } as const;
    return !unknown.has(deliveryId({ kind: 'alert', alertId: alert.id }, { kind: 'channel', channel }));
  });
  return [...slack, ...known].flatMap((channel) => {
    const cards = cardsOf(channel, alert);
    return (cards.findLast(isMarked) ?? cards.at(-1))?.card ?? [];
  });
}

const unknownIn = (deliveries: readonly Delivery[]) =>
  new Set(deliveries.filter(({ message }) => message === null).map(({ id }) => id));

/** Returns the cards that show another state than the alert's row, or not its last note. */
export function staleIn(scene: Scene, alerts: readonly Alert[], deliveries: readonly Delivery[]): string[] {
  const unknown = unknownIn(deliveries);
  return alerts.flatMap((alert) =>
    newestCards(scene, alert, unknown).flatMap((card) => {
      const { id, status, lastNote } = alert;
      if (shownBy(card) !== status) return [`${id} is ${status}, and shown as ${shownBy(card)}`];
      const hasNote = status === 'resolved' || !lastNote || card.includes(lastNote.text);
      return hasNote ? [] : [`${id} does not show ${lastNote?.text}`];
    }),
  );
}

/** Returns the cards of open alerts that do not say how often the alert was seen. */
export function unseenIn(scene: Scene, alerts: readonly Alert[], deliveries: readonly Delivery[]): string[] {
  const unknown = unknownIn(deliveries);
  return alerts.flatMap((alert) => {
    const { id, seen, status } = alert;
    if (!seen || status === 'resolved') return [];
    const cards = newestCards(scene, alert, unknown).filter((card) => !card.includes(`Received ${seen.times} times`));
    return cards.map(() => `${id} was seen ${seen.times} times`);
  });
}

/**
 * Returns the open alerts of which people were reminded before their time, or which count as overdue before it. The first reminder may
 * come half an hour early, with others. `now` is ISO 8601.
 */
export function earlyAmong(alerts: readonly Alert[], now: string): string[] {
  const soon = new Date(Date.parse(now) + hour / 2).toISOString();
  return alerts.flatMap((alert) => {
    const [times, due] = [remindedTimes(alert), stepsBy(alert, soon)];
    if (alert.status !== 'active' || (alert.overdue !== true && times <= due)) return [];
    const is = `${times} reminders of ${due} due${alert.overdue ? ', overdue' : ''}`;
    return [`${alert.id}: ${is} at ${now}, from ${alert.escalateFrom}`];
  });
}

/** Returns the open alerts without the reminders that were due, or whose last reminder is in no channel. `now` is ISO 8601. */
export function unremindedAmong(alerts: readonly Alert[], all: readonly Delivery[], now: string): string[] {
  const deliveries = new Map(all.map((one) => [one.id, one]));
  const isPosted = (id: string) => deliveries.get(id)?.state === 'posted';
  const many = all.filter(({ about }) => about.kind === 'escalations');
  /** A message for many names the first twenty alerts, and counts the others. */
  const isCounted = (alert: Alert) =>
    many.some(({ about, to, state }) => {
      if (about.kind !== 'escalations' || state !== 'posted' || about.count <= about.alertIds.length) return false;
      return isPosted(deliveryId({ kind: 'alert', alertId: alert.id }, to));
    });
  const anHourBefore = new Date(Date.parse(now) - hour).toISOString();
  return alerts.flatMap((alert) => {
    const { id, status, escalateFrom, escalations = [] } = alert;
    if (status !== 'active' || escalateFrom > anHourBefore || !atLeast(highestSeverity(alert), 'medium')) return [];
    const times = remindedTimes(alert);
    if (times > 0 && (escalations.some(isPosted) || isCounted(alert))) return [];
    const states = escalations.map((one) => `${one} (${deliveries.get(one)?.state})`);
    return [`${id}: ${times} reminders at ${now}, from ${escalateFrom}: ${states.join(', ')}`];
  });
}

/** The minutes after detection at which people are reminded within the first day. */
const ladder = { high: [5, 15, 30, 60, 240, 720, 1_200, 1_440], medium: [60, 240, 720, 1_200, 1_440] };

/** The reminders that were due by then. */
function stepsBy(alert: Alert, now: string): number {
  const passed = (Date.parse(now) - Date.parse(alert.escalateFrom)) / 60_000;
  return ladder[highestSeverity(alert) === 'high' ? 'high' : 'medium'].filter((minutes) => passed >= minutes).length;
}

function remindedTimes({ timeline, escalateFrom }: Alert): number {
  return timeline.filter(({ what, at }) => what === 'escalated' && at >= escalateFrom).length;
}

/**
 * Returns the cards that were sent after one of the same channel, sender and rank that was accepted later, of those that were sent once.
 * `calls` are in the order in which they came.
 */
export function disorderIn(deliveries: readonly Delivery[], calls: readonly PlatformCall[]): string[] {
  const posts = calls.filter(({ kind, card }) => kind === 'posts' && ownButton.test(card));
  const cards = deliveries.flatMap((row) => {
    const { about, to, attempts } = row;
    if (about.kind !== 'alert' || to.kind !== 'channel' || attempts !== 1) return [];
    const id = JSON.stringify(about.alertId);
    const at = posts.findIndex(({ where, card }) => where.includes(to.channel.address) && card.includes(id));
    return at < 0 ? [] : [{ ...row, at }];
  });
  const groups = Map.groupBy(cards, ({ queue, rank, turn }) => `${queue} ${rank} ${turn?.share}`);
  return [...groups].flatMap(([name, rows]) => {
    const inOrder = rows.toSorted((a, b) => a.number - b.number);
    return inOrder.flatMap(({ at, id, since, number }, index) => {
      const before = inOrder.slice(index + 1).find((later) => later.at < at);
      if (!before) return [];
      return [
        `${id} (${number}, since ${since}) after ${before.id} (${before.number}, since ${before.since}): ${name}`,
      ];
    });
  });
}

/** A card that a channel has several times without a mark. */
export interface Double {
  alertId: string;
  channel: string;
  /** The calls that posted it. */
  posts: readonly PlatformCall[];
}

/** Returns the cards of which a channel has several without a mark. */
export function doublesIn(scene: Scene, alerts: readonly Alert[], calls: readonly PlatformCall[]): Double[] {
  const cards = calls.filter(({ kind, card }) => kind === 'posts' && ownButton.test(card));
  const both = ['slack', 'teams'] as const;
  return alerts.flatMap((alert) => {
    const n = numberOf(alert) % tenants;
    const messages = scene.messages(n);
    const places = (scene.rooms[n] ?? []).flatMap((room, at) =>
      both.map((platform) => ({ channel: room[platform], shown: messages[platform][at] ?? [] })),
    );
    return places.flatMap(({ channel, shown }) => {
      if (cardsOf(shown, alert).filter((card) => !isMarked(card)).length < 2) return [];
      const id = JSON.stringify(alert.id);
      const posts = cards.filter(({ where, card }) => where.includes(channel) && card.includes(id));
      return [{ alertId: alert.id, channel, posts }];
    });
  });
}
