/** A platform's call that `mayCall` stops: nothing arrives there, and the bot knows it. */
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { guardedFetch, type Outgoing } from '../../../adapters/http/outgoing.ts';
import { createGraph } from '../../../adapters/microsoft/api/graph.ts';
import { createResponder } from '../../../adapters/slack/api/client.ts';
import { putFile } from '../../../adapters/teams/api/files.ts';
import { card } from '../../../src/view/view.ts';
import { cardReply, stubBot } from '../../support/stub-bot.ts';
import { alone, member, runTeams, toChannel } from '../../support/teams-run.ts';
import { bySecret, clientSecret, microsoftApi, personPath, tenantWith } from '../microsoft/api/microsoft-api.ts';
import { rig, shows } from '../slack/rig.ts';

let acts: boolean;
const mayCall = () => {
  if (!acts) throw new Error('the lease has ended');
};
const outgoing: Outgoing = { mayCall, fetch: guardedFetch(mayCall) };
beforeEach(() => {
  acts = true;
});

const alert = card('High alert', 'A high alert came in.');
const stopped = { kind: 'unreachable', maybeDone: false };

it('Slack: posts, edits, questions, and what is sent to a response_url', async () => {
  const on = await rig({ outgoing });
  onTestFinished(() => on.stop());
  const { chat } = on.platform;
  const to = { kind: 'channel', channel: { platform: 'slack', address: 'C0GENERAL' } } as const;
  const posted = await chat.post(to, alert, alone);
  const before = on.slack.calls.length;
  acts = false;
  for (const call of [
    () => chat.post(to, alert, { ...alone, deliveryId: 'd2' }),
    () => chat.update(posted, card('Taken', 'Ada took it.')),
  ])
    await expect(call()).rejects.toMatchObject(stopped);
  const respond = createResponder(on.slack.apiUrl, outgoing.fetch);
  await expect(respond(`${on.slack.apiUrl}response`, { text: 'late' })).rejects.toMatchObject({
    cause: { code: 'ERR_CALL_STOPPED' },
  });
  expect(on.slack.calls.slice(before)).toEqual([]);
  acts = true;
  await chat.update(posted, card('Taken', 'Ada took it.'));
});

it('Slack: an envelope is not acknowledged, so that Slack sends it to whoever acts', async () => {
  const on = await rig({ outgoing, socket: { ackMs: 300 } });
  onTestFinished(() => on.stop());
  on.answers(() => {
    acts = false;
    return shows('Hello');
  });
  void on
    .person('U1ADA')
    .command('')
    .catch(() => {});
  await vi.waitFor(() =>
    expect(on.log.lines).toContainEqual(expect.objectContaining({ message: 'Slack envelope failed' })),
  );
});

it('Teams: posts, edits and files', async () => {
  const ada = member(1, 'Ada');
  const run = await runTeams(
    stubBot(() => cardReply('Hello')),
    { options: { outgoing } },
  );
  onTestFinished(() => run.close());
  const { chat } = run.platform;
  const channel = run.channel([ada]);
  await run.inside(ada, channel).says('hello');
  await vi.waitFor(async () => expect((await chat.knownChannels())[0]?.name).toBe('Operations › Alerts'));
  const posted = await chat.post(toChannel(channel.id), alert, alone);
  const before = run.teams.requests.length;
  acts = false;
  for (const call of [() => chat.post(toChannel(channel.id), alert, alone), () => chat.update(posted, alert)])
    await expect(call()).rejects.toMatchObject(stopped);
  const file = { name: 'report', type: 'text/csv', content: 'a,b' };
  await expect(putFile(`${run.teams.serviceUrl}upload`, file, outgoing.fetch)).rejects.toMatchObject({
    kind: 'unreachable',
  });
  expect(run.teams.requests.slice(before)).toEqual([]);
  acts = true;
  await chat.update(posted, alert);
});

it('Microsoft: tokens and changes', async () => {
  const api = await microsoftApi();
  onTestFinished(() => api.stop());
  const client = () =>
    createGraph(
      tenantWith(bySecret(clientSecret)),
      { login: api.entra.login, api: api.graph.api },
      { ...api.world, fetch: outgoing.fetch },
    );
  const [signedIn, other] = [client(), client()];
  await signedIn.request('roles', 'GET', personPath);
  const before = [api.graph.requests.length, api.entra.tokens.asked.length];
  acts = false;
  for (const graph of [signedIn, other])
    await expect(graph.request('roles', 'PATCH', personPath, { body: {} })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'network',
    });
  expect([api.graph.requests.length, api.entra.tokens.asked.length]).toEqual(before);
});
