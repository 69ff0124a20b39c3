/** Issue 14's table: what it costs to take what senders send, beside a bare server and Debian's Alertmanager, in one run. */
import { alertmanagerVersion } from './alerts/alertmanager.ts';
import { ours } from './alerts/ours.ts';
import { quietRow } from './alerts/rate-rows.ts';
import { startSlack } from './alerts/slack-control.ts';
import { table } from './figures.ts';
import { intakeRow } from './senders/intake.ts';
import { signedRows } from './senders/signed.ts';

export async function sendersTable(): Promise<string> {
  const version = alertmanagerVersion();
  const slack = await startSlack();
  try {
    const rows = await signedRows(slack, [1, 16]);
    for (const senders of [1, 8]) rows.push(await intakeRow(slack, senders, version !== null));
    rows.push(await quietRow({ theirs: null, ours: ours(slack.url) }, slack));
    const them = version
      ? `Alertmanager ${version}`
      : 'Alertmanager (to compare: apt-get install prometheus-alertmanager)';
    return table(rows, { measure: 'measure', floor: `bare server, or ${them}` });
  } finally {
    await slack.stop();
  }
}
