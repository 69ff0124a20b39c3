import { describe, expect, it } from 'vitest';
import { platformOf } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, newsOf } from '../support/a-bot.ts';
import { ada, slackChannel, teamsChannel } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';
import type { ChatFault } from '../support/world.ts';

const lost = new ChatError('unreachable', 'timeout', null, true);
const x = 'webhook:default x';

/** An alert whose card stands twice in the channel, since nobody knew whether the first one had arrived. */
async function shownTwice(channel: typeof slackChannel | typeof teamsChannel, times = 2) {
  const on = await aBot();
  await on.channelsAre(channel);
  const queue = `${channel.platform}:${channel.address}`;
  const chat = on.world[platformOf(queue)];
  chat.find = async () => 'unknowable';
  let left = times - 1;
  chat.fault = (to, what) => (to === queue && what === 'post' && left-- > 0 ? { error: lost, after: true } : null);
  await on.send({ id: 'x' });
  await on.world.time.advance(minute);
  const copies = chat.messages.filter(({ to }) => to === queue);
  const shows = () => copies.map(({ card }) => newsOf(card));
  expect(shows()).toEqual(Array(times).fill('High-severity alert'));
  return { on, chat, copies, shows };
}

it.each([teamsChannel, slackChannel])(
  'the first copy of a repeated card follows once somebody presses on it: $platform',
  async (channel) => {
    const { on, chat, copies, shows } = await shownTwice(channel);
    await on.pressOn(copies[0]?.message ?? '', ada, 'alerts.acknowledge', x, channel);
    await on.world.time.advance(5 * second);
    expect(shows()).toEqual(['Acknowledged', 'Acknowledged']);
    const question = cardOf(await on.pressOn(copies[1]?.message ?? '', ada, 'alerts.reopen', x, channel));
    await on.press(ada, 'alerts.reopen', question.buttons[0]?.value ?? '', channel);
    await on.world.time.advance(5 * second);
    expect(shows().slice(0, 2)).toEqual(['High-severity alert', 'High-severity alert']);
    const { calls } = chat;
    await on.world.time.advance(5 * minute);
    expect(chat.calls).toBe(calls);
  },
);

it.each([
  ['digestEscalation', 'medium'],
  ['overdue', 'medium'],
  ['escalations', 'high'],
])('a reminder of a repeated card for many stays one when somebody presses on it: %s, %s', async (kind, severity) => {
  const on = await aBot();
  await on.channelsAre(teamsChannel);
  await on.organisation({ adminChannel: teamsChannel });
  const queue = `teams:${teamsChannel.address}`;
  on.world.teams.fault = (to, what) => (to === queue && what === 'post' ? { error: lost, after: true } : null);
  await on.send(...Array.from({ length: 60 }, () => ({ severity })));
  await on.world.time.advance(2 * minute);
  on.world.teams.heals();
  for (let hours = 0; hours < 26; hours++) {
    await on.ticksAfter(hour);
  }
  await on.world.time.advance(minute);
  const about = () => on.world.teams.messages.filter(({ deliveryId }) => deliveryId.startsWith(`${kind} `));
  const [reminder] = about();
  const answer = reminder?.card.buttons.find(({ id }) => /^alerts.acknowledge(All|Many)$/.test(id));
  await on.pressOn(reminder?.message ?? '', ada, answer?.id ?? '', answer?.value ?? '', teamsChannel);
  await on.world.time.advance(minute);
  expect(about()[0]?.card.title).not.toContain('all acknowledged');
});

it.each([teamsChannel, slackChannel])(
  'a copy on which somebody presses again is edited once for each change: $platform',
  async (channel) => {
    const { on, chat, copies, shows } = await shownTwice(channel);
    const [first] = copies;
    if (!first) throw new Error('no copy');
    for (const button of ['alerts.acknowledge', 'alerts.reopen', 'alerts.acknowledge']) {
      await on.pressOn(first.message, ada, button, x, channel);
      await on.world.time.advance(minute);
    }
    const edits: (string | null)[] = [];
    const { update } = chat;
    chat.update = async (posted, card) => {
      edits.push(posted.message);
      return update(posted, card);
    };
    await on.resolve(ada, x);
    await on.world.time.advance(minute);
    expect(shows().slice(0, 2)).toEqual(['Resolved', 'Resolved']);
    expect(edits.toSorted()).toEqual(copies.slice(0, 2).map(({ message }) => message));
    expect((await on.deliveries()).flatMap(({ copies: noted = [] }) => noted)).toHaveLength(1);
  },
);

it.each([teamsChannel, slackChannel])(
  'the first copy of a repeated card for many follows once somebody answers all on it, however full the store is: $platform',
  async (channel) => {
    const on = await aBot();
    await on.channelsAre(channel);
    const queue = `${channel.platform}:${channel.address}`;
    const chat = on.world[platformOf(queue)];
    chat.find = async () => 'unknowable';
    let left = 1;
    chat.fault = (to, what) => (to === queue && what === 'post' && left-- > 0 ? { error: lost, after: true } : null);
    await on.send(...Array.from({ length: 30 }, () => ({ severity: 'medium' })));
    await on.world.time.advance(minute);
    const copies = chat.messages.filter(({ to }) => to === queue);
    expect(copies.map(({ card }) => card.title)).toEqual([...['30 alerts in 1 minute', '30 alerts in 1 minute']]);
    on.world.store.limit(1_000);
    const all = copies[0]?.card.buttons.find(({ id }) => id === 'alerts.acknowledgeAll')?.value ?? '';
    await on.pressOn(copies[0]?.message ?? '', ada, 'alerts.acknowledgeAll', all, channel);
    await on.world.time.advance(minute);
    expect(copies.map(({ card }) => card.title)).toEqual([
      ...['30 security alerts, all acknowledged', '30 security alerts, all acknowledged'],
    ]);
  },
);

it('the first copy of a repeated card in somebody’s private chat follows once they press on it there', async () => {
  const on = await aBot();
  await on.edit({ contact: null });
  const { slack } = on.world;
  slack.find = async () => 'unknowable';
  let left = 1;
  slack.fault = (to, what) => (to === ada && what === 'post' && left-- > 0 ? { error: lost, after: true } : null);
  await on.send({ id: 'x' });
  await on.world.time.advance(minute);
  const copies = on.inPrivate(ada, 'unrouted');
  expect(copies).toHaveLength(2);
  const pressed = { kind: 'press', button: 'alerts.acknowledge', value: x, card: copies[0]?.message ?? '' } as const;
  await on.handle({ ...pressed, from: ada, locale: null, fromChannel: null, key: null });
  await on.world.time.advance(minute);
  expect(copies.map(({ card }) => newsOf(card))).toEqual(['Acknowledged', 'Acknowledged']);
});

describe.each([teamsChannel, slackChannel])('a copy that follows, in $platform,', (channel) => {
  /** The next edits of the first copy fail so, one after the other. */
  async function following(...faults: ChatFault[]) {
    const twice = await shownTwice(channel);
    const { on, chat, copies } = twice;
    await on.pressOn(copies[0]?.message ?? '', ada, 'alerts.acknowledge', x, channel);
    await on.world.time.advance(minute);
    expect(twice.shows()).toEqual(['Acknowledged', 'Acknowledged']);
    const { update } = chat;
    chat.update = async (posted, card) => {
      const met = posted.message === copies[0]?.message ? faults.splice(0, 1) : [];
      chat.fault = () => met.pop() ?? null;
      return update(posted, card);
    };
    return twice;
  }
  const resolves = async ({ on }: Awaited<ReturnType<typeof shownTwice>>) => on.resolve(ada, x);

  it('is tried again where its edit failed for a moment', async () => {
    const twice = await following({ error: new ChatError('unreachable', 'http_503'), after: false });
    await resolves(twice);
    await twice.on.world.time.advance(minute);
    expect(twice.shows().slice(0, 2)).toEqual(['Resolved', 'Resolved']);
  });

  it('shows the newest state, also after an older edit of it came late', async () => {
    const twice = await following({
      ...{ error: new ChatError('unreachable', 'timeout', null, true) },
      ...{ lateMs: 11 * second, givenUpMs: 2 * second },
    });
    await resolves(twice);
    await twice.on.world.time.advance(4 * second);
    await twice.on.reopen(ada, x);
    await twice.on.world.time.advance(6 * second);
    expect(twice.shows().slice(0, 2)).toEqual(['High-severity alert', 'High-severity alert']);
    await twice.on.world.time.advance(3 * second);
    expect(twice.shows().slice(0, 2)).toEqual(['Resolved', 'High-severity alert']);
    await twice.on.world.time.advance(minute);
    expect(twice.shows().slice(0, 2)).toEqual(['High-severity alert', 'High-severity alert']);
  });
});

it.each(['gone', 'refused', 'card'] as const)(
  'of two copies that follow, one that can be edited no more (%s) is left alone, and the other follows',
  async (kind) => {
    const { on, chat, copies, shows } = await shownTwice(teamsChannel, 3);
    for (const copy of copies.slice(0, 2)) await on.pressOn(copy.message, ada, 'alerts.acknowledge', x, teamsChannel);
    await on.world.time.advance(minute);
    expect(shows().slice(0, 3)).toEqual(['Acknowledged', 'Acknowledged', 'Acknowledged']);
    const { update } = chat;
    let refused = 0;
    chat.update = async (posted, card) => {
      if (posted.message !== copies[0]?.message) return update(posted, card);
      refused++;
      throw new ChatError(kind, 'no');
    };
    for (let round = 0; round < 2; round++) {
      await on.reopen(ada, x);
      await on.world.time.advance(minute);
      expect(shows().slice(1, 3)).toEqual(['High-severity alert', 'High-severity alert']);
      await on.press(ada, 'alerts.acknowledge', x);
      await on.world.time.advance(minute);
      expect(shows().slice(1, 3)).toEqual(['Acknowledged', 'Acknowledged']);
    }
    expect(refused).toBe(1);
  },
);
