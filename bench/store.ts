/** Measures of the embedded store, each beside its floor in the same run: `npx node bench/store.ts`. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { type OpenStore, openStore } from '../adapters/store/lowdb/open-store.ts';
import type { NewEntry } from '../src/domain/history.ts';
import type { Seen, Store } from '../src/ports.ts';

export interface Row {
  measure: string;
  value: string;
  floor: string;
  ratio: number;
  mustReach: string;
}

const rounds = 5;
const never = () => Number.POSITIVE_INFINITY;
const onFatal = (error: Error) => {
  throw error;
};

/** About 600 bytes of JSON, like an alert. */
const record = (id: string): Seen => ({ id, at: '2026-01-02T03:04:05.678Z', outcome: { text: 'x'.repeat(530) } });
const line: NewEntry = {
  at: '2026-01-02T03:04:05.678Z',
  by: null,
  byName: 'Ada',
  deed: 'contact.confirmed',
  tenantId: 'b6d1a1a6-5a0d-4e0e-9d42-0c5a5f1d7c11',
  changes: [{ field: 'confirmedAt', before: null, after: '2026-01-02T03:04:05.678Z' }],
};

/** What a feature does: looks, puts a row, adds a line to the history. */
async function oneChange(store: Store, id: string): Promise<void> {
  await store.change(async (tx) => {
    await tx.get('seen', id);
    await tx.put('seen', record(id));
    await tx.record(line);
  });
}

async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = fs.mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await work(dir);
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

// ── Durable changes per second ───────────────────────────────────────────────────────────────────────────────────

/** As many bytes as `oneChange` writes, one append and one fdatasync at a time, without waiting for a thread. */
function appendsPerSecond(dir: string, times: number, bytes: number): number {
  const file = fs.openSync(join(dir, 'floor'), 'w');
  const buffer = Buffer.alloc(bytes, 'x');
  const start = performance.now();
  for (let i = 0; i < times; i++) {
    fs.writeSync(file, buffer);
    fs.fdatasyncSync(file);
  }
  const took = performance.now() - start;
  fs.closeSync(file);
  return (times / took) * 1e3;
}

async function changesPerSecond(store: Store, clients: number, times: number): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < times) await oneChange(store, `${clients}-${next++}`);
    }),
  );
  return (times / (performance.now() - start)) * 1e3;
}

async function throughput(): Promise<Row[]> {
  const measured = new Map<number, number[]>([1, 16, 64].map((clients) => [clients, []]));
  const floors: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await inFolder(async (dir) => {
      const store = await openStore({ dir, onFatal });
      await changesPerSecond(store, 16, 200);
      for (const [clients, values] of measured) {
        floors.push(appendsPerSecond(dir, 500, 1_030));
        values.push(await changesPerSecond(store, clients, clients === 1 ? 1_000 : 4_000));
      }
      await store.close();
    });
  }
  const floor = median(floors);
  return [...measured].map(([clients, values]) => ({
    measure: `durable changes/s, ${clients} client${clients > 1 ? 's' : ''}`,
    value: median(values).toFixed(0),
    floor: `${floor.toFixed(0)} (one append + fdatasync at a time)`,
    ratio: median(values) / floor,
    mustReach: { 1: '>= 0.5', 16: '> 1' }[clients] ?? 'stated',
  }));
}

// ── Cost per change by what is stored ────────────────────────────────────────────────────────────────────────────

async function filled(dir: string, records: number, compactAt: (bytes: number) => number): Promise<OpenStore> {
  const store = await openStore({ dir, onFatal, compactAt });
  for (let from = 0; from < records; from += 1_000) {
    await store.change(async (tx) => {
      for (let i = from; i < from + 1_000; i++) await tx.put('seen', record(`r${i}`));
    });
  }
  return store;
}

async function growth(): Promise<Row[]> {
  const sizes = [1_000, 10_000, 100_000];
  return inFolder(async (dir) => {
    const stores = await Promise.all(sizes.map((size) => filled(fs.mkdtempSync(join(dir, 's')), size, never)));
    const times = sizes.map((): number[] => []);
    const bytes = stores.map((store) => -store.stats().journalBytes);
    const changes = 3_000;
    for (let i = 0; i < changes; i++) {
      for (const [at, store] of stores.entries()) {
        const start = performance.now();
        await oneChange(store, `r${i % 1_000}`);
        times[at]?.push(performance.now() - start);
      }
    }
    stores.forEach((store, at) => {
      bytes[at] = ((bytes[at] ?? 0) + store.stats().journalBytes) / changes;
    });
    await Promise.all(stores.map((store) => store.close()));
    const ms = times.map(median);
    return sizes.flatMap((size, at) => [
      row(`median ms per change, ${size} records`, ms[at] ?? 0, ms[0] ?? 0, 3, '<= 1.2'),
      row(`bytes per change, ${size} records`, bytes[at] ?? 0, bytes[0] ?? 0, 0, '<= 1.2'),
    ]);
  });
}

function row(measure: string, value: number, first: number, digits: number, mustReach: string): Row {
  return {
    measure,
    value: value.toFixed(digits),
    floor: `${first.toFixed(digits)} (at 1000)`,
    ratio: value / first,
    mustReach,
  };
}

// ── Longest pause by compaction ──────────────────────────────────────────────────────────────────────────────────

/** The longest time in ms that the event loop did not come round, while `work` went on. */
async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let going = true;
  const watch = (async () => {
    for (let last = performance.now(); going; ) {
      await turn();
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
  })();
  await work();
  going = false;
  await watch;
  return longest;
}

async function pause(records: number, mustReach: string): Promise<Row> {
  const busy: number[] = [];
  const idle: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await inFolder(async (dir) => {
      let compact = false;
      const store = await filled(dir, records, () => (compact ? 0 : never()));
      idle.push(await longestPause(() => changesPerSecond(store, 8, 500)));
      compact = true;
      const before = store.stats().compactions.done;
      busy.push(
        await longestPause(async () => {
          while (store.stats().compactions.done === before) await changesPerSecond(store, 8, 50);
        }),
      );
      await store.close();
    });
  }
  return {
    measure: `longest pause of the event loop by compaction, ${records} records, ms`,
    value: `${median(busy).toFixed(1)} (worst of ${rounds}: ${Math.max(...busy).toFixed(1)})`,
    floor: `${median(idle).toFixed(1)} (same changes, no compaction)`,
    ratio: median(busy) / median(idle),
    mustReach,
  };
}

// ── Restart ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** In a process of its own: opens the store of a folder, or reads and parses the same bytes; prints the ms. */
async function restart(what: string, dir: string): Promise<void> {
  const start = performance.now();
  if (what === 'open') {
    const store = await openStore({ dir, onFatal });
    process.stdout.write(String(performance.now() - start));
    if (store.stats().history < 0) throw new Error();
    process.exit();
  }
  const kept: unknown[] = [];
  for (const name of fs.readdirSync(dir).filter((file) => /\.jsonl?$/.test(file))) {
    const text = fs.readFileSync(join(dir, name), 'utf8');
    if (name === 'db.json') kept.push(JSON.parse(text));
    else for (const json of text.split('\n').slice(0, -1)) kept.push(JSON.parse(json.slice(9)));
  }
  process.stdout.write(String(performance.now() - start));
}

function timed(what: string, dir: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, what, dir], { encoding: 'utf8' });
  if (!(Number(stdout) > 0)) throw new Error(stderr);
  return Number(stdout);
}

async function restarts(): Promise<Row[]> {
  return inFolder(async (dir) => {
    const rows: Row[] = [];
    const compare = (where: string, how: string) => {
      const opens: number[] = [];
      const floors: number[] = [];
      for (let round = 0; round < rounds; round++) {
        floors.push(timed('parse', where));
        opens.push(timed('open', where));
      }
      rows.push({
        measure: `restart with 100000 records, ${how}, ms`,
        value: median(opens).toFixed(0),
        floor: `${median(floors).toFixed(0)} (reading and parsing the same bytes)`,
        ratio: median(opens) / median(floors),
        mustReach: '<= 2',
      });
    };
    const clean = join(dir, 'clean');
    await (await filled(clean, 100_000, never)).close();
    compare(clean, 'after a clean stop');
    const killed = join(dir, 'killed');
    const store = await filled(join(dir, 'living'), 100_000, never);
    await changesPerSecond(store, 64, 10_000);
    fs.cpSync(join(dir, 'living'), killed, { recursive: true });
    compare(killed, 'all of it in the journal');
    await store.close();
    return rows;
  });
}

// ── The table ────────────────────────────────────────────────────────────────────────────────────────────────────

/** All measures as a Markdown table. About a minute. */
export async function storeTable(): Promise<string> {
  const rows = [
    ...(await throughput()),
    ...(await growth()),
    await pause(10_000, '<= 50 ms'),
    await pause(100_000, 'stated'),
    ...(await restarts()),
  ];
  const lines = rows.map(
    ({ measure, value, floor, ratio, mustReach }) =>
      `| ${measure} | ${value} | ${floor} | ${ratio.toFixed(2)} x | ${mustReach} |`,
  );
  return [
    '| measure | store | floor in the same run | ratio | must reach |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

const [, , what, dir] = process.argv;
if (import.meta.main && what === 'tp') {
  for (const r of [...(await throughput()), await pause(10_000, ''), await pause(100_000, '')])
    console.log(JSON.stringify(r));
} else if (import.meta.main) {
  if (what && dir) await restart(what, dir);
  else console.log(await storeTable());
}
