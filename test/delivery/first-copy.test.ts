import { expect, it } from 'vitest';
import { platformOf } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, newsOf } from '../support/a-bot.ts';
import { ada, slackChannel, teamsChannel } from '../support/partner.ts';
import { minute, second } from '../support/time.ts';

it.each([teamsChannel, slackChannel])(
  'the first copy of a repeated card follows once somebody presses on it: $platform',
  async (channel) => {
    const on = await aBot();
    await on.channelsAre(channel);
    const queue = `${channel.platform}:${channel.address}`;
    const chat = on.world[platformOf(queue)];
    chat.find = async () => 'unknowable';
    let left = 1;
    chat.fault = (to, what) =>
      to === queue && what === 'post' && left-- > 0
        ? { error: new ChatError('unreachable', 'timeout', null, true), after: true }
        : null;
    await on.send({ id: 'x' });
    await on.world.time.advance(minute);
    const copies = chat.messages.filter(({ to }) => to === queue);
    const shows = () => copies.map(({ card }) => newsOf(card));
    expect(shows()).toEqual(['High alert', 'High alert']);
    const x = 'webhook:default x';
    await on.pressOn(copies[0]?.message ?? '', ada, 'alerts.acknowledge', x, channel);
    await on.world.time.advance(5 * second);
    expect(shows()).toEqual(['Acknowledged', 'Acknowledged']);
    const question = cardOf(await on.pressOn(copies[1]?.message ?? '', ada, 'alerts.reopen', x, channel));
    await on.press(ada, 'alerts.reopen', question.buttons[0]?.value ?? '', channel);
    await on.world.time.advance(5 * second);
    expect(shows().slice(0, 2)).toEqual(['High alert', 'High alert']);
    const { calls } = chat;
    await on.world.time.advance(5 * minute);
    expect(chat.calls).toBe(calls);
  },
);
