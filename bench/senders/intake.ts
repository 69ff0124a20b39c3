/**
 * How many alerts are taken in a second: ours by Alertmanager's own webhook bodies, and Alertmanager's by its API, both a hundred a
 * request. Ours is on disk before it answers; Alertmanager's is in memory.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { alertmanager, toSlack, toWebhook } from '../alerts/alertmanager.ts';
import { type Rate, rate } from '../alerts/rate.ts';
import { rates } from '../alerts/rate-rows.ts';
import type { Side } from '../alerts/side.ts';
import type { Slack } from '../alerts/slack-control.ts';
import { median, type Row } from '../figures.ts';
import { byAlertmanager } from './source.ts';

const rounds = 5;
const count = 10_000;

/** What Alertmanager does meanwhile. The receivers answer 200 at once. */
interface Opponent {
  what: string;
  side: Side;
  /** Its `group_wait`. */
  wait: string;
}

export async function intakeRow(slack: Slack, senders: number, installed: boolean): Promise<Row> {
  const hook = `${slack.url}/hook/A0`;
  const every = alertmanager(toWebhook(hook, '...'));
  const opponents: readonly Opponent[] = [
    { what: 'while it posts each to Slack, as ours does', side: alertmanager(toSlack(slack.url)), wait: '0s' },
    { what: 'while it posts each to one webhook', side: every, wait: '0s' },
    { what: 'while it posts groups of 100 to one webhook', side: alertmanager(toWebhook(hook, 'batch')), wait: '0s' },
    { what: 'idle', side: every, wait: '1h' },
  ];
  const them = (installed ? opponents : []).map((one) => ({ ...one, all: [] as Rate[] }));
  const us: Rate[] = [];
  const ours = byAlertmanager(slack.url);
  const one = async (side: Side, wait?: string) => {
    await slack.reset();
    await pause(500);
    return rate(side, count, 100, senders, wait);
  };
  for (let round = 0; round < rounds; round++) {
    for (const { side, wait, all } of them) all.push(await one(side, wait));
    us.push(await one(ours));
  }
  const ratio = (all: readonly Rate[]) =>
    median(us.map(({ perSecond }, n) => perSecond / (all[n]?.perSecond ?? Number.NaN)));
  return {
    measure: `accepted alerts/s by bearer through \`alertmanager\`, groups of 100, ${senders} sender${senders === 1 ? '' : 's'}`,
    floor: them.map(({ what, all }) => `${rates(all)} ${what}`).join('; ') || '-',
    ours: `${rates(us)}, CPU ${median(us.map(({ micros }) => micros)).toFixed(0)} µs each`,
    ratio: them.map(({ all }) => `${ratio(all).toFixed(1)}x`).join('; ') || '-',
    must: '>= 4x while it delivers; the rest stated',
  };
}
