/**
 * A bot that is killed over and over while its receiver fails: no event is lost, each has one id, and those of an alert come in order.
 * KILLS says how often, twice where it does not; SEED repeats a run.
 */
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { bot, folder } from '../adapters/process/child.ts';
import { alert, post, secret } from '../support/sender.ts';
import { fakeSlack } from '../support/slack.ts';
import { commandBody, deliver } from '../support/slack-wire.ts';
import { diceOf } from '../year/dice.ts';

const kills = Number(process.env.KILLS ?? 2);
const seed = Number(process.env.SEED ?? 1);
const signingSecret = 'a-signing-secret-of-a-test';

/** An event that the receiver took in, be it that it said so or not. */
interface Taken {
  id: string;
  event: string;
  subject: string;
  title: string;
  isAnswered: boolean;
}

/** A receiver that fails two times in three, as long as its `faults` last: refuses for now, breaks off, or takes the event and does not say so. */
async function badReceiver(dice: () => number) {
  const taken: Taken[] = [];
  const state = { faults: Number.POSITIVE_INFINITY };
  const take = (request: IncomingMessage, body: string, isAnswered: boolean) => {
    const { event, subject, title } = JSON.parse(body);
    taken.push({ id: String(request.headers['webhook-id']), event, subject, title, isAnswered });
  };
  const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
    const fault = state.faults-- > 0 ? Math.floor(dice() * 9) : 9;
    if (fault === 0) return response.writeHead(503).end();
    if (fault === 1) return response.writeHead(429, { 'retry-after': '1' }).end();
    if (fault === 2) return request.destroy();
    if (fault > 5) {
      take(request, body, true);
      return response.end('{}');
    }
    // It took the event, and nobody learns of it.
    take(request, body, false);
    return fault === 3 ? response.writeHead(500).end() : request.destroy();
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => void answer(request, response, body));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/in`, taken, state };
}

it(`${kills} times kill -9 while a receiver fails (seed ${seed})`, { timeout: 120_000 + kills * 6_000 }, async () => {
  const dice = diceOf(seed).roll;
  const slack = await fakeSlack();
  onTestFinished(() => slack.stop());
  slack.addUser('U1ADA', {});
  const to = await badReceiver(dice);
  const file = join(folder(), 'receivers.json');
  const desk = { name: 'desk', format: 'json', url: to.url, private: true, events: ['alert.*'] };
  writeFileSync(file, JSON.stringify({ version: 1, receivers: [desk] }));
  const settings = {
    ...{ STATE_DIR: folder(), HOST: '127.0.0.1', NODE_ENV: 'production', ADMINS: 'slack:T0HOME/U1ADA' },
    ...{ SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slack.apiUrl },
    ...{ ALERT_WEBHOOK_SECRET: secret, RECEIVERS: file, STORM_LIMIT: '100000' },
  };
  const accepted = new Set<string>();
  const acknowledged = new Set<number>();
  let sent = 0;
  let number = 0;
  for (let round = 0; round < kills; round++) {
    const { url, child, ended } = await bot(settings);
    const send = async () => {
      const displayName = `alert of a test ${++sent}`;
      const { status } = await post(url, [alert({ id: String(sent), displayName, severity: 'low' })]);
      if (status === 202) accepted.add(displayName);
      number += 1;
    };
    const acknowledge = async () => {
      const of = Math.max(1, number - Math.floor(dice() * 3));
      const words = commandBody({
        ...{ text: `ack ${of}`, team_id: 'T0HOME', user_id: 'U1ADA', channel_id: 'C0X', trigger_id: `${sent}.2.x` },
      });
      const { text } = await deliver({ url: `${url}/slack/events`, signingSecret }, words);
      if (/You acknowledged/.test(text)) acknowledged.add(of);
    };
    for (let steps = 2 + Math.floor(dice() * 12); steps > 0; steps--) await (dice() < 0.6 ? send() : acknowledge());
    // One more is under way when it dies.
    const last = [send(), acknowledge()].map((one) => one.catch(() => {}));
    child.kill('SIGKILL');
    await Promise.all([ended, ...last]);
  }
  to.state.faults = 12;
  const { child, ended } = await bot(settings);
  const got = (title: string) => to.taken.some((one) => one.title === title && one.event === 'alert.accepted');
  await vi.waitFor(() => expect([...accepted].filter((title) => !got(title))).toEqual([]), { timeout: 100_000 });
  const acks = () =>
    new Set(to.taken.flatMap(({ event, subject }) => (event === 'alert.acknowledged' ? [subject] : [])));
  const missing = () => [...acknowledged].map((one) => `alerts/${one}`).filter((subject) => !acks().has(subject));
  await vi.waitFor(() => expect(missing()).toEqual([]), { timeout: 100_000 });
  child.kill('SIGTERM');
  await ended;

  const idsOf = Map.groupBy(to.taken, ({ subject, event }) => `${subject} ${event}`);
  const doubled = [...idsOf].filter(([, all]) => new Set(all.map(({ id }) => id)).size > 1);
  expect(doubled).toEqual([]);
  const early = [...Map.groupBy(to.taken, ({ subject }) => subject)].filter(
    ([, all]) => all[0]?.event !== 'alert.accepted',
  );
  expect(early).toEqual([]);
  const counts = { kills, accepted: accepted.size, acknowledged: acknowledged.size, taken: to.taken.length };
  console.log(JSON.stringify({ ...counts, events: idsOf.size, repeats: to.taken.length - idsOf.size }));
  expect(accepted.size).toBeGreaterThan(kills);
  expect(acknowledged.size).toBeGreaterThan(0);
});
