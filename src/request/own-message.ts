import type { Delivery } from '../domain/delivery/delivery.ts';
import type { World } from '../ports/world.ts';
import type { Interaction, Reply, Request } from './interaction.ts';

/** Returns the delivery whose message in the person's own chat was pressed; null for any other interaction. */
export async function pressedInPrivate({ actor }: Request, sent: Interaction, { store }: Pick<World, 'store'>) {
  if (sent.kind !== 'press' || sent.card === undefined || sent.place !== null) return null;
  const query = { key: `${actor.id} ${sent.card}`, after: null, limit: 1 };
  const [pressed] = await store.read((reader) => reader.scan('deliveries.message', query));
  return pressed ?? null;
}

/**
 * Returns the reply to a press, and notes where the outbox edits the pressed message because of it. A second edit, by the adapter that
 * answers the press, may come late, over a newer state. `pressed` is the message as it was before.
 */
export async function withFollowed(reply: Reply, pressed: Delivery | null, { store }: Pick<World, 'store'>) {
  if (!pressed || reply.kind !== 'card' || !reply.instead) return reply;
  const row = await store.read((reader) => reader.get('deliveries', pressed.id));
  if (row?.state !== 'posted' || row.held || row.want === pressed.want) return reply;
  return { ...reply, followed: { id: row.id, want: row.want } };
}
