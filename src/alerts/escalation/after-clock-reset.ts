import dayjs from 'dayjs';
import { severities } from '../../domain/alert/alert.ts';
import { firstEscalation } from '../../domain/alert/deadlines.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';

const together = 200;
/** No reminder is ever due later than this. */
const longestHours = 24;

/** After our clock was ahead and was put right: what came meanwhile would not be reminded of for as long as that. It counts from now. */
export async function clockPutRight({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  while ((await store.read((reader) => tooLate(reader, clock.now(), 1))).length > 0) {
    await store.change(async (tx) => {
      const at = clock.now();
      for (const alert of await tooLate(tx, at, together))
        await tx.put('alerts', { ...alert, ...firstEscalation(alert.content.severity, at, at) });
    });
  }
}

async function tooLate(reader: Reader, now: string, limit: number) {
  const after = dayjs(now).add(longestHours, 'hour').add(1, 'minute').toISOString();
  const rows = await Promise.all(severities.map((key) => reader.scan('alerts.escalation', { key, after, limit })));
  return rows.flat();
}
