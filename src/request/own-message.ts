import { idInQueue } from '../domain/delivery/delivery-id.ts';
import type { World } from '../ports/world.ts';
import type { Interaction, Reply } from './interaction.ts';
import type { Request } from './request.ts';

/**
 * Returns the reply to a press, and notes where the pressed message is an alert's card, or a card for many, in the person's own chat:
 * the outbox edits that anyway. A second edit of it, by whoever answers the press, may come late, over a newer state.
 */
export async function withFollowed(reply: Reply, { actor }: Request, sent: Interaction, world: World): Promise<Reply> {
  if (sent.kind !== 'press' || sent.card === undefined || sent.place !== null) return reply;
  if (reply.kind !== 'card' || !reply.instead) return reply;
  const { value, card } = sent;
  const [digestId = ''] = value.split(' ');
  const abouts = [
    { kind: 'unrouted', alertId: value },
    { kind: 'digest', digestId },
  ] as const;
  const rows = await world.store.read((reader) =>
    Promise.all(abouts.map((about) => reader.get('deliveries', idInQueue(about, actor.id)))),
  );
  const isFollowed = rows.some((row) => row?.state === 'posted' && row.message === card && row.held === undefined);
  return isFollowed ? { ...reply, followed: true } : reply;
}
