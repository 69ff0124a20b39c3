/**
 * A replica that acts is frozen, as by a machine that pauses: within its lease it goes on, after it it changes nothing, and another one
 * acts meanwhile. The clocks of their machines are wrong, and make no difference.
 */
import { setTimeout } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { databaseOf, type TestDatabase } from '../../../support/database.ts';
import { databaseProxy } from '../../../support/database-proxy.ts';
import { drives } from '../../../support/programs.ts';
import { day, minute, second } from '../../../support/time.ts';
import { patient } from '../../process/child.ts';
import { expectAllStored, type Writer, writerAt } from './processes.ts';

/** For how many seconds the last one is frozen. */
const longest = process.env.LONG ? 20 : 12;

const clock = (ahead: number) => ({ TEST_DATE_AHEAD: String(ahead) });

/** One that acts, through a proxy, and one that follows, by machines whose clocks are ahead by this many milliseconds. */
async function two(database: TestDatabase, ahead: number, alsoAhead: number) {
  const proxy = await databaseProxy(database.cluster.port);
  const first = writerAt(proxy.urlOf(database.url), clock(ahead));
  await first.says('acts 1');
  const other = writerAt(database.url, clock(alsoAhead));
  await other.says('at ');
  return { ...database, proxy, first, other };
}

/** Freezes the one that acts until `thaws` resolves. Resolves with how many counts it had been told of. */
async function frozen({ first }: { first: Writer }, thaws: () => Promise<unknown>): Promise<number> {
  first.child.kill('SIGSTOP');
  await thaws();
  const before = first.counts().length;
  first.child.kill('SIGCONT');
  return before;
}

/** By how many milliseconds the machine's clock was ahead of the database's, as a replica said. */
function aheadOf(writer: Writer): number {
  const [, database = '', machine = ''] =
    writer
      .lines()
      .findLast((line) => line.startsWith('at '))
      ?.split(' ') ?? [];
  return Date.parse(machine) - Date.parse(database);
}

it.runIf(drives('postgresql'))(
  `frozen for 3 s it keeps its lease; after 11 and ${longest} s it ends, and changes nothing more`,
  async () => {
    const clocks = [[365 * day, -2 * minute] as const, [2 * minute, -365 * day] as const, [-2 * minute, 0] as const];
    const databases = [await databaseOf(), await databaseOf(), await databaseOf()];
    const [short, long, longer] = await Promise.all(
      databases.map((database, index) => two(database, ...(clocks[index] ?? [0, 0]))),
    );
    if (!short || !long || !longer) throw new Error('there are three');

    async function goesOn(): Promise<void> {
      if (!short) return;
      const before = await frozen(short, () => setTimeout(3 * second));
      await vi.waitUntil(() => short.first.counts().length > before + 20, patient);
      expect(short.other.hasSaid('acts')).toBe(false);
    }
    async function ends(pair: typeof long, ms: number): Promise<void> {
      if (!pair) return;
      const before = await frozen(pair, () => Promise.all([setTimeout(ms), pair.other.says('acts 2')]));
      expect(await pair.first.ended).toMatchObject({ code: 1, out: expect.stringMatching(/\nends LeaseLost\n$/) });
      expect(pair.first.counts()).toHaveLength(before);
    }
    /** Frozen with a commit on its way, which is carried out. */
    const atCommit = new Promise<void>((resolve) => {
      long.proxy.each((text) => {
        if (!/commit_batch/.test(text)) return null;
        long.proxy.each(null);
        resolve(ends(long, 11 * second));
        return null;
      });
    });
    await Promise.all([goesOn(), atCommit, ends(longer, longest * second)]);
    for (const pair of [short, long, longer]) await expectAllStored(pair, [pair.first, pair.other]);

    const writers = [short, long, longer].flatMap(({ first, other }) => [first, other]);
    for (const [index, ahead] of clocks.flat().entries()) {
      const writer = writers[index];
      if (writer) expect(Math.abs(aheadOf(writer) - ahead)).toBeLessThan(second);
    }
  },
);
