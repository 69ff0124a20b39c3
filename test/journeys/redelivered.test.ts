import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { commandBody, deliver, deliverEvent } from '../support/slack-wire.ts';
import { text } from '../support/text.ts';
import { now } from '../support/time.ts';
import { isNotice } from './on-teams.ts';
import { contosoId, contosoStage, type Stage } from './stage.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

const confirmations = async () => (await on.record()).history.filter(({ deed }) => deed === 'contact.confirmed').length;
const saves = async () => (await on.record()).history.filter(({ deed }) => deed === 'contact.updated').length;

it('a Slack event that comes again acts once and is answered once, also after a restart', async () => {
  const ada = on.admin('slack', 'Ada');
  const { slack, door } = on.wires;
  const user = ada.identity.replace(/^.*\//, '');
  slack.addChannel(`D${user}`, { is_im: true, members: [user, slack.bot.user] });
  const event = { type: 'message', channel_type: 'im', channel: `D${user}`, user, text: 'confirm', ts: '1.1' };
  const again = (retry?: number) =>
    deliverEvent(door, event, { id: 'Ev1', team: slack.team, ...(retry ? { retry } : {}) });
  // Without metadata: the notice of the import comes when it comes.
  const answers = () => slack.messages.filter(({ channel, metadata }) => channel === `D${user}` && !metadata);

  expect(await Promise.all([again(), again(1)])).toMatchObject([{ status: 200 }, { status: 200 }]);
  await vi.waitFor(() => expect(answers()).toHaveLength(1));
  expect((await again(2)).status).toBe(200);
  await on.restarts();
  expect((await again(3)).status).toBe(200);
  await on.platform('slack').stop();
  expect([await confirmations(), answers().length]).toEqual([1, 1]);
  expect(ada.reads()).toContain('you confirmed this contact');
});

it('a signed Slack request that comes a second time is refused', async () => {
  const { slack, door } = on.wires;
  const user_id = on.admin('slack', 'Ada').identity.replace(/^.*\//, '');
  const body = commandBody({ text: 'confirm', team_id: slack.team, user_id, channel_id: 'C0GENERAL', trigger_id: 't' });
  const timestamp = Math.floor(now() / 1000);
  const [first, second] = [await deliver(door, body, { timestamp }), await deliver(door, body, { timestamp })];
  expect([first.status, second.status, await confirmations()]).toEqual([200, 401, 1]);
});

it('a Teams message that comes again acts once and is answered once, also after a restart', async () => {
  const ada = on.admin('teams', 'Ada');
  const raw = on.teams.raw(ada);
  const activity = raw.activity({ type: 'message', text: 'confirm', textFormat: 'plain' });
  await Promise.all([raw.send(activity), raw.send(activity)]);
  await raw.send(activity);
  await on.restarts();
  expect((await raw.send(activity)).status).toBe(200);
  await on.platform('teams').stop();
  const answers = on.wires.teams.messages(raw.here.id).filter((one) => !isNotice(one));
  expect([await confirmations(), answers.length]).toEqual([1, 1]);
});

it('a Teams button that comes again gets the same answer, also after a restart', async () => {
  const ada = on.admin('teams', 'Ada');
  const raw = on.teams.raw(ada);
  const data = { action: 'contact.confirm', value: contosoId };
  const value = { action: { type: 'Action.Execute', verb: 'contact.confirm', data } };
  const press = raw.activity({ type: 'invoke', name: 'adaptiveCard/action', value });
  const [first, second] = await Promise.all([raw.send(press), raw.send(press)]);
  await on.restarts();
  const third = await raw.send(press);
  expect(text(first.body)).toContain('you confirmed this contact');
  expect([second.body, third.body, await confirmations()]).toEqual([first.body, first.body, 1]);
});

it('a Teams form that is sent again saves once and gets the same answer', async () => {
  const ada = on.admin('teams', 'Ada');
  const raw = on.teams.raw(ada);
  await ada.opens('update');
  const { sent, body } = await raw.press('contact.update', { email: 'new@contoso.example' });
  expect(text(body)).toContain('new@contoso.example');
  expect((await raw.send(sent)).body).toEqual(body);
  await on.restarts();
  expect((await raw.send(sent)).body).toEqual(body);
  expect(await saves()).toBe(1);
});
