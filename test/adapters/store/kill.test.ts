import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { readState } from '../../../adapters/store/embedded/folder/peek.ts';
import { readSnapshot } from '../../../adapters/store/lines/snapshot.ts';
import { stateVersion } from '../../../adapters/store/memory/migrations/migrate.ts';
import { verifyHistory } from '../../support/verify-history.ts';
import { folder } from './folder.ts';

/** Fifty more in `npm run test:long`. */
const kills = process.env.LONG ? 50 : 15;
const writers = Array.from({ length: 8 }, (_, writer) => `w${writer}`);

/** Lets the writers go on until they were told of that many durable changes, then kill -9; notes what they were told. */
async function writeThenKill(dir: string, told: Map<string, number>, changes: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, './kill-writer.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<string | null>((resolve) => child.once('close', (_code, signal) => resolve(signal)));
  let left = changes;
  for await (const line of createInterface(child.stdout)) {
    const [writer = '', count] = line.split(' ');
    told.set(writer, Number(count));
    if (--left === 0) child.kill('SIGKILL');
  }
  expect(await gone).toBe('SIGKILL');
}

test(`${kills} x kill -9 under 8 writers while compacting: all that was acknowledged is there, and nothing else`, {
  timeout: 120_000,
}, async () => {
  const dir = folder();
  const told = new Map<string, number>();
  for (let kill = 0; kill < kills; kill++) {
    await writeThenKill(dir, told, 1 + ((kill * 397) % 500));
    const reader = await readState(dir);
    for (const writer of writers) {
      const acknowledged = told.get(writer) ?? 0;
      const stored = Number((await reader.get('people', writer))?.name ?? 0);
      // One change of each writer may have been under way.
      expect([acknowledged, acknowledged + 1]).toContain(stored);
      const lines = await reader.history({ tenantId: writer, before: null, limit: 1_000_000 });
      expect(lines.map((line) => line.changes[0]?.after)).toEqual(Array.from({ length: stored }, (_, i) => stored - i));
      told.set(writer, stored);
    }
  }
  const reader = await readState(dir);
  const history = await reader.history({ tenantId: null, before: null, limit: 1_000_000 });
  expect(verifyHistory(history.toReversed())).toBeNull();
  const { document } = await readSnapshot(join(dir, 'db.json'), stateVersion);
  expect(document.generation).toBeGreaterThan(kills);
});
