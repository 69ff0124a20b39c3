import { openStore } from '../../adapters/store/lowdb/open-store.ts';
import { acceptAlerts } from '../../src/alerts/accept.ts';
import { AlertIn } from '../../src/domain/alert.ts';
import { median, type Row, spread } from '../figures.ts';
import { ours, tenantOf } from './ours.ts';
import { push } from './push.ts';
import { requestsOf } from './rate.ts';
import { description, type Installed, type Running, twins } from './side.ts';
import type { Slack } from './slack-control.ts';

const sizes = [0, 10_000, 100_000] as const;
const perRound = 2_000;

interface Filled {
  running: Running;
  installed: Installed;
  /** Per alert, a value a round. */
  wall: number[];
  cpu: number[];
}

const rounds = 7;

export async function storedRow(slack: Slack): Promise<Row> {
  await slack.reset();
  const all = await byStored(slack);
  const [first] = all;
  const times = all.map(({ wall }) =>
    median(wall.map((micros, round) => micros / (first?.wall[round] ?? Number.NaN))).toFixed(2),
  );
  return {
    measure: 'time per alert, single POSTs, 8 senders, with 0; 10 k; 100 k alerts stored',
    floor: '-',
    ours: `${all.map(({ wall }) => spread(wall)).join('; ')} µs`,
    ratio: `${times.slice(1).join('x; ')}x`,
    must: '<= 1.2x',
  };
}

/** What accepting one alert costs by what is stored already: µs of time (8 senders) and of CPU. In the order of `sizes`. */
async function byStored(slack: Slack): Promise<Pick<Filled, 'wall' | 'cpu'>[]> {
  const all: Filled[] = [];
  for (const size of sizes) {
    const side = ours(slack.url, (dir) => fill(dir, size));
    const installed = await side.install();
    all.push({ installed, running: await installed.start(), wall: [], cpu: [] });
  }
  const { request } = ours(slack.url);
  for (let round = 0; round <= rounds; round++)
    for (const one of all) await measure(one, requestsOf({ request }, `s${round}-`, perRound, 1), round > 0);
  for (const { running, installed } of all) {
    await running.kill();
    installed.remove();
  }
  return all;
}

async function measure({ running, wall, cpu }: Filled, requests: readonly Buffer[], counts: boolean): Promise<void> {
  const before = running.cpuMicros();
  const { ms } = await push(running.port, requests, 8);
  if (!counts) return;
  wall.push((ms * 1e3) / perRound);
  cpu.push((running.cpuMicros() - before) / perRound);
}

/** So many alerts, accepted by the same code and delivered. */
async function fill(dir: string, size: number): Promise<void> {
  const store = await openStore({ dir, onFatal: (error) => Promise.reject(error) });
  const clock = { now: () => new Date().toISOString() };
  const settings = { stormLimit: 1e6, fraudToContact: true, drillSchedule: null, retentionDays: 400 };
  for (let from = 0; from < size; from += 100) {
    const some = Array.from({ length: 100 }, (_, n) => stored(from + n));
    await acceptAlerts(some, [], { store, clock, settings });
    await store.change(async (tx) => {
      for (const { content } of some) {
        const key = { key: `webhook:bench ${content.id}`, after: null, limit: 1 };
        for (const delivery of await tx.scan('deliveries.alert', key))
          await tx.put('deliveries', { ...delivery, state: 'posted', message: '1.1', shown: 1, doneAt: clock.now() });
      }
    });
  }
  await store.close();
}

function stored(n: number) {
  const content = AlertIn.parse({
    id: `stored${n}`,
    source: 'bench',
    partnerTenantId: tenantOf(n % twins),
    displayName: `Security incident id=stored${n}`,
    description,
    severity: 'high',
    detectedDateTime: new Date().toISOString(),
  });
  return { content, origin: { kind: 'sent', source: 'webhook:bench', by: null, byName: 'bench' } } as const;
}
