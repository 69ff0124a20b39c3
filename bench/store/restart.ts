import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import { changesPerSecond, filled, inFolder, median, never, onFatal, type Row, rounds } from './changes.ts';

/**
 * In a process of its own, printing the ms: opens the store of a folder; or reads and parses the same bytes; or also writes
 * what was parsed into a new file and flushes it, which a start owes after a kill.
 */
async function restart(what: string, dir: string): Promise<void> {
  const start = performance.now();
  if (what === 'open') {
    await openStore({ dir, onFatal });
    process.stdout.write(String(performance.now() - start), () => process.exit());
    return;
  }
  const kept: unknown[] = [];
  const anew = what === 'parse and write' ? fs.openSync(join(dir, 'anew'), 'w') : null;
  for (const name of fs.readdirSync(dir).filter((file) => /\.jsonl?$/.test(file))) {
    const text = fs.readFileSync(join(dir, name), 'utf8');
    // Behind its checksum; the first line of db.json has none.
    for (const line of text.split('\n').slice(name === 'db.json' ? 1 : 0, -1)) kept.push(JSON.parse(line.slice(9)));
  }
  if (anew !== null) {
    for (let from = 0; from < kept.length; from += 500)
      fs.writeSync(
        anew,
        kept
          .slice(from, from + 500)
          .map((one) => JSON.stringify(one))
          .join('\n'),
      );
    fs.fsyncSync(anew);
  }
  process.stdout.write(String(performance.now() - start));
}

function timed(what: string, dir: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, what, dir], { encoding: 'utf8' });
  if (!(Number(stdout) > 0)) throw new Error(stderr);
  return Number(stdout);
}

/** How long until a store of 100,000 records is open. */
export async function restarts(): Promise<Row[]> {
  return inFolder(async (dir) => {
    const rows: Row[] = [];
    const compare = (where: string, how: string, floor: 'parse' | 'parse and write') => {
      const opens: number[] = [];
      const floors: number[] = [];
      for (let round = 0; round < rounds; round++) {
        // Opening what was killed leaves it clean.
        const copy = join(dir, 'copy');
        fs.cpSync(where, copy, { recursive: true });
        floors.push(timed(floor, copy));
        opens.push(timed('open', copy));
        fs.rmSync(copy, { recursive: true });
      }
      rows.push({
        measure: `restart with 100000 records, ${how}, ms`,
        value: median(opens).toFixed(0),
        floor: `${median(floors).toFixed(0)} (to ${floor} the same bytes)`,
        ratio: median(opens) / median(floors),
        mustReach: '<= 2',
      });
    };
    const clean = join(dir, 'clean');
    await (await filled(clean, 100_000, never)).close();
    compare(clean, 'after a clean stop', 'parse');
    const killed = join(dir, 'killed');
    const store = await filled(join(dir, 'living'), 100_000, never);
    await changesPerSecond(store, 64, 10_000);
    fs.cpSync(join(dir, 'living'), killed, { recursive: true });
    compare(killed, 'killed, all of it in the journal: a new snapshot is written first', 'parse and write');
    await store.close();
    return rows;
  });
}

const [, , what, dir] = process.argv;
if (import.meta.main && what && dir) await restart(what, dir);
