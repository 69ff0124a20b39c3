/** Measures of findings and reminders: `npm run bench -- freshness`. About three minutes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openStore } from '../adapters/store/embedded/open-store.ts';
import { createBot } from '../src/bot.ts';
import { steadyClock } from '../src/domain/time/trusted-time.ts';
import type { Store } from '../src/ports/store.ts';
import { fullCheck } from '../src/reminders/observe/observe.ts';
import { quickStore } from '../test/support/memory-store.ts';
import { fakeWorld } from '../test/support/world.ts';
import { simulate } from '../test/year/simulate.ts';
import { type Row, table } from './figures.ts';
import { fill } from './freshness/partner.ts';
import { median, row, several, type Time, timed, timeRow } from './freshness/timing.ts';

/** The first is the floor: what costs as much for a hundred times as many tenants goes by none of them. */
const sizes = [10, 1_000] as const;
/** Ticks in one measure: a single one is too short. */
const ticks = 50;
/** Before nine in Paris: no slot is near. */
const now = '2026-11-24T06:00:00.000Z';

interface Figures {
  first: Time;
  full: Time;
  /** KB. */
  memory: number;
  quiet: Time;
  slot: Time;
}

/** All measures as a Markdown table. */
export async function freshnessTable(): Promise<string> {
  const rows: Row[] = [];
  for (const kind of ['in memory', 'embedded'] as const) {
    const [small, large] = [await middle(kind, sizes[0]), await middle(kind, sizes[1])];
    rows.push(
      timeRow(`${kind}: full check of 1,000 tenants, ms`, small.full, large.full, '<= 50'),
      timeRow(`${kind}: the first one, with 2,000 new findings, ms`, small.first, large.first, 'stated'),
      row(`${kind}: heap left after a full check, KB`, small.memory, large.memory, 'flat'),
      timeRow(`${kind}: ${ticks} ticks with nothing due, ms`, small.quiet, large.quiet, '<= 1.5 x'),
      timeRow(`${kind}: tick at nine, 1,001 places told, ms`, small.slot, large.slot, 'growth <= 100 x'),
    );
  }
  const start = performance.now();
  const year = await simulate({ seed: 1, from: '2026-11-30T07:00:00.000Z', days: 365, eventful: true });
  const seconds = (performance.now() - start) / 1_000;
  const { reminders = 0, urgent = 0, weekly = 0 } = year.counts;
  rows.push({
    measure: `a simulated year, ${reminders + urgent + weekly} messages, ${year.lived.kills} kills`,
    floor: '-',
    ours: `${seconds.toFixed(1)} s`,
    ratio: `${year.failures.length} failures`,
    must: '0 failures',
  });
  return table(rows);
}

type Kind = 'in memory' | 'embedded';

/** The median of three stores, each filled anew: what happens once in each is measured once. */
async function middle(kind: Kind, count: number): Promise<Figures> {
  const runs = [await measured(kind, count), await measured(kind, count), await measured(kind, count)];
  const time = (of: 'first' | 'full' | 'quiet' | 'slot'): Time => ({
    wall: median(runs.map((run) => run[of].wall)),
    cpu: median(runs.map((run) => run[of].cpu)),
  });
  const memory = median(runs.map((run) => run.memory));
  return { first: time('first'), full: time('full'), memory, quiet: time('quiet'), slot: time('slot') };
}

async function measured(kind: Kind, count: number): Promise<Figures> {
  if (kind === 'in memory') return figures(quickStore(), count);
  const dir = mkdtempSync(join(tmpdir(), 'freshness-'));
  const store = await openStore({ dir, onFatal: (error) => Promise.reject(error) });
  try {
    return await figures(store, count);
  } finally {
    await store.close();
    rmSync(dir, { recursive: true });
  }
}

async function figures(store: Store, count: number): Promise<Figures> {
  const world = fakeWorld(store);
  world.time.set(now);
  world.steady = steadyClock(world);
  world.admins.add('slack:T1/UADA');
  world.settings = { ...world.settings, drillSchedule: '0 10 1 * *' };
  await fill(store, count, now);
  const bot = createBot(world);
  const checkAll = () => fullCheck(world)();
  const first = await timed(checkAll);
  await bot.tick();
  await bot.tick();
  // The embedded store compacts in the background what was just filled in.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const before = heap();
  // As at the start of a process.
  const full = await several(checkAll);
  world.time.set(now);
  await bot.tick();
  const memory = Math.max(0, heap() - before) / 1_024;
  const quiet = await several(async () => {
    for (let tick = 0; tick < ticks; tick++) {
      world.time.set(new Date(Date.parse(world.time.now()) + 10_000).toISOString());
      await bot.tick();
    }
  });
  world.time.set('2026-11-24T08:00:05.000Z');
  const slot = await timed(() => bot.tick());
  return { first, full, memory, quiet, slot };
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

if (import.meta.main) {
  console.log(await freshnessTable());
  process.exit(0);
}
