import { beforeEach, describe, expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, contact, mia, type ReminderBot, valueOn } from '../support/a-reminder-bot.ts';
import { archivedAlert, archives, monthsOfAlerts, segmentsRead } from '../support/archived-alerts.ts';
import { ada, contoso } from '../support/partner.ts';
import { minute } from '../support/time.ts';

let bot: ReminderBot;
/** The anniversary is in January 2027; nobody has looked for long. */
beforeEach(async () => {
  bot = await aReminderBot();
  await bot.edit((tenant) => ({ ...tenant, anniversaryMonth: 1, manager: mia }));
  await bot.edit(contact({ confirmedAt: '2026-10-01T00:00:00.000Z', attestedAt: '2026-10-01T00:00:00.000Z' }));
});
const reminderOf = (to: string) => bot.reminders(to).at(-1)?.card;
/** Of every month from November 2025 to October 2026. */
const year = [
  [1, 0],
  [0, 0],
  [0, 2],
  [1, 1],
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
  [3, 0],
  [0, 1],
] as const;

describe('a reminder of the anniversary month', () => {
  it('shows admins the twelve whole months before, from the archive and from what is open', async () => {
    await archives(bot.world, [
      ...monthsOfAlerts(contoso, '2025-10', [[9, 9]]),
      ...monthsOfAlerts(contoso, '2025-11', year),
      // Of another tenant, and of a month that is not over.
      ...monthsOfAlerts('another', '2026-09', [[7, 7]]),
      archivedAlert(contoso, '2026-11-01T00:00:00.000Z', 1),
    ]);
    await bot.send({ partnerTenantId: contoso, detectedDateTime: '2026-10-31T23:00:00.000Z' });
    await bot.until('2026-11-26T12:00:00.000Z');
    const card = reminderOf(ada);
    expect(card?.facts).toContainEqual({
      label: 'Alerts, Nov 2025 to Oct 2026',
      value: '5 acknowledged within 24 hours, 5 late',
    });
    const [chart, ...others] = card?.charts ?? [];
    expect(others).toEqual([]);
    expect(chart).toMatchObject({ kind: 'line', title: 'Alerts by month, Nov 2025 to Oct 2026' });
    expect(chart?.categories[0]).toEqual({ label: 'Nov 2025', short: '11' });
    expect(chart?.series).toEqual([
      { name: 'Within 24 hours', tone: 'neutral', values: [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0] },
      { name: 'Late', tone: 'danger', values: [0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 2] },
    ]);
  });

  it('has no chart where there was no alert, and says so', async () => {
    await bot.world.trail.append('history-2025-10', []);
    await bot.until('2026-11-26T12:00:00.000Z');
    expect(reminderOf(ada)?.charts).toEqual([]);
    expect(reminderOf(ada)?.facts).toContainEqual({ label: 'Alerts, Nov 2025 to Oct 2026', value: 'none' });
  });

  it('has nothing in the bot’s own first month', async () => {
    await bot.until('2026-11-26T12:00:00.000Z');
    expect(reminderOf(ada)?.charts).toEqual([]);
    expect(text(reminderOf(ada)?.facts)).not.toContain('Alerts');
  });

  it('begins with the first month that the bot knows', async () => {
    const june = archivedAlert(contoso, '2026-06-01T00:00:00.000Z', 1);
    await archives(bot.world, [
      ...monthsOfAlerts('another', '2026-08', [[1, 0]]),
      // Its sender brought it along in October: of June the bot knows no more than that.
      { ...june, resolved: { at: '2026-10-02T00:00:00.000Z', by: null, byName: '', reason: null, note: '' } },
      ...monthsOfAlerts(contoso, '2026-10', [[2, 1]]),
    ]);
    await bot.until('2026-11-26T12:00:00.000Z');
    const [chart] = reminderOf(ada)?.charts ?? [];
    expect(chart?.categories.map(({ label }) => label)).toEqual(['Aug 2026', 'Sept 2026', 'Oct 2026']);
    expect(chart?.title).toBe('Alerts by month, Aug 2026 to Oct 2026');
    expect(reminderOf(ada)?.facts).toContainEqual({
      label: 'Alerts, Aug 2026 to Oct 2026',
      value: '2 acknowledged within 24 hours, 1 late',
    });
  });

  it('begins with the first month of which no alert was deleted', async () => {
    bot.world.settings = { ...bot.world.settings, retentionDays: 90 };
    await archives(bot.world, monthsOfAlerts(contoso, '2025-11', year));
    await bot.until('2026-11-26T12:00:00.000Z');
    // 90 days before is August; of July all are kept that were resolved in July or later.
    expect(reminderOf(ada)?.charts[0]?.categories.map(({ short }) => short)).toEqual(['7', '8', '9', '10']);
    expect(reminderOf(ada)?.facts).toContainEqual({
      label: 'Alerts, Jul 2026 to Oct 2026',
      value: '3 acknowledged within 24 hours, 1 late',
    });
  });

  it('counts apart what nobody answered until it was closed automatically', async () => {
    await archives(bot.world, [
      ...monthsOfAlerts(contoso, '2025-11', year),
      archivedAlert(contoso, '2026-08-01T00:00:00.000Z', null),
    ]);
    await bot.until('2026-11-26T12:00:00.000Z');
    expect(reminderOf(ada)?.facts).toContainEqual({
      label: 'Alerts, Nov 2025 to Oct 2026',
      value: '5 acknowledged within 24 hours, 4 late, 1 closed automatically',
    });
    expect(reminderOf(ada)?.charts[0]?.series[1]?.values[9]).toBe(0);
  });

  it('keeps the chart while it is answered, and loses it once the anniversary is seen to', async () => {
    await archives(bot.world, monthsOfAlerts(contoso, '2025-11', year));
    await bot.until('2026-11-26T12:00:00.000Z');
    const message = bot.reminders(ada).at(-1);
    const confirmed = cardOf(await bot.pressOn(ada, message, 'contact.confirm'));
    expect(confirmed.charts).toHaveLength(1);
    const attested = cardOf(await bot.press(ada, 'contact.attest', valueOn(confirmed, 'contact.attest')));
    expect(attested.charts).toEqual([]);
    await bot.pass(10 * minute);
    expect(reminderOf(ada)?.title).toBe('Nothing left to fix');
    expect(reminderOf(ada)?.charts).toEqual([]);
    expect(text(reminderOf(ada)?.facts)).not.toContain('Nov 2025');
  });

  it('comes with the figures to the manager too, and not to the contact’s channels: they are the report’s', async () => {
    await archives(bot.world, monthsOfAlerts(contoso, '2025-11', year));
    await bot.until('2026-12-20T12:00:00.000Z');
    expect(reminderOf(mia)?.charts).toHaveLength(1);
    const elsewhere = bot.world.slack.messages.filter(({ to }) => to !== ada && to !== mia);
    for (const { card } of elsewhere) expect(text(card)).not.toContain('Nov 2025');
  });

  it('reads each month of the archive once for the card, and no month before them', async () => {
    await archives(bot.world, monthsOfAlerts(contoso, '2025-09', [[1, 0], [1, 0], ...year]));
    const read = segmentsRead(bot.world);
    await bot.until('2026-11-26T12:00:00.000Z');
    const cards = bot.reminders(ada).reduce((sum, { edits }) => sum + 1 + edits, 0);
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((segment) => segment === 'alerts-2026-05').length).toBeLessThanOrEqual(cards);
    expect(read.toSorted()[0]).toBe('alerts-2025-11');
  });

  it('asks for no year where it is about something else', async () => {
    await archives(bot.world, monthsOfAlerts(contoso, '2025-11', year));
    await bot.edit((tenant) => ({ ...tenant, anniversaryMonth: null, complianceAttestedAt: null }));
    await bot.until('2026-11-26T12:00:00.000Z');
    expect(bot.reminders(ada).length).toBeGreaterThan(0);
    for (const { card } of bot.reminders(ada)) expect(card.charts).toEqual([]);
  });
});
