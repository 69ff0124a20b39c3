import { type Alert, highestSeverity } from '../../domain/alert/alert.ts';
import { type LadderSettings, limitMinutes, stepDue } from '../../domain/alert/deadlines.ts';
import { type Delivery, isPending, rankOf } from '../../domain/delivery/delivery.ts';
import { type Identity, queueToCall, sameChannel } from '../../domain/tenant/identity.ts';
import { onCallAt, peopleOf } from '../../domain/tenant/on-call.ts';
import { channelsOf, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader } from '../../ports/store.ts';
import { tenantOf } from '../cards/load-alert.ts';

/** Where people on call are reminded, by queue: in one channel, or in one of each platform that has some of them. */
type ChannelCards = ReadonlyMap<string, { card: Delivery; people: readonly Identity[] }>;

/** An alert of which people are to be reminded, and whom the reminder calls. */
export type DueAlert = Awaited<ReturnType<typeof dueAlert>>;

/** Returns what the alert is due for at `at`. */
export async function dueAlert(reader: Reader, alert: Alert, at: string, settings: LadderSettings) {
  const step = stepDue(alert, at, settings);
  const tenant = await tenantOf(reader, alert);
  const cards = await reader.scan('deliveries.cards', { key: alert.id, after: null });
  const onCall = onCallAt(tenant, at);
  const people = peopleOf(onCall, step.calls);
  const calls = new Set(step.calls);
  const isInChannel = calls.has('channel') || calls.has('first');
  const isFirstLevel = calls.has('first') && onCall.first.length === 0;
  // The card was just posted: a reminder below it that mentions nobody would be noise.
  const isForAdmins = isFirstLevel && step.minutes === 0;
  const channelCards: ChannelCards =
    isInChannel && !isForAdmins ? await channelsToRemind(reader, { cards, tenant, people }) : new Map();
  return {
    alert,
    step,
    tenant,
    /** The deliveries of the alert's cards. */
    cards,
    /** Empty when no channel has the alert. */
    channelCards,
    // Where nobody is on call, or no channel has the alert, the admins are the first level.
    callsAdmins: calls.has('admins') || isFirstLevel || (isInChannel && channelCards.size === 0),
    manager: calls.has('manager') ? (tenant?.manager ?? null) : null,
  };
}

type Reminded = { cards: readonly Delivery[]; tenant: StoredTenant | null; people: readonly Identity[] };

/**
 * Returns the channels in which these people are reminded, each with the alert's card there; without people, the first channel that does
 * not refuse messages. A channel that the tenant no longer has is used only when no current channel has the card.
 */
export async function channelsToRemind(reader: Reader, of: Reminded): Promise<ChannelCards> {
  const { cards, tenant, people } = of;
  const ofNow = tenant ? channelsOf(tenant) : [];
  const inChannels = cards.filter(({ to, about }) => to.kind === 'channel' && about.kind === 'alert');
  const isOfNow = ({ to }: Delivery) =>
    to.kind === 'channel' && ofNow.some((channel) => sameChannel(channel, to.channel));
  const all = inChannels.some(isOfNow) ? inChannels.filter(isOfNow) : inChannels;
  const own = all.filter(isOwnCard);
  const there = own.length > 0 ? own : all.filter(({ digestId }) => digestId !== null);
  const channels = there.map(({ queue }) => queue);
  const open = await takingAmong(reader, channels);
  const nobody = people.length === 0 ? [open[0] ?? channels[0]] : [];
  const queues = new Set([...nobody, ...people.map((id) => queueToCall(id, { channels, open }))]);
  const channelCards = new Map<string, { card: Delivery; people: readonly Identity[] }>();
  for (const card of there)
    if (queues.has(card.queue) && !channelCards.has(card.queue)) {
      const called = people.filter((id) => queueToCall(id, { channels, open }) === card.queue);
      channelCards.set(card.queue, { card, people: called });
    }
  return channelCards;
}

/** Returns the queues that do not refuse messages. */
export async function takingAmong(reader: Reader, queues: readonly string[]): Promise<readonly string[]> {
  const refusing = await Promise.all(queues.map((queue) => reader.get('refusing', queue)));
  return queues.filter((_queue, index) => refusing[index] === null);
}

/** Returns whether a delivery is, or will be, a card that an alert has for itself. */
export function isOwnCard(card: Delivery): boolean {
  return isPending(card) || card.state === 'posted';
}

/** Returns whether the alert is in digests only, without a card of its own. */
export function isInDigestsAlone(cards: readonly Delivery[]): boolean {
  return cards.some(({ digestId }) => digestId !== null) && !cards.some(isOwnCard);
}

/**
 * Returns whether people are reminded of the alert only as a part of digest cards: it never was high, and its time is not over. Of
 * such a card they are reminded once as a whole.
 */
export function isQuietlyInDigest({ alert, step, cards }: DueAlert): boolean {
  return step.minutes < limitMinutes && highestSeverity(alert) !== 'high' && isInDigestsAlone(cards);
}

/** Returns the due alerts in order of severity, then of number. */
export function mostSevereFirst(due: readonly DueAlert[]): DueAlert[] {
  const rank = ({ alert }: DueAlert) => rankOf[alert.content.severity];
  return due.toSorted((a, b) => rank(a) - rank(b) || a.alert.number - b.alert.number);
}

/** The most reminders that an alert keeps: as many as can stand below its cards. */
const maxReminders = 60;

/** Returns the ids of the alert's reminders with those that were enqueued now. */
export function remindersWith({ escalations = [] }: Alert, sent: readonly string[]): readonly string[] {
  return [...escalations, ...sent].slice(-maxReminders);
}

/** Returns whether the alert is a drill. */
export function isDrill({ alert }: DueAlert): boolean {
  return alert.origin === 'drill';
}
