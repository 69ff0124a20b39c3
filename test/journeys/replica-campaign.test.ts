import { beforeEach, expect, it } from 'vitest';
import { drives } from '../support/programs.ts';
import { machineDate } from '../support/time.ts';
import { replicaCampaign } from './replica-campaign.ts';

/** Ten faults in `npm run test:long`; `FAULTS=300 SEED=7 npm test -- test/journeys/replica-campaign.test.ts` is the whole campaign. */
const faults = Number(process.env.FAULTS ?? (process.env.LONG ? 10 : 0));
const seed = Number(process.env.SEED ?? 1);

// The database goes by the machine's clock, and so do all replicas.
beforeEach(() => machineDate());

const runs = faults > 0 && drives('postgresql');
it.runIf(runs)(
  `${faults} faults of three replicas and their database while both platforms misbehave (seed ${seed}): nothing is lost, and every repeat says so`,
  {
    timeout: 480_000 + faults * 60_000,
  },
  async () => {
    const table = await replicaCampaign({ faults, seed });
    process.stdout.write(`${JSON.stringify(table)}\n`);
    expect(table.accepted).toBeGreaterThan(faults / 2);
    const right = { lost: 0, unmarked: 0 };
    for (const { posts, faults, unmarked, ...counted } of [table.slack, table.teams]) {
      expect(faults > 0 && posts > faults / 2).toBe(true);
      expect(counted).toMatchObject({ lost: 0, lines: right, offers: right });
    }
    expect(table.slack.unmarked + table.teams.unmarked).toBe(table.doublesByThose.length);
    expect(table.slack.marked).toBe(0);
    expect(table.leastGap[0]).toBeGreaterThan(900);
    // Of cards that were tried once: one that failed is passed by new ones, as `src/domain/delivery/queue-order.ts` has it.
    const none = { doubles: [], stale: [], misdeeds: [], miscounted: [], disorder: [], overlaps: [] };
    expect(table).toMatchObject({ ...none, trail: 'whole' });
  },
);
