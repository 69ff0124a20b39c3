import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { alert, post, secret } from '../../support/sender.ts';
import { fakeSlack } from '../../support/slack.ts';
import { commandBody, deliver } from '../../support/slack-wire.ts';
import { elapsed } from '../../support/time.ts';
import { bot, folder, patient } from './child.ts';

const signingSecret = 'a-signing-secret-of-a-test';

/** The bot as its own process, on a made-up Slack, with eight admins who each get every alert. */
async function onSlack() {
  const slack = await fakeSlack();
  onTestFinished(() => slack.stop());
  const admins = Array.from({ length: 8 }, (_, number) => `U1ADMIN${number}`);
  for (const user of admins) slack.addUser(user, {});
  slack.addUser('U2BOB', {});
  const settings = {
    STATE_DIR: folder(),
    HOST: '127.0.0.1',
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.apiUrl,
    ALERT_WEBHOOK_SECRET: secret,
    ADMINS: admins.map((user) => `slack:T0HOME/${user}`).join(),
  };
  const running = await bot(settings);
  await vi.waitFor(async () => expect((await fetch(`${running.url}/readyz`)).status).toBe(200), patient);
  const door = { url: `${running.url}/slack/events`, signingSecret };
  const tenant = '99999999-9999-4999-8999-999999999999';
  return {
    ...running,
    slack,
    settings,
    posts: () => slack.called('chat.postMessage').length,
    says: () =>
      deliver(
        door,
        commandBody({ text: 'help', team_id: 'T0HOME', user_id: 'U2BOB', channel_id: 'C0X', trigger_id: '1.2.x' }),
      ),
    sends: (count: number) =>
      post(
        running.url,
        Array.from({ length: count }, () => alert({ partnerTenantId: tenant })),
      ),
    told: () => vi.waitFor(() => expect(running.said.out).toContain('"stopping"'), patient),
  };
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s answers what is under way, frees the state and ends with 0',
  async (signal) => {
    const { slack, child, ended, says, told, settings } = await onSlack();
    slack.fail('users.info', { kind: 'slow', ms: 700 }, { always: true });
    const answer = says();
    await vi.waitUntil(() => slack.asked('users.info', { user: 'U2BOB' }), patient);
    child.kill(signal);
    await told();
    expect([(await answer).status, (await answer).headers.get('connection')]).toEqual([200, 'close']);
    expect((await ended).code).toBe(0);
    await bot(settings);
  },
);

it('SIGTERM posts nothing more, and waits neither for the pace nor for a stranger who holds half a request', async () => {
  const { slack, child, ended, port, posts, sends, says, told } = await onSlack();
  // The queues take turns, so that one of them is due at any time.
  for (let ms = 0; ms < 1_000; ms += 125) slack.fail('chat.postMessage', { kind: 'slow', ms });
  expect((await sends(15)).status).toBe(202);
  await vi.waitFor(() => expect(posts()).toBeGreaterThan(8), patient);
  slack.fail('users.info', { kind: 'slow', ms: 900 }, { always: true });
  const answer = says();
  const signed = 'webhook-id: x\r\nwebhook-timestamp: 1\r\nwebhook-signature: v1,x\r\ncontent-type: application/json';
  const stranger = connect(port, '127.0.0.1')
    .on('error', () => {})
    .resume();
  const gone = once(stranger, 'close');
  stranger.write(`POST /webhooks/alerts HTTP/1.1\r\nhost: bot\r\n${signed}\r\ncontent-length: 100\r\n\r\n{`);
  const another = connect(port, '127.0.0.1').on('error', () => {});
  another.write('POST /webhooks/alerts HTTP/1.1\r\n');
  await vi.waitUntil(() => slack.asked('users.info', { user: 'U2BOB' }), patient);
  const at = elapsed();
  child.kill('SIGTERM');
  await told();
  const before = posts();
  expect((await answer).status).toBe(200);
  expect((await ended).code).toBe(0);
  await gone;
  expect(elapsed() - at).toBeLessThan(3_000);
  // Calls that were under way, at most: eight queues are due in each second.
  expect(posts() - before).toBeLessThanOrEqual(2);
});

it('a second signal ends at once what takes its time', async () => {
  const { slack, child, ended, posts, sends, told } = await onSlack();
  slack.fail('chat.postMessage', { kind: 'hang' }, { always: true });
  await sends(1);
  await vi.waitUntil(() => slack.asked('chat.postMessage'), patient);
  child.kill('SIGTERM');
  await told();
  const again = setInterval(() => child.kill('SIGTERM'), 100);
  expect((await ended).code).toBe(1);
  clearInterval(again);
  expect(posts()).toBe(0);
});
