import { addCopy } from '../../delivery/transitions.ts';
import { type Delivery, idInQueue } from '../../domain/delivery/delivery.ts';
import { channelKey } from '../../domain/tenant/identity.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';

/** The buttons that answer one alert or all of a card. Their values name it. */
const answering = /^alerts\.(acknowledge|resolve|reopen)(All)?$/;

/** A press on a button of a message. */
interface PressedCard {
  button: string;
  value: string;
  /** The platform's id of the message. */
  card?: string;
}

/**
 * Notes that a pressed message is a copy of an alert's card, or of a digest card, where that was posted again because nobody knew
 * whether the first one had arrived. From then on it follows.
 */
export async function noteCopy(pressed: PressedCard, { fromChannel, actor }: Request, world: World) {
  const { store } = world;
  const { button, value, card } = pressed;
  if (card === undefined || !answering.test(button)) return;
  const queue = fromChannel ? channelKey(fromChannel) : actor.id;
  const found = await store.read((reader) => repeatedCard(reader, value, queue, card));
  if (!found) return;
  const note = async (tx: Tx) => {
    const row = await repeatedCard(tx, value, queue, card);
    if (row) await addCopy(tx, row, card);
  };
  await store.change(note, { evenWhenFull: true });
}

/** Returns the delivery whose card has another message than this one, of which nothing is known; null for none. */
async function repeatedCard(reader: Reader, value: string, queue: string, message: string): Promise<Delivery | null> {
  const [digestId = ''] = value.split(' ');
  const abouts = [
    { kind: 'alert', alertId: value },
    { kind: 'unrouted', alertId: value },
    { kind: 'digest', digestId },
  ] as const;
  const rows = await Promise.all(abouts.map((about) => reader.get('deliveries', idInQueue(about, queue))));
  const found = rows.find((row) => row?.state === 'posted' && (row.repeat || row.message === null));
  if (!found) return null;
  const ofAlert = await reader.scan('deliveries.alert', { key: value, after: null });
  // A reminder of a digest card has the same buttons.
  const own = await reader.scan('deliveries.message', { key: `${queue} ${message}`, after: null });
  const has = (one: Delivery) => one.message === message || one.copies?.some((copy) => copy.message === message);
  return [found, ...ofAlert, ...own].some(has) ? null : found;
}
