import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { recordProven } from '../../src/request/proven-admins.ts';
import { aBot, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, eve, sam, slackChannel } from '../support/partner.ts';
import { day, today } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  bot.knows(eve, { name: 'Eve Stone', locale: 'fr', timezone: 'Europe/Paris' });
  bot.world.settings.retentionDays = 30;
  bot.world.settings.closeAfterDays = 300;
  // Its first day is over.
  await days(2);
});

async function days(count: number) {
  for (let passed = 0; passed < count; passed++) await bot.ticksAfter(day);
}
const row = (id: Identity) => bot.world.store.read((reader) => reader.get('people', id));
const calls = async () => (await row(eve))?.name;

describe('somebody who does not use the bot', () => {
  it('loses name, language and time zone after RETENTION_DAYS, and not before', async () => {
    await bot.say(eve, 'help');
    await days(30);
    expect(await row(eve)).toMatchObject({ name: 'Eve Stone', locale: 'fr', timezone: 'Europe/Paris' });
    await days(1);
    expect(await row(eve)).toBeNull();
  });

  it('is called by their id then, where they are named', async () => {
    await bot.say(eve, 'help');
    await bot.edit(aTenant({ contact: { confirmedBy: eve } }, bot.world.time.now()));
    expect(text(await bot.say(ada, 'show'))).toContain('Eve Stone');
    await days(31);
    const shown = text(await bot.say(ada, 'show'));
    expect(shown).not.toContain('Eve Stone');
    expect(shown).toContain('UEVE');
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a command', () => bot.say(eve, 'help')],
    ['a press', () => bot.press(eve, 'help', '')],
    ['opening Home', () => bot.opens(eve)],
  ])('is seen by %s, which is stored once a day', async (_how, use) => {
    await use();
    await days(20);
    let writes = 0;
    const { change } = bot.world.store;
    bot.world.store.change = (what, how) => {
      writes += 1;
      return change(what, how);
    };
    await use();
    await use();
    expect(writes).toBe(1);
    bot.world.store.change = change;
    await days(20);
    expect(await calls()).toBe('Eve Stone');
    await days(11);
    expect(await calls()).toBeUndefined();
  });

  it('is known again when they come back', async () => {
    await bot.say(eve, 'help');
    await days(31);
    await bot.say(eve, 'help');
    expect(await row(eve)).toMatchObject({
      name: 'Eve Stone',
      locale: 'fr',
      seenAt: bot.world.time.now().slice(0, 10),
    });
  });

  it('has the reminders of nobody checked again by being seen', async () => {
    await bot.say(eve, 'help');
    await days(1);
    await bot.tick();
    const reminders = () => bot.world.store.read((reader) => reader.get('due', 'reminders all'));
    const before = await reminders();
    await bot.say(eve, 'help');
    expect((await row(eve))?.seenAt).toBe(bot.world.time.now().slice(0, 10));
    expect(before?.from).not.toBe('');
    expect(await reminders()).toEqual(before);
  });
});

describe('somebody who does not use the bot stays', () => {
  const contact = { kind: 'person', firstName: 'Eve', middleName: '', lastName: 'Stone' } as const;
  const until = '2027-06-01T00:00:00.000Z';
  const shift = { start: '2027-05-01T00:00:00.000Z', end: until, people: [eve] };
  it.each<[string, () => unknown]>([
    ['an admin', () => bot.world.admins.add(eve)],
    ['named in ADMINS', () => (bot.world.settings.admins = [eve])],
    ['a Global Administrator of late', () => recordProven(eve, 'tenant', bot.world)],
    ['a manager', () => bot.edit({ manager: eve })],
    ['a security contact', () => bot.edit(aTenant({ contact }))],
    ['on call', () => bot.edit(aTenant({ contact: { onCall: [eve] } }))],
    ['on call in the second place', () => bot.edit(aTenant({ contact: { onCall2: [eve] } }))],
    ['on call for a while', () => bot.edit({ overrides: [{ at: today, until, who: eve, by: ada, instead: [] }] })],
    ['on call later', () => bot.edit({ calendars: { onCallCalendar: { of: 'x', shifts: [shift] } } })],
    ['named in a calendar', () => bot.edit(aTenant({ contact: { calendarNames: { Eve: eve } } }))],
    ['the holder of an open alert', () => holds('ack 1')],
    ['to take over an open alert', () => holds('')],
  ])('while they are %s', async (_what, make) => {
    await bot.say(eve, 'help');
    await make();
    await days(40);
    expect(await calls()).toBe('Eve Stone');
  });

  async function holds(words: string) {
    bot.hasChannel(slackChannel, { name: 'soc' }, [sam, eve]);
    await bot.send({ id: 'x', severity: 'medium' });
    if (words !== '') return bot.say(eve, words);
    await bot.say(sam, 'ack 1');
    return bot.submit(sam, formOf(await bot.say(sam, 'give 1')), { to: [eve] });
  }

  it('until they are that no more, and no longer', async () => {
    await bot.say(eve, 'help');
    await bot.edit({ manager: eve });
    await days(40);
    await bot.edit({ manager: null });
    await bot.tick();
    expect(await calls()).toBeUndefined();
  });

  it('while nobody can say who the admins are', async () => {
    await bot.say(eve, 'help');
    const { adminsToTell } = bot.world.directory;
    bot.world.directory.adminsToTell = () => Promise.reject(new ChatError('unreachable', 'timeout'));
    await days(40);
    expect(await calls()).toBe('Eve Stone');
    bot.world.directory.adminsToTell = adminsToTell;
    await bot.tick();
    expect(await calls()).toBeUndefined();
  });

  it('when the clock leaps ahead by a year, for a day, and when it is put right by then', async () => {
    await bot.say(eve, 'help');
    const right = Date.parse(bot.world.time.now());
    bot.world.time.set(new Date(right + 365 * day).toISOString());
    await bot.tick();
    await bot.ticksAfter(day / 2);
    expect(await calls()).toBe('Eve Stone');
    await bot.say(sam, 'help');
    bot.world.time.set(new Date(right + day / 2).toISOString());
    await days(2);
    expect(await calls()).toBe('Eve Stone');
    // Whoever was seen meanwhile was not seen next year.
    await bot.edit(aTenant({ contact: { onCall: [ada] } }));
    await days(40);
    expect(await row(sam)).toBeNull();
  });

  it('in the first day of the bot, whose clock may be wrong', async () => {
    bot = await aBot();
    await bot.world.store.change((tx) => tx.put('people', { id: eve, name: 'Eve Stone', seenAt: '2024-01-01' }));
    await bot.tick();
    await bot.ticksAfter(day / 2);
    expect(await calls()).toBe('Eve Stone');
    await days(1);
    expect(await calls()).toBeUndefined();
  });

  it('after an upgrade from a version that stored no last day, as if seen then; groups and former members stay for good', async () => {
    const others: Identity[] = ['slack:T1/SGROUP', 'former:1'];
    await bot.world.store.change(async (tx) => {
      for (const id of [eve, ...others]) await tx.put('people', { id, name: 'Eve Stone' });
    });
    await days(30);
    expect(await calls()).toBe('Eve Stone');
    await days(2);
    expect(await calls()).toBeUndefined();
    for (const id of others) expect(await row(id)).toEqual({ id, name: 'Eve Stone' });
  });
});

it('whoever is forgotten leaves no chat of theirs behind, and the chat is told', async () => {
  const address = 'a:eve';
  const teamsEve: Identity = `teams:${contoso}/44444444-4444-4444-8444-444444444444`;
  const told: Identity[] = [];
  bot.world.teams.forget = async (id) => void told.push(id);
  const chat = { platform: 'teams', address, name: 'Eve Stone', kind: 'personal' } as const;
  await bot.world.store.change(async (tx) => {
    await tx.put('people', { id: teamsEve, name: 'Eve Stone' });
    await tx.put('conversations', { ...chat, id: 'teams:a:eve', reference: { user: teamsEve.slice(-36) } });
    await tx.put('conversations', { ...chat, id: 'teams:a:sam', reference: { user: contoso } });
  });
  await days(32);
  const chats = (await bot.stored('conversations')).filter(({ kind }) => kind === 'personal');
  expect(chats.map(({ id }) => id)).toEqual(['teams:a:sam']);
  expect(told).toEqual([teamsEve]);
});
