import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median, type Row, spread } from '../figures.ts';
import { inFolder } from '../store/changes.ts';
import type { Accepting, Load, Printed } from './accepting.ts';
import type { Server } from './server.ts';
import type { Kind } from './stores.ts';

/** Both stores in turn; medians count. */
const rounds = 5;

interface Pair {
  embedded: Printed;
  postgres: Printed;
}

function printed(kind: Kind, where: string): Printed {
  const script = join(import.meta.dirname, 'accepting.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [script, kind, where], { encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What accepting costs, and the ms that one bare row takes. */
export async function rateRows(server: Server): Promise<{ rows: Row[]; bareMs: number }> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++)
    await inFolder(async (dir) => {
      pairs.push({ embedded: printed('embedded', dir), postgres: printed('postgres', server.newUrl()) });
      await server.settle();
    });
  const rows = [
    rateRow('accepted alerts/s, one at a time', pairs, 'single', 'stated'),
    rateRow('accepted alerts/s, single, 8 at once', pairs, 'eight', '>= 0.6x; aim 0.9x'),
    rateRow('accepted alerts/s, single, 64 at once', pairs, 'many', '>= 0.4x; aim 0.6x'),
    rateRow('accepted alerts/s, requests of 100, 8 at once', pairs, 'hundreds', '>= 0.25x; aim 0.5x'),
    bareRow(pairs),
    statementsRow(pairs),
    cpuRow(pairs),
  ];
  return { rows, bareMs: median(pairs.map(({ postgres }) => postgres.bareMs)) };
}

/** The median of the ratios of each pair: what else the machine does falls on both. */
function ratio(pairs: readonly Pair[], of: (pair: Pair) => [ours: number, floor: number]): string {
  const ratios = pairs.map((pair) => {
    const [ours, floor] = of(pair);
    return ours / floor;
  });
  return `${spread(ratios, 2)}x`;
}

function compared(pairs: readonly Pair[], load: Load, figure: keyof Accepting, unit = '') {
  const of = (kind: Kind) => pairs.map((pair) => pair[kind][load][figure]);
  return {
    floor: `${spread(of('embedded'))}${unit} (embedded)`,
    ours: `${spread(of('postgres'))}${unit}`,
    ratio: ratio(pairs, ({ postgres, embedded }) => [postgres[load][figure], embedded[load][figure]]),
  };
}

function rateRow(measure: string, pairs: readonly Pair[], load: Load, must: string): Row {
  return { measure, ...compared(pairs, load, 'perSecond'), must };
}

function cpuRow(pairs: readonly Pair[]): Row {
  return { measure: "bot's CPU an alert, 8 at once", ...compared(pairs, 'eight', 'cpuMicros', ' µs'), must: '<= 1.4x' };
}

function bareRow(pairs: readonly Pair[]): Row {
  return {
    measure: 'p50 of a durable accept, one sender',
    floor: `${spread(
      pairs.map(({ postgres }) => postgres.bareMs),
      2,
    )} ms (one bare INSERT and commit)`,
    ours: `${spread(
      pairs.map(({ postgres }) => postgres.single.p50Ms),
      2,
    )} ms`,
    ratio: ratio(pairs, ({ postgres }) => [postgres.single.p50Ms, postgres.bareMs]),
    must: '<= 2x',
  };
}

function statementsRow(pairs: readonly Pair[]): Row {
  const sum = (figure: 'batches' | 'commits' | 'others') =>
    pairs.reduce((all, { postgres }) => all + postgres.eight[figure] + postgres.many[figure], 0);
  return {
    measure: 'statements for a batch, counted by the server',
    floor: '-',
    ours: `${sum('commits')} for ${sum('batches')} batches, and ${sum('others')} that keep the lease and know who is there`,
    ratio: (sum('commits') / sum('batches')).toFixed(2),
    must: '1',
  };
}
