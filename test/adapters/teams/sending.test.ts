import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import type { Chat } from '../../../src/ports/chat.ts';
import { card } from '../../../src/view/view.ts';
import { cardReply, stubBot } from '../../support/stub-bot.ts';
import type { FakeConversation } from '../../support/teams-conversations.ts';
import type { Fault } from '../../support/teams-faults.ts';
import { textIn } from '../../support/teams-person.ts';
import { alone, member, type Running, runTeams, tenantId, toChannel } from '../../support/teams-run.ts';

const ada = member(1, 'Ada');
const bob = member(2, 'Bob');
const idOf = (who: { aadObjectId: string }): Identity => `teams:${tenantId}/${who.aadObjectId}`;
const toPerson = (id: Identity) => ({ kind: 'person', id }) as const;
const alert = card('High alert', 'A high alert came in.');
let run: Running;
let chat: Chat;
let channel: FakeConversation;

beforeEach(async () => {
  run = await runTeams(stubBot(() => cardReply('Hello')));
  chat = run.platform.chat;
  channel = run.channel([ada, bob]);
  await run.person(ada).says('hello');
  await run.inside(ada, channel).says('hello');
  await vi.waitFor(async () => expect((await chat.knownChannels())[0]?.name).toBe('Operations › Alerts'));
  run.teams.requests.length = 0;
  channel.messages.length = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await run.close();
});

describe('a post', () => {
  it('begins a thread of its own, says what it is about, and can be edited', async () => {
    const posted = await chat.post(toChannel(channel.id), alert, alone);
    expect(channel.messages).toMatchObject([{ id: posted.message, summary: 'A high alert came in.' }]);
    await chat.update(posted, card('Acknowledged', 'Ada took the alert.'));
    expect(textIn(channel.messages[0]?.attachments?.[0]?.content)).toContain('Acknowledged');
    const paths = run.teams.requests.map(({ method, path }) => `${method} ${path}`);
    expect(paths[1]).toContain(`${channel.id};messageid=${posted.message}/activities/${posted.message}`);
  });

  it('can be opened by its address, and what is no channel’s cannot', async () => {
    const posted = await chat.post(toChannel(channel.id), alert, alone);
    const url = new URL((await chat.linkTo(posted)) ?? '');
    expect(url.origin + url.pathname).toBe(
      `https://teams.microsoft.com/l/message/${encodeURIComponent(channel.id)}/${posted.message}`,
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenantId,
      parentMessageId: posted.message,
      groupId: '99999999-9999-4999-8999-999999999999',
    });
    expect(await chat.linkTo({ ...posted, message: null })).toBeNull();
    expect(await chat.linkTo(await chat.post(toPerson(idOf(ada)), alert, alone))).toBeNull();
  });

  it('goes to a group chat too', async () => {
    const group = run.teams.add({ id: '19:leads@thread.v2', kind: 'groupChat', members: [ada] });
    await run.inside(ada, group).says('hello');
    const posted = await chat.post(toChannel(group.id), alert, alone);
    await chat.update(posted, card('Acknowledged', 'Ada took the alert.'));
    expect(group.messages.find(({ id }) => id === posted.message)).toMatchObject({ edited: true });
  });

  it.each(['{}', '', '{"id":7}'])(
    'that Teams took without saying its id is there, and cannot be edited: %s',
    async (body) => {
      const group = run.teams.add({ id: '19:leads@thread.v2', kind: 'groupChat', members: [ada] });
      await run.inside(ada, group).says('hello');
      group.messages.length = 0;
      run.teams.fail(/^POST/, { kind: 'bare answer', body }, 3);
      for (const to of [toChannel(channel.id), toChannel(group.id), toPerson(idOf(ada))]) {
        const posted = await chat.post(to, alert, alone);
        expect(posted.message).toBeNull();
        await expect(chat.update(posted, alert)).rejects.toMatchObject({ kind: 'gone', reason: 'no_message_id' });
      }
      expect([channel.messages.length, group.messages.length]).toEqual([1, 1]);
    },
  );

  it('that mentions somebody stands in their feed too, and one that mentions nobody does not', async () => {
    await chat.post(toChannel(channel.id), alert, alone);
    await chat.post(toChannel(channel.id), { ...alert, mentions: [{ id: idOf(ada), name: 'Ada' }] }, alone);
    const rings = channel.messages.map(({ channelData }) => Object.keys(channelData ?? {}).includes('notification'));
    expect(rings).toEqual([false, true]);
  });

  it('that names somebody who was erased mentions nobody of Teams in their place', async () => {
    await chat.post(
      toChannel(channel.id),
      { ...alert, mentions: [{ id: 'former:1', name: 'former member 1' }] },
      alone,
    );
    const text = JSON.stringify(channel.messages);
    expect([text.includes('former member 1'), text.includes('<at>')]).toEqual([true, false]);
  });

  it('that a proxy answered with a page of its own may not be there', async () => {
    const error = { kind: 'unreachable', reason: 'unreadable_answer', maybeDone: true };
    for (const to of [toChannel(channel.id), toPerson(idOf(ada))]) {
      run.teams.fail(/^POST/, { kind: 'page' });
      await expect(chat.post(to, alert, alone)).rejects.toMatchObject(error);
    }
    expect(channel.messages).toEqual([]);
  });

  it('where the bot has not been is refused', async () => {
    const error = { name: 'ChatError', kind: 'refused', reason: 'not_connected' };
    await expect(chat.post(toChannel('19:unknown@thread.tacv2'), alert, alone)).rejects.toMatchObject(error);
    await expect(chat.update({ to: toChannel('gone'), message: '1' }, alert)).rejects.toMatchObject(error);
  });
});

it('sends nothing to a stored service URL that is not one of Teams', async () => {
  const address = '19:moved@thread.tacv2';
  const reference = { serviceUrl: 'http://127.0.0.2:9/teams/', botId: '28:bot', tenant: tenantId };
  const row = {
    id: `teams:${address}`,
    platform: 'teams',
    address,
    name: 'Moved',
    kind: 'channel',
    reference,
  } as const;
  await run.options.store.change((tx) => tx.put('conversations', row));
  const { teams, options } = run;
  const again = await runTeams(
    stubBot(() => cardReply('Hello')),
    { teams, options: { store: options.store } },
  );
  const error = { kind: 'refused', reason: 'foreign_service_url' };
  await expect(again.platform.chat.post(toChannel(address), alert, alone)).rejects.toMatchObject(error);
  await again.close();
});

describe('a private message', () => {
  it('rings, and opens the chat with somebody who has none', async () => {
    const posted = await chat.post(toPerson(idOf(bob)), alert, alone);
    expect(posted.to).toEqual(toPerson(idOf(bob)));
    expect(run.teams.messages(`a:${bob.aadObjectId}`)).toMatchObject([
      { id: posted.message, summary: 'A high alert came in.', channelData: { notification: { alert: true } } },
    ]);
    await chat.post(toPerson(idOf(bob)), alert, alone);
    expect(run.teams.requests.filter(({ path }) => path.endsWith('/conversations'))).toHaveLength(1);
    await chat.update(posted, card('Over', 'It is over.'));
  });

  it('opens the chat in the tenant of its reader, at the service URL of that tenant', async () => {
    const second = 'aaaaaaaa-0000-4000-8000-00000000000a';
    const tenant = second.toUpperCase();
    const zoe = member(4, 'Zoe', { tenantId: second });
    const theirs = run.channel([zoe], { id: '19:theirs@thread.tacv2' });
    const both = await runTeams(
      stubBot(() => cardReply('Hello')),
      { teams: run.teams, options: { tenants: [tenantId, second] } },
    );
    await both.inside(ada, channel).says('hello');
    const there = both.inside(zoe, theirs);
    const serviceUrl = run.teams.serviceUrl.replace('127.0.0.1', 'localhost');
    const conversation = { id: theirs.id, conversationType: 'channel', tenantId: tenant };
    const channelData = { tenant: { id: tenant } };
    const said = there.activity({ type: 'message', text: 'hello', serviceUrl, conversation, channelData });
    await there.send(said, { authorization: `Bearer ${await run.teams.token({}, serviceUrl)}` });
    run.teams.requests.length = 0;
    await both.platform.chat.post(toPerson(`teams:${second}/${zoe.aadObjectId}`), alert, alone);
    expect(run.teams.requests.filter(({ path }) => path.endsWith('/conversations'))).toMatchObject([
      { host: new URL(serviceUrl).host, body: { tenantId: tenant, channelData: { tenant: { id: tenant } } } },
    ]);
    await both.close();
  });

  it('to somebody whom Teams does not know is refused', async () => {
    const nobody = idOf(member(9, 'Nobody'));
    await expect(chat.post(toPerson(nobody), alert, alone)).rejects.toMatchObject({
      kind: 'refused',
      reason: 'person_not_found',
    });
  });

  it('to somebody who has not added the bot is refused in Teams’ words', async () => {
    run.teams.state.refuseChats = true;
    await expect(chat.post(toPerson(idOf(bob)), alert, alone)).rejects.toMatchObject({
      kind: 'refused',
      reason: 'BotNotInConversationRoster',
    });
  });
});

const answers: [Fault, object][] = [
  [
    { kind: 'answer', status: 429, code: 'Throttled', retryAfter: '7' },
    { kind: 'unreachable', reason: 'Throttled', retryAfterMs: 7_000 },
  ],
  [
    { kind: 'answer', status: 429, code: 'Throttled' },
    { kind: 'unreachable', retryAfterMs: null },
  ],
  [
    { kind: 'answer', status: 412, code: 'PreconditionFailed' },
    { kind: 'unreachable', reason: 'PreconditionFailed' },
  ],
  [
    { kind: 'answer', status: 500, code: 'ServiceError' },
    { kind: 'unreachable', reason: 'ServiceError' },
  ],
  [
    { kind: 'answer', status: 502, code: '<html>' },
    { kind: 'unreachable', reason: 'status_502' },
  ],
  [{ kind: 'answer', status: 503, code: 'ServiceUnavailable' }, { kind: 'unreachable' }],
  [{ kind: 'answer', status: 504, code: 'GatewayTimeout' }, { kind: 'unreachable' }],
  [
    { kind: 'answer', status: 403, code: 'BotDisabledByAdmin' },
    { kind: 'refused', reason: 'BotDisabledByAdmin' },
  ],
  [
    { kind: 'answer', status: 404, code: 'ConversationNotFound' },
    { kind: 'refused', reason: 'ConversationNotFound' },
  ],
  [
    { kind: 'answer', status: 404, code: 'ActivityNotFoundInConversation' },
    { kind: 'gone', reason: 'ActivityNotFoundInConversation' },
  ],
  [
    { kind: 'answer', status: 429, code: 'Throttled', retryAfter: '-3' },
    { kind: 'unreachable', retryAfterMs: null },
  ],
  [
    { kind: 'answer', status: 429, code: 'Throttled', retryAfter: '2200000' },
    { kind: 'unreachable', retryAfterMs: 2_200_000_000 },
  ],
  [
    { kind: 'answer', status: 400, code: 'BadSyntax' },
    { kind: 'card', reason: 'BadSyntax' },
  ],
  [
    { kind: 'answer', status: 413, code: 'MessageSizeTooBig' },
    { kind: 'card', reason: 'MessageSizeTooBig' },
  ],
  [
    { kind: 'answer', status: 302, code: 'Moved' },
    { kind: 'refused', reason: 'Moved' },
  ],
  [{ kind: 'reset' }, { kind: 'unreachable', reason: 'ECONNRESET' }],
];

describe.each(answers)('when Teams answers %o', (fault, error) => {
  it('every call is made once, and says so', async () => {
    const posted = await chat.post(toChannel(channel.id), alert, alone);
    const calls = [
      () => chat.post(toChannel(channel.id), alert, alone),
      () => chat.update(posted, alert),
      () => chat.post(toPerson(idOf(ada)), alert, alone),
    ];
    for (const call of calls) {
      run.teams.requests.length = 0;
      run.teams.fail(/^(POST|PUT)/, fault);
      await expect(call()).rejects.toMatchObject({ name: 'ChatError', ...error });
      // Where a private chat is not there any more, the bot asks for a new one, which says nothing.
      expect(run.teams.requests.filter(({ body }) => body.isGroup !== false)).toHaveLength(1);
    }
  });
});

it('gives up after 10 s without an answer, and does not try again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  run.teams.fail(/^POST/, { kind: 'hang' });
  const post = expect(chat.post(toChannel(channel.id), alert, alone)).rejects.toMatchObject({
    kind: 'unreachable',
    reason: 'timeout',
  });
  while (run.teams.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(9_999);
  vi.advanceTimersByTime(1);
  await post;
  expect(run.teams.requests).toHaveLength(1);
});

it('gives up an answer that was kept after 10 s too, however slowly Teams refuses what comes before its message', async () => {
  run.teams.targeted.state.refuse = { status: 403, code: 'BotNotInConversationRoster' };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const { serviceUrl } = run.teams;
  const askedIn = { serviceUrl, conversation: channel.id, botId: '28:bot', userId: bob.id, name: 'Bob' };
  const before = [
    { what: /isTargeted/, ms: 2_999 },
    { what: /members/, ms: 999 },
    { what: /^POST .*conversations /, ms: 1_999 },
  ].map((one) => ({ ...one, ...Promise.withResolvers<void>() }));
  for (const { what, promise: until } of before) run.teams.fail(what, { kind: 'slow', until });
  run.teams.fail(/^POST .*a:.*activities/, { kind: 'hang' });
  const settled = vi.fn();
  chat.post({ ...toPerson(idOf(bob)), askedIn }, alert, alone).catch(settled);
  const requested = async (count: number) => {
    while (run.teams.requests.length < count) await new Promise(setImmediate);
  };
  for (const [index, { ms, resolve }] of before.entries()) {
    await requested(index + 1);
    vi.advanceTimersByTime(ms);
    resolve();
  }
  await requested(4);
  vi.advanceTimersByTime(10_000 - 2_999 - 999 - 1_999);
  await new Promise(setImmediate);
  expect(settled).toHaveBeenCalledWith(expect.objectContaining({ kind: 'unreachable', reason: 'timeout' }));
  expect(run.teams.requests).toHaveLength(4);
});

it('a private message is surely not there when the chat could not be opened', async () => {
  run.teams.fail(/^POST \/teams\/v3\/conversations /, { kind: 'answer', status: 500, code: 'ServiceError' });
  const error = { kind: 'unreachable', reason: 'ServiceError', maybeDone: false };
  await expect(chat.post(toPerson(idOf(bob)), alert, alone)).rejects.toMatchObject(error);
});

it('a message is surely not there when it still waited for its token after 10 s', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const credentials = {
    isValidAppId: async () => true,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      signRequest: async () => {
        resolve();
        return new Promise<never>(() => {});
      },
    }),
  };
  const { teams, options } = run;
  const other = await runTeams(
    stubBot(() => cardReply('Hello')),
    { teams, options: { store: options.store, credentials } },
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const error = { kind: 'unreachable', reason: 'timeout', maybeDone: false };
  const post = expect(other.platform.chat.post(toChannel(channel.id), alert, alone)).rejects.toMatchObject(error);
  await promise;
  vi.advanceTimersByTime(10_000);
  await post;
  expect(run.teams.requests).toHaveLength(0);
  await other.close();
});

/** A bot that gets no token: `error` is why. */
async function withoutToken(error: Error): Promise<Running> {
  const credentials = {
    isValidAppId: async () => true,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({ signRequest: () => Promise.reject(error) }),
  };
  const { teams, options } = run;
  return runTeams(
    stubBot(() => cardReply('Hello')),
    { teams, options: { store: options.store, credentials } },
  );
}

it('says so when Microsoft gives no token', async () => {
  const other = await withoutToken(new Error('invalid_client: secret of ada@contoso.example'));
  await expect(other.platform.chat.post(toChannel(channel.id), alert, alone)).rejects.toMatchObject({
    kind: 'lockedOut',
    reason: 'no_token',
  });
  other.platform.start(stubBot(() => cardReply('Hello')));
  await vi.waitFor(() => expect(other.platform.notReady()).toContain('no token'));
  await other.close();
});

it('a token that Microsoft is not answering for is tried again, and a bug on the way to it is no failure of Microsoft', async () => {
  const lost = new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
  const bug = new TypeError('of ours');
  for (const [error, outcome] of [
    [lost, { kind: 'unreachable', reason: 'no_token', maybeDone: false }],
    [bug, bug],
  ] as const) {
    const other = await withoutToken(error);
    const post = other.platform.chat.post(toChannel(channel.id), alert, alone);
    expect(await post.catch((rejected: unknown) => rejected)).toMatchObject(outcome);
    await other.close();
  }
});

it('is ready once Microsoft gave a token and its keys', async () => {
  expect(run.platform.notReady()).not.toBeNull();
  const bot = stubBot(() => cardReply('Hello'));
  run.platform.start(bot);
  await vi.waitFor(() => expect(run.platform.notReady()).toBeNull());
  expect(bot.connects).toEqual(['teams']);
});

it('is not ready once its secret has expired, and is again with a new one', async () => {
  let hours = 0;
  const now = () => new Date(Date.UTC(2026, 10, 24, 9 + hours)).toISOString();
  const { teams } = run;
  const other = await runTeams(
    stubBot(() => cardReply('Hello')),
    { teams, options: { now, probeMs: 5 } },
  );
  const bot = stubBot(() => cardReply('Hello'));
  other.platform.start(bot);
  await vi.waitFor(() => expect(other.platform.notReady()).toBeNull());
  teams.state.refuseTokens = 'AADSTS7000222: The provided client secret keys for app are expired.';
  hours = 2;
  await vi.waitFor(() => expect(other.platform.notReady()).toContain('the client secret has expired'));
  teams.state.refuseTokens = null;
  await vi.waitFor(() => expect(other.platform.notReady()).toBeNull());
  expect(bot.connects).toEqual(['teams', 'teams']);
  await other.close();
});
