import { beforeEach, describe, expect, it } from 'vitest';
import { noCount } from '../../src/domain/faq/question.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { cardOf } from '../support/a-bot.ts';
import { aReminderBot, mia, type ReminderBot, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});

describe('the weekly digest', () => {
  const tenantMia = (tenant: StoredTenant) => ({ ...tenant, manager: mia });

  it('comes on the first working day of the week to who asked for it, until they ask for none', async () => {
    await bot.edit(tenantMia);
    bot.world.settings = { ...bot.world.settings, holidays: ['2026-11-30'] };
    expect(cardOf(await bot.press(sam, 'reminders.weekly', `${contoso} on`)).tone).toBe('warning');
    expect(cardOf(await bot.press(mia, 'reminders.weekly', `${contoso} on`)).tone).toBe('good');
    await bot.until('2026-12-08T12:00:00.000Z');
    expect(bot.digests(mia).map(({ at }) => at.slice(0, 13))).toEqual(['2026-12-01T09', '2026-12-07T09']);
    await bot.press(mia, 'reminders.weekly', `${contoso} off`);
    await bot.until('2026-12-15T12:00:00.000Z');
    expect(bot.digests(mia)).toHaveLength(2);
  });

  it('is one message for all tenants, and leaves its place to what is new', async () => {
    const fabrikam = '22222222-2222-4222-8222-222222222222';
    await bot.world.store.change(async (tx) => {
      const one = await tx.get('tenants', contoso);
      if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
    });
    for (const id of [contoso, fabrikam]) await bot.press(ada, 'reminders.weekly', `${id} on`);
    await bot.until('2026-11-29T12:00:00.000Z');
    await bot.edit(unconfirmed);
    await bot.until('2026-12-01T12:00:00.000Z');
    const got = bot.inPrivate(ada).filter(({ deliveryId }) => /^(reminder|weekly)/.test(deliveryId));
    expect(got.map(({ at, deliveryId }) => `${at.slice(0, 10)} ${deliveryId.split(' ', 1)}`)).toEqual([
      '2026-11-30 reminder',
      '2026-12-01 weekly',
    ]);
    expect(got[1]?.card.rows.map(({ title }) => title)).toEqual(['Contoso', 'Fabrikam']);
  });

  it('counts each day’s questions in one week', async () => {
    await bot.edit(tenantMia);
    await bot.press(mia, 'reminders.weekly', `${contoso} on`);
    await bot.world.store.change(async (tx) => {
      for (const [id, answered] of [
        ['2026-11-22', 100],
        ['2026-11-23', 1],
        ['2026-11-29', 2],
        ['2026-11-30', 4],
        ['2026-12-06', 8],
        ['2026-12-07', 100],
      ] as const)
        await tx.put('faqCounts', { ...noCount, id, answered });
    });
    await bot.until('2026-12-08T12:00:00.000Z');
    expect(bot.digests(mia).map(({ card }) => /FAQ questions: (\d+) answered/.exec(JSON.stringify(card))?.[1])).toEqual(
      ['3', '12'],
    );
  });

  it('that could not be sent in working hours comes the next day', async () => {
    await bot.edit(tenantMia);
    await bot.press(mia, 'reminders.weekly', `${contoso} on`);
    await bot.until('2026-11-30T08:50:00.000Z');
    bot.world.slack.fails('unreachable', 'http_503');
    await bot.until('2026-11-30T20:00:00.000Z');
    bot.world.slack.heals();
    await bot.until('2026-12-02T12:00:00.000Z');
    expect(bot.digests(mia).map(({ at }) => at.slice(0, 13))).toEqual(['2026-12-01T09']);
  });
});
