/** Admins are told in one place: the admin channel, or in private where it takes nothing. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError, type ChatErrorKind, type Hindrance } from '../../src/ports/chat.ts';
import { aBot, formOf, type TestBot, text } from '../support/a-bot.ts';
import { sourcesOf } from '../support/a-source.ts';
import { ada, aTenant, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, minute } from '../support/time.ts';

const tess: Identity = 'teams:11111111-1111-4111-8111-111111111111/22222222-2222-4222-8222-222222222222';
const noc = 'slack:C9';
const channels = { none: [], slack: [slackChannel], both: [slackChannel, teamsChannel] };

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  const { slack } = bot.world;
  for (const [address, name] of [
    ['C9', 'noc'],
    ['C8', 'new'],
  ] as const)
    bot.hasChannel({ platform: 'slack', address }, { name }, [ada]);
  bot.world.admins.add(tess);
  bot.knows(tess, 'Tess');
  await adminChannelIs({ platform: 'slack', address: 'C9' });
  await pass();
  slack.messages.length = 0;
});

const adminChannelIs = (adminChannel: Channel | null) => bot.organisation({ adminChannel });
/** The directory does not answer until the returned function is called. */
function silent(error: Error = new ChatError('unreachable', 'timeout')): () => void {
  const { adminsToTell } = bot.world.directory;
  bot.world.directory.adminsToTell = () => Promise.reject(error);
  return () => {
    bot.world.directory.adminsToTell = adminsToTell;
  };
}

async function pass(ms = 5_000) {
  await bot.tick(ms);
}
const contactHas = (which: keyof typeof channels) =>
  bot.edit({ contact: { ...aTenant({}, bot.world.time.now()).contact, channels: channels[which] } });
const fails = (kind: ChatErrorKind, reason: string, ...queues: string[]) =>
  bot.world.slack.fails(kind, reason, ...queues);

/** What was said where, and whom it calls: `slack:C9 unrouted, calls Ada`. Reminders of findings are not meant. */
const places = { [noc]: 'channel', 'slack:C8': 'new channel', [ada]: 'Ada', [tess]: 'Tess' };
function told(...kinds: string[]): string[] {
  const all = [...bot.world.slack.messages, ...bot.world.teams.messages].flatMap(({ to, deliveryId, card }) => {
    const kind = /^card refused|^\S+/.exec(deliveryId)?.[0] ?? '';
    const place = Object.entries(places).find(([queue]) => queue === to)?.[1];
    const calls = card.mentions.map(({ name }) => name).join(' and ');
    return place && kinds.includes(kind) ? [`${place}: ${kind}${calls ? `, calls ${calls}` : ''}`] : [];
  });
  return all.sort();
}

describe('an alert that no channel takes', () => {
  beforeEach(() => contactHas('none'));

  it('comes to the admin channel; a high one calls the admins there by name, and is told to those of the other platform', async () => {
    await bot.send({});
    await pass();
    expect(told('unrouted')).toEqual(['Tess: unrouted', 'channel: unrouted, calls Ada']);
  });

  it('of medium severity calls nobody; once it is high, a line below it does, and those of the other platform have it too', async () => {
    await bot.send({ id: 'x', severity: 'medium' });
    await pass();
    expect(told('unrouted')).toEqual(['channel: unrouted']);
    await bot.send({ id: 'x', severity: 'high' });
    await pass();
    expect(told('unrouted', 'followUp')).toEqual([
      ...['Tess: unrouted', 'channel: followUp, calls Sam and Ada', 'channel: unrouted'],
    ]);
  });

  it('is raised by a person, or a drill: the same', async () => {
    const form = formOf(await bot.say(ada, 'raise Microsoft phoned'));
    await bot.submit(ada, form, { displayName: 'Phoned', severity: 'medium', description: '' });
    await pass();
    expect(told('unrouted')).toEqual(['channel: unrouted']);
    await bot.drill(ada);
    await pass();
    expect(told('unrouted')).toEqual(['Tess: unrouted', 'channel: unrouted', 'channel: unrouted, calls Ada']);
  });

  it('comes to each in private when the admin channel refuses it', async () => {
    fails('refused', 'is_archived', noc);
    await bot.send({}, { severity: 'medium' });
    await pass();
    expect(told('unrouted', 'refused')).toEqual([
      ...['Ada: refused', 'Ada: unrouted', 'Ada: unrouted'],
      ...['Tess: refused', 'Tess: unrouted', 'Tess: unrouted'],
    ]);
    await bot.send({ severity: 'low' });
    await pass();
    expect(told('unrouted').filter((one) => one.startsWith('Ada'))).toHaveLength(3);
  });

  it('is reminded of in private when the admin channel takes it, but not its reminder', async () => {
    await bot.send({});
    await pass();
    fails('refused', 'is_archived', noc);
    await pass(61 * minute);
    await pass();
    expect(told('unrouted', 'overdue')).toEqual([
      ...['Ada: overdue', 'Tess: overdue', 'Tess: unrouted', 'channel: unrouted, calls Ada'],
    ]);
  });

  it.each([5, 25])('is reminded of in private when %i are reminded of together in vain', async (count) => {
    bot.world.settings.stormLimit = 100;
    await bot.send(...Array.from({ length: count }, () => ({})));
    await pass(2 * minute);
    fails('refused', 'is_archived', noc);
    await pass(61 * minute);
    await pass(2 * minute);
    const inPrivate = bot.inPrivate(ada, 'overdue ');
    expect(inPrivate.map(({ card }) => card.title)).toEqual([
      `${count} high-severity alerts not acknowledged for 1 hour`,
    ]);
  });

  it('follows as a card for many when the admin channel takes that, but not its reminder', async () => {
    await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'medium' })));
    await pass(minute);
    fails('refused', 'is_archived', noc);
    await pass(61 * minute);
    await pass(2 * minute);
    expect(told('digest')).toEqual(['Ada: digest', 'Tess: digest', 'channel: digest']);
  });

  it('is reminded of in private with the cards for many of two sources, when the admin channel takes those, but not their reminder', async () => {
    const from = sourcesOf(bot.world);
    for (const source of ['one', 'two'])
      await from.send(
        source,
        Array.from({ length: 25 }, (_, n) => ({ id: `${source} ${n}` })),
      );
    await pass(2 * minute);
    expect(told('digest')).toEqual([...['Tess: digest', 'Tess: digest', 'channel: digest', 'channel: digest']]);
    fails('refused', 'is_archived', noc);
    await pass(61 * minute);
    await pass(2 * minute);
    const inPrivate = bot.inPrivate(ada).filter(({ deliveryId }) => /^(digest|overdue) /.test(deliveryId));
    expect(inPrivate.map(({ card }) => card.title)).toEqual(['50 high-severity alerts not acknowledged for 1 hour']);
  });

  it.each([
    ['another', { platform: 'slack', address: 'C8' }, ['Tess: unrouted', 'new channel: unrouted, calls Ada']],
    ['none', null, ['Ada: unrouted', 'Tess: unrouted']],
  ] as const)('does not go to the admin channel once there is %s', async (_what, adminChannel, expected) => {
    fails('unreachable', 'http_503', noc);
    await bot.send({});
    await pass();
    await adminChannelIs(adminChannel);
    fails('unreachable', 'http_503', 'nowhere');
    await pass(minute);
    await pass(minute);
    expect(told('unrouted')).toEqual(expected);
  });

  it('is reminded of in another admin channel once there is one', async () => {
    await bot.send({});
    await pass();
    await adminChannelIs({ platform: 'slack', address: 'C8' });
    await pass(61 * minute);
    await pass(minute);
    expect(told('unrouted', 'overdue')).toEqual([
      ...['Tess: overdue', 'Tess: unrouted'],
      ...['channel: unrouted, calls Ada', 'new channel: overdue, calls Ada'],
    ]);
  });

  it('is reminded of in the admin channel, by name', async () => {
    await bot.send({}, { severity: 'medium' });
    for (let passed = 0; passed < 5; passed++) await pass(60 * minute);
    expect(told('escalation', 'overdue').filter((one) => one.startsWith('channel'))).toEqual([
      ...['channel: overdue, calls Ada', 'channel: overdue, calls Ada'],
    ]);
  });

  it('comes in private when the admin channel is silent for a quarter of an hour', async () => {
    fails('unreachable', 'http_503', noc);
    await bot.send({}, { severity: 'medium' });
    await pass(14 * minute);
    expect(told('unrouted')).toEqual(['Tess: unrouted']);
    await pass(3 * minute);
    await pass();
    expect(told('unrouted', 'late')).toEqual([
      ...['Ada: late', 'Ada: unrouted', 'Ada: unrouted'],
      ...['Tess: late', 'Tess: unrouted', 'Tess: unrouted'],
    ]);
  });

  it('of medium severity does so too, with nothing high beside it, and once', async () => {
    fails('unreachable', 'http_503', noc);
    await bot.send({ severity: 'medium' });
    for (let passed = 0; passed < 12; passed++) await pass(10 * minute);
    expect(told('unrouted', 'late')).toEqual(['Ada: late', 'Ada: unrouted', 'Tess: late', 'Tess: unrouted']);
    const late = bot.world.slack.messages.find(({ deliveryId }) => deliveryId.startsWith('late'));
    expect(late?.card.title).toBe('The admin channel is not getting its messages');
  });

  it('comes to those of the other platform when that of the admin channel lets the bot in nowhere', async () => {
    fails('lockedOut', 'token_revoked');
    await bot.send({}, { severity: 'medium' });
    await pass(2 * minute);
    expect(told('unrouted', 'refused')).toEqual(['Tess: refused', 'Tess: unrouted', 'Tess: unrouted']);
  });

  it('comes in private when the admin channel’s platform does not take the card', async () => {
    fails('card', 'invalid_blocks', noc);
    await bot.send({});
    await pass();
    expect(told('unrouted')).toEqual(['Ada: unrouted', 'Tess: unrouted']);
  });

  it('comes to both places for whoever wants both', async () => {
    await bot.press(ada, 'reminders.both', 'on');
    await bot.send({ severity: 'medium' });
    await pass();
    expect(told('unrouted')).toEqual(['Ada: unrouted', 'channel: unrouted']);
    const off = text(await bot.press(ada, 'reminders.both', 'off'));
    expect(off).toContain('You still get direct messages about changes to the contact and its channels.');
    await bot.send({ severity: 'medium' });
    await pass();
    expect(told('unrouted')).toEqual(['Ada: unrouted', 'channel: unrouted', 'channel: unrouted']);
  });

  it('as a card for many that the admin channel refuses comes in private', async () => {
    fails('unreachable', 'http_503', noc);
    await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'low' })));
    await pass(minute);
    fails('refused', 'is_archived', noc);
    await pass(5 * minute);
    expect(told('digest')).toEqual(['Ada: digest', 'Tess: digest']);
  });
});

describe('a channel that refuses', () => {
  it('is told in the admin channel with the alert, which calls the admins', async () => {
    await contactHas('slack');
    fails('refused', 'is_archived', 'slack:C1');
    await bot.send({});
    await pass();
    expect(told('refused', 'unrouted')).toEqual([
      ...['Tess: unrouted', 'channel: refused', 'channel: unrouted, calls Ada'],
    ]);
  });

  it.each([
    ['high', ['Tess: refused', 'channel: refused, calls Ada']],
    ['medium', ['channel: refused']],
  ])('an alert of %s severity that another has is told in the admin channel alone', async (severity, expected) => {
    fails('refused', 'is_archived', 'slack:C1');
    await bot.send({ severity });
    await pass();
    expect(told('refused', 'unrouted')).toEqual(expected);
  });

  it('calls the admins for a high alert, although it refused a lesser one that day', async () => {
    fails('refused', 'is_archived', 'slack:C1');
    for (const severity of ['medium', 'high', 'medium']) {
      await bot.send({ severity });
      await pass(minute);
    }
    expect(told('refused')).toEqual(['Tess: refused', 'channel: refused', 'channel: refused, calls Ada']);
  });

  it('of a card for many, which the admin channel has by that, is told in private when its reminder is refused there', async () => {
    await contactHas('slack');
    fails('unreachable', 'http_503', 'slack:C1');
    await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'medium' })));
    await pass(minute);
    fails('refused', 'is_archived', 'slack:C1');
    await pass(10 * minute);
    expect(told('digest')).toEqual(['channel: digest']);
    fails('refused', 'is_archived', 'slack:C1', noc);
    await pass(61 * minute);
    await pass(2 * minute);
    expect(told('digest')).toEqual(['Ada: digest', 'Tess: digest', 'channel: digest']);
  });

  it('together with the admin channel is told in private', async () => {
    await contactHas('slack');
    fails('refused', 'is_archived', 'slack:C1', noc);
    await bot.send({});
    await pass();
    expect(told('unrouted')).toEqual(['Ada: unrouted', 'Tess: unrouted']);
    expect(told('refused').filter((one) => one.startsWith('Ada'))).toHaveLength(2);
  });

  it.each([
    ['high', ['Tess: card refused', 'channel: card refused, calls Ada']],
    ['medium', ['channel: card refused']],
  ])('one card of %s severity as it is, is told in the admin channel', async (severity, expected) => {
    fails('card', 'invalid_blocks', 'slack:C1');
    await bot.send({ severity });
    await pass();
    expect(told('card refused', 'unrouted')).toEqual(expected);
  });
});

it('a channel that is late is told in the admin channel, with the alert that waits', async () => {
  await contactHas('slack');
  fails('unreachable', 'http_503', 'slack:C1');
  await bot.send({});
  await pass(17 * minute);
  await pass();
  expect(told('late', 'unrouted')).toEqual([
    ...['Tess: late', 'Tess: unrouted', 'channel: late', 'channel: unrouted, calls Ada'],
  ]);
});

it('a platform that lets the bot in nowhere is told in the admin channel of the other one, by name', async () => {
  await adminChannelIs(teamsChannel);
  await contactHas('slack');
  fails('lockedOut', 'token_revoked');
  await bot.send({});
  await pass(2 * minute);
  const inTeams = bot.world.teams.messages.filter(({ to }) => to.includes('thread'));
  expect(inTeams.map(({ deliveryId, card }) => [deliveryId.split(' ')[0], card.mentions.map(({ id }) => id)])).toEqual([
    ['refused', [tess]],
    ['unrouted', [tess]],
  ]);
  expect(told('refused', 'unrouted')).toEqual([]);
});

it('high alerts that close by age are told in the admin channel', async () => {
  await bot.send({ id: 'x' });
  await pass();
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
  for (let days = 0; days < 31; days++) {
    await bot.world.time.advance(day);
    await pass();
  }
  expect(told('closing')).toEqual(['channel: closing']);
});

it.each([
  [90, ['channel: storeFull']],
  [100, ['Tess: storeFull', 'channel: storeFull, calls Ada']],
])('a store that is full to %i percent is told in the admin channel', async (percent, expected) => {
  const { store } = bot.world;
  await store.change((tx) => tx.put('counters', { id: 'x'.repeat(200_000), value: 0 }));
  const { bytes } = await store.read((reader) => reader.usage());
  store.limit(Math.floor((bytes / percent) * 100));
  await pass();
  expect(told('storeFull')).toEqual(expected);
});

const lacking: Hindrance = { kind: 'permissions', missing: ['files:write'], mute: false };
const refusedCredentials: Hindrance = { kind: 'credentials', reason: 'no_token' };
it.each([
  ['does without a permission', 'slack', lacking, ['channel: hindrance']],
  ['does with refused credentials', 'teams', refusedCredentials, ['channel: hindrance, calls Ada']],
  ['of the admin channel does with refused credentials', 'slack', refusedCredentials, ['Tess: hindrance']],
] as const)('what a platform %s is told in one place', async (_what, platform, hindrance, expected) => {
  bot.world[platform].hindered = hindrance;
  await pass();
  expect(told('hindrance')).toEqual(expected);
});

it('what is overdue is told those of the other platform in private', async () => {
  await contactHas('slack');
  await bot.send({});
  for (let hours = 0; hours < 25; hours++) await pass(60 * minute);
  expect(told('overdue')).toEqual([...Array(5).fill('Tess: overdue'), ...Array(5).fill('channel: overdue, calls Ada')]);
});

it('what the admin channel refuses while the directory is silent waits for it', async () => {
  await bot.send({});
  for (let hours = 0; hours < 23; hours++) await pass(60 * minute);
  const speak = silent();
  fails('refused', 'is_archived', noc);
  for (let hours = 0; hours < 2; hours++) await pass(60 * minute);
  speak();
  await pass(10 * minute);
  expect(told('overdue')).toEqual([
    ...['Ada: overdue', ...Array(5).fill('Tess: overdue')],
    ...Array(4).fill('channel: overdue, calls Ada'),
  ]);
});

it('a bug in the directory is reported, and an alert that no channel takes still comes to the admin channel', async () => {
  await contactHas('none');
  const bug = new TypeError('made up');
  silent(bug);
  await bot.send({});
  await pass();
  expect(told('unrouted')).toEqual(['channel: unrouted']);
  expect(new Set(bot.bugs)).toEqual(new Set([bug]));
});

it('a store that is full while nobody is known who could be told is told once somebody is', async () => {
  await adminChannelIs(null);
  const speak = silent();
  const { store } = bot.world;
  const { bytes } = await store.read((reader) => reader.usage());
  store.limit(bytes);
  await pass();
  speak();
  await pass();
  expect(told('storeFull')).toEqual(['Ada: storeFull', 'Tess: storeFull']);
});

it('an alert that nobody has is told to the first admin who comes, however full the store is', async () => {
  await contactHas('none');
  await adminChannelIs(null);
  const speak = silent();
  await bot.send({});
  await pass();
  const { bytes } = await bot.world.store.read((reader) => reader.usage());
  bot.world.store.limit(bytes / 2);
  speak();
  await bot.tick().catch(() => {});
  await bot.world.time.advance(5_000);
  expect(told('unrouted')).toEqual(['Ada: unrouted', 'Tess: unrouted']);
});
