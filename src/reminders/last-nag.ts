import type { Nag, Round } from '../collections.ts';
import { dateIn } from '../domain/date-in.ts';
import { type Delivery, noticeRank } from '../domain/delivery.ts';
import { toldOn, untold } from '../domain/reminding.ts';
import type { Tx } from '../ports.ts';

/**
 * What became of the last reminder of a queue, and the round with that. Null while it is under way, or was at a crash:
 * the outbox finds out first whether it is there.
 */
export async function afterLastNag(tx: Tx, round: Round): Promise<Round | null> {
  const nag = round.nag === null ? null : await tx.get('nags', round.nag);
  const delivery = nag && (await tx.get('deliveries', `nag ${nag.id} > ${round.id}`));
  if (!nag || !delivery) return round;
  if (delivery.message !== null) return arrived(tx, nag, delivery, round);
  if (delivery.state === 'sending') return null;
  // A person's chat would say the same tomorrow. A channel is told again once it takes messages.
  if (delivery.state === 'refused' && delivery.to.kind === 'person') return round;
  await neverWas(tx, nag, round.id);
  return { ...round, messaged: '' };
}

/** What could not wait may have arrived days later: the day of its arrival counts. Others go within their slot or never. */
async function arrived(tx: Tx, nag: Nag, { askedAt = nag.at, rank }: Delivery, round: Round): Promise<Round> {
  if (rank !== noticeRank) return round;
  const [owed, date] = [dateIn(nag.at, nag.timezone), dateIn(askedAt, nag.timezone)];
  if (date <= owed) return round;
  for (const [id, before] of Object.entries(nag.before)) {
    const finding = await tx.get('findings', id);
    if (finding) await tx.put('findings', toldOn(finding, round.id, before, date));
  }
  await tx.put('nags', { ...nag, before: {} });
  return date > round.messaged ? { ...round, messaged: date } : round;
}

/** The platform was down, or the bot, until its working hours were over: what it told counts as not told. */
async function neverWas(tx: Tx, nag: Nag, queue: string): Promise<void> {
  for (const [id, before] of Object.entries(nag.before)) {
    const finding = await tx.get('findings', id);
    if (finding) await tx.put('findings', untold(finding, queue, before));
  }
  await tx.put('nags', { ...nag, before: {} });
}
