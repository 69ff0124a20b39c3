/** What counts as told, and who is told when others cannot be. */
import { beforeEach, describe, expect, it } from 'vitest';
import { text } from '../support/a-bot.ts';
import {
  alone,
  aReminderBot,
  channelless,
  contact,
  mia,
  neverAttested,
  noCompliance,
  phoneless,
  type ReminderBot,
  rows,
  unconfirmed,
} from '../support/a-reminder-bot.ts';
import { ada, slackChannel, teamsChannel } from '../support/partner.ts';

const adminChannel = { platform: 'slack', address: 'CADM' } as const;

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});

describe('a reminder', () => {
  it('that lists what came before is a reminder of that too: things that come up day by day are not told daily for ever', async () => {
    for (const [day, what] of [unconfirmed, phoneless, alone, neverAttested, noCompliance].entries()) {
      await bot.until(`2026-11-${24 + day}T12:00:00.000Z`);
      await bot.edit(what);
    }
    await bot.until('2026-12-28T12:00:00.000Z');
    const days = bot.reminders(ada).map(({ at }) => at.slice(5, 10));
    expect(days).toEqual(['11-25', '11-26', '11-27', '11-30', '12-01', '12-04', '12-11', '12-25']);
  });

  it('of many tenants shows the next ones as the first are fixed, and in the end that nothing is left', async () => {
    const at = bot.world.time.now();
    const ids = Array.from({ length: 30 }, (_, n) => `22222222-2222-4222-8222-${String(n).padStart(12, '0')}`);
    await bot.world.store.change(async (tx) => {
      const [contoso] = await tx.list('tenants');
      for (const id of contoso ? ids : [])
        await tx.put('tenants', {
          ...phoneless(noCompliance(contoso ?? fail())),
          ...{ id, name: `Tenant ${id.slice(-2)}`, revision: { number: 1, at, by: ada } },
        });
    });
    // In the first hour of a tenant somebody may still be setting it up.
    await bot.until('2026-11-24T12:00:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
    await bot.until('2026-11-25T09:05:00.000Z');
    const card = () => bot.reminders(ada)[0]?.card;
    expect(card()).toMatchObject({ title: '60 things to fix' });
    expect(text(card())).toContain('30 partner tenants');
    for (const id of ids.slice(0, 12)) await bot.edit((tenant) => ({ ...tenant, complianceAttestedAt: at }), id);
    for (const id of ids) await bot.edit((tenant) => phoneless({ ...tenant }), id);
    await bot.until('2026-11-25T10:00:00.000Z');
    expect(card()).toMatchObject({ title: '48 things to fix' });
    // The next ones come up, and what was fixed stands below what is to be fixed.
    expect(rows(card()).slice(0, 5)).toEqual([
      ...ids.slice(0, 4).map((id) => `24x7 phone not confirmed · Tenant ${id.slice(-2)}`),
      '44 more things to fix',
    ]);
    for (const id of ids) {
      const done = { phone24x7At: at, phone24x7By: ada };
      await bot.edit(
        (tenant) => ({
          ...tenant,
          complianceAttestedAt: at,
          contact: tenant.contact && { ...tenant.contact, ...done },
        }),
        id,
      );
    }
    await bot.until('2026-11-25T11:00:00.000Z');
    expect(card()).toMatchObject({ title: 'Nothing left to fix', tone: 'good', buttons: [] });
  });

  it('that a person’s chat refuses is tried daily, and does not count: nobody says that they were reminded', async () => {
    await bot.edit((tenant) => ({ ...unconfirmed(tenant), manager: mia }));
    bot.world.slack.fails('refused', 'channel_not_found', ada);
    await bot.edit(phoneless);
    await bot.until('2026-12-03T12:00:00.000Z');
    expect(bot.world.attempts.filter((one) => one === 'slack channel_not_found')).toHaveLength(8);
    expect(text(await bot.say(ada, 'reminders'))).toContain('I have sent no reminder yet.');
    expect(rows(bot.reminders(mia)[0]?.card)).not.toContain('24x7 phone not confirmed');
  });
});

it('what a person’s chat refused comes as soon as they speak to the bot, at night too, and counts', async () => {
  await bot.until('2026-11-25T02:00:00.000Z');
  bot.world.slack.fails('refused', 'channel_not_found', ada);
  await bot.edit(channelless);
  await bot.pass(70 * 60_000);
  bot.world.slack.heals();
  expect(bot.reminders(ada)).toEqual([]);
  await bot.say(ada, 'show');
  await bot.pass(60_000);
  expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T03']);
  expect((await bot.history()).map(({ deed }) => deed)).toContain('reminder.sent');
  await bot.until('2026-11-26T12:00:00.000Z');
  expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T03', '2026-11-26T09']);
});

it('a reminder that waited does not count for what was fixed and broke again meanwhile', async () => {
  await bot.until('2026-11-25T02:00:00.000Z');
  bot.world.slack.fails('refused', 'channel_not_found', ada);
  await bot.edit(channelless);
  await bot.pass(70 * 60_000);
  await bot.edit(contact({ channels: [slackChannel, teamsChannel] }));
  await bot.pass(60_000);
  await bot.edit(channelless);
  await bot.pass(60_000);
  bot.world.slack.heals();
  await bot.say(ada, 'show');
  await bot.world.time.advance(5_000);
  expect(bot.reminders(ada).length).toBeGreaterThan(0);
  const open = await bot.stored('findings');
  const [first] = bot.reminders(ada);
  const again = open.find(({ code, closedAt }) => code === 'fieldMissing' && closedAt === null);
  expect(again?.openedAt.slice(0, 16)).toBe('2026-11-25T03:11');
  expect([first?.deliveryId, again?.remindersSent]).toEqual([expect.stringContaining('reminder'), {}]);
});

it('a digest of a tenant that its reader may see no longer does not take the place of reminders', async () => {
  await bot.edit((tenant) => ({ ...unconfirmed(tenant), manager: mia }));
  await bot.world.store.change(async (tx) => {
    const [contoso] = await tx.list('tenants');
    const other = '33333333-3333-4333-8333-333333333333';
    if (contoso) await tx.put('tenants', { ...contoso, id: other, name: 'Fabrikam', manager: null });
    await tx.put('subscriptions', { id: `${other} ${mia}`, tenantId: other, who: mia, week: '' });
  });
  await bot.until('2027-01-20T12:00:00.000Z');
  expect(bot.digests(mia)).toEqual([]);
  expect(bot.reminders(mia).length).toBeGreaterThan(4);
});

it('what an urgent reminder took along is told in working hours when the urgent part was mended before it could go', async () => {
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T08:59:50.000Z');
  bot.world.slack.fails('unreachable', 'http_503');
  await bot.until('2026-11-24T09:10:00.000Z');
  await bot.edit(channelless);
  await bot.until('2026-11-24T09:40:00.000Z');
  await bot.edit(contact({ channels: [slackChannel, teamsChannel] }));
  await bot.until('2026-11-24T10:00:00.000Z');
  bot.world.slack.heals();
  await bot.until('2026-11-24T11:00:00.000Z');
  expect(bot.reminders(ada).map(({ card }) => rows(card))).toEqual([expect.arrayContaining(['Contact not confirmed'])]);
});

describe('when no admin is left', () => {
  beforeEach(async () => {
    await bot.until('2026-11-25T01:00:00.000Z');
    bot.knows(ada, { why: 'deactivated' });
    bot.world.slack.fails('refused', 'channel_not_found', ada);
  });

  it('the manager is told at once, at night too, and why', async () => {
    await bot.edit((tenant) => ({ ...tenant, manager: mia }));
    await bot.until('2026-11-25T23:00:00.000Z');
    const [reminder] = bot.reminders(mia);
    expect(bot.reminders(mia)).toHaveLength(1);
    expect(text(reminder?.card)).toContain('None of the Global Administrators that I know is active any more');
    expect(bot.reminders('slack:C1')).toEqual([]);
  });

  it('and no manager is named, the contact’s channels are', async () => {
    await bot.until('2026-11-25T23:00:00.000Z');
    expect(bot.reminders('slack:C1')).toHaveLength(1);
    expect(text(bot.reminders('slack:C1')[0]?.card)).toContain('ADMINS');
  });
});

describe('an admin channel that refuses', () => {
  const news = () => bot.inPrivate(ada, 'refused');
  beforeEach(async () => {
    await bot.organisation({ adminChannel });
    bot.world.slack.fails('refused', 'channel_not_found', 'slack:CADM');
    await bot.edit((tenant) => channelless(tenant));
  });

  it('is told of once, as what it is, and left out until the bot is back in it', async () => {
    await bot.until('2026-11-30T12:00:00.000Z');
    expect(news()).toHaveLength(1);
    expect(news()[0]?.card.title).toBe('The admin channel no longer accepts messages');
    expect(text(news()[0]?.card)).toContain('setup');
    expect((await bot.history()).map(({ deed }) => deed)).toContain('reminder.sent');
    bot.world.slack.heals();
    bot.hasChannel(adminChannel);
    await bot.until('2026-12-01T12:00:00.000Z');
    expect(bot.reminders('slack:CADM').map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-30T12', '2026-12-01T09']);
  });

  it('for another reason than the bot’s absence is left out until something goes through: being a member says nothing', async () => {
    bot.world.slack.fails('refused', 'restricted_action', 'slack:CADM');
    bot.hasChannel(adminChannel);
    await bot.until('2026-11-30T12:00:00.000Z');
    expect(news()).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error('no tenant');
}
