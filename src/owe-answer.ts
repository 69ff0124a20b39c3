import { countUp } from './count-up.ts';
import { type Delivery, queueOf, talkRank } from './domain/delivery.ts';
import type { Identity } from './domain/identity.ts';
import { owe } from './owe.ts';
import type { Tx, World } from './ports.ts';
import type { Card } from './view.ts';

/** While a platform is away somebody may ask again and again: the newest answers count. */
const most = 5;

/** Keeps an answer that the person's platform did not take when they asked: the outbox brings it, also after a restart. */
export async function oweAnswer(to: Identity, card: Card, { store, clock, wake }: World): Promise<void> {
  const destination = { kind: 'person', id: to } as const;
  const queue = await store.change(async (tx) => {
    const at = clock.now();
    await dropOldest(tx, queueOf(destination), at);
    const about = { kind: 'answer', number: await countUp(tx, 'answers'), card } as const;
    return owe(tx, { about, to: destination, rank: talkRank, want: 1 }, at);
  });
  wake([queue]);
}

async function dropOldest(tx: Tx, queue: string, at: string): Promise<void> {
  const due = await tx.scan('deliveries.due', { key: queue, after: null });
  const waiting = due.filter(({ about, state }) => about.kind === 'answer' && state === 'waiting');
  const oldest = waiting.toSorted((a, b) => a.number - b.number).slice(0, Math.max(0, waiting.length - most + 1));
  for (const row of oldest) await tx.put('deliveries', { ...row, state: 'dropped', shown: row.want, doneAt: at });
}

/** The card of an owed answer. Null when the delivery is about something else. */
export function owedAnswer({ about }: Delivery): { card: Card; revision: number } | null {
  return about.kind === 'answer' ? { card: about.card, revision: 1 } : null;
}
