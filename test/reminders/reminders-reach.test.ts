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

let desk: ReminderBot;
beforeEach(async () => {
  desk = await aReminderBot();
});

describe('a reminder', () => {
  it('that lists what came before is a reminder of that too: things that come up day by day are not told daily for ever', async () => {
    for (const [day, what] of [unconfirmed, phoneless, alone, neverAttested, noCompliance].entries()) {
      await desk.until(`2026-11-${24 + day}T12:00:00.000Z`);
      await desk.edit(what);
    }
    await desk.until('2026-12-28T12:00:00.000Z');
    const days = desk.reminders(ada).map(({ at }) => at.slice(5, 10));
    expect(days).toEqual(['11-25', '11-26', '11-27', '11-30', '12-01', '12-04', '12-11', '12-25']);
  });

  it('of many tenants shows the next ones as the first are fixed, and in the end that nothing is left', async () => {
    const at = desk.world.time.now();
    const ids = Array.from({ length: 30 }, (_, n) => `22222222-2222-4222-8222-${String(n).padStart(12, '0')}`);
    await desk.world.store.change(async (tx) => {
      const [contoso] = await tx.list('tenants');
      for (const id of contoso ? ids : [])
        await tx.put('tenants', { ...phoneless(noCompliance(contoso ?? fail())), id, name: `Tenant ${id.slice(-2)}` });
    });
    await desk.until('2026-11-24T09:05:00.000Z');
    const card = () => desk.reminders(ada)[0]?.card;
    expect(card()).toMatchObject({ title: '60 things to fix' });
    expect(text(card())).toContain('30 partner tenants');
    for (const id of ids.slice(0, 12)) await desk.edit((tenant) => ({ ...tenant, complianceAttestedAt: at }), id);
    for (const id of ids) await desk.edit((tenant) => phoneless({ ...tenant }), id);
    await desk.until('2026-11-24T10:00:00.000Z');
    expect(card()).toMatchObject({ title: '48 things to fix' });
    expect(JSON.stringify(rows(card()))).not.toContain('✓');
    for (const id of ids) {
      const done = { phone24x7At: at, phone24x7By: ada };
      await desk.edit(
        (tenant) => ({
          ...tenant,
          complianceAttestedAt: at,
          contact: tenant.contact && { ...tenant.contact, ...done },
        }),
        id,
      );
    }
    await desk.until('2026-11-24T11:00:00.000Z');
    expect(card()).toMatchObject({ title: 'Nothing left to fix', tone: 'good', buttons: [] });
  });

  it('that a person’s chat refuses is tried daily, and does not count: nobody says that they were reminded', async () => {
    await desk.edit((tenant) => ({ ...unconfirmed(tenant), manager: mia }));
    desk.world.slack.fails('refused', 'channel_not_found', ada);
    await desk.edit(phoneless);
    await desk.until('2026-12-03T12:00:00.000Z');
    expect(desk.world.attempts.filter((one) => one === 'slack channel_not_found')).toHaveLength(8);
    expect(text(await desk.say(ada, 'reminders'))).toContain('Not told yet.');
    expect(rows(desk.reminders(mia)[0]?.card)).not.toContain('24x7 phone not attested');
  });
});

it('what a person’s chat refused comes as soon as they speak to the bot, at night too, and counts', async () => {
  await desk.until('2026-11-25T02:00:00.000Z');
  desk.world.slack.fails('refused', 'channel_not_found', ada);
  await desk.edit(channelless);
  await desk.pass(70 * 60_000);
  desk.world.slack.heals();
  expect(desk.reminders(ada)).toEqual([]);
  await desk.say(ada, 'show');
  await desk.pass(60_000);
  expect(desk.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T03']);
  expect((await desk.history()).map(({ deed }) => deed)).toContain('reminder.sent');
  await desk.until('2026-11-26T12:00:00.000Z');
  expect(desk.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T03', '2026-11-26T09']);
});

it('a reminder that waited does not count for what was fixed and broke again meanwhile', async () => {
  await desk.until('2026-11-25T02:00:00.000Z');
  desk.world.slack.fails('refused', 'channel_not_found', ada);
  await desk.edit(channelless);
  await desk.pass(70 * 60_000);
  await desk.edit(contact({ channels: [slackChannel, teamsChannel] }));
  await desk.pass(60_000);
  await desk.edit(channelless);
  await desk.pass(60_000);
  desk.world.slack.heals();
  await desk.say(ada, 'show');
  await desk.world.time.advance(5_000);
  expect(desk.reminders(ada).length).toBeGreaterThan(0);
  const open = await desk.world.store.read((reader) => reader.list('findings'));
  const [first] = desk.reminders(ada);
  const again = open.find(({ code, closedAt }) => code === 'fieldMissing' && closedAt === null);
  expect(again?.openedAt.slice(0, 16)).toBe('2026-11-25T03:11');
  expect([first?.deliveryId, again?.remindersSent]).toEqual([expect.stringContaining('reminder'), {}]);
});

it('a digest of a tenant that its reader may see no longer does not take the place of reminders', async () => {
  await desk.edit((tenant) => ({ ...unconfirmed(tenant), manager: mia }));
  await desk.world.store.change(async (tx) => {
    const [contoso] = await tx.list('tenants');
    const other = '33333333-3333-4333-8333-333333333333';
    if (contoso) await tx.put('tenants', { ...contoso, id: other, name: 'Fabrikam', manager: null });
    await tx.put('subscriptions', { id: `${other} ${mia}`, tenantId: other, who: mia, week: '' });
  });
  await desk.until('2027-01-20T12:00:00.000Z');
  expect(desk.digests(mia)).toEqual([]);
  expect(desk.reminders(mia).length).toBeGreaterThan(4);
});

it('what an urgent reminder took along is told in working hours when the urgent part was mended before it could go', async () => {
  await desk.edit(unconfirmed);
  await desk.until('2026-11-24T08:59:50.000Z');
  desk.world.slack.fails('unreachable', 'http_503');
  await desk.until('2026-11-24T09:10:00.000Z');
  await desk.edit(channelless);
  await desk.until('2026-11-24T09:40:00.000Z');
  await desk.edit(contact({ channels: [slackChannel, teamsChannel] }));
  await desk.until('2026-11-24T10:00:00.000Z');
  desk.world.slack.heals();
  await desk.until('2026-11-24T11:00:00.000Z');
  expect(desk.reminders(ada).map(({ card }) => rows(card))).toEqual([expect.arrayContaining(['Not confirmed lately'])]);
});

describe('when no admin is left', () => {
  beforeEach(async () => {
    await desk.until('2026-11-25T01:00:00.000Z');
    desk.knows(ada, { why: 'deactivated' });
    desk.world.slack.fails('refused', 'channel_not_found', ada);
  });

  it('the manager is told at once, at night too, and why', async () => {
    await desk.edit((tenant) => ({ ...tenant, manager: mia }));
    await desk.until('2026-11-25T23:00:00.000Z');
    const [reminder] = desk.reminders(mia);
    expect(desk.reminders(mia)).toHaveLength(1);
    expect(text(reminder?.card)).toContain('No Global Administrator that I know of is active any more');
    expect(desk.reminders('slack:C1')).toEqual([]);
  });

  it('and no manager is named, the contact’s channels are', async () => {
    await desk.until('2026-11-25T23:00:00.000Z');
    expect(desk.reminders('slack:C1')).toHaveLength(1);
    expect(text(desk.reminders('slack:C1')[0]?.card)).toContain('ADMINS');
  });
});

describe('an admin channel that refuses', () => {
  const news = () => desk.inPrivate(ada).filter(({ deliveryId }) => deliveryId.startsWith('refused'));
  beforeEach(async () => {
    await desk.organisation({ adminChannel });
    desk.world.slack.fails('refused', 'channel_not_found', 'slack:CADM');
    await desk.edit((tenant) => channelless(tenant));
  });

  it('is told of once, as what it is, and left out until the bot is back in it', async () => {
    await desk.until('2026-11-30T12:00:00.000Z');
    expect(news()).toHaveLength(1);
    expect(news()[0]?.card.title).toBe('The admin channel takes no messages any more');
    expect(text(news()[0]?.card)).toContain('setup');
    expect((await desk.history()).map(({ deed }) => deed)).toContain('reminder.sent');
    desk.world.slack.heals();
    desk.hasChannel(adminChannel);
    await desk.until('2026-12-01T12:00:00.000Z');
    expect(desk.reminders('slack:CADM').map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-30T12', '2026-12-01T09']);
  });

  it('for another reason than the bot’s absence is left out until something goes through: being a member says nothing', async () => {
    desk.world.slack.fails('refused', 'restricted_action', 'slack:CADM');
    desk.hasChannel(adminChannel);
    await desk.until('2026-11-30T12:00:00.000Z');
    expect(news()).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error('no tenant');
}
