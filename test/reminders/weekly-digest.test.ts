import { expect, it } from 'vitest';
import { platformOf } from '../../src/domain/tenant/identity.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, mia, type ReminderBot, unconfirmed, valueOn } from '../support/a-reminder-bot.ts';
import { archivedAlert, archives, segmentsRead } from '../support/archived-alerts.ts';
import { ada, contoso } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';
const weekly = 'reminders.weekly';

/** Mia manages two tenants. */
async function managed(): Promise<ReminderBot> {
  const bot = await aReminderBot({ admins: [ada, bea] });
  await bot.edit((tenant) => ({ ...tenant, manager: mia }));
  await bot.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
  });
  return bot;
}

async function asksFor(bot: ReminderBot, tenant: string): Promise<void> {
  const report = cardOf(await bot.say(mia, `report ${tenant}`));
  await bot.press(mia, weekly, valueOn(report, weekly));
}

it('report has the button that applies, and pressing an old one changes nothing', async () => {
  const bot = await managed();
  const before = cardOf(await bot.say(mia, 'report Contoso'));
  expect(text(before.buttons)).toContain('Get the weekly digest');
  const on = valueOn(before, weekly);
  for (let press = 0; press < 2; press++)
    expect(text(cardOf(await bot.press(mia, weekly, on)).text)).toContain('You will get the weekly digest for Contoso');
  const after = cardOf(await bot.say(mia, 'report Contoso'));
  expect(text(after.buttons)).toContain('Stop the weekly digest');
  for (let press = 0; press < 2; press++)
    expect(text(cardOf(await bot.press(mia, weekly, valueOn(after, weekly))).text)).toContain(
      'no longer get the weekly digest',
    );
  await bot.until('2026-12-08T12:00:00.000Z');
  expect(bot.digests(mia)).toEqual([]);
});

it('counts no drills and no tests among the alerts', async () => {
  const bot = await managed();
  await asksFor(bot, 'Contoso');
  await bot.send({ partnerTenantId: contoso }, { partnerTenantId: contoso, isTest: true });
  const drill = cardOf(await bot.say(ada, 'drill Contoso'));
  await bot.press(ada, 'alerts.startDrill', valueOn(drill, 'alerts.startDrill'));
  await bot.until('2026-11-30T12:00:00.000Z');
  const card = bot.digests(mia)[0]?.card;
  expect(text(card?.text)).toMatch(
    /^The only high-severity alert is overdue and not acknowledged\.\n.+\nAlerts: 0 of 1 acknowledged, 1 overdue\. Average [\d.]+\u00A0h — over the limit of 24\u00A0h · Drills acknowledged: 0 of 1\.$/,
  );
  expect(card?.facts).toEqual([]);
});

it('Stop on a digest of several tenants stops it for all of them, and for none that was asked for later', async () => {
  const bot = await managed();
  const third = '33333333-3333-4333-8333-333333333333';
  await bot.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: third, name: 'Tailspin' });
  });
  for (const name of ['Contoso', 'Fabrikam']) await asksFor(bot, name);
  await bot.until('2026-11-30T12:00:00.000Z');
  const [digest] = bot.digests(mia);
  await asksFor(bot, 'Tailspin');
  const stop = digest?.card.buttons.find(({ id }) => id === weekly);
  for (let press = 0; press < 2; press++)
    expect(text(cardOf(await bot.press(mia, weekly, stop?.value ?? '')).text)).toContain(
      'no longer get the weekly digest',
    );
  await bot.until('2026-12-07T12:00:00.000Z');
  expect(bot.digests(mia).map(({ card }) => card.title)).toEqual([
    expect.stringMatching(/^Weekly digest for 2 partner tenants: /),
    expect.stringMatching(/^Weekly digest for Tailspin: /),
  ]);
});

it('who is no manager any more can still stop it, and gets nothing of that tenant', async () => {
  const bot = await managed();
  for (const name of ['Contoso', 'Fabrikam']) await asksFor(bot, name);
  const stop = valueOn(cardOf(await bot.say(mia, 'report Contoso')), weekly);
  await bot.edit((tenant) => ({ ...tenant, manager: null }));
  await bot.until('2026-11-30T12:00:00.000Z');
  expect(bot.digests(mia).map(({ card }) => card.title)).toEqual([
    expect.stringMatching(/^Weekly digest for Fabrikam: /),
  ]);
  expect(cardOf(await bot.press(mia, weekly, stop)).tone).toBe('good');
});

it('tells all that happened since the last one, however long ago that was, and nothing twice', async () => {
  const bot = await managed();
  bot.world.settings = { ...bot.world.settings, holidays: ['2026-12-07'] };
  await asksFor(bot, 'Contoso');
  await bot.until('2026-11-30T09:10:00.000Z');
  await bot.edit((tenant) => ({ ...tenant, complianceAttestedAt: null }));
  await bot.pass(hour / 2);
  await bot.edit((tenant) => ({ ...tenant, complianceAttestedAt: bot.world.time.now() }));
  await bot.until('2026-12-08T12:00:00.000Z');
  const [first, second] = bot.digests(mia);
  expect(first?.card.summary).toBe('Contoso: 0 new issues and 0 fixed in the last seven days.');
  expect(second?.card.summary).toBe('Contoso: 0 new issues and 1 fixed since the last digest.');
  await bot.until('2026-12-14T12:00:00.000Z');
  expect(bot.digests(mia).at(-1)?.card.summary).toBe('Contoso: 0 new issues and 0 fixed since the last digest.');
});

it('counts what came back as new alone, and says nothing of the FAQ when nobody asked it', async () => {
  const bot = await managed();
  await asksFor(bot, 'Contoso');
  await bot.edit(unconfirmed);
  await bot.until('2026-11-25T09:00:00.000Z');
  await bot.say(ada, 'confirm Contoso');
  await bot.until('2026-11-26T09:00:00.000Z');
  await bot.edit(unconfirmed);
  await bot.until('2026-11-30T12:00:00.000Z');
  const [digest] = bot.digests(mia);
  expect(digest?.card.summary).toBe('Contoso: 1 new issue and 0 fixed in the last seven days.');
  expect(text(digest?.card.text)).not.toContain('FAQ');
});

it('that comes late says how the alerts of its week stand by then', async () => {
  const bot = await managed();
  await asksFor(bot, 'Contoso');
  bot.world.time.set('2026-11-30T06:00:00.000Z');
  await bot.send({ partnerTenantId: contoso, detectedDateTime: '2026-11-29T12:00:00.000Z' });
  const chat = bot.world[platformOf(mia)];
  chat.fails('unreachable', 'network');
  await bot.until('2026-11-30T12:30:00.000Z');
  expect(bot.digests(mia)).toEqual([]);
  chat.heals();
  await bot.until('2026-11-30T14:00:00.000Z');
  expect(text(bot.digests(mia)[0]?.card)).toContain('overdue');
});

it('reads the archive once for all its tenants, and shows the alerts of each in its row', async () => {
  const bot = await managed();
  for (const name of ['Contoso', 'Fabrikam']) await asksFor(bot, name);
  await bot.until('2026-11-30T12:00:00.000Z');
  for (const tenant of [contoso, fabrikam])
    await archives(bot.world, [archivedAlert(tenant, '2026-12-02T08:00:00.000Z', 1)]);
  const read = segmentsRead(bot.world);
  await bot.until('2026-12-07T12:00:00.000Z');
  const card = bot.digests(mia)[1]?.card;
  for (const { detail } of card?.rows ?? []) expect(text(detail)).toContain('Alerts: 1 of 1 acknowledged');
  // Once for both tenants.
  expect(read).toEqual(['alerts-2026-12']);
});
