import { beforeEach, expect, it } from 'vitest';
import { openFindings } from '../../src/findings/current.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, type ReminderBot, rows, valueOn } from '../support/a-reminder-bot.ts';
import { ada, aTenant, contoso, sam } from '../support/partner.ts';
import { day, hour } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';
let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot({ admins: [ada, bea] });
});
const shown = async (words = 'show') => text(await bot.say(ada, words));
const overdueNext = 'Next: acknowledge the overdue alert';
const overdue = async () => (await openFindings(bot.world)).get('alertOverdue');

it('nothing says “Nothing to fix” while nobody has answered an alert in time, for 30 days', async () => {
  expect(await shown()).toContain('Nothing to fix');
  await bot.send({ id: 'night' });
  await bot.pass(23 * hour);
  expect(await overdue()).toBe(0);
  await bot.pass(2 * hour);
  for (let n = 0; n < 30; n++) {
    for (const words of ['show', 'check']) {
      expect(await shown(words)).toContain(words === 'show' ? overdueNext : 'An alert is overdue');
      expect(await shown(words)).not.toContain('Nothing to fix');
    }
    await bot.pass(day);
  }
  const home = await bot.opens(ada);
  expect(text(home)).toContain('An alert is overdue');
  expect(await overdue()).toBe(1);
});

it('it leads to the alerts that nobody acknowledged, and is over once somebody does', async () => {
  // Not at the time of day at which the bot looks at the record anyway.
  await bot.pass(3 * hour);
  await bot.send({ id: 'night', displayName: 'Mining' });
  await bot.pass(24.5 * hour);
  expect(await overdue()).toBe(1);
  const card = cardOf(await bot.say(ada, 'show'));
  const list = cardOf(await bot.press(ada, 'alerts.list', valueOn(card, 'alerts.list')));
  expect(rows(list).map(String)).toEqual(['1 · High · Mining']);
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default night');
  expect(await shown()).not.toContain('An alert is overdue');
  await bot.pass(0);
  expect(await overdue()).toBe(0);
});

it('cannot be put off: the next overdue alert would be put off with it', async () => {
  await bot.send({ id: 'night' });
  await bot.pass(25 * hour);
  const card = cardOf(await bot.say(ada, 'reminders'));
  const row = card.rows.find(({ title }) => text(title).includes('An alert is overdue'));
  expect(row?.button).toBeNull();
  expect((await bot.press(ada, 'reminders.snooze', `${contoso} alertOverdue`)).kind).toBe('card');
});

it('is no reminder of its own: alerts have theirs', async () => {
  await bot.send({ id: 'night' }, { id: 'low', severity: 'low' });
  await bot.pass(6 * day);
  expect([...bot.reminders(ada), ...bot.reminders('slack:C1')]).toEqual([]);
});

it('the weekly summary tells of it, of a low alert too', async () => {
  await bot.press(ada, 'reminders.weekly', `${contoso} on`);
  await bot.send({ id: 'low', severity: 'low' });
  await bot.until('2026-11-30T10:00:00.000Z');
  expect(text(bot.digests(ada)[0]?.card)).toContain('An alert is overdue');
});

it('no drill and no test is overdue', async () => {
  await bot.drill(sam);
  await bot.send({ id: 'test', isTest: true });
  await bot.pass(26 * hour);
  expect(await overdue()).toBe(0);
});

it('goes with the alert to another partner tenant', async () => {
  await bot.world.store.change((tx) =>
    tx.put('tenants', aTenant({ id: fabrikam, name: 'Fabrikam' }, bot.world.time.now())),
  );
  await bot.send({ id: 'night', partnerTenantId: contoso });
  await bot.pass(25 * hour);
  expect(await shown('show Contoso')).toContain(overdueNext);
  await bot.send({ id: 'night', partnerTenantId: fabrikam });
  await bot.pass(0);
  expect(await shown('show Contoso')).not.toContain(overdueNext);
  expect(await shown('show Fabrikam')).toContain(overdueNext);
  expect(await overdue()).toBe(1);
});

it('of no partner tenant is overdue at each, since it may be anybody’s', async () => {
  await bot.world.store.change((tx) =>
    tx.put('tenants', aTenant({ id: fabrikam, name: 'Fabrikam' }, bot.world.time.now())),
  );
  await bot.pass(3 * hour);
  await bot.send({ id: 'night' });
  await bot.pass(24.5 * hour);
  expect(await overdue()).toBe(2);
  for (const name of ['Contoso', 'Fabrikam']) expect(await shown(`show ${name}`)).toContain(overdueNext);
  await bot.press(ada, 'alerts.acknowledge', 'webhook:default night');
  await bot.pass(0);
  expect(await overdue()).toBe(0);
});
