/** Measures of the embedded store, each beside its floor in the same run: `npx node bench/store.ts`. About a minute. */
import { appending, looking } from './store/archive.ts';
import { growth } from './store/growth.ts';
import { pause } from './store/pause.ts';
import { restarts } from './store/restart.ts';
import { sizes } from './store/size.ts';
import { throughput } from './store/throughput.ts';

/** All measures as a Markdown table. */
export async function storeTable(): Promise<string> {
  const rows = [
    ...(await throughput()),
    ...(await growth()),
    await pause(10_000, '<= 50 ms'),
    await pause(100_000, 'stated'),
    ...(await restarts()),
    ...(await sizes(600)),
    await appending(),
    await looking(),
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

if (import.meta.main) console.log(await storeTable());
