/**
 * Records an entry a day, moves and drops what is old, and kills itself: before or after the nth time that something is
 * written on the way. Says the number of each entry once it is durable.
 */
import { writeSync } from 'node:fs';
import { featureSettings, Settings } from '../../../adapters/settings/settings.ts';
import { openStore } from '../../../adapters/store/embedded/open-store.ts';
import type { World } from '../../../src/ports/world.ts';
import { archiveHistory, forgetOldHistory } from '../../../src/register/history/archive.ts';
import { finishDropped } from '../../../src/store/drop-segment.ts';

const [, , dir = '', fatal = ''] = process.argv;
const store = await openStore({
  dir,
  compactAt: () => 20_000,
  onFatal(error) {
    throw error;
  },
});
let writes = 0;

async function dangerous<T>(write: () => Promise<T>): Promise<T> {
  dieAt(++writes);
  const result = await write();
  dieAt(++writes);
  return result;
}

function dieAt(write: number): void {
  if (write === Number(fatal)) process.kill(process.pid, 'SIGKILL');
}

const world: Pick<World, 'store' | 'trail' | 'settings'> = {
  store: { read: store.read, change: (what, how) => dangerous(() => store.change(what, how)) },
  trail: {
    ...store.trail,
    append: (segment, rows) => dangerous(() => store.trail.append(segment, rows)),
    drop: (segment) => dangerous(() => store.trail.drop(segment)),
    erase: (segment) => dangerous(() => store.trail.erase(segment)),
  },
  settings: featureSettings(Settings.parse({ RETENTION_DAYS: '120' })),
};

const [newest] = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 1 }));
for (let day = newest?.number ?? 0; ; day++) {
  const at = new Date(Date.UTC(2025, 0, 1 + day)).toISOString();
  const number = await store.change((tx) =>
    tx.appendHistory({ at, by: null, byName: 'w', deed: 'contact.confirmed', tenantId: 't', changes: [] }),
  );
  writeSync(1, `${number}\n`);
  await archiveHistory({ ...world, clock: { now: () => at } });
  const trusted = { id: 'clock', at, runMs: day * 86_400_000, doubt: null, wall: at, steadySince: 0 } as const;
  await finishDropped({ ...world, archive: store.archive }, trusted);
  await forgetOldHistory({ ...world, trusted });
}
