import { afterEach, beforeEach, expect, it } from 'vitest';
import { forgetMarks } from '../../../src/delivery/forget-marks.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { cardReply, type StubBot, stubBot } from '../../support/stub-bot.ts';
import type { TeamsPerson } from '../../support/teams-person.ts';
import { member, type Running, runTeams } from '../../support/teams-run.ts';

const ada = member(1, 'Ada');
let store = memoryStore();
let now = '2026-11-24T10:00:00.000Z';
let bot: StubBot;
let run: Running;
let person: TeamsPerson;

beforeEach(async () => {
  store = memoryStore();
  now = '2026-11-24T10:00:00.000Z';
  bot = stubBot(() => cardReply(`Answer ${bot.done.length}`, {}, true));
  run = await runTeams(bot, { options: { store, now: () => now } });
  person = run.person(ada);
});
afterEach(() => run.close());

const pressed = (id: string) =>
  person.activity({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id,
    value: {
      action: { type: 'Action.Execute', verb: 'contact.confirm', data: { action: 'contact.confirm', value: 't' } },
    },
  });
const said = (id: string) => person.activity({ type: 'message', text: 'confirm', id });

/** A new process on the same state. */
async function restart(): Promise<Running> {
  const { teams } = run;
  return runTeams(bot, { teams, options: { store, now: () => now } });
}

it('ignores a message that is delivered again, one after the other and at once', async () => {
  const answers = await Promise.all([person.send(said('1')), person.send(said('1'))]);
  answers.push(await person.send(said('1')));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(bot.done).toHaveLength(1);
  expect(run.teams.messages(person.here.id)).toHaveLength(1);
});

it('gives an invoke that is delivered again its answer again', async () => {
  const [first, second] = await Promise.all([person.send(pressed('2')), person.send(pressed('2'))]);
  const third = await person.send(pressed('2'));
  expect(first.body.value.body[0].text).toBe('Answer 1');
  expect([second.body, third.body]).toEqual([first.body, first.body]);
  expect(bot.done).toHaveLength(1);
});

it('knows both again after a restart', async () => {
  await person.send(said('3'));
  const first = await person.send(pressed('4'));
  const again = await restart();
  const same = { authorization: `Bearer ${await run.teams.token()}`, 'content-type': 'application/json' };
  const post = (body: object) => fetch(again.url, { method: 'POST', headers: same, body: JSON.stringify(body) });
  expect((await post(said('3'))).status).toBe(200);
  expect(await (await post(pressed('4'))).json()).toEqual(first.body);
  expect(bot.done).toHaveLength(2);
  await again.close();
});

it('tells messages of two conversations apart that have the same id', async () => {
  const bob = run.person(member(2, 'Bob'));
  await person.send(said('5'));
  await bob.send(bob.activity({ type: 'message', text: 'confirm', id: '5' }));
  expect(bot.done).toHaveLength(2);
  expect(new Set(bot.done.map(({ key }) => key)).size).toBe(2);
});

it('answers while the disk is full, and still acts once', async () => {
  store.diskFull(true);
  await person.send(said('6'));
  await person.send(said('6'));
  store.diskFull(false);
  expect(bot.done).toHaveLength(1);
  expect(run.teams.messages(person.here.id)).toHaveLength(1);
});

it('answers in private who has no chat with the bot yet, also while the disk is full', async () => {
  const bob = member(2, 'Bob');
  const own = run.person(bob).here.id;
  run.teams.targeted.state.refuse = { status: 403, code: 'BotNotInConversationRoster' };
  const channel = run.channel([ada, bob]);
  await run.inside(ada, channel).send(run.inside(ada, channel).activity({ type: 'message', text: 'show', id: '8' }));
  const before = run.teams.messages(channel.id).length;
  store.diskFull(true);
  const there = run.inside(bob, channel);
  await there.send(there.activity({ type: 'message', text: 'show', id: '9' }));
  store.diskFull(false);
  expect(run.teams.messages(own)).toHaveLength(1);
  expect(run.teams.messages(channel.id)).toHaveLength(before + 1);
});

it('keeps what it answered for ten minutes, and that it did for a day', async () => {
  const marks = () => store.read((reader) => reader.list('seen'));
  const first = await person.send(pressed('7'));
  now = '2026-11-24T10:10:00.000Z';
  await forgetMarks({ store, clock: { now: () => now } });
  expect((await person.send(pressed('7'))).body).toEqual(first.body);
  now = '2026-11-24T10:10:01.000Z';
  await forgetMarks({ store, clock: { now: () => now } });
  expect((await marks()).filter(({ outcome }) => outcome !== null)).toEqual([]);
  expect((await person.send(pressed('7'))).body).toEqual({});
  expect(bot.done).toHaveLength(1);
  now = '2026-11-25T11:00:01.000Z';
  await forgetMarks({ store, clock: { now: () => now } });
  expect(await marks()).toEqual([]);
});
