import { join } from 'node:path';
import { openAlerts } from '../../adapters/store/embedded/archive/archive.ts';
import { countStranded, reachNewAdmins } from '../../src/alerts/delivery/stranded.ts';
import { type Alert, AlertIn } from '../../src/domain/alert/alert.ts';
import type { Archived } from '../../src/ports/collections.ts';
import { filled, inFolder, median, never, type Row, rounds } from './changes.ts';
import { longestPause } from './pause.ts';

const stored = 200_000;
const stranded = 100_000;
const perTick = 200;
const at = '2026-11-24T09:00:00.000Z';

const {
  id: _id,
  source: _source,
  ...content
} = AlertIn.parse({
  ...{ id: 'x', displayName: 'Security incident', severity: 'medium', detectedDateTime: at },
  description: 'x'.repeat(400),
});

function alert(n: number, more: Partial<Alert> = {}): Alert {
  return {
    ...{ id: `bench a${n}`, number: n + 1, source: 'bench', tenantId: null, content, origin: 'sent', receivedAt: at },
    ...{ status: 'resolved', acknowledged: null, resolved: null, firstAnsweredAt: null, escalateFrom: at },
    ...{ escalated: 0, escalateAt: null, revision: 1, timeline: [], routed: 'contact', ...more },
  };
}

const rows = (from: number, count: number): Archived[] =>
  Array.from({ length: count }, (_, n) => ({ id: `bench a${from + n}`, alert: alert(from + n), deliveries: [] }));

/** What a tick's append to a month costs, and for how long the event loop stops, beside the same into an empty month. */
export async function appending(): Promise<Row> {
  const full: number[] = [];
  const empty: number[] = [];
  const pauses: number[] = [];
  await inFolder(async (dir) => {
    const archive = openAlerts(dir);
    for (let from = 0; from < stored; from += 5_000) await archive.append('alerts-2026-11', rows(from, 5_000));
    const timed = async (segment: string) => {
      const before = performance.now();
      await archive.append(segment, rows(stored, perTick));
      return performance.now() - before;
    };
    for (let round = 0; round < rounds; round++) {
      empty.push(await timed(`alerts-2027-0${round + 1}`));
      pauses.push(await longestPause(async () => void full.push(await timed('alerts-2026-11'))));
    }
  });
  return {
    measure: `append of ${perTick} rows to a month of ${stored}, ms`,
    value: `${median(full).toFixed(1)} (longest pause ${Math.max(...pauses).toFixed(1)})`,
    floor: `${median(empty).toFixed(1)} (an empty month)`,
    ratio: median(full) / median(empty),
    mustReach: '<= 2 x',
  };
}

/** Both looks of a tick for alerts that nobody has, where an admin has every one of many, beside none stored. */
export async function looking(): Promise<Row> {
  const many = await looks(stranded);
  const none = await looks(0);
  return {
    measure: `a tick's looks for stranded alerts, ${stranded} that an admin has, ms`,
    value: many.toFixed(3),
    floor: `${none.toFixed(3)} (none stored)`,
    ratio: many / none,
    mustReach: '< 1 ms',
  };
}

async function looks(count: number): Promise<number> {
  const times: number[] = [];
  await inFolder(async (dir) => {
    const store = await filled(join(dir, 'state'), 0, never);
    for (let from = 0; from < count; from += 1_000)
      await store.change(async (tx) => {
        for (let n = from; n < from + 1_000; n++) {
          const one = alert(n, { status: 'active', routed: 'admins' });
          await tx.put('alerts', { ...one, stranded: null });
          await tx.put('deliveries', {
            ...{ id: `unrouted ${one.id} > slack:T1/UADA`, about: { kind: 'unrouted', alertId: one.id } },
            ...{ to: { kind: 'person', id: 'slack:T1/UADA' }, queue: 'slack:T1/UADA', rank: 3, number: n + 1 },
            ...{ state: 'posted', message: '1.1', digestId: null, want: 1, shown: 1, attempts: 1, reason: null },
            ...{ since: at, doneAt: at },
          });
        }
      });
    const world = {
      store,
      clock: { now: () => at },
      directory: {
        roleOf: async () => 'admin' as const,
        adminsToTell: async () => [],
        entraAccountOf: () => null,
        entraTenantOf: () => null,
      },
      onBug: (error: unknown) => {
        throw error;
      },
    };
    for (let round = 0; round < rounds + 1; round++) {
      const before = performance.now();
      await reachNewAdmins(world);
      await countStranded(world);
      if (round > 0) times.push(performance.now() - before);
    }
    await store.close();
  });
  return median(times);
}
