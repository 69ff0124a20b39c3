/** In a process of its own: accepts alerts in one store, and prints as JSON how fast that was. */
import { writeSync } from 'node:fs';
import pg from 'pg';
import { featureSettings, Settings } from '../../adapters/settings/settings.ts';
import { acceptIn } from '../../src/alerts/change/accept.ts';
import { AlertIn } from '../../src/domain/alert/alert.ts';
import type { Store } from '../../src/ports/store.ts';
import { marking } from '../../src/store/due.ts';
import { seed, tenantOf } from '../alerts/ours.ts';
import { description, twins } from '../alerts/side.ts';
import { median } from '../figures.ts';
import { type Kind, type Opened, open } from './stores.ts';

/** How many alerts a request has, and how many requests are under way. */
const loads = { single: [1, 1], eight: [8, 1], many: [64, 1], hundreds: [8, 100] } as const;
/** For how long (ms) each is measured. */
const measureMs = 1_000;

export type Load = keyof typeof loads;

export interface Accepting {
  perSecond: number;
  p50Ms: number;
  cpuMicros: number;
  /** Batches that the store committed, and the statements that the server counted: those that commit, and all others. */
  batches: number;
  commits: number;
  others: number;
}

/** What this process prints. `bareMs`: one row and commit, between two alerts of `single`. */
export type Printed = Record<Load, Accepting> & { bareMs: number };

const settings = featureSettings(Settings.parse({ STORM_LIMIT: '1000000' }));
const noCounts: Counts = { commits: 0, others: 0 };
const now = () => new Date().toISOString();
let last = 0;

function alerts(count: number) {
  const origin = { kind: 'sent', source: 'webhook:bench', by: null, byName: 'bench' } as const;
  return Array.from({ length: count }, () => ({
    content: AlertIn.parse({
      ...{ id: `a${last++}`, displayName: 'Mining', severity: 'high', detectedDateTime: now(), description },
      partnerTenantId: tenantOf(last % twins),
    }),
    origin,
  }));
}

const admins = { usual: [], critical: [], all: [] };
const accept = (store: Store, count: number) =>
  store.change((tx) => acceptIn(tx, alerts(count), { admins, settings, at: now() }));

/** The same bytes as one alert of the bot's, in one row. */
const bareBody = JSON.stringify({ text: 'x'.repeat(1_500) });

type Counts = Pick<Accepting, 'commits' | 'others'>;

interface Bare {
  insert(): Promise<unknown>;
  /** Returns how many statements the server has heard: those that commit a batch, and all others. */
  counts(): Promise<Counts>;
  end(): Promise<void>;
}

/** All but what the bench itself says. */
const countStatement = `
SELECT sum(calls) FILTER (WHERE query LIKE '%commit_batch(%') AS commits, sum(calls) FILTER (WHERE query NOT LIKE '%commit_batch(%') AS others
FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%bare.rows%'`;

async function bareConnection(url: string): Promise<Bare> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TEMPORARY SEQUENCE numbers');
  await client.query('CREATE SCHEMA IF NOT EXISTS bare');
  await client.query('CREATE TABLE IF NOT EXISTS bare.rows (id text PRIMARY KEY, body json NOT NULL)');
  let number = 0;
  const insert = () => client.query('INSERT INTO bare.rows VALUES ($1, $2)', [`${process.pid}-${number++}`, bareBody]);
  const counts = async () => {
    const { rows } = await client.query(countStatement);
    return { commits: Number(rows[0]?.commits), others: Number(rows[0]?.others) };
  };
  return { insert, counts, end: () => client.end() };
}

/** One after the other, with a bare row in between. */
async function alone({ store }: Opened, bare: Bare | null) {
  const [times, bareTimes]: [number[], number[]] = [[], []];
  const cpu = { micros: 0 };
  for (const until = performance.now() + 2 * measureMs; performance.now() < until; ) {
    const [before, used] = [performance.now(), process.cpuUsage()];
    await accept(store, 1);
    times.push(performance.now() - before);
    const { user, system } = process.cpuUsage(used);
    cpu.micros += user + system;
    const bareFrom = performance.now();
    await bare?.insert();
    bareTimes.push(performance.now() - bareFrom);
  }
  const sum = times.reduce((all, one) => all + one, 0);
  const result = { perSecond: (times.length / sum) * 1e3, p50Ms: median(times), cpuMicros: cpu.micros / times.length };
  return { result: { ...result, ...noCounts, batches: 0 }, bareMs: median(bareTimes) };
}

/** `clients` requests at once, each of `count` alerts. */
async function together({ store, batches }: Opened, bare: Bare | null, load: Load): Promise<Accepting> {
  const [clients, count] = loads[load];
  const times: number[] = [];
  const said = (await bare?.counts()) ?? noCounts;
  const before = { batches: batches(), cpu: process.cpuUsage() };
  const began = performance.now();
  const until = began + measureMs;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        const at = performance.now();
        await accept(store, count);
        times.push(performance.now() - at);
      }
    }),
  );
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before.cpu);
  const counted = (await bare?.counts()) ?? noCounts;
  const accepted = times.length * count;
  return {
    perSecond: (accepted / ms) * 1e3,
    p50Ms: median(times),
    cpuMicros: (user + system) / accepted,
    batches: batches() - before.batches,
    commits: counted.commits - said.commits,
    others: counted.others - said.others,
  };
}

async function measure(kind: Kind, where: string): Promise<Printed> {
  const opened = await open(kind, where);
  const bare = kind === 'postgres' ? await bareConnection(where) : null;
  const marked = { ...opened, store: marking(opened.store, () => {}) };
  await seed(marked.store);
  // Compiled, as code of a process that runs for days is: what a commit takes of the bot falls by a quarter over the first 4,000.
  for (let n = 0; n < 30; n++) await Promise.all(Array.from({ length: 8 }, () => accept(marked.store, 2)));
  for (let n = 0; n < 4_000; n++) await accept(marked.store, 1);
  const { result: single, bareMs } = await alone(marked, bare);
  const eight = await together(marked, bare, 'eight');
  const many = await together(marked, bare, 'many');
  const hundreds = await together(marked, bare, 'hundreds');
  await opened.close();
  await bare?.end();
  return { single, eight, many, hundreds, bareMs };
}

const [, , kind, where = ''] = process.argv;
if (import.meta.main && (kind === 'embedded' || kind === 'postgres')) {
  writeSync(1, JSON.stringify(await measure(kind, where)));
  process.exit();
}
