import type { Nag, Round } from '../collections.ts';
import { countUp } from '../count-up.ts';
import { noticeRank, reminderRank } from '../domain/delivery.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { toldAgain } from '../domain/reminding.ts';
import { owe } from '../owe.ts';
import type { Tx } from '../ports.ts';
import type { Audience } from './audience.ts';

/** Findings that one reminder remembers; the rest it counts. */
const most = 100;

export interface Message {
  audience: Audience;
  /** All that is open, the worst first. */
  items: readonly StoredFinding[];
  due: readonly StoredFinding[];
  urgent: boolean;
  today: string;
  now: string;
}

/** Owes one reminder and notes what it tells. Returns the round with it, and the queues that have work now. The history has it once it arrived. */
export async function oweNag(
  tx: Tx,
  message: Message,
  round: Round,
): Promise<{ round: Round; queues: readonly string[] }> {
  const { audience, items, due, urgent, today, now } = message;
  const { to, queue, role, locale, timezone } = audience;
  const id = `nag-${await countUp(tx, 'nags')}`;
  const shown = items.slice(0, most).map((item) => item.id);
  const before = Object.fromEntries(due.map((item) => [item.id, item.told[queue] ?? null]));
  const nag: Nag = {
    id,
    to,
    role,
    locale,
    timezone,
    at: now,
    items: shown,
    more: items.length - shown.length,
    before,
    revision: 1,
  };
  await tx.put('nags', nag);
  for (const item of due) await tx.put('findings', toldAgain(item, queue, today));
  const rank = urgent ? noticeRank : reminderRank;
  const owed = await owe(tx, { about: { kind: 'nag', nagId: id }, to, rank, want: 1 }, now);
  // The one before is kept up to date until the new one is there.
  const older = round.nag === null ? [] : [round.nag];
  return { round: { ...round, messaged: today, nag: id, pending: true, older }, queues: [owed] };
}
