/**
 * CPU of one signed POST. Ours writes the alert, its delivery and what finds both again; the posts that go out meanwhile are in the
 * number too, one a second since all alerts go to one channel, and so is writing the snapshot anew.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ours, secret } from '../alerts/ours.ts';
import { push } from '../alerts/push.ts';
import { requestsOf } from '../alerts/rate.ts';
import type { Slack } from '../alerts/slack-control.ts';
import { type Row, spread } from '../figures.ts';
import { measured } from '../process.ts';

const rounds = 9;
const perRound = 2_000;
/** Until the code is compiled. */
const warmUp = 6_000;

interface Server {
  port: number;
  cpuMicros(): number;
}

/** A row for each number of connections. Both servers run all the time, and take the same requests in turn. */
export async function signedRows(slack: Slack, connections: readonly number[]): Promise<Row[]> {
  await slack.reset();
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  const side = ours(slack.url);
  const installed = await side.install();
  const [floor, bot] = await Promise.all([
    measured('bench/floor/signed-append.ts', { SECRET: secret, FILE: join(dir, 'floor') }),
    installed.start(),
  ]);
  try {
    const warm = requestsOf(side, 'warm', warmUp, 1);
    for (const { port } of [floor, bot]) await push(port, warm, 16);
    const rows: Row[] = [];
    for (const count of connections) {
      const figures: { floor: number; ours: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        const requests = requestsOf(side, `c${count}-${round}-`, perRound, 1);
        figures.push({ floor: await cpuOf(floor, requests, count), ours: await cpuOf(bot, requests, count) });
      }
      rows.push(rowOf(count, figures));
    }
    return rows;
  } finally {
    await Promise.all([floor.kill(), bot.kill()]);
    installed.remove();
    rmSync(dir, { recursive: true });
  }
}

/** µs of CPU for each request. */
async function cpuOf({ port, cpuMicros }: Server, requests: readonly Buffer[], connections: number): Promise<number> {
  const before = cpuMicros();
  await push(port, requests, connections);
  return (cpuMicros() - before) / requests.length;
}

function rowOf(connections: number, figures: readonly { floor: number; ours: number }[]): Row {
  const ratios = figures.map(({ floor, ours }) => ours / floor);
  return {
    measure: `CPU per signed POST of one alert, ${connections} keep-alive connection${connections === 1 ? '' : 's'}`,
    floor: `${spread(figures.map(({ floor }) => floor))} µs`,
    ours: `${spread(figures.map(({ ours }) => ours))} µs`,
    ratio: `${spread(ratios, 2)}x`,
    must: '<= 2x; aim 1.5x',
  };
}
