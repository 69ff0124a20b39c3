/** What each channel has in the end, beside what was accepted and what the state says. */
import { type Alert, highestSeverity } from '../../../src/domain/alert/alert.ts';
import { atLeast } from '../../../src/domain/alert/severity.ts';
import type { Delivery } from '../../../src/domain/delivery/delivery.ts';
import { deliveryId } from '../../../src/domain/delivery/delivery-id.ts';
import { hour } from '../../support/time.ts';
import { titleOf } from './people.ts';
import { type Scene, tenants } from './scene.ts';

export interface Copies {
  /** Accepted, and in no channel. */
  lost: number;
  /** Cards beyond the first of an alert in a channel: those that do not say that they may be a repeat, and those that do. */
  unmarked: number;
  marked: number;
  /** Cards that say so, and are the only one. */
  needless: number;
}

const isMarked = (card: string) => card.includes('may be a repeat');
const cardsOf = (channel: readonly string[], number: number) =>
  channel.filter((card) => card.includes(titleOf(number)) && card.includes('"alerts.'));

/** Counts the cards of these alerts. */
export function copiesOn(platform: 'slack' | 'teams', scene: Scene, accepted: Iterable<number>): Copies {
  const sum = { lost: 0, unmarked: 0, marked: 0, needless: 0 };
  for (const number of accepted) {
    const channels = scene.messages(number % tenants)[platform].map((channel) => cardsOf(channel, number));
    if (channels.flat().length === 0) sum.lost += 1;
    for (const cards of channels) {
      const marks = cards.filter(isMarked).length;
      const beyond = Math.max(0, cards.length - 1);
      sum.marked += Math.min(beyond, marks);
      sum.unmarked += Math.max(0, beyond - marks);
      if (cards.length === 1) sum.needless += marks;
    }
  }
  return sum;
}

/** The number in the title of an alert of the campaign. */
export const numberOf = ({ content }: Alert) => Number(/\d+/.exec(content.displayName));

/** The state that a card shows, by its buttons. */
function shownBy(card: string): Alert['status'] {
  if (card.includes('"alerts.acknowledge"')) return 'active';
  return card.includes('"alerts.resolve"') ? 'investigating' : 'resolved';
}

/**
 * Returns the channels in which an alert's card shows another state than its row. Where Teams has several cards, it is the newest
 * one that says that it may be a repeat: the bot never learnt the ids of the others. A card whose id Teams never named, or only in a lost
 * answer, does not count either: it can be edited once somebody has pressed a button of it.
 */
export function staleIn(scene: Scene, alerts: readonly Alert[], deliveries: readonly Delivery[]): string[] {
  const unknown = new Set(deliveries.filter(({ message }) => message === null).map(({ id }) => id));
  return alerts.flatMap((alert) => {
    const number = numberOf(alert);
    const { slack, teams } = scene.messages(number % tenants);
    const isKnown = (scene.rooms[number % tenants] ?? []).map((room) => {
      const channel = { platform: 'teams', address: room.teams } as const;
      return !unknown.has(deliveryId({ kind: 'alert', alertId: alert.id }, { kind: 'channel', channel }));
    });
    const known = teams.map((channel, at) => (isKnown[at] ? channel : []));
    return [...slack, ...known].flatMap((channel, at) => {
      const cards = cardsOf(channel, number);
      const card = cards.findLast(isMarked) ?? cards.at(-1);
      if (card === undefined || shownBy(card) === alert.status) return [];
      return [`${titleOf(number)} is ${alert.status}, and shown as ${shownBy(card)} in place ${at}`];
    });
  });
}

/**
 * Returns the open alerts of which people were reminded before their time, or which count as overdue before it. The first reminder may
 * come half an hour early, with others. `now` is ISO 8601.
 */
export function earlyAmong(alerts: readonly Alert[], now: string): Alert[] {
  const soon = new Date(Date.parse(now) + hour / 2).toISOString();
  return alerts.filter(
    (alert) => alert.status === 'active' && (alert.overdue === true || remindedTimes(alert) > stepsBy(alert, soon)),
  );
}

/** Returns the open alerts without the reminders that were due, or whose last reminder is in no channel. `now` is ISO 8601. */
export function unremindedAmong(alerts: readonly Alert[], all: readonly Delivery[], now: string): Alert[] {
  const deliveries = new Map(all.map((one) => [one.id, one]));
  const isPosted = (id: string) => deliveries.get(id)?.state === 'posted';
  const many = all.filter(({ about }) => about.kind === 'reminders');
  /** A message for many names the first twenty alerts, and counts the others. */
  const isCounted = (alert: Alert) =>
    many.some(({ about, to, state }) => {
      if (about.kind !== 'reminders' || state !== 'posted' || about.count <= about.alertIds.length) return false;
      return deliveries.get(deliveryId({ kind: 'alert', alertId: alert.id }, to))?.state === 'posted';
    });
  const anHourBefore = new Date(Date.parse(now) - hour).toISOString();
  return alerts.filter((alert) => {
    if (alert.status !== 'active' || alert.remindFrom > anHourBefore || !atLeast(highestSeverity(alert), 'medium'))
      return false;
    return remindedTimes(alert) < 1 || !((alert.reminders ?? []).some(isPosted) || isCounted(alert));
  });
}

/** The minutes after detection at which people are reminded within the first day. */
const ladder = { high: [5, 15, 30, 60, 240, 720, 1_200, 1_440], medium: [60, 240, 720, 1_200, 1_440] };

/** The reminders that were due by then. */
function stepsBy(alert: Alert, now: string): number {
  const passed = (Date.parse(now) - Date.parse(alert.remindFrom)) / 60_000;
  return ladder[highestSeverity(alert) === 'high' ? 'high' : 'medium'].filter((minutes) => passed >= minutes).length;
}

function remindedTimes({ story, remindFrom }: Alert): number {
  return story.filter(({ what, at }) => what === 'escalated' && at >= remindFrom).length;
}
