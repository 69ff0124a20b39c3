import { expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, mia, type ReminderBot, unconfirmed, valueOn } from '../support/a-reminder-bot.ts';
import { ada, contoso } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';
const weekly = 'reminders.weekly';

/** Mia manages two tenants. */
async function managed(): Promise<ReminderBot> {
  const desk = await aReminderBot();
  await desk.edit((tenant) => ({ ...tenant, manager: mia }));
  await desk.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: fabrikam, name: 'Fabrikam' });
  });
  return desk;
}

async function asksFor(desk: ReminderBot, tenant: string): Promise<void> {
  const report = cardOf(await desk.say(mia, `report ${tenant}`));
  await desk.press(mia, weekly, valueOn(report, weekly));
}

it('report has the button that applies, and pressing an old one changes nothing', async () => {
  const desk = await managed();
  const before = cardOf(await desk.say(mia, 'report Contoso'));
  expect(text(before.buttons)).toContain('Get the weekly digest');
  const on = valueOn(before, weekly);
  for (let press = 0; press < 2; press++)
    expect(text(cardOf(await desk.press(mia, weekly, on)).text)).toContain('You get the digest');
  const after = cardOf(await desk.say(mia, 'report Contoso'));
  expect(text(after.buttons)).toContain('Stop the weekly digest');
  for (let press = 0; press < 2; press++)
    expect(text(cardOf(await desk.press(mia, weekly, valueOn(after, weekly))).text)).toContain('no digest');
  await desk.until('2026-12-08T12:00:00.000Z');
  expect(desk.digests(mia)).toEqual([]);
});

it('counts no drills and no tests among the alerts', async () => {
  const desk = await managed();
  await asksFor(desk, 'Contoso');
  await desk.send({ partnerTenantId: contoso }, { partnerTenantId: contoso, isTest: true });
  const drill = cardOf(await desk.say(ada, 'drill Contoso'));
  await desk.press(ada, 'alerts.startDrill', valueOn(drill, 'alerts.startDrill'));
  await desk.until('2026-11-30T12:00:00.000Z');
  const facts = desk.digests(mia)[0]?.card.facts ?? [];
  expect(facts.slice(4).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'Alerts: 1',
    'Median time until acknowledged: nothing to measure yet',
    'Drills acknowledged: 0 of 1',
  ]);
});

it('Stop on a digest of several tenants stops it for all of them, and for none that was asked for later', async () => {
  const desk = await managed();
  const third = '33333333-3333-4333-8333-333333333333';
  await desk.world.store.change(async (tx) => {
    const one = await tx.get('tenants', contoso);
    if (one) await tx.put('tenants', { ...one, id: third, name: 'Tailspin' });
  });
  for (const name of ['Contoso', 'Fabrikam']) await asksFor(desk, name);
  await desk.until('2026-11-30T12:00:00.000Z');
  const [digest] = desk.digests(mia);
  await asksFor(desk, 'Tailspin');
  const stop = digest?.card.buttons.find(({ id }) => id === weekly);
  for (let press = 0; press < 2; press++)
    expect(text(cardOf(await desk.press(mia, weekly, stop?.value ?? '')).text)).toContain('no digest');
  await desk.until('2026-12-07T12:00:00.000Z');
  expect(desk.digests(mia).map(({ card }) => card.title)).toEqual([
    'The week of 2 partner tenants',
    'The week of Tailspin',
  ]);
});

it('who is no manager any more can still stop it, and gets nothing of that tenant', async () => {
  const desk = await managed();
  for (const name of ['Contoso', 'Fabrikam']) await asksFor(desk, name);
  const stop = valueOn(cardOf(await desk.say(mia, 'report Contoso')), weekly);
  await desk.edit((tenant) => ({ ...tenant, manager: null }));
  await desk.until('2026-11-30T12:00:00.000Z');
  expect(desk.digests(mia).map(({ card }) => card.title)).toEqual(['The week of Fabrikam']);
  expect(cardOf(await desk.press(mia, weekly, stop)).tone).toBe('good');
});

it('tells all that happened since the last one, however long ago that was, and nothing twice', async () => {
  const desk = await managed();
  desk.world.settings = { ...desk.world.settings, holidays: ['2026-12-07'] };
  await asksFor(desk, 'Contoso');
  await desk.until('2026-11-30T09:10:00.000Z');
  await desk.edit((tenant) => ({ ...tenant, complianceAttestedAt: null }));
  await desk.pass(hour / 2);
  await desk.edit((tenant) => ({ ...tenant, complianceAttestedAt: desk.world.time.now() }));
  await desk.until('2026-12-08T12:00:00.000Z');
  const [first, second] = desk.digests(mia);
  expect(first?.card.summary).toBe('Contoso: 0 new to fix and 0 fixed in the last seven days.');
  expect(second?.card.summary).toBe('Contoso: 1 new to fix and 1 fixed since the last digest.');
  await desk.until('2026-12-14T12:00:00.000Z');
  expect(desk.digests(mia).at(-1)?.card.summary).toBe('Contoso: 0 new to fix and 0 fixed since the last digest.');
});

it('counts what was fixed although it came back, and says so when nobody asked the FAQ anything', async () => {
  const desk = await managed();
  await asksFor(desk, 'Contoso');
  await desk.edit(unconfirmed);
  await desk.until('2026-11-25T09:00:00.000Z');
  await desk.say(ada, 'confirm Contoso');
  await desk.until('2026-11-26T09:00:00.000Z');
  await desk.edit(unconfirmed);
  await desk.until('2026-11-30T12:00:00.000Z');
  const [digest] = desk.digests(mia);
  expect(digest?.card.summary).toBe('Contoso: 1 new to fix and 1 fixed in the last seven days.');
  expect(text(digest?.card.text)).toContain('Nobody asked the FAQ anything.');
});
