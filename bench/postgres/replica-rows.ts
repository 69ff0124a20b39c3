import { ours } from '../alerts/ours.ts';
import { quiet } from '../alerts/quiet.ts';
import type { Side } from '../alerts/side.ts';
import type { Slack } from '../alerts/slack-control.ts';
import { median, type Row, spread } from '../figures.ts';
import { megabytes } from './big-rows.ts';
import { onDatabase, seedDatabase, throughFollower } from './bots.ts';
import { type HandOvers, handOvers } from './hand-over.ts';
import type { Server } from './server.ts';

const quietAlerts = 150;

async function seededUrl(server: Server): Promise<string> {
  const url = server.newUrl();
  await seedDatabase(url);
  return url;
}

async function postMs(side: Side, slack: Slack): Promise<number> {
  await slack.reset();
  return median((await quiet(side, slack, quietAlerts)).post);
}

/** From a POST to the platform's request, while little goes on. `bareMs` is what a row and its commit take. */
export async function quietRows(server: Server, slack: Slack, bareMs: number): Promise<Row[]> {
  const [one, other] = [await seededUrl(server), await seededUrl(server)];
  const embedded = await postMs(ours(slack.url), slack);
  const acting = await postMs(onDatabase(slack.url, one), slack);
  const through = await postMs(throughFollower(onDatabase(slack.url, other)), slack);
  const row = (measure: string, floor: number, of: string, ms: number, may: number): Row => ({
    measure: `quiet: POST to the platform's request, p50, ${measure}`,
    floor: `${floor.toFixed(2)} ms (${of})`,
    ours: `${ms.toFixed(2)} ms`,
    ratio: `+ ${(ms - floor).toFixed(2)} ms`,
    must: `<= + ${may.toFixed(2)} ms`,
  });
  return [
    row('asked is who acts', embedded, 'embedded', acting, bareMs + 1),
    row('asked is one that follows', acting, 'who acts', through, 2),
  ];
}

/** One replica ends, and the next one acts; `bigUrl` names a database with a large state. */
export async function handOverRows(server: Server, slack: Slack, bigUrl: string): Promise<Row[]> {
  const small = onDatabase(slack.url, await seededUrl(server));
  const killed = await handOvers(small, slack, 'kill', 3);
  const stopped = await handOvers(small, slack, 'stop', 3);
  const big = await handOvers(onDatabase(slack.url, bigUrl), slack, 'kill', 2);
  const row = (measure: string, times: readonly number[], must: string, ratio = '-'): Row => ({
    ...{
      measure,
      floor: '-',
      ours: `${spread(
        times.map((ms) => ms / 1e3),
        2,
      )} s`,
      ratio,
      must,
    },
  });
  const refused = ({ refused }: HandOvers) => `${refused} requests refused`;
  return [
    row('kill -9 to the next one that acts, hardly a row', killed.acts, '<= 12 s'),
    row(`kill -9 to the next one that acts, ${megabytes} MB`, big.acts, '<= 12 s'),
    row('kill -9 to the next card on Slack', killed.card, '<= 20 s'),
    row('SIGTERM to the next one that acts', stopped.acts, '<= 2 s; none refused', refused(stopped)),
    row('SIGTERM to the next card on Slack', stopped.card, 'stated'),
  ];
}
