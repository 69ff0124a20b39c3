import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetMarks } from '../../../src/delivery/forget-marks.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { cardReply, formReply, type StubBot, stubBot } from '../../support/stub-bot.ts';
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
  const marks = await store.read((reader) => reader.list('seen'));
  expect(marks.map(({ by }) => by)).toEqual([person.identity, person.identity]);
  const again = await restart();
  const same = {
    authorization: `Bearer ${await run.teams.token({ expiresIn: 2 * 3_600 })}`,
    'content-type': 'application/json',
  };
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

it('greets once where it was installed, and notes by whom', async () => {
  const bob = run.person(member(2, 'Bob'));
  const installs = (of: TeamsPerson) => of.send(of.activity({ type: 'installationUpdate', action: 'add', id: '10' }));
  for (const of of [person, person, bob]) expect((await installs(of)).status).toBe(200);
  await run.platform.stop();
  expect([person, bob].map(({ here }) => run.teams.messages(here.id).length)).toEqual([1, 1]);
  const marks = await store.read((reader) => reader.list('seen'));
  expect(marks.map(({ by }) => by)).toEqual([person.identity, bob.identity]);
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

describe('stores nothing', () => {
  const marks = () => store.read((reader) => reader.list('seen'));
  const card = (more: object): Reply => Object.assign(cardReply('Answer'), more);
  const invoked = (button: string, id: string) =>
    person.activity({
      type: 'invoke',
      name: 'adaptiveCard/action',
      id,
      value: { action: { data: { action: button } } },
    });

  it.each([
    ['what is refused', 'contact.confirm', card({ refused: true })],
    ['what only reads', 'contact.show', card({})],
    ['a form that opens', 'contact.update', formReply()],
  ])('for %s, and gives a repeat its answer all the same', async (_what, button, reply) => {
    bot = stubBot(() => reply);
    await run.close();
    run = await runTeams(bot, { options: { store, now: () => now } });
    person = run.person(ada);
    const first = await person.send(invoked(button, '1'));
    const again = await person.send(invoked(button, '1'));
    expect(again.body).toEqual(first.body);
    expect(bot.done).toHaveLength(1);
    expect(await marks()).toEqual([]);
  });

  it('for a message that is refused or only reads', async () => {
    bot = stubBot((done) => card(done.kind === 'command' && done.words === 'confirm' ? { refused: true } : {}));
    await run.close();
    run = await runTeams(bot, { options: { store, now: () => now } });
    person = run.person(ada);
    for (const text of ['confirm', 'show', 'what is a security contact?'])
      await person.send(person.activity({ type: 'message', text, id: text }));
    expect(bot.done).toHaveLength(3);
    expect(await marks()).toEqual([]);
  });

  it('for a button that the bot does not know how to read', async () => {
    await person.send(person.activity({ type: 'invoke', name: 'adaptiveCard/action', id: '2', value: {} }));
    await person.send(person.activity({ type: 'invoke', name: 'something/else', id: '3', value: {} }));
    expect(await marks()).toEqual([]);
  });
});

it('keeps the newest hundred marks of a person, and their newest ten answers, beside those of others', async () => {
  const marks = () => store.read((reader) => reader.list('seen'));
  const bob = run.person(member(2, 'Bob'));
  await bob.send({
    ...pressed('bob'),
    ...bob.activity({}),
    ...{ type: 'invoke', name: 'adaptiveCard/action', id: 'bob' },
  });
  for (let n = 0; n < 105; n++) {
    now = new Date(Date.parse(now) + 10).toISOString();
    await person.send(pressed(`n${n}`));
  }
  const own = (await marks()).filter(({ id }) => !id.endsWith('bob'));
  expect(own).toHaveLength(100);
  expect(own.filter(({ outcome }) => outcome !== null)).toHaveLength(10);
  expect(own.some(({ id }) => id.endsWith('/n4'))).toBe(false);
  expect((await person.send(pressed('n104'))).body.value.body[0].text).toBe('Answer 106');
});

it('forgets at once all marks that are due, however many they are', async () => {
  await store.change(async (tx) => {
    for (let n = 0; n < 1_001; n++) await tx.put('seen', { id: `act:${n}`, at: now, outcome: null });
    await tx.put('seen', { id: 'act:new', at: '2026-11-25T11:00:00.000Z', outcome: null });
  });
  await forgetMarks({ store, clock: { now: () => '2026-11-25T11:00:00.001Z' } });
  expect((await store.read((reader) => reader.list('seen'))).map(({ id }) => id)).toEqual(['act:new']);
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
