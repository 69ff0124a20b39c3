import type { Nag, Round } from '../collections.ts';
import { countUp } from '../count-up.ts';
import { noticeRank, reminderRank } from '../domain/delivery.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { enqueue } from '../outbox/transitions.ts';
import type { Tx } from '../ports.ts';
import type { Audience } from './audience.ts';

export interface Message {
  audience: Audience;
  /** All that is open, the worst first. */
  items: readonly StoredFinding[];
  /** Those of it for which the message is sent. */
  due: readonly StoredFinding[];
  urgent: boolean;
  today: string;
  now: string;
}

/** Owes one reminder: what it tells counts once it arrived. Returns the round with it, and the queue that has work now. */
export async function oweNag(tx: Tx, message: Message, round: Round): Promise<{ round: Round; queue: string }> {
  const { audience, items, due, urgent, today, now } = message;
  const { to, role, locale, timezone } = audience;
  const id = `nag-${await countUp(tx, 'nags')}`;
  const nag: Nag = { id, to, role, locale, timezone, at: now, items: ids(items), due: ids(due) };
  await tx.put('nags', nag);
  const rank = urgent ? noticeRank : reminderRank;
  const queue = await enqueue(tx, { about: { kind: 'nag', nagId: id }, to, rank, want: 1 }, now);
  // The one before is kept up to date until the new one is there.
  const older = round.nag === null ? [] : [round.nag];
  return { round: { ...round, messaged: today, nag: id, pending: true, older }, queue };
}

function ids(findings: readonly StoredFinding[]): string[] {
  return findings.map(({ id }) => id);
}
