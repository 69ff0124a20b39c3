/** Issue 3's table: the bot as a whole process beside Debian's Alertmanager, against one made-up Slack, in one run. */
import { alertmanager, alertmanagerVersion, toSlack } from './alerts/alertmanager.ts';
import { faultRows } from './alerts/fault-rows.ts';
import { ours } from './alerts/ours.ts';
import { rateRows } from './alerts/rate-rows.ts';
import type { Sides } from './alerts/side.ts';
import { startSlack } from './alerts/slack-control.ts';
import { storedRow } from './alerts/stored.ts';
import { table } from './figures.ts';

export async function alertsTable(): Promise<string> {
  const version = alertmanagerVersion();
  const slack = await startSlack();
  try {
    const sides: Sides = { theirs: version ? alertmanager(toSlack(slack.url)) : null, ours: ours(slack.url) };
    const rows = [...(await faultRows(sides, slack)), ...(await rateRows(sides, slack)), await storedRow(slack)];
    const them = version
      ? `Alertmanager ${version}`
      : 'Alertmanager (ours alone; to compare: apt-get install prometheus-alertmanager)';
    return table(rows, { floor: them, measure: 'case' });
  } finally {
    await slack.stop();
  }
}
