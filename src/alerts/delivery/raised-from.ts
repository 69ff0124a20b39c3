/** The line in the thread of a message from which somebody raised an alert. */
import dayjs from 'dayjs';
import type { MadeCard } from '../../delivery/kind.ts';
import { cardLink } from '../../delivery/permalinks.ts';
import { enqueue } from '../../delivery/transitions.ts';
import { type DeliveryOf, reminderRank } from '../../domain/delivery/delivery.ts';
import type { KeptMessage } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { viewerLocaleAt } from '../../request/viewer-locale.ts';
import { seenText, sentence } from '../../view/view.ts';
import { person } from '../cards/alert-facts.ts';
import { loadAlerts } from '../cards/load-alert.ts';

/** The hours after which the line is no news any more. */
const newsHours = 1;

/** Enqueues the line for the thread of the message; nothing for a message in a chat between people. */
export async function enqueueRaisedFrom(tx: Tx, alertId: string, { thread }: KeptMessage, at: string): Promise<void> {
  if (thread === null) return;
  const { channel, message } = thread;
  const about = { kind: 'raisedFrom', alertId, message } as const;
  await enqueue(tx, { about, to: { kind: 'channel', channel }, rank: reminderRank }, at);
}

/**
 * Returns the line with a link to the alert's card, in the language of the tenant's contact. It has nothing that the person typed: people
 * who do not get the alert may read the channel. Returns null when the bot is not in the channel, where people of other organisations
 * read it, and when the line comes too late. Rejects with ChatError when the platform does not say who reads it.
 */
export async function raisedFromCard(delivery: DeliveryOf<'raisedFrom'>, world: World): Promise<MadeCard | null> {
  const { about, to, since } = delivery;
  const [found] = await world.store.read((tx) => loadAlerts(tx, [about.alertId]));
  const first = found?.alert.timeline[0];
  if (!found || !first?.by || to.kind !== 'channel') return null;
  if (dayjs(world.clock.now()).diff(since, 'hour', true) > newsHours) return null;
  const facts = await world.chats[to.channel.platform]?.channel(to.channel.address);
  if (facts?.kind !== 'joined' || facts.external) return null;
  const { messages } = await viewerLocaleAt(to, found.tenant, world);
  const who = person({ by: first.by, byName: first.byName });
  const link = await cardLink(about.alertId, to.channel.platform, world);
  const text = messages.alerts.raise.message.line(found.alert.number, who, link);
  return { card: sentence(text, seenText(text)), revision: 1, messages };
}
