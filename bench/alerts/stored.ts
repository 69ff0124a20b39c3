import { featureSettings, Settings } from '../../adapters/settings/settings.ts';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import { AlertIn, alertId } from '../../src/domain/alert/alert.ts';
import { steadyClock } from '../../src/domain/time/trusted-time.ts';
import { acceptAlerts } from '../../test/support/accept-alerts.ts';
import { median, type Row, spread } from '../figures.ts';
import { ours, tenantOf } from './ours.ts';
import { push } from './push.ts';
import { requestsOf } from './rate.ts';
import { description, type Installed, type Running, twins } from './side.ts';
import type { Slack } from './slack-control.ts';

const sizes = [0, 10_000, 100_000] as const;
/** Small and many, in turn, so that what else the machine does falls on all alike. */
const perRound = 200;
const rounds = 40;
const warmUp = 10;

/** What `fill` calls its alerts. */
export const filledSource = 'webhook:bench';
export const filledId = (n: number) => `stored${n}`;

interface Filled {
  running: Running;
  installed: Installed;
  /** µs per alert with 8 senders, a value a round. */
  wall: number[];
  /** CPU used by the process before the first round that counts, in µs. */
  cpuBefore: number;
}

export async function storedRow(slack: Slack): Promise<Row> {
  await slack.reset();
  const all = await filled(slack);
  const { request } = ours(slack.url);
  for (let round = 0; round < warmUp + rounds; round++) {
    const requests = requestsOf({ request }, `s${round}-`, perRound, 1);
    for (const one of all) {
      if (round === warmUp) one.cpuBefore = one.running.cpuMicros();
      const { ms } = await push(one.running.port, requests, 8);
      if (round >= warmUp) one.wall.push((ms * 1e3) / perRound);
    }
  }
  const cpu = all.map(({ running, cpuBefore }) => (running.cpuMicros() - cpuBefore) / (rounds * perRound));
  for (const { running, installed } of all) {
    await running.kill();
    installed.remove();
  }
  return row(cpu, all);
}

function row(cpu: readonly number[], all: readonly Filled[]): Row {
  const [first] = all;
  const times = all.map(({ wall }) => median(wall.map((micros, round) => micros / (first?.wall[round] ?? Number.NaN))));
  const said = (values: readonly number[]) =>
    values
      .slice(1)
      .map((ratio) => `${ratio.toFixed(2)}x`)
      .join('; ');
  return {
    measure: 'cost per alert, single POSTs, 8 senders, with 0; 10 k; 100 k alerts stored',
    floor: '-',
    ours: `CPU ${cpu.map((micros) => micros.toFixed(0)).join('; ')} µs; time ${all.map(({ wall }) => spread(wall)).join('; ')} µs`,
    ratio: `CPU ${said(cpu.map((micros) => micros / (cpu[0] ?? Number.NaN)))}; time ${said(times)}`,
    must: '<= 1.2x',
  };
}

async function filled(slack: Slack): Promise<Filled[]> {
  const all: Filled[] = [];
  for (const size of sizes) {
    const installed = await ours(slack.url, (dir) => fill(dir, size)).install();
    all.push({ installed, running: await installed.start(), wall: [], cpuBefore: 0 });
  }
  return all;
}

/** So many alerts, accepted by the same code and delivered. `text` is what each says. */
export async function fill(dir: string, size: number, text = description): Promise<Record<string, string>> {
  const store = await openStore({ dir, onFatal: (error) => Promise.reject(error) });
  const clock = { now: () => new Date().toISOString() };
  const steady = steadyClock({ clock, uptimeMs: () => performance.now() });
  const settings = featureSettings(Settings.parse({ STORM_LIMIT: '1000000' }));
  for (let from = 0; from < size; from += 100) {
    const some = Array.from({ length: 100 }, (_, n) => stored(from + n, text));
    await acceptAlerts(some, { usual: [], critical: [], all: [] }, { store, archive: store.archive, steady, settings });
    await store.change(async (tx) => {
      for (const { content } of some) {
        const key = { key: alertId(filledSource, content.id), after: null, limit: 1 };
        for (const delivery of await tx.scan('deliveries.alert', key))
          await tx.put('deliveries', { ...delivery, state: 'posted', message: '1.1', shown: 1, doneAt: clock.now() });
      }
    });
  }
  await store.close();
  return {};
}

function stored(n: number, text: string) {
  const content = AlertIn.parse({
    id: filledId(n),
    source: 'bench',
    partnerTenantId: tenantOf(n % twins),
    displayName: `Security incident id=stored${n}`,
    description: text,
    severity: 'high',
    detectedDateTime: new Date().toISOString(),
  });
  return { content, origin: { kind: 'sent', source: filledSource, by: null, byName: 'bench' } } as const;
}
