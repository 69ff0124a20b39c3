import { expect, it } from 'vitest';
import { socketCampaign } from './socket-campaign.ts';

/** A small one in `npm test`; in `npm run test:long`, or with `ENVELOPES=1000`, the whole campaign. */
const envelopes = Number(process.env.ENVELOPES ?? (process.env.LONG ? 1_000 : 80));
const [reconnects, kills] = [Math.ceil(envelopes / 20), Math.ceil(envelopes / 50)];
const seed = Number(process.env.SEED ?? 1);

it(`${envelopes} envelopes over a socket that breaks ${reconnects} times, and ${kills} times kill -9 (seed ${seed}): none acts twice, and none that was acknowledged is lost`, {
  timeout: 120_000 + kills * 30_000,
}, async () => {
  const table = await socketCampaign({ envelopes, reconnects, kills, seed });
  process.stdout.write(`${JSON.stringify(table)}\n`);
  expect(table.envelopes).toBeGreaterThanOrEqual(envelopes * 0.8);
  expect(table).toMatchObject({ lost: 0, twice: 0, faults: 0 });
});
