/** What a state of 400 MB costs. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import { embeddedState } from '../../adapters/store/embedded/state.ts';
import { seed } from '../alerts/ours.ts';
import { median, type Row, spread } from '../figures.ts';
import { inFolder, onFatal } from '../store/changes.ts';
import { startReplica } from './following.ts';
import { filling, type Loading, loading } from './loading.ts';
import type { Server } from './server.ts';
import { stateAt } from './stores.ts';

export const megabytes = 400;
/** Both stores in turn; medians count. */
const rounds = 3;
/** Changes of a day with 5,000 alerts. */
const dayOfChanges = 40_000;

/** Loads the same rows into both stores; the database that `url` names keeps them. */
export async function loadRows(server: Server, url: string): Promise<Row[]> {
  const all: { embedded: Loading; postgres: Loading }[] = [];
  await inFolder(async (dir) => {
    const [state, file] = [join(dir, 'state'), join(dir, 'one.backup')];
    const store = await openStore({ dir: state, onFatal });
    await seed(store);
    await store.close();
    filling(state, megabytes);
    await embeddedState(state).backup(file);
    await stateAt(url).restore(file, { moved: true });
    rmSync(file);
    await server.settle();
    for (let round = 0; round < rounds; round++)
      all.push({ embedded: loading('embedded', state), postgres: loading('postgres', url) });
  });
  const times = (kind: 'embedded' | 'postgres', figure: 'ms' | 'pauseMs') => all.map((pair) => pair[kind][figure]);
  const row = (measure: string, figure: 'ms' | 'pauseMs', must: string): Row => ({
    measure: `${measure}, ${megabytes} MB`,
    floor: `${spread(times('embedded', figure))} ms (embedded, same rows)`,
    ours: `${spread(times('postgres', figure))} ms`,
    ratio: `${median(all.map(({ postgres, embedded }) => postgres[figure] / embedded[figure])).toFixed(2)}x`,
    must,
  });
  return [
    row('load, from nothing to acting', 'ms', '<= 3x'),
    row('longest stop of the event loop while it loads', 'pauseMs', '<= 100 ms'),
  ];
}

/** Memory of one that acts, and of one that follows it, after a forced collection: when both are ready, and after many commits. */
export async function memoryRows(url: string): Promise<Row[]> {
  const acting = await startReplica(url, 'acts');
  const follower = await startReplica(url, 'follows');
  const before = { acting: await acting.memory(), follower: await follower.memory() };
  const began = performance.now();
  await acting.commit(dayOfChanges);
  const seconds = (performance.now() - began) / 1e3;
  const after = { acting: await acting.memory(), follower: await follower.memory() };
  await follower.stop();
  await acting.stop();
  const said = ({ heap, resident }: { heap: number; resident: number }) =>
    `heap ${heap.toFixed(0)} MB, resident ${resident.toFixed(0)} MB`;
  return [
    {
      measure: `memory of a follower, ${megabytes} MB`,
      floor: `${said(before.acting)} (acts)`,
      ours: said(before.follower),
      ratio: `heap ${(before.follower.heap / before.acting.heap).toFixed(2)}x, resident ${(before.follower.resident / before.acting.resident).toFixed(2)}x`,
      must: '<= 1.1x',
    },
    {
      measure: `memory of a follower after ${dayOfChanges} changes followed within ${seconds.toFixed(0)} s`,
      floor: `${said(before.follower)} (before)`,
      ours: `${said(after.follower)}; who acts: ${said(after.acting)}`,
      ratio: `heap ${(after.follower.heap / before.follower.heap).toFixed(2)}x`,
      must: 'no growth',
    },
  ];
}
