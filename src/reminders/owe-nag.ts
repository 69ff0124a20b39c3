import { countUp } from '../count-up.ts';
import { noticeRank, reminderRank } from '../domain/delivery.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { toldAgain } from '../domain/reminding.ts';
import { owe } from '../owe.ts';
import type { Nag, Round, Tx } from '../ports.ts';
import type { Audience } from './audience.ts';
import { showAnew } from './show-changed.ts';

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

/** Owes one reminder, notes what it tells, and has the one before say that there is a newer one. */
export async function oweNag(
  tx: Tx,
  message: Message,
  { nag: older }: Round,
): Promise<{ id: string; queues: string[] }> {
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
  await record(tx, message);
  const rank = urgent ? noticeRank : reminderRank;
  const owed = await owe(tx, { about: { kind: 'nag', nagId: id }, to, rank, want: 1 }, now);
  return { id, queues: [owed, ...(older === null ? [] : await showAnew(tx, older))] };
}

/** One entry for each tenant that it is about. */
async function record(tx: Tx, { audience: { to }, due, now }: Message): Promise<void> {
  const told = to.kind === 'person' ? to.id : to.channel;
  for (const [tenantId, some] of Map.groupBy(due, (item) => item.tenantId)) {
    const codes = some.map(({ code }) => code);
    const changes = [
      { field: 'told', before: null, after: [told] },
      { field: 'findings', before: null, after: [...new Set(codes)] },
    ];
    await tx.record({ at: now, by: null, byName: '', deed: 'reminder.sent', tenantId, changes });
  }
}
