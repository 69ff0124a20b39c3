import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formOf } from '../support/a-bot.ts';
import {
  aReminderBot,
  bea,
  channelless,
  mia,
  phoneless,
  type ReminderBot,
  unconfirmed,
} from '../support/a-reminder-bot.ts';
import { ada, contoso } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const week = 7 * 24 * hour;
const adminChannel = { platform: 'slack', address: 'CADM' } as const;
const readers: Readonly<Record<string, string>> = {
  'an admin': bea,
  'the admin channel': 'slack:CADM',
  'the manager': mia,
  'a channel of the contact': 'slack:C1',
};

/** How many messages each reader was sent, edits not counted, but for the notices of changes. */
function countsOf({ world }: ReminderBot, from: number): Record<string, number> {
  const sent = world.slack.messages.slice(from).filter(({ deliveryId }) => !deliveryId.startsWith('contactChanged'));
  return Object.fromEntries(
    Object.entries(readers).map(([name, queue]) => [name, sent.filter(({ to }) => to === queue).length]),
  );
}

async function office({ channel }: { channel: boolean }): Promise<ReminderBot> {
  const bot = await aReminderBot({ started: false });
  bot.world.admins.add(bea);
  bot.hasChannel(adminChannel, { name: 'admins' });
  await bot.organisation({ adminChannel: channel ? adminChannel : null });
  return bot;
}

/** The bot is new: an admin sets a tenant up, and saves the contact, without a channel at first. */
async function firstHour(channel: boolean): Promise<Record<string, number>> {
  const bot = await office({ channel });
  const { world } = bot;
  await world.store.change((tx) => tx.remove('tenants', contoso));
  await bot.pass(5 * 60_000);
  const setUp = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '', manager: [mia] };
  await bot.submit(ada, formOf(await bot.press(ada, 'contact.setup', '')), setUp);
  await bot.pass(10 * 60_000);
  const soc = {
    kind: 'group',
    firstName: 'SOC',
    middleName: 'SOC',
    lastName: '',
    email: 'soc@contoso.com',
    phone: '+33142685300',
  };
  await bot.submit(ada, formOf(await bot.say(ada, 'update')), {
    ...soc,
    locale: 'en',
    timezone: 'UTC',
    channels: [],
    onCall: [],
  });
  await bot.pass(44 * 60_000);
  return countsOf(bot, 0);
}

/** All is in order. */
async function quietWeek(channel: boolean): Promise<Record<string, number>> {
  const bot = await office({ channel });
  await bot.pass(hour);
  const before = bot.world.slack.messages.length;
  await bot.pass(week);
  return countsOf(bot, before);
}

/** Three things are wrong, one of them critical, and nobody does anything. */
async function neglected(channel: boolean): Promise<Record<string, number>> {
  const bot = await office({ channel });
  await bot.pass(hour);
  const before = bot.world.slack.messages.length;
  await bot.edit((tenant) => ({ ...phoneless(channelless(unconfirmed(tenant))), manager: mia }));
  await bot.edit((tenant) => ({
    ...tenant,
    contact: tenant.contact && {
      ...tenant.contact,
      channels: [{ platform: 'slack', address: 'C1' }],
      lastName: '',
      kind: 'person',
    },
  }));
  await bot.pass(2 * week);
  return countsOf(bot, before);
}

const told = readFileSync(new URL('../../docs/reminders.md', import.meta.url), 'utf8');

it.each([
  ['the first hour, with an admin channel', () => firstHour(true)],
  ['the first hour, without one', () => firstHour(false)],
  ['a quiet week', () => quietWeek(true)],
  ['two neglected weeks, with an admin channel', () => neglected(true)],
  ['two neglected weeks, without one', () => neglected(false)],
])('%s brings as many messages as the guide says', async (name, live) => {
  const counts = await live();
  const row = `| ${name} | ${Object.values(counts).join(' | ')} |`;
  if (name.includes('hour')) for (const count of Object.values(counts)) expect(count).toBeLessThanOrEqual(2);
  if (name.includes('quiet')) expect(Object.values(counts)).toEqual([0, 0, 0, 0]);
  expect(told).toContain(row);
});

it('whoever wants both places has both, and says so themselves', async () => {
  const bot = await office({ channel: true });
  await bot.until('2026-11-24T12:00:00.000Z');
  await bot.edit(unconfirmed);
  await bot.press(bea, 'reminders.both', 'on');
  await bot.until('2026-11-25T12:00:00.000Z');
  const reminders = () => [ada, bea, 'slack:CADM'].map((to) => bot.reminders(to).length);
  expect(reminders()).toEqual([0, 1, 1]);
  await bot.press(bea, 'reminders.both', 'off');
  await bot.until('2026-11-26T12:00:00.000Z');
  expect(reminders()).toEqual([0, 1, 2]);
});

it('what is critical calls the admins in their channel', async () => {
  const bot = await office({ channel: true });
  await bot.pass(2 * hour);
  await bot.edit(unconfirmed);
  await bot.until('2026-11-25T12:00:00.000Z');
  expect(bot.reminders('slack:CADM').at(-1)?.card.mentions).toEqual([]);
  bot.world.slack.channels.delete('C1');
  await bot.left({ platform: 'slack', address: 'C1' });
  await bot.pass(60_000);
  expect(
    bot
      .reminders('slack:CADM')
      .at(-1)
      ?.card.mentions.map(({ id }) => id),
  ).toEqual([ada, bea]);
});

it('a manager is reminded once a week, however many things are left undone on different days', async () => {
  const bot = await office({ channel: false });
  await bot.pass(hour);
  await bot.edit((tenant) => ({ ...unconfirmed(tenant), manager: mia }));
  await bot.until('2026-11-26T12:00:00.000Z');
  await bot.edit(phoneless);
  await bot.until('2026-12-21T12:00:00.000Z');
  expect(bot.reminders(mia).map(({ at }) => at.slice(0, 10))).toEqual([
    '2026-11-30',
    '2026-12-07',
    '2026-12-14',
    '2026-12-21',
  ]);
});

it('an admin whom the admin channel cannot mention is told of what is critical in private too, and of nothing else', async () => {
  const tess = 'teams:11111111-1111-4111-8111-111111111111/22222222-2222-4222-8222-222222222222';
  const bot = await office({ channel: true });
  bot.world.admins.add(tess);
  bot.knows(tess, 'Tess');
  await bot.until('2026-11-24T12:00:00.000Z');
  await bot.edit(unconfirmed);
  await bot.until('2026-11-25T12:00:00.000Z');
  const reminders = () => [ada, tess, 'slack:CADM'].map((to) => bot.reminders(to).length);
  expect(reminders()).toEqual([0, 0, 1]);
  await bot.edit(channelless);
  await bot.until('2026-11-25T14:00:00.000Z');
  expect(reminders()).toEqual([0, 1, 2]);
  expect(bot.reminders(tess)[0]?.card.rows).toHaveLength(1);
});
