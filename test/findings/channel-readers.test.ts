/** Who can read a channel, whether the bot joins it, and what it was called. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/domain/tenant/identity.ts';
import type { ChannelFacts } from '../../src/ports/chat.ts';
import { cardOf, formOf, text } from '../support/a-bot.ts';
import { aReminderBot, type ReminderBot, rows } from '../support/a-reminder-bot.ts';
import { ada, contoso, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const closed = { kind: 'joined', name: 'soc', open: false, external: false } as const;
const wide = { platform: 'slack', address: 'CWIDE' } as const;

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});

const is = (channel: Channel, facts: ChannelFacts) =>
  void bot.world[channel.platform].channels.set(channel.address, { facts, members: [sam] });
const reminder = () => bot.reminders(ada).at(-1)?.card;
const factsOf = (channel: Channel) => bot.world[channel.platform].channels.get(channel.address)?.facts;

describe('a channel of the contact', () => {
  it.each([
    ['public', { open: true, external: false }, 'Everybody in the organisation can now read this channel: soc'],
    ['shared', { open: false, external: true }, 'Guests or people from other organisations can now read soc'],
  ])('that becomes %s is told to the admins within half a day, also at night', async (_what, read, sentence) => {
    await bot.until('2026-11-24T23:00:00.000Z');
    is(slackChannel, { ...closed, ...read });
    await bot.pass(13 * hour);
    expect(rows(reminder())).toEqual(['More people can read a channel']);
    expect(text(reminder()).replaceAll(/#/g, '')).toContain('More people can read a channel');
    expect(text(cardOf(await bot.say(ada, 'check')))).toContain(sentence.split(' soc')[0]);
  });

  it('stays one where alerts go once an admin says so, which the history keeps', async () => {
    is(slackChannel, { ...closed, open: true });
    await bot.pass(13 * hour);
    await bot.press(sam, 'contact.keepChannels', contoso);
    await bot.pass(minute);
    expect(rows(reminder())).toEqual(['More people can read a channel']);
    const shown = cardOf(await bot.press(ada, 'contact.keepChannels', contoso));
    expect(text(shown)).toContain('Alerts will keep going to these channels');
    await bot.pass(minute);
    expect(reminder()?.title).toBe('Nothing left to fix');
    await bot.pass(13 * hour);
    expect(reminder()?.title).toBe('Nothing left to fix');
    expect(await bot.history()).toContainEqual(
      expect.objectContaining({
        deed: 'contact.channelsKept',
        changes: [{ field: 'channels', before: null, after: [slackChannel] }],
      }),
    );
  });

  it('that others can read again, after it was private for a while, is told again', async () => {
    is(slackChannel, { ...closed, open: true });
    await bot.pass(13 * hour);
    await bot.press(ada, 'contact.keepChannels', contoso);
    is(slackChannel, closed);
    await bot.pass(13 * hour);
    is(slackChannel, { ...closed, open: true });
    await bot.pass(13 * hour);
    expect(rows(reminder())).toEqual(['More people can read a channel']);
  });

  it('that everybody could read when it was chosen is nobody’s news', async () => {
    is(wide, { ...closed, open: true });
    await bot.edit((tenant) => ({ ...tenant, fraudChannels: [wide] }));
    await bot.pass(14 * hour);
    expect(reminder()).toBeUndefined();
  });
});

describe('a public channel', () => {
  const joinable = { ...closed, kind: 'joinable', name: 'wide', open: true } as const;
  const save = async (values: Record<string, string | readonly string[]>) => {
    const form = formOf(await bot.press(ada, 'contact.update', contoso));
    const typed = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33142685300' };
    const rest = { locale: 'en', timezone: 'UTC', onCall: ['USAM'], channels: ['C1', 'CWIDE'] };
    return bot.submit(ada, form, { ...typed, ...rest, ...values });
  };

  it('is joined after the explicit yes, and not before', async () => {
    is(wide, joinable);
    const asked = formOf(await save({}));
    expect(Object.keys(asked.problems).sort()).toEqual(['allowPublic', 'channels']);
    expect(factsOf(wide)?.kind).toBe('joinable');
    await save({ allowPublic: ['yes'], email: 'nobody' });
    expect(factsOf(wide)?.kind).toBe('joinable');
    expect(cardOf(await save({ allowPublic: ['yes'] })).title).toContain('Recorded');
    expect(factsOf(wide)?.kind).toBe('joined');
  });

  it('is not saved when the bot may not join it', async () => {
    is(wide, joinable);
    bot.world.slack.join = async () => false;
    const { problems } = formOf(await save({ allowPublic: ['yes'] }));
    expect(problems.channels).toBe(
      'I am not in #wide yet. In that channel, type /invite and my name, then save again.',
    );
  });

  it('from which a person removed the bot is left alone, at once and later, and admins are told what to type', async () => {
    is(wide, joinable);
    await bot.pass(hour);
    await save({ allowPublic: ['yes'] });
    is(wide, joinable);
    await bot.left(wide);
    await bot.pass(minute);
    expect(factsOf(wide)?.kind).toBe('joinable');
    expect(text(reminder())).toContain('A channel cannot be reached');
    expect(text(cardOf(await bot.say(ada, 'check')))).toContain('In the channel, type /invite and my name');
    await bot.pass(25 * hour);
    expect(factsOf(wide)?.kind).toBe('joinable');
  });

  it('that an import names is joined once; one that other organisations can read never', async () => {
    const shared = { platform: 'slack', address: 'CSHARED' } as const;
    is(wide, joinable);
    is(shared, { ...joinable, external: true });
    await bot.edit((tenant) => ({ ...tenant, fraudChannels: [wide, shared] }));
    await bot.pass(13 * hour);
    expect([factsOf(wide)?.kind, factsOf(shared)?.kind]).toEqual(['joined', 'joinable']);
    is(wide, joinable);
    await bot.pass(13 * hour);
    expect(factsOf(wide)?.kind).toBe('joinable');
  });
});

describe('a channel that cannot be reached', () => {
  it.each<[string, Channel, ChannelFacts, string]>([
    ['removed', slackChannel, { kind: 'not joined', name: null }, 'type /invite and my name'],
    ['archived', slackChannel, { kind: 'archived', name: 'soc' }, 'This channel is archived: '],
    ['taken out of its team', teamsChannel, { kind: 'not joined', name: 'SOC › Alerts' }, 'Add me to its team again'],
    ['deleted', teamsChannel, { kind: 'not found' }, 'Add me again, or choose another channel'],
  ])('says what to do when it is %s, by its name', async (_what, channel, facts, sentence) => {
    is(channel, { ...closed, name: channel.platform === 'slack' ? 'soc' : 'SOC › Alerts' });
    await bot.pass(13 * hour);
    is(channel, facts);
    await bot.pass(13 * hour);
    const shown = text(cardOf(await bot.say(ada, 'check')));
    expect(shown).toContain(sentence);
    expect(shown).toContain(channel.platform === 'slack' ? '#soc <' : 'SOC › Alerts <');
  });
});
