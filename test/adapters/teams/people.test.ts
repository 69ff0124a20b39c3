import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { cardReply, stubBot } from '../../support/stub-bot.ts';
import { member, otherTenant, type Running, runTeams, tenantId } from '../../support/teams-run.ts';

const ada = member(1, 'Ada');
const bob = member(2, 'Bob');
const cy = member(3, 'Cy');
const idOf = (who: { aadObjectId: string }): Identity => `teams:${tenantId}/${who.aadObjectId}`;
const bot = stubBot(() => cardReply('Hello'));
let now = '2026-11-24T10:00:00.000Z';
let run: Running;

beforeEach(async () => {
  run = await runTeams(bot, { options: { now: () => now } });
});
afterEach(() => run.close());

const asked = () => run.teams.requests.filter(({ path }) => path.includes('/members/')).length;

describe('a person', () => {
  it('is who Teams says, with the language and zone of their last message', async () => {
    await run.person(ada).says('hello', { locale: 'fr-CA', localTimezone: 'America/Toronto' });
    expect(await run.platform.chat.person(idOf(ada), true)).toEqual({
      kind: 'member',
      id: idOf(ada),
      name: 'Ada',
      email: 'ada@contoso.example',
      locale: 'fr',
      region: 'CA',
      timezone: 'America/Toronto',
    });
  });

  it('is called without what nobody sees', async () => {
    const zoe = member(5, ' Zo\u202e\u200bé\n Q ');
    await run.person(zoe).says('hello');
    expect(await run.platform.chat.person(idOf(zoe), true)).toMatchObject({ name: 'Zoé Q' });
  });

  it('has the zone of their newest message, also in the same chat; one that says none changes nothing', async () => {
    const person = run.person(ada);
    const zone = async () => {
      const found = await run.platform.chat.person(idOf(ada), false);
      return found.kind === 'member' ? found.timezone : found;
    };
    await person.says('hello', { localTimezone: null });
    expect(await zone()).toBeNull();
    await person.says('hello', { localTimezone: 'Europe/Paris' });
    expect(await zone()).toBe('Europe/Paris');
    await person.says('hello', { localTimezone: 'America/New_York' });
    expect(await zone()).toBe('America/New_York');
    await person.says('hello', { localTimezone: 'Mars/Olympus' });
    expect(await zone()).toBe('America/New_York');
  });

  it.each([
    ['a guest', { userRole: 'guest' }, 'guest'],
    ['without an account', { userRole: 'anonymous' }, 'guest'],
    ['of no known role', { userRole: undefined }, 'guest'],
    ['of another organisation', { tenantId: otherTenant }, 'other organisation'],
    ['of no known organisation', { tenantId: undefined }, 'other organisation'],
  ])('%s is a stranger, although they write in our tenant', async (_, more, why) => {
    const stranger = member(4, 'Mallory', more);
    await run.inside(stranger, run.channel([stranger], { membershipType: 'shared' })).says('hello');
    expect(await run.platform.chat.person(idOf(stranger), true)).toEqual({ kind: 'stranger', id: idOf(stranger), why });
  });

  it('who left is not found', async () => {
    const person = run.person(ada);
    await person.says('hello');
    person.here.members = [];
    expect(await run.platform.chat.person(idOf(ada), true)).toMatchObject({ kind: 'stranger', why: 'not found' });
  });

  it('whom nobody met is looked for in the teams, and found after a restart too', async () => {
    await run.inside(ada, run.channel([ada, bob])).says('hello');
    const { teams, options } = run;
    const again = await runTeams(bot, { teams, options: { store: options.store } });
    expect(await again.platform.chat.person(idOf(bob), false)).toMatchObject({ kind: 'member', name: 'Bob' });
    expect(await again.platform.chat.person(idOf(cy), false)).toMatchObject({ kind: 'stranger', why: 'not found' });
    await again.close();
  });

  it('who speaks from a chat without the bot is asked about where the bot is', async () => {
    const person = run.person(ada);
    await person.says('hello');
    const data = { commandId: 'help' };
    const elsewhere = { conversation: { id: '19:elsewhere@thread.v2', conversationType: 'groupChat', tenantId } };
    await person.invoke('composeExtension/fetchTask', data, elsewhere);
    expect(await run.platform.chat.person(idOf(ada), true)).toMatchObject({ kind: 'member' });
  });

  it('is asked about again after five minutes, or when it must be fresh', async () => {
    await run.person(ada).says('hello');
    await run.platform.chat.person(idOf(ada), false);
    now = '2026-11-24T10:04:59.000Z';
    await run.platform.chat.person(idOf(ada), false);
    expect(asked()).toBe(1);
    await run.platform.chat.person(idOf(ada), true);
    expect(asked()).toBe(2);
    now = '2026-11-24T10:10:00.000Z';
    await run.platform.chat.person(idOf(ada), false);
    expect(asked()).toBe(3);
  });

  it.each([
    ['does not answer', { kind: 'hang' }, { kind: 'unreachable', reason: 'timeout' }],
    ['hangs up', { kind: 'reset' }, { kind: 'unreachable', reason: 'ECONNRESET' }],
    [
      'is busy',
      { kind: 'answer', status: 429, code: 'Throttled', retryAfter: '2' },
      { kind: 'unreachable', reason: 'Throttled', retryAfterMs: 2_000 },
    ],
    [
      'does not know the bot',
      { kind: 'answer', status: 401, code: 'BotNotRegistered' },
      { kind: 'lockedOut', reason: 'BotNotRegistered' },
    ],
  ] as const)('cannot be told while Teams %s', async (_, fault, error) => {
    await run.person(ada).says('hello');
    run.teams.requests.length = 0;
    run.teams.fail(/members/, fault);
    await expect(run.platform.chat.person(idOf(ada), true)).rejects.toMatchObject({ name: 'ChatError', ...error });
    expect(asked()).toBe(1);
  });
});

describe('an address', () => {
  it('is found on the last page of a team’s member list, and read again once somebody left', async () => {
    const channel = run.channel([ada, bob, cy, member(4, 'Guest', { userRole: 'guest' })]);
    await run.inside(ada, channel).says('hello');
    const { chat } = run.platform;
    expect(await chat.byEmail('CY@contoso.example')).toMatchObject({ kind: 'member', id: idOf(cy), name: 'Cy' });
    expect(await chat.byEmail('guest@contoso.example')).toBeNull();
    const read = () => run.teams.requests.filter(({ path }) => path.includes('pagedmembers')).length;
    const before = read();
    expect(await chat.byEmail('nobody@contoso.example')).toBeNull();
    expect(read()).toBe(before);
    channel.members = [ada, bob];
    const person = run.inside(ada, channel);
    const channelData = { eventType: 'teamMemberRemoved', tenant: { id: tenantId }, team: { id: channel.team } };
    const membersRemoved = [{ id: cy.id, aadObjectId: cy.aadObjectId }];
    await person.send(person.activity({ type: 'conversationUpdate', membersRemoved, channelData }));
    await expect.poll(() => bot.changes).toEqual([idOf(cy)]);
    expect(await chat.byEmail('cy@contoso.example')).toBeNull();
  });

  it('cannot be told while Teams is busy', async () => {
    await run.inside(ada, run.channel([ada])).says('hello');
    run.teams.fail(/pagedmembers/, { kind: 'answer', status: 429, code: 'Throttled', retryAfter: '2' });
    const { chat } = run.platform;
    await expect(chat.byEmail('ada@contoso.example')).rejects.toMatchObject({ name: 'ChatError' });
    expect(await chat.byEmail('ada@contoso.example')).toMatchObject({ id: idOf(ada) });
  });
});

describe('a member list', () => {
  it('of thousands is asked for one person, once', async () => {
    const crowd = Array.from({ length: 5_200 }, (_, n) => ({ ...bob, id: `29:${n}`, aadObjectId: `crowd-${n}` }));
    const channel = run.channel([ada, bob, ...crowd, cy]);
    await run.inside(ada, channel).says('hello');
    const { chat } = run.platform;
    run.teams.requests.length = 0;
    expect(await chat.hasMember(channel.id, idOf(cy))).toBe(true);
    expect(run.teams.requests).toHaveLength(1);
    expect(await chat.hasMember(channel.id, idOf(member(4, 'Mallory')))).toBe(false);
  });

  it('of a channel where the bot has not been has nobody in it', async () => {
    expect(await run.platform.chat.hasMember('19:unknown@thread.tacv2', idOf(ada))).toBe(false);
  });
});

it('knows somebody who writes for the first time although it was asked about them before', async () => {
  const run = await runTeams(stubBot(() => cardReply('Hello')));
  const nora = member(7, 'Nora');
  const id: Identity = `teams:${tenantId}/${nora.aadObjectId}`;
  expect(await run.platform.chat.person(id, false)).toMatchObject({ why: 'not found' });
  await run.person(nora).says('show');
  expect(await run.platform.chat.person(id, false)).toMatchObject({ kind: 'member', name: 'Nora' });
  await run.close();
});
