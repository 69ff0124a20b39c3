/** From whom the bot learns where it is, and whose private chat is whose. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { card } from '../../../src/view/view.ts';
import { cardReply, formReply, stubBot } from '../../support/stub-bot.ts';
import type { FakeConversation } from '../../support/teams-conversations.ts';
import { alone, member, otherTenant, type Running, runTeams, tenantId } from '../../support/teams-run.ts';
import { text } from '../../support/text.ts';

const ada = member(1, 'Ada');
const bob = member(2, 'Bob');
const idOf = (who: { aadObjectId: string }): Identity => `teams:${tenantId}/${who.aadObjectId}`;
const toAda = { kind: 'person', id: idOf(ada) } as const;
const alert = card('High alert', 'A high alert came in.');
/** What a message extension says of the chat that it is used in. https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/what-are-messaging-extensions */
const chatOfTwo: Parameters<Running['teams']['add']>[0] = {
  id: '19:ada_bob@unq.gbl.spaces',
  kind: 'personal',
  members: [ada, bob],
};
let run: Running;

beforeEach(async () => {
  run = await runTeams(
    stubBot((deed) => (deed.kind === 'command' && deed.words === 'update' ? formReply() : cardReply('Hello'))),
  );
});
afterEach(() => run.close());

const rows = () => run.options.store.read((reader) => reader.list('conversations'));
/** Without the chats that Teams itself gave us for an answer. */
const places = async () => (await rows()).filter(({ kind }) => kind !== 'personal');
const known = async () => (await run.platform.chat.knownChannels()).map(({ name }) => name).sort();
const restarted = () => {
  const { teams, options } = run;
  return runTeams(
    stubBot(() => cardReply('Hello')),
    { teams, options: { store: options.store } },
  );
};

describe('where the bot is', () => {
  it.each([
    ['a guest', { userRole: 'guest' }],
    ['somebody of another organisation', { tenantId: otherTenant }],
    ['somebody of whom Teams tells no role', { userRole: undefined }],
  ])('is not learnt from %s, and is from the first member who writes', async (_, more) => {
    const stranger = member(9, 'Mallory', more);
    const channel = run.channel([stranger, ada], { membershipType: 'shared' });
    await run.person(stranger).says('hello');
    expect(await rows()).toEqual([]);
    await run.inside(stranger, channel).says('hello');
    expect(await places()).toEqual([]);
    await run.inside(ada, channel).says('hello');
    await vi.waitFor(async () => expect(await known()).toEqual(['Operations › Alerts']));
  });

  it('is not learnt while Teams does not say who writes, and is from their next message', async () => {
    const person = run.inside(ada, run.channel([ada]));
    run.teams.fail(/members/, { kind: 'answer', status: 429, code: 'Throttled' }, 1_000);
    await person.says('hello');
    expect(await places()).toEqual([]);
    run.teams.heal();
    await person.says('hello');
    await vi.waitFor(async () => expect(await known()).toEqual(['Operations › Alerts']));
  });

  it('is not learnt from a message extension, wherever it is used', async () => {
    await run.person(ada).extension('help');
    await run.inside(ada, run.channel([ada, bob])).extension('help');
    await run.inside(ada, run.teams.add(chatOfTwo)).extension('help');
    expect(await rows()).toEqual([]);
  });

  it('is believed only when Teams says so too', async () => {
    const channel = run.channel([ada]);
    await run.inside(ada, channel).says('hello');
    await vi.waitFor(async () => expect(await known()).toEqual(['Operations › Alerts']));
    const facts = () => run.platform.chat.channel(channel.id);
    const name = 'Operations › Alerts';
    expect(await facts()).toEqual({ kind: 'joined', name, open: false, external: false });
    run.teams.fail(/pagedmembers/, { kind: 'answer', status: 429, code: 'Throttled' });
    await expect(facts()).rejects.toMatchObject({ name: 'ChatError', kind: 'unreachable' });
    channel.botIsIn = false;
    expect(await facts()).toEqual({ kind: 'not joined', name });
    run.teams.remove(channel.id);
    expect(await facts()).toEqual({ kind: 'not joined', name });
  });

  it('is asked with one request a channel', async () => {
    const channel = run.channel([ada, bob]);
    await run.inside(ada, channel).says('hello');
    await vi.waitFor(async () => expect(await known()).toEqual(['Operations › Alerts']));
    run.teams.requests.length = 0;
    await run.platform.chat.channel(channel.id);
    expect(run.teams.requests.map(({ path }) => path.split('?')[0])).toEqual([
      `/teams/v3/conversations/${channel.id}/pagedmembers`,
    ]);
  });
});

describe('who can read a channel', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ ...ada, id: `29:${n}`, aadObjectId: `${n}` }));
  it.each([
    ['members alone, on several pages', [ada, bob, member(3, 'Cy')], false],
    ['a guest on the last page', [ada, bob, member(9, 'Mallory', { userRole: 'guest' })], true],
    ['somebody of another organisation', [ada, member(9, 'Mallory', { tenantId: otherTenant })], true],
    ['more people than can be read at once', [ada, ...many(8)], true],
  ])('%s', async (_, members, external) => {
    const channel = run.channel(members);
    await run.inside(ada, channel).says('hello');
    expect(await run.platform.chat.channel(channel.id)).toMatchObject({ kind: 'joined', external });
  });
});

describe('two channels of the same name', () => {
  const add = (id: string, team: string) => {
    run.teams.teams.set(team, { name: 'Operations' });
    return run.teams.add({ id, name: 'Alerts', team, kind: 'channel', members: [ada, bob] });
  };
  const told = ['Operations › Alerts (…our001)', 'Operations › Alerts (…oth002)'];

  it('are told apart in the form and wherever their names are kept', async () => {
    await run.inside(ada, add('19:our001@thread.tacv2', '19:t1@thread.tacv2')).installs();
    await vi.waitFor(async () => expect(await known()).toEqual(['Operations › Alerts']));
    await run.inside(bob, add('19:oth002@thread.tacv2', '19:t2@thread.tacv2')).installs();
    await vi.waitFor(async () => expect(await known()).toEqual(told.toSorted()));
    expect((await rows()).map(({ name }) => name).sort()).toEqual(told.toSorted());
    const person = run.person(ada);
    await person.says('update');
    await person.press('contact.update');
    for (const name of told) expect(text(person.dialog())).toContain(name);
  });

  it('are told apart after a start on a state that has them alike, and a name that is alone again loses its mark', async () => {
    const alike = ['our001', 'oth002'].map((end) => ({
      id: `teams:19:${end}@thread.tacv2`,
      platform: 'teams' as const,
      address: `19:${end}@thread.tacv2`,
      name: 'Operations › Alerts',
      kind: 'channel' as const,
      reference: { serviceUrl: run.teams.serviceUrl, botId: '28:bot', tenant: tenantId, team: '19:t1@thread.tacv2' },
    }));
    await run.options.store.change(async (tx) => {
      for (const row of alike) await tx.put('conversations', row);
    });
    const again = await restarted();
    const names = async () => (await again.platform.chat.knownChannels()).map(({ name }) => name).sort();
    expect(await names()).toEqual(told.toSorted());
    expect((await rows()).map(({ name }) => name).sort()).toEqual(told.toSorted());
    const ours = again.inside(ada, add('19:our001@thread.tacv2', '19:t1@thread.tacv2'));
    const eventType = 'channelDeleted';
    const channelData = {
      tenant: { id: tenantId },
      team: { id: '19:t1@thread.tacv2' },
      channel: { id: alike[1]?.address },
      eventType,
    };
    await ours.send(ours.activity({ type: 'conversationUpdate', channelData }));
    await ours.installs();
    await vi.waitFor(async () => expect(await names()).toEqual(['Operations › Alerts']));
    await again.close();
  });
});

describe('a person’s private chat', () => {
  const own = `a:${ada.aadObjectId}`;
  const post = (on = run) => on.platform.chat.post(toAda, alert, alone);
  const opened = () => run.teams.requests.filter(({ path, body }) => path.endsWith('/conversations') && !body.isGroup);
  const alerts = (id: string) => run.teams.messages(id).filter(({ summary }) => summary === 'A high alert came in.');

  async function afterHello(): Promise<FakeConversation> {
    await run.inside(ada, run.channel([ada, bob])).says('hello');
    await run.person(ada).says('hello');
    run.teams.requests.length = 0;
    return run.teams.conversations.get(own) ?? run.teams.add({ id: own, kind: 'personal', members: [ada] });
  }

  it('is not the chat of two where they used the message extension, whatever that is answered', async () => {
    await run.person(ada).says('hello');
    const two = run.teams.add(chatOfTwo);
    const person = run.inside(ada, two);
    await person.extension('update');
    await person.invoke('composeExtension/submitAction', {
      commandId: 'update',
      data: { action: 'contact.update', state: '{}' },
    });
    await post();
    await run.platform.stop();
    expect(two.messages).toEqual([]);
    expect(alerts(own)).toHaveLength(1);
  });

  it('is not a chat of two that an older version took for it', async () => {
    await afterHello();
    run.teams.add(chatOfTwo);
    const reference = {
      serviceUrl: run.teams.serviceUrl,
      botId: '28:bot',
      tenant: tenantId,
      user: ada.aadObjectId,
      userId: ada.id,
    };
    const { id: address } = chatOfTwo;
    const row = {
      id: `teams:${address}`,
      platform: 'teams',
      address,
      name: 'Ada',
      kind: 'personal',
      reference,
    } as const;
    await run.options.store.change(async (tx) => {
      await tx.put('conversations', row);
      await tx.remove('conversations', `teams:${own}`);
    });
    const again = await restarted();
    await post(again);
    expect(run.teams.messages(address)).toEqual([]);
    expect(alerts(own)).toHaveLength(1);
    await again.close();
  });

  it.each([
    ['is not there any more', () => run.teams.remove(own)],
    ['is one that the bot is not in', (chat: FakeConversation) => Object.assign(chat, { botIsIn: false })],
  ])(
    'that %s is opened anew, once, and the alert arrives there, the next one and one after a start too',
    async (_, happens) => {
      happens(await afterHello());
      await post();
      await post();
      const again = await restarted();
      await post(again);
      await again.close();
      expect(opened()).toHaveLength(1);
      expect(alerts(`${own}-2`)).toHaveLength(3);
      expect((await rows()).filter(({ kind }) => kind === 'personal').map(({ address }) => address)).toEqual([
        `${own}-2`,
      ]);
    },
  );

  it('gets the private answer to what was asked in a channel, after it was opened anew', async () => {
    await afterHello();
    run.teams.remove(own);
    run.teams.targeted.state.refuse = { status: 403, code: 'BotNotInConversationRoster' };
    const [channel] = [...run.teams.conversations.values()].filter(({ kind }) => kind === 'channel');
    const person = run.inside(ada, channel);
    await person.says('show');
    expect(run.teams.messages(`${own}-2`)).toMatchObject([{ summary: 'Hello.' }]);
    expect(person.texts().at(-1)).toContain('I answered you in our private chat');
  });

  it('that refuses again when it was opened anew is asked for no second time', async () => {
    await afterHello();
    run.teams.fail(/POST .*activities/, { kind: 'answer', status: 403, code: 'BotNotInConversationRoster' }, 1_000);
    await expect(post()).rejects.toMatchObject({ kind: 'refused', reason: 'BotNotInConversationRoster' });
    expect(opened()).toHaveLength(1);
    run.teams.requests.length = 0;
    run.teams.remove(own);
    await expect(post()).rejects.toMatchObject({ kind: 'refused', reason: 'BotNotInConversationRoster' });
    expect(opened()).toHaveLength(1);
    expect(run.teams.requests).toHaveLength(3);
  });

  it('of somebody who blocked the bot stays as it is', async () => {
    await afterHello();
    run.teams.fail(/POST .*activities/, { kind: 'answer', status: 403, code: 'ConversationBlockedByUser' });
    await expect(post()).rejects.toMatchObject({ kind: 'refused', reason: 'ConversationBlockedByUser' });
    expect(opened()).toEqual([]);
  });
});
