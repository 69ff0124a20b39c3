import { expect, it } from 'vitest';
import { killCampaign } from './kill-campaign.ts';

/** Two kills in `npm test`, six in `npm run test:long`; `KILLS=300 SEED=7 npm test -- test/journeys/kill-campaign.test.ts` is the whole campaign. */
const kills = Number(process.env.KILLS ?? (process.env.LONG ? 6 : 2));
const seed = Number(process.env.SEED ?? 1);

it(`${kills} times kill -9 while both platforms misbehave (seed ${seed}): nothing is lost, and every repeat says so`, {
  timeout: 480_000 + kills * 60_000,
}, async () => {
  const table = await killCampaign({ kills, seed });
  process.stdout.write(`${JSON.stringify(table)}\n`);
  expect(table.accepted).toBeGreaterThan(kills / 2);
  expect(table.notes + table.handOvers + table.repeats).toBeGreaterThan(kills / 4);
  const right = { lost: 0, unmarked: 0 };
  for (const { posts, faults, ...counted } of [table.slack, table.teams]) {
    expect(faults > 0 && posts > faults / 2).toBe(true);
    expect(counted).toMatchObject({ ...right, lines: right, offers: right });
  }
  expect(table).toMatchObject({ stale: [], misdeeds: [], miscounted: [], unseen: [], early: [], unreminded: [] });
});
