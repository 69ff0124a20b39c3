/** Issue 28's table: the store on PostgreSQL, and replicas, beside the embedded store and a bare database, in one run. */
import { startSlack } from './alerts/slack-control.ts';
import { table } from './figures.ts';
import { loadRows, memoryRows } from './postgres/big-rows.ts';
import { rateRows } from './postgres/rate-rows.ts';
import { handOverRows, quietRows } from './postgres/replica-rows.ts';
import { startServer } from './postgres/server.ts';

export async function postgresTable(): Promise<string> {
  const server = await startServer();
  const slack = await startSlack();
  try {
    const { rows, bareMs } = await rateRows(server);
    const bigUrl = server.newUrl();
    rows.push(...(await quietRows(server, slack, bareMs)));
    rows.push(...(await loadRows(server, bigUrl)), ...(await memoryRows(bigUrl)));
    rows.push(...(await handOverRows(server, slack, bigUrl)));
    const cut = 'CUTS=1000 npx vitest run test/adapters/store/postgres/lost-answers.test.ts';
    const campaign = 'FAULTS=300 npx vitest run test/journeys/replica-campaign.test.ts';
    const lines = [`PostgreSQL ${server.version}, on the same machine.`, `1,000 connections cut: \`${cut}\`.`];
    return [table(rows), '', ...lines, `The campaign: \`${campaign}\`.`].join('\n');
  } finally {
    await slack.stop();
    await server.end();
  }
}
