/** The rows in which a side works as fast as it can: one after the other, in turn. */
import { setTimeout as pause } from 'node:timers/promises';
import { median, type Row, spread } from '../figures.ts';
import { flushMs } from './flush.ts';
import { quiet } from './quiet.ts';
import { type Rate, rate } from './rate.ts';
import type { Side, Sides } from './side.ts';
import type { Slack } from './slack-control.ts';

const rounds = 5;

interface Load {
  what: string;
  count: number;
  batch: number;
  senders: number;
}

const loads: readonly Load[] = [
  { what: 'accepted alerts/s, single POSTs, 8 senders', count: 6_000, batch: 1, senders: 8 },
  { what: 'accepted alerts/s, batches of 100, 1 sender', count: 10_000, batch: 100, senders: 1 },
  { what: 'accepted alerts/s, batches of 100, 8 senders', count: 10_000, batch: 100, senders: 8 },
];

export async function rateRows(sides: Sides, slack: Slack): Promise<Row[]> {
  const rows: Row[] = [];
  for (const load of loads) rows.push(await rateRow(sides, slack, load));
  return [...rows, await quietRow(sides, slack)];
}

async function rateRow({ theirs, ours }: Sides, slack: Slack, { what, count, batch, senders }: Load): Promise<Row> {
  const [them, silent, us]: [Rate[], Rate[], Rate[]] = [[], [], []];
  const one = async (side: Side, wait?: string) => {
    await slack.reset();
    await pause(500);
    return rate(side, count, batch, senders, wait);
  };
  for (let round = 0; round < rounds; round++) {
    if (theirs) {
      them.push(await one(theirs));
      silent.push(await one(theirs, '1h'));
    }
    us.push(await one(ours));
  }
  return {
    measure: what,
    floor: theirs ? `${rates(them)}; ${rates(silent)} while it delivers nothing` : '-',
    ours: `${rates(us)}, CPU ${median(us.map(({ micros }) => micros)).toFixed(0)} µs each`,
    ratio: theirs ? `${median(us.map(({ perSecond }, n) => perSecond / (them[n]?.perSecond ?? 1))).toFixed(1)}x` : '-',
    must: '>= 2x, durable',
  };
}

/** Returns alerts per second, median and range. Says where sending them was what took the time. */
export function rates(all: readonly Rate[]): string {
  const busy = median(all.map(({ driver }) => driver));
  return `${spread(all.map(({ perSecond }) => perSecond))}${busy > 0.5 ? ' (the driver was the limit)' : ''}`;
}

/** One alert after the other, with nothing else to do. */
export async function quietRow({ theirs, ours }: Sides, slack: Slack): Promise<Row> {
  const figures = { A: [] as number[], C: [] as number[] };
  const flushes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    flushes.push(await flushMs(50, 50));
    for (const side of theirs ? [theirs, ours] : [ours]) {
      await slack.reset();
      const all = await quiet(side, slack, 100);
      figures[side.name].push(median(all.post));
    }
  }
  const said = (name: Side['name']) => (figures[name].length > 0 ? `${spread(figures[name], 1)} ms` : '-');
  return {
    measure: `quiet: POST to the platform's request, p50 of 100 (${rounds} times)`,
    floor: said('A'),
    ours: `${said('C')}; one flush of this disk took ${spread(flushes, 1)} ms, and ours waits for two`,
    ratio: '-',
    must: '<= 3 ms, on disk first',
  };
}
