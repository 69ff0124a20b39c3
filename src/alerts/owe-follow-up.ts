import { type Alert, newestStep } from '../domain/alert.ts';
import { rankOf } from '../domain/delivery.ts';
import { owe } from '../owe.ts';
import type { Tx } from '../ports.ts';

/** A line in the thread of each card about the last step of the story. `severity` is how urgent that is. */
export async function oweFollowUp(
  tx: Tx,
  alert: Alert,
  at: string,
  severity = alert.content.severity,
): Promise<string[]> {
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  const posted = cards.filter(({ about, state }) => about.kind === 'alert' && state === 'posted');
  const about = { kind: 'followUp', alertId: alert.id, step: newestStep(alert.story) } as const;
  const queues: string[] = [];
  for (const { to } of posted) queues.push(await owe(tx, { about, to, rank: rankOf[severity], want: 1 }, at));
  return queues;
}
