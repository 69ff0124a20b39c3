import { beforeEach, expect, it } from 'vitest';
import { plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot } from '../support/a-bot.ts';
import { ada, contoso, sam } from '../support/partner.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';
const northwind = '33333333-3333-4333-8333-333333333333';
let bot: TestBot;
/** The bot has been there since September; it is November. */
beforeEach(async () => {
  bot = await aBot();
  await bot.world.trail.append('history-2026-09', []);
});
const report = async (words = 'report') => cardOf(await bot.say(ada, words));
async function addFabrikam() {
  await bot.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
  });
}

it('leads to last month’s report by one press, and to any month by a menu, the newest first', async () => {
  const shown = await report();
  const [before, other] = shown.buttons;
  expect([before?.label, other?.label]).toEqual(['October 2026', 'Another month']);
  const october = cardOf(await bot.press(ada, 'alerts.report', before?.value ?? ''));
  expect(october.title).toBe('Alert report, October 2026');
  const form = formOf(await bot.press(ada, 'alerts.month', other?.value ?? ''));
  const [field] = form.fields;
  expect(field?.kind === 'choice' && field.choices.map(({ label }) => label)).toEqual([
    'November 2026',
    'October 2026',
    'September 2026',
  ]);
  expect(cardOf(await bot.submit(ada, form, { month: '2026-09' })).title).toBe('Alert report, September 2026');
});

it('has no menu where there is one month alone', async () => {
  bot = await aBot();
  expect((await report()).buttons.map(({ id }) => id)).toEqual(['alerts.csv', 'alerts.json', 'reminders.weekly']);
});

it('answers for all tenants in one card where no name is given, and for one at its button', async () => {
  await addFabrikam();
  await bot.send({ id: 'a', severity: 'high', partnerTenantId: fabrikam });
  const shown = await report();
  expect(shown.rows.map(({ title, detail }) => [plainOf(title), plainOf(detail)])).toEqual([
    ['Contoso', 'No security alerts.'],
    [
      'Fabrikam',
      'Average < 1\u00A0min so far — limit 24\u00A0h\nThe only high-severity alert is not acknowledged yet.\n0 of 1 acknowledged, 1 not due yet.',
    ],
  ]);
  expect(shown.tone).toBe('neutral');
  const row = shown.rows[1]?.button;
  expect(cardOf(await bot.press(ada, 'alerts.report', row?.value ?? '')).summary).toContain('Fabrikam');
  const [before] = shown.buttons;
  const october = cardOf(await bot.press(ada, 'alerts.report', before?.value ?? ''));
  expect([october.title, october.rows.length]).toEqual(['Alert report, October 2026', 2]);
});

it('answers for those alone whose reports the asker may see', async () => {
  await bot.edit((tenant) => ({ ...tenant, manager: sam }));
  await addFabrikam();
  await bot.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: northwind, name: 'Northwind', manager: null });
  });
  const { rows } = cardOf(await bot.say(sam, 'report'));
  expect(rows.map(({ title }) => title)).toEqual(['Contoso', 'Fabrikam']);
});
