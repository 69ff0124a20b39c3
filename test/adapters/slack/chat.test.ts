import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../support/slack.ts';
import { deliverEvent } from '../../support/slack-wire.ts';
import { text } from '../../support/text.ts';
import { patient } from '../process/child.ts';
import { alone, cardOf, channel, type Rig, rig } from './rig.ts';

let all: Rig;
let now = Date.parse('2026-11-24T09:00:00Z');
beforeEach(async () => {
  now = Date.parse('2026-11-24T09:00:00Z');
  all = await rig({ now: () => now });
});
afterEach(() => all.stop());

const ada = 'slack:T0HOME/U1ADA';

describe('a person', () => {
  it('of ours is a member with name, address, language and zone', async () => {
    expect(await all.platform.chat.person('slack:T0HOME/U2BOB', false)).toEqual({
      kind: 'member',
      id: 'slack:T0HOME/U2BOB',
      name: 'u2bob',
      email: 'u2bob@contoso.example',
      locale: 'fr',
      region: null,
      timezone: 'Europe/Paris',
    });
  });

  it('has a name that can be seen, or else the next one that Slack knows', async () => {
    const named = async (display_name: string) => {
      all.slack.addUser('U7ZOE', { real_name: 'Zoé', profile: { display_name, email: 'zoe@contoso.example' } });
      const person = await all.platform.chat.person('slack:T0HOME/U7ZOE', true);
      return person.kind === 'member' ? person.name : person;
    };
    expect(await named(' Ada\u202e\n Love\u200blace ')).toBe('Ada Lovelace');
    expect(await named('\u200b\u3164')).toBe('Zoé');
  });

  it.each([
    ['a guest', { is_restricted: true }, 'guest'],
    ['a guest of one channel', { is_ultra_restricted: true }, 'guest'],
    ['a bot', { is_bot: true }, 'bot'],
    ['deactivated', { deleted: true }, 'deactivated'],
    ['of another team', { team_id: 'T9OTHER' }, 'other organisation'],
    ['a stranger', { is_stranger: true }, 'other organisation'],
    ['of another Grid', { team_id: 'T9OTHER', enterprise_user: { enterprise_id: 'E9' } }, 'other organisation'],
  ])('who is %s is a stranger', async (_who, flags, why) => {
    all.slack.addUser('U7', flags);
    expect(await all.platform.chat.person('slack:T0HOME/U7', false)).toMatchObject({ kind: 'stranger', why });
  });

  it('who claims another home than Slack says is a stranger, and one whom Slack does not know is not found', async () => {
    expect(await all.platform.chat.person('slack:T9OTHER/U1ADA', false)).toMatchObject({ why: 'other organisation' });
    expect(await all.platform.chat.person('slack:T0HOME/U0NOBODY', false)).toMatchObject({ why: 'not found' });
  });

  it('is asked for once in 5 minutes, afresh when it matters, and when Slack says that something changed', async () => {
    const asked = () => all.slack.called('users.info').length;
    await all.platform.chat.person(ada, false);
    const before = asked();
    await all.platform.chat.person(ada, false);
    expect(asked()).toBe(before);
    await all.platform.chat.person(ada, true);
    expect(asked()).toBe(before + 1);
    now += 299_000;
    await all.platform.chat.person(ada, false);
    expect(asked()).toBe(before + 1);
    now += 2_000;
    await all.platform.chat.person(ada, false);
    expect(asked()).toBe(before + 2);
    await deliverEvent(
      all.door,
      { type: 'user_change', user: { id: 'U1ADA', deleted: true } },
      { id: 'Ev1', team: 'T0HOME' },
    );
    await all.platform.chat.person(ada, false);
    expect(asked()).toBe(before + 3);
  });
});

describe('an address', () => {
  it('is its member’s, however it is written, and nobody’s once they are deactivated', async () => {
    const { chat } = all.platform;
    const found = await chat.byEmail('U1ADA@contoso.example');
    expect(found).toMatchObject({ kind: 'member', id: ada, email: 'u1ada@contoso.example' });
    expect(await chat.byEmail('nobody@contoso.example')).toBeNull();
    all.slack.addUser('U3CY', { deleted: true });
    expect(await chat.byEmail('u3cy@contoso.example')).toBeNull();
    all.slack.fail('users.lookupByEmail', { kind: 'rate limited', seconds: 3 });
    await expect(chat.byEmail('u1ada@contoso.example')).rejects.toMatchObject({
      name: 'ChatError',
      retryAfterMs: 3_000,
    });
  });

  it('of a guest is no member’s', async () => {
    all.slack.addUser('U4GUEST', { is_restricted: true });
    expect(await all.platform.chat.byEmail('u4guest@contoso.example')).toBeNull();
  });
});

describe('a user group', () => {
  const soc = 'slack:T0HOME/S0123SOC';
  const group = (idOrName: string) => all.platform.chat.group(idOrName);
  const asked = () => all.slack.calls.filter(({ method }) => method === 'usergroups.list').length;

  it('is found by id and by name, with one call in five minutes for all of them', async () => {
    all.slack.addGroup('S0123SOC', 'soc');
    all.slack.addGroup('S0456NOC', 'noc', { user_count: 0 });
    all.slack.addGroup('S0789OLD', 'old', { date_delete: 1_700_000_000 });
    expect(await group(soc)).toEqual({ id: soc, name: '@soc', hasMembers: true });
    expect(await group('SOC')).toEqual({ id: soc, name: '@soc', hasMembers: true });
    expect(await group('noc')).toMatchObject({ id: 'slack:T0HOME/S0456NOC', hasMembers: false });
    for (const gone of ['old', 'slack:T0HOME/S0789OLD', 'slack:T0HOME/S0999', 'slack:T0OTHER/S0123SOC'])
      expect([gone, await group(gone)]).toEqual([gone, null]);
    expect(asked()).toBe(1);
  });

  it('is mentioned by a message', async () => {
    const card = { ...cardOf('Mining'), mentions: [{ id: soc, name: '@soc' }] };
    await all.platform.chat.post(channel('C0GENERAL'), card, alone);
    expect(text(all.slack.messages.at(-1)?.blocks)).toContain('<!subteam^S0123SOC>');
  });

  it('has no name without the optional scope, of whose absence nobody hears', async () => {
    all.slack.addGroup('S0123SOC', 'soc');
    all.slack.scopes.delete('usergroups:read');
    expect(await group(soc)).toEqual({ id: soc, name: null, hasMembers: null });
    expect(await group('soc')).toBeNull();
    expect(all.platform.chat.hindrance()).toBeNull();
    expect(all.platform.impaired?.()).toBeNull();
    expect(asked()).toBe(1);
  });

  it('is asked about again where Slack did not answer', async () => {
    all.slack.addGroup('S0123SOC', 'soc');
    all.slack.fail('usergroups.list', { kind: 'rate limited', seconds: 3 });
    await expect(group(soc)).rejects.toMatchObject({ name: 'ChatError', retryAfterMs: 3_000 });
    expect(await group(soc)).toMatchObject({ name: '@soc' });
  });
});

describe('a channel', () => {
  it('is called without what nobody sees', async () => {
    all.slack.addChannel('C1', { name: 'secu\u202e\u200brity' });
    expect(await all.platform.chat.channel('C1')).toMatchObject({ name: 'security' });
  });

  it('that is public says who else can read it, and is joined only when the bot is told to', async () => {
    all.slack.addChannel('C1', { name: 'security', is_ext_shared: true });
    const read = { name: 'security', open: true, external: true };
    expect(await all.platform.chat.channel('C1')).toEqual({ kind: 'joinable', ...read });
    expect(all.slack.channels.get('C1')?.members).toEqual([]);
    expect(await all.platform.chat.join('C1')).toBe(true);
    expect(all.slack.channels.get('C1')?.members).toEqual(['U0BOT']);
    expect(await all.platform.chat.channel('C1')).toEqual({ kind: 'joined', ...read });
  });

  it.each([
    ['that is private and without the bot', 'C1', { is_private: true }, { kind: 'not joined', name: null }],
    [
      'that is private and has the bot',
      'C1',
      { is_private: true, members: ['U0BOT'] },
      { kind: 'joined', name: 'c1', open: false, external: false },
    ],
    [
      'that is about to be shared',
      'C1',
      { is_private: true, members: ['U0BOT'], is_pending_ext_shared: true },
      { kind: 'joined', external: true },
    ],
    ['that is archived', 'C1', { is_archived: true }, { kind: 'archived', name: 'c1' }],
    ['that is a person', 'DU1ADA', { is_im: true }, { kind: 'not found' }],
    ['that is no id', 'general', {}, { kind: 'not found' }],
  ])('%s', async (_what, id, flags, facts) => {
    all.slack.addChannel(id, flags);
    expect(await all.platform.chat.channel(id)).toMatchObject(facts);
  });

  it('that the bot may not join has to invite it', async () => {
    all.slack.addChannel('C1');
    all.slack.scopes.delete('channels:join');
    expect(await all.platform.chat.join('C1')).toBe(false);
  });

  it('of thousands is not read member by member: the channels of one person are few', async () => {
    const crowd = Array.from({ length: 5_200 }, (_, n) => `U7${n}`);
    all.slack.addChannel('C1', { members: ['U0BOT', ...crowd, 'U1ADA'] });
    all.slack.fail('conversations.members', { kind: 'slow', ms: 900 }, { always: true });
    expect(await all.platform.chat.hasMember('C1', ada)).toBe(true);
    expect(await all.platform.chat.hasMember('C1', 'slack:T0HOME/U2BOB')).toBe(false);
    expect(all.slack.called('conversations.members')).toEqual([]);
  });

  it('is read member by member where Slack does not say whose it is', async () => {
    all.slack.addChannel('C1', { members: ['U0BOT', 'U3', 'U4', 'U5', 'U1ADA'] });
    all.slack.fail('users.conversations', { kind: 'refused', error: 'missing_scope' }, { always: true });
    expect(await all.platform.chat.hasMember('C1', ada)).toBe(true);
    expect(await all.platform.chat.hasMember('C1', 'slack:T0HOME/U2BOB')).toBe(false);
  });

  it('knows its members, through all pages', async () => {
    all.slack.addChannel('C1', { members: ['U0BOT', 'U3', 'U4', 'U5', 'U1ADA'] });
    expect(await all.platform.chat.hasMember('C1', ada)).toBe(true);
    expect(await all.platform.chat.hasMember('C1', 'slack:T0HOME/U2BOB')).toBe(false);
  });
});

describe('a card', () => {
  const general = channel('C0GENERAL');
  const toAda = { kind: 'person', id: ada } as const;

  it('is posted and edited in place, in a channel, in a thread and in private', async () => {
    const { chat } = all.platform;
    const posted = await chat.post(general, cardOf('Alert'), alone);
    await chat.update(posted, cardOf('Alert, acknowledged'));
    await chat.post(general, cardOf('Reminder'), { deliveryId: 'd2', thread: posted.message });
    await chat.post(general, cardOf('Aloud'), { deliveryId: 'd4', thread: posted.message, aloud: true });
    const told = await chat.post(toAda, cardOf('Welcome'), { deliveryId: 'd3', thread: null });
    await chat.update(told, cardOf('Welcome back'));
    expect(all.slack.messages).toMatchObject([
      { channel: 'C0GENERAL', text: 'Alert, acknowledged, in a sentence.', thread_ts: null },
      { channel: 'C0GENERAL', text: 'Reminder, in a sentence.', thread_ts: posted.message },
      { channel: 'C0GENERAL', thread_ts: posted.message, sent: { reply_broadcast: 'true' } },
      { channel: 'DU1ADA', text: 'Welcome back, in a sentence.' },
    ]);
    expect(all.slack.called('conversations.open')).toHaveLength(1);
    expect(all.slack.messages[1]?.sent).not.toHaveProperty('reply_broadcast');
  });

  it('unfurls nothing and calls nobody by a word, posted, edited or said to one person', async () => {
    const posted = await all.platform.chat.post(general, cardOf('Alert'), alone);
    await all.platform.chat.update(posted, cardOf('Alert'));
    await all.person('U1ADA').say('show');
    await all.person('U1ADA').mention('show');
    for (const method of ['chat.postMessage', 'chat.update', 'chat.postEphemeral'] as const) {
      await vi.waitFor(() => expect(all.slack.called(method)).not.toEqual([]));
      const asItIs = { unfurl_links: 'false', unfurl_media: 'false', parse: 'none', link_names: 'false' };
      for (const { args } of all.slack.called(method)) expect(args).toMatchObject(asItIs);
    }
  });

  it.each([
    ['not_in_channel', 'C1', {}],
    ['is_archived', 'C1', { is_archived: true, members: ['U0BOT'] }],
    ['channel_not_found', 'C2', {}],
  ])('is refused with Slack’s own word: %s', async (reason, id, flags) => {
    all.slack.addChannel('C1', flags);
    await expect(all.platform.chat.post(channel(id), cardOf('Alert'), alone)).rejects.toMatchObject({
      name: 'ChatError',
      kind: 'refused',
      reason,
    });
  });

  it.each(['invalid_auth', 'token_revoked', 'account_inactive'])('waits without a token: %s', async (reason) => {
    all.slack.revoke(reason);
    await expect(all.platform.chat.post(general, cardOf('Alert'), alone)).rejects.toMatchObject({
      kind: 'lockedOut',
      reason,
    });
  });

  it('can be opened by its address, as Slack’s permalinks are', async () => {
    const { chat } = all.platform;
    const posted = await chat.post(general, cardOf('Alert'), alone);
    const url = await chat.linkTo(posted);
    expect(url).toBe(`https://x.slack.com/archives/C0GENERAL/p${posted.message?.replace('.', '')}`);
    expect(await chat.linkTo({ ...posted, message: null })).toBeNull();
    expect(await chat.linkTo(await chat.post(toAda, cardOf('Welcome'), { deliveryId: 'd3', thread: null }))).toBeNull();
  });

  it('that is too long is never sent', async () => {
    const long = { ...cardOf('Long'), text: ['x'.repeat(3_001)] };
    await expect(all.platform.chat.post(general, long, alone)).rejects.toMatchObject({
      kind: 'card',
      reason: 'too_long',
    });
    expect(all.slack.called('chat.postMessage')).toEqual([]);
  });

  it('that the bot itself cannot render is a bug, not a failure of Slack', async () => {
    const { chat } = all.platform;
    const posted = await chat.post(general, cardOf('Alert'), alone);
    const bug = new TypeError('of ours');
    const broken = {
      ...cardOf('Alert'),
      get text(): string[] {
        throw bug;
      },
    };
    await expect(chat.post(general, broken, alone)).rejects.toBe(bug);
    await expect(chat.update(posted, broken)).rejects.toBe(bug);
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])('can be gone: %s', async (error) => {
    const posted = await all.platform.chat.post(general, cardOf('Alert'), alone);
    all.slack.fail('chat.update', { kind: 'refused', error });
    await expect(all.platform.chat.update(posted, cardOf('Alert'))).rejects.toMatchObject({
      kind: 'gone',
      reason: error,
    });
  });

  it.each([
    'msg_blocks_too_long',
    'msg_too_long',
    'invalid_blocks',
    'no_text',
    'metadata_too_large',
    'cannot_reply_to_message',
  ])('may be taken shorter, and says nothing of the channel: %s', async (error) => {
    all.slack.fail('chat.postMessage', { kind: 'refused', error });
    await expect(all.platform.chat.post(general, cardOf('Alert'), alone)).rejects.toMatchObject({
      kind: 'card',
      reason: error,
    });
  });

  it.each<[Fault, object]>([
    [
      { kind: 'rate limited', seconds: 7 },
      { reason: 'rate_limited', retryAfterMs: 7_000, maybeDone: false },
    ],
    [
      { kind: 'rate limited', seconds: null },
      { reason: 'rate_limited', retryAfterMs: null, maybeDone: false },
    ],
    [
      { kind: 'refused', error: 'ratelimited' },
      { reason: 'ratelimited', maybeDone: false, answered: true },
    ],
    [{ kind: 'bare answer' }, { reason: 'bad_answer', maybeDone: true }],
    [{ kind: 'cut answer' }, { reason: 'network', maybeDone: true }],
    [
      { kind: 'rate limited', seconds: -5 },
      { reason: 'rate_limited', retryAfterMs: null, maybeDone: false },
    ],
    [
      { kind: 'rate limited', seconds: 2_200_000 },
      { reason: 'rate_limited', retryAfterMs: 2_200_000_000, maybeDone: false },
    ],
    [
      { kind: 'rate limited', seconds: 'Fri, 31 Dec 2196 23:59:59 GMT' },
      { reason: 'rate_limited', retryAfterMs: expect.any(Number), maybeDone: false },
    ],
    [
      { kind: 'status', status: 500 },
      { reason: 'http_500', maybeDone: true, answered: true },
    ],
    [
      { kind: 'refused', error: 'internal_error' },
      { reason: 'internal_error', maybeDone: true, answered: true },
    ],
    [
      { kind: 'status', status: 504 },
      { reason: 'http_504', maybeDone: true, answered: false },
    ],
    [{ kind: 'reset' }, { reason: 'network', maybeDone: true, answered: false }],
    [{ kind: 'page' }, { reason: 'bad_answer', maybeDone: true, answered: false }],
  ])('says whether it may be there all the same, and whether it was answered: %o', async (fault, error) => {
    all.slack.fail('chat.postMessage', fault);
    await expect(all.platform.chat.post(general, cardOf('Alert'), alone)).rejects.toMatchObject({
      kind: 'unreachable',
      ...error,
    });
    expect(all.slack.called('chat.postMessage').length).toBeLessThanOrEqual(1);
  });

  it('leaves at once, however many others wait for their answers', async () => {
    all.slack.fail('chat.postMessage', { kind: 'hang' }, { always: true });
    const posts = Array.from({ length: 150 }, (_, n) =>
      all.platform.chat.post(general, cardOf('Alert'), { deliveryId: `d${n}`, thread: null }),
    );
    await vi.waitFor(() => expect(all.slack.hanging.size).toBe(150), patient);
    for (const response of all.slack.hanging) response.destroy();
    const ended = await Promise.allSettled(posts);
    expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
  });

  it.each<[Fault, string]>([
    [{ kind: 'hang' }, 'timeout'],
    [{ kind: 'reset' }, 'network'],
    [{ kind: 'status', status: 500 }, 'http_500'],
  ])('is surely not there when the private chat could not be opened: %o', async (fault, reason) => {
    all.slack.fail('conversations.open', fault);
    await expect(all.platform.chat.post(toAda, cardOf('Alert'), alone)).rejects.toMatchObject({
      kind: 'unreachable',
      reason,
      maybeDone: false,
    });
  });

  it('that comes too soon after the last one is told when to come again', async () => {
    all.slack.pace.ms = 1_000;
    await all.platform.chat.post(general, cardOf('Alert'), alone);
    const soon = all.platform.chat.post(general, cardOf('Alert'), { deliveryId: 'd2', thread: null });
    await expect(soon).rejects.toMatchObject({ reason: 'rate_limited', retryAfterMs: 1_000 });
    now += all.platform.chat.postIntervalMs;
    await all.platform.chat.post(general, cardOf('Alert'), { deliveryId: 'd2', thread: null });
  });
});

describe('a file', () => {
  const file = { name: 'alerts-2026-11.csv', type: 'text/csv', content: 'number\r\n1\r\n' };

  it('goes into the private chat, with a word', async () => {
    await all.platform.chat.upload(ada, file, 'The alerts of 2026-11.');
    expect([...all.slack.files.values()]).toMatchObject([
      { name: file.name, content: file.content, channel: 'DU1ADA', comment: 'The alerts of 2026-11.' },
    ]);
  });

  it.each(['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'])(
    'that Slack does not take is a ChatError: %s',
    async (step) => {
      all.slack.fail(step, { kind: 'status', status: 500 });
      await expect(all.platform.chat.upload(ada, file, '')).rejects.toMatchObject({ name: 'ChatError' });
    },
  );
});

describe('a call that fails', () => {
  it.each<[Fault, object]>([
    [
      { kind: 'rate limited', seconds: 7 },
      { kind: 'unreachable', reason: 'rate_limited', retryAfterMs: 7_000 },
    ],
    [
      { kind: 'status', status: 500 },
      { kind: 'unreachable', reason: 'http_500', retryAfterMs: null },
    ],
    [
      { kind: 'status', status: 403 },
      { kind: 'lockedOut', reason: 'http_403' },
    ],
    [{ kind: 'hang' }, { kind: 'unreachable', reason: 'timeout' }],
    [{ kind: 'reset' }, { kind: 'unreachable', reason: 'network' }],
    [{ kind: 'page' }, { kind: 'unreachable', reason: 'bad_answer' }],
    [
      { kind: 'refused', error: 'internal_error' },
      { kind: 'unreachable', reason: 'internal_error' },
    ],
    [
      { kind: 'refused', error: 'missing_scope' },
      { kind: 'lockedOut', reason: 'missing_scope' },
    ],
  ])('is one ChatError and one call: %o', async (fault, error) => {
    all.slack.fail('users.info', fault);
    const before = all.slack.called('users.info').length;
    await expect(all.platform.chat.person(ada, true)).rejects.toMatchObject({ name: 'ChatError', ...error });
    expect(all.slack.called('users.info').length).toBeLessThanOrEqual(before + 1);
  });

  it('does not hold up the next one', async () => {
    all.slack.fail('users.info', { kind: 'rate limited', seconds: 60 });
    await all.platform.chat.person(ada, true).catch(() => null);
    expect(await all.platform.chat.person(ada, true)).toMatchObject({ kind: 'member' });
  });

  it('and a look-up of many steps, take a second at most in all', async () => {
    all.slack.addChannel('C2', { members: ['U0BOT', 'U3', 'U4', 'U5', 'U1ADA'] });
    all.slack.fail('users.conversations', { kind: 'refused', error: 'missing_scope' });
    all.slack.fail('conversations.members', { kind: 'slow', ms: 700 }, { times: 2 });
    await expect(all.platform.chat.hasMember('C2', ada)).rejects.toMatchObject({ reason: 'timeout' });
  });
});
