import { untold } from '../domain/reminding.ts';
import type { Round, Tx } from '../ports.ts';

/**
 * The last reminder of a queue never got out: the platform was down, or the bot, until its working hours were over. What
 * it told counts as not told. A channel that refused is not told again before it can be; a person’s chat would say the
 * same tomorrow. What is under way, or was at a crash, may be there: the outbox finds out first.
 */
export async function takeBack(tx: Tx, { id: queue, nag: nagId }: Round): Promise<'settled' | 'under way'> {
  const nag = nagId === null ? null : await tx.get('nags', nagId);
  const delivery = nag && (await tx.get('deliveries', `nag ${nag.id} > ${queue}`));
  if (!nag || !delivery || delivery.message !== null) return 'settled';
  if (delivery.state === 'sending') return 'under way';
  if (delivery.state === 'refused' && delivery.to.kind === 'person') return 'settled';
  for (const [id, before] of Object.entries(nag.before)) {
    const finding = await tx.get('findings', id);
    if (finding) await tx.put('findings', untold(finding, queue, before));
  }
  await tx.put('nags', { ...nag, before: {} });
  return 'settled';
}
