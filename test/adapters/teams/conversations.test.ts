import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { card } from '../../../src/view/view.ts';
import { cardReply, type StubBot, stubBot } from '../../support/stub-bot.ts';
import type { FakeConversation } from '../../support/teams-conversations.ts';
import type { TeamsPerson } from '../../support/teams-person.ts';
import { alone, member, otherTenant, type Running, runTeams, tenantId, toChannel } from '../../support/teams-run.ts';
import { appId } from '../../support/teams-tokens.ts';

const ada = member(1, 'Ada');
const team = '19:team@thread.tacv2';
let bot: StubBot;
let run: Running;
let channel: FakeConversation;
let person: TeamsPerson;

beforeEach(async () => {
  bot = stubBot(() => cardReply('Hello'));
  run = await runTeams(bot);
  channel = run.channel([ada]);
  run.channel([ada], { id: team, name: 'ignored: Teams does not say what the first channel is called' });
  person = run.inside(ada, channel);
});
afterEach(() => run.close());

const rows = () => run.options.store.read((reader) => reader.list('conversations'));
const channels = async () => (await run.platform.chat.knownChannels()).map(({ name }) => name).sort();
const event = (eventType: string, more: object = {}) =>
  person.send(
    person.activity({
      type: 'conversationUpdate',
      channelData: { tenant: { id: tenantId }, team: { id: team }, channel: { id: channel.id }, eventType },
      ...more,
    }),
  );

it('learns a team’s channels by their names as soon as it is added', async () => {
  await person.installs();
  await vi.waitFor(async () => expect(await channels()).toEqual(['Operations › Alerts', 'Operations › General']));
  expect(await rows()).toContainEqual({
    id: `teams:${channel.id}`,
    platform: 'teams',
    address: channel.id,
    name: 'Operations › Alerts',
    kind: 'channel',
    reference: {
      serviceUrl: run.teams.serviceUrl,
      botId: `28:${appId}`,
      tenant: tenantId,
      team,
      group: '99999999-9999-4999-8999-999999999999',
      membership: 'standard',
    },
  });
});

it('knows a channel where it was only mentioned, and what may be said of it', async () => {
  channel.membershipType = 'shared';
  await person.says('hello');
  await vi.waitFor(async () =>
    expect(await run.platform.chat.channel(channel.id)).toEqual({
      kind: 'joined',
      name: 'Operations › Alerts',
      open: false,
      external: true,
    }),
  );
  expect(await run.platform.chat.channel('19:unknown@thread.tacv2')).toEqual({ kind: 'not found' });
});

it.each(['membershipType', 'type'])('learns by an event alone, in its %s, that a channel is shared', async (name) => {
  const shared = { id: channel.id, name: 'Alerts', [name]: 'shared' };
  const eventType = 'channelMemberAdded';
  await event(eventType, {
    channelData: { tenant: { id: tenantId }, team: { id: team }, channel: shared, eventType },
  });
  await vi.waitFor(async () =>
    expect(await run.platform.chat.channel(channel.id)).toMatchObject({ kind: 'joined', external: true }),
  );
});

it('writes nothing when nothing changed, and follows a service URL that moved', async () => {
  await person.says('hello');
  await vi.waitFor(async () => expect(await channels()).toHaveLength(2));
  await run.platform.stop();
  const change = vi.spyOn(run.options.store, 'change');
  await person.says('hello again');
  expect(change).not.toHaveBeenCalled();
  const serviceUrl = run.teams.serviceUrl.replace('127.0.0.1', 'localhost');
  const authorization = `Bearer ${await run.teams.token({}, serviceUrl)}`;
  await person.send(person.activity({ type: 'message', text: 'hello', serviceUrl }), { authorization });
  const [moved] = (await rows()).filter(({ address }) => address === channel.id);
  expect(moved?.reference.serviceUrl).toBe(serviceUrl);
});

it('follows a channel that is renamed, and forgets one that is deleted', async () => {
  await person.installs();
  await vi.waitFor(async () => expect(await channels()).toHaveLength(2));
  channel.name = 'Security';
  await event('channelRenamed');
  await vi.waitFor(async () => expect(await channels()).toContain('Operations › Security'));
  await event('channelDeleted');
  expect(await channels()).toEqual(['Operations › General']);
});

it('calls a channel without what nobody sees', async () => {
  channel.name = 'Aler\u202e\u200bts';
  await person.installs();
  await vi.waitFor(async () => expect(await channels()).toEqual(['Operations › Alerts', 'Operations › General']));
});

it('a first mention tells the bot that it is in that channel, and in all of the team; a second one is no news', async () => {
  const all = [channel.id, team].map((address) => ({ platform: 'teams', address }));
  await person.says('hello');
  await vi.waitFor(() => expect(bot.arrivals).toHaveLength(2));
  expect(bot.arrivals).toEqual(expect.arrayContaining(all));
  await person.says('hello');
  await run.platform.stop();
  expect(bot.arrivals).toHaveLength(2);
});

it.each([
  ['the channel is deleted', () => event('channelDeleted'), () => [channel.id]],
  ['the team is deleted', () => event('teamDeleted'), () => [channel.id, team]],
  ['the app is uninstalled', () => person.installs('remove'), () => [channel.id, team]],
])('tells the bot what it has left when %s', async (_, happens, gone) => {
  await person.installs();
  await vi.waitFor(async () => expect(await channels()).toHaveLength(2));
  await happens();
  await vi.waitFor(() => expect(bot.departures.map(({ address }) => address).sort()).toEqual(gone().sort()));
});

it.each([
  ['the team is deleted', () => event('teamDeleted')],
  ['the bot is removed', () => event('', { membersRemoved: [{ id: `28:${appId}` }] })],
  ['the app is uninstalled', () => person.installs('remove')],
])('forgets the whole team when %s', async (_, happens) => {
  await person.installs();
  await vi.waitFor(async () => expect(await channels()).toHaveLength(2));
  await happens();
  expect(await channels()).toEqual([]);
});

describe.each(['private', 'shared'])('a %s channel, to which an app is added by itself', (membershipType) => {
  const address = '19:secret@thread.tacv2';
  let inside: TeamsPerson;
  beforeEach(async () => {
    inside = run.inside(ada, run.channel([ada], { id: address, name: 'Secret', membershipType }));
    await person.installs();
    await vi.waitFor(async () => expect(await channels()).toHaveLength(3));
  });

  // As in https://github.com/microsoft/teams.net/issues/100, "Bot is disallowed in a shared channel".
  const removed = () => ({
    type: 'conversationUpdate',
    membersRemoved: [{ id: `28:${appId}` }],
    conversation: { isGroup: true, conversationType: 'channel', tenantId, id: address },
    channelData: {
      channel: { type: membershipType, name: 'Secret', id: address },
      team: { id: team },
      eventType: 'channelMemberRemoved',
      tenant: { id: tenantId },
    },
  });

  it.each([
    ['removed', () => inside.send(inside.activity(removed()))],
    ['uninstalled', () => inside.installs('remove')],
  ])('is all that is forgotten when the app is %s there', async (_, happens) => {
    await happens();
    expect(await channels()).toEqual(['Operations › Alerts', 'Operations › General']);
    await run.platform.chat.post(toChannel(channel.id), card('Alert', 'An alert.'), alone);
    expect(channel.messages).toMatchObject([{}, { summary: 'An alert.' }]);
    await run.platform.stop();
    expect(bot.departures).toEqual([{ platform: 'teams', address }]);
  });

  it('is forgotten with its team', async () => {
    await person.installs('remove');
    expect(await channels()).toEqual([]);
  });
});

it('keeps the team when somebody else leaves it', async () => {
  await person.says('hello');
  await vi.waitFor(async () => expect(await channels()).toHaveLength(2));
  await event('teamMemberRemoved', { membersRemoved: [{ id: '29:bob' }] });
  expect(await channels()).toHaveLength(2);
});

it.each([
  ['a guest', member(2, 'Bob', { userRole: 'guest' }), true],
  ['somebody of another organisation', member(2, 'Bob', { tenantId: otherTenant }), true],
  ['a member', member(2, 'Bob'), false],
])('that %s joins has its channels looked at again: %s', async (_, bob, looks) => {
  await person.says('hello');
  await vi.waitFor(async () => expect(await channels()).toHaveLength(2));
  for (const { members } of run.teams.conversations.values()) members.push(bob);
  await event('teamMemberAdded', { membersAdded: [{ id: bob.id, aadObjectId: bob.aadObjectId }] });
  await run.platform.stop();
  const both = [...run.teams.conversations.values()].filter(({ kind }) => kind === 'channel');
  const all = both.map(({ id: address }) => ({ platform: 'teams', address }));
  expect(bot.departures.toSorted()).toEqual(looks ? all.toSorted() : []);
});

it('forgets a personal chat when the person removes the app', async () => {
  const alone = run.person(ada);
  await alone.says('hello');
  expect((await rows()).map(({ kind }) => kind)).toEqual(['personal']);
  await alone.installs('remove');
  expect(await rows()).toEqual([]);
});

it('forgets the chat of somebody whom the bot forgets, and learns it again when they are back', async () => {
  const alone = run.person(ada);
  await alone.says('hello');
  const before = await rows();
  await run.platform.chat.forget(`teams:${tenantId}/${ada.aadObjectId}`);
  expect(await rows()).toEqual([]);
  await alone.says('hello');
  expect(await rows()).toEqual(before);
});

it('ignores events that it does not know', async () => {
  for (const type of ['messageReaction', 'messageUpdate', 'messageDelete', 'typing', 'endOfConversation', 'event'])
    expect(await person.send(person.activity({ type }))).toMatchObject({ status: 200 });
  expect(await rows()).toEqual([]);
});

describe('a channel that is lost', () => {
  const name = 'Operations › Alerts';
  const facts = () => run.platform.chat.channel(channel.id);
  beforeEach(async () => {
    await person.installs();
    await vi.waitFor(async () => expect(await channels()).toContain(name));
  });

  it('keeps its name, also after a restart, and is another one’s news when the bot is back', async () => {
    await event('channelDeleted');
    expect(await facts()).toEqual({ kind: 'not joined', name });
    expect(await channels()).not.toContain(name);
    const { teams, options } = run;
    const again = await runTeams(bot, { teams, options: { store: options.store } });
    expect(await again.platform.chat.channel(channel.id)).toEqual({ kind: 'not joined', name });
    await again.close();
    await person.says('hello');
    await vi.waitFor(async () => expect(await facts()).toMatchObject({ kind: 'joined', name }));
  });

  it('is archived with its team, and back with it, or once somebody writes there again', async () => {
    await event('teamArchived');
    expect(await facts()).toEqual({ kind: 'archived', name });
    await vi.waitFor(() => expect(bot.departures).toContainEqual({ platform: 'teams', address: channel.id }));
    await event('teamUnarchived');
    expect(await facts()).toMatchObject({ kind: 'joined' });
    await event('teamArchived');
    await person.says('hello');
    expect(await facts()).toMatchObject({ kind: 'joined' });
  });
});
