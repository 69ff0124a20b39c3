import { beforeEach, expect, it } from 'vitest';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, eve, sam } from '../support/partner.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';
const id = 'webhook:default x';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  const there = { platform: 'slack', address: 'C2' } as const;
  const facts = { kind: 'joined', name: 'other', open: false, external: false } as const;
  bot.world.slack.channels.set('C2', { facts, members: [eve] });
  const known = aTenant({}, bot.world.time.now());
  const contact = { ...known.contact, channels: [there] };
  await bot.world.store.change((tx) => tx.put('tenants', { ...known, id: fabrikam, name: 'Fabrikam', contact }));
  await send('2026-11-24T09:00:00.000Z', {});
});

/** What the sender signs at that second. */
async function send(sentAt: string, alert: object) {
  const detectedDateTime = '2026-11-24T08:59:00.000Z';
  const result = await bot.send({ sentAt, id: 'x', partnerTenantId: contoso, detectedDateTime, ...alert });
  await bot.world.time.advance(90_000);
  return result;
}
const thread = () => bot.channel('followUp');
const timeline = async () => text(cardOf(await bot.press(ada, 'alerts.show', id)).rows);

it('an alert that its sender moves to another tenant is told in the thread and in the story', async () => {
  await send('2026-11-24T09:01:00.000Z', { partnerTenantId: fabrikam });
  expect(thread().map(({ card }) => text(card.text))).toEqual([
    expect.stringContaining('moved this alert to another partner tenant: Contoso → Fabrikam'),
  ]);
  expect(await timeline()).toContain('Partner tenant: Contoso → Fabrikam');
  expect(text(bot.channel()[0]?.card.more?.facts)).toContain('moved this alert to another partner tenant');
  expect(bot.world.slack.messages.filter(({ to }) => to === 'slack:C2')).toHaveLength(1);
});

it('an alert keeps its tenant when its sender names one that is not here', async () => {
  await send('2026-11-24T09:01:00.000Z', { partnerTenantId: '99999999-9999-4999-8999-999999999999' });
  expect(await bot.alert(id)).toMatchObject({ tenantId: contoso, routed: 'contact' });
  expect(thread()).toEqual([]);
  expect(bot.inPrivate(ada)).toEqual([]);
  await send('2026-11-24T09:02:00.000Z', { partnerTenantId: fabrikam });
  expect(await bot.alert(id)).toMatchObject({ tenantId: fabrikam });
});

it('the people of the tenant that it was taken from may still answer it', async () => {
  await send('2026-11-24T09:01:00.000Z', { partnerTenantId: fabrikam });
  await bot.press(sam, 'alerts.acknowledge', id);
  expect(await bot.alert(id)).toMatchObject({ status: 'investigating', acknowledged: { by: sam } });
  await bot.resolve(sam, id, { reason: 'fraud' });
  expect(await bot.alert(id)).toMatchObject({ status: 'resolved' });
});

it('an alert that its sender makes a test, or real again, is told so', async () => {
  await send('2026-11-24T09:02:00.000Z', { isTest: true });
  await send('2026-11-24T09:04:00.000Z', { isTest: false });
  expect(thread().map(({ card }) => text(card.text))).toEqual([
    expect.stringContaining('now says that this alert is a test'),
    expect.stringContaining('now says that this alert is not a test'),
  ]);
  expect(await timeline()).toMatch(/the alert is now a test.*the alert is no longer a test/s);
});

it('an older version that comes again is a duplicate and changes nothing', async () => {
  await send('2026-11-24T09:01:00.000Z', { displayName: 'Two' });
  const before = await bot.alert(id);
  expect(
    await send('2026-11-24T09:00:30.000Z', { displayName: 'One', severity: 'low', partnerTenantId: fabrikam }),
  ).toMatchObject({
    accepted: [],
    duplicate: ['x'],
  });
  expect(await bot.alert(id)).toEqual(before);
  expect(thread()).toEqual([]);
});

it('the same content sent once more is the newest, too', async () => {
  await send('2026-11-24T09:02:00.000Z', {});
  await send('2026-11-24T09:01:00.000Z', { severity: 'low' });
  expect(await bot.alert(id)).toMatchObject({ content: { severity: 'high' }, revision: 1 });
});

it('the people of the tenant that it was taken from may reopen it by its number too', async () => {
  await send('2026-11-24T09:01:00.000Z', { partnerTenantId: fabrikam });
  await bot.say(sam, 'ack 1');
  expect(await bot.alert(id)).toMatchObject({ acknowledged: { by: sam } });
  const asked = cardOf(await bot.say(sam, 'reopen 1'));
  const reopen = asked.buttons.find((one) => one.id === 'alerts.reopen');
  await bot.press(sam, 'alerts.reopen', reopen?.value ?? '');
  expect(await bot.alert(id)).toMatchObject({ status: 'active' });
});
