import type { Alert } from '../domain/alert.ts';
import type { Tx } from '../ports.ts';

/** Far more destinations than one alert has. */

/** Makes every card of the alert due for an edit, wherever it is. Returns the queues that have work now. */
export async function showAgain(tx: Tx, alert: Alert): Promise<readonly string[]> {
  const deliveries = await tx.scan('deliveries.alert', { key: alert.id, after: null });
  const cards = deliveries.filter(({ about }) => about.kind === 'alert' || about.kind === 'unrouted');
  for (const delivery of cards) await tx.put('deliveries', { ...delivery, want: alert.revision });
  return cards.map(({ queue }) => queue);
}
