/** Two admins on two platforms and three channels, one of which refuses: each hears what is theirs, once. And how many one message names. */
import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { aBusyPartner, ada, aTenant, contoso, sam, tina } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot(aBusyPartner());
});
const everything = () => [...bot.world.slack.messages, ...bot.world.teams.messages];
const titles = (to: string) => everything().flatMap((one) => (one.to === to ? [one.card.title] : []));
const kind = (name: string) => everything().filter(({ deliveryId }) => deliveryId.startsWith(`${name} `));
const channels = ['slack:C1', 'slack:C2', 'teams:19:a@thread.tacv2'];
const some = (count: number, more: object = {}) =>
  bot.send(...Array.from({ length: count }, () => ({ severity: 'medium', ...more })));

/** A tick every half hour, which is as often as admins hear of what is overdue. */
async function passes(ms: number) {
  for (let left = ms; left > 0; left -= 30 * minute) {
    await bot.ticksAfter(Math.min(left, 30 * minute));
  }
  await bot.world.time.advance(30 * second);
}

describe('where one channel of three refuses', () => {
  beforeEach(() => bot.world.slack.fails('refused', 'is_archived', 'slack:C1'));

  it('the others have the alert, and both admins hear of it once', async () => {
    await some(1, { id: 'x', severity: 'high' });
    await passes(hour);
    expect(kind('alert').map(({ to }) => to)).toEqual(channels.slice(1));
    for (const admin of [ada, tina])
      expect(titles(admin).filter((title) => title === 'A channel no longer accepts alerts')).toHaveLength(1);
  });

  it('the others have the card for many, which each answer in any of them changes', async () => {
    await some(60);
    await bot.world.time.advance(minute);
    const cards = () => everything().filter(({ to, card }) => channels.includes(to) && card.title.includes('60'));
    expect(cards().map(({ to }) => to)).toEqual(channels.slice(1));
    const all = cards()[1]?.card.buttons.find(({ id }) => id === 'alerts.acknowledgeAll')?.value ?? '';
    await bot.press(tina, 'alerts.acknowledgeAll', all);
    await bot.world.time.advance(minute);
    expect(cards().map(({ card }) => card.title)).toEqual(Array(2).fill('60 security alerts, all acknowledged'));
  });
});

it('both admins hear of what is overdue, and an answer changes both messages', async () => {
  await some(1, { id: 'x', severity: 'high' });
  await passes(25 * hour);
  expect(kind('overdue').map(({ to }) => to)).toEqual([...Array(5).fill(ada), ...Array(5).fill(tina)]);
  const before = kind('overdue').map(({ card }) => text(card));
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
  await bot.world.time.advance(minute);
  const after = kind('overdue').map(({ card }) => text(card));
  expect(after.map((shown, index) => shown !== before[index])).toEqual(Array(10).fill(true));
});

describe('of the limits of two tenants a message about both names the stricter', () => {
  const reseller = '22222222-2222-4222-8222-222222222222';
  const said = () => text(bot.inPrivate(ada).findLast(({ deliveryId }) => deliveryId.startsWith('overdue'))?.card.text);
  beforeEach(() =>
    bot.world.store.change((tx) =>
      tx.put('tenants', { ...aTenant(), id: reseller, name: 'Fabrikam', partnerType: 'indirectReseller' }),
    ),
  );

  it.each([
    ['both', [contoso, reseller], 'Microsoft requires an answer within 24 hours'],
    ['the indirect reseller alone', [reseller, reseller], 'Indirect resellers have no formal deadline'],
  ])('%s', async (_whose, tenants, limit) => {
    await bot.send(...tenants.map((partnerTenantId) => ({ severity: 'high', partnerTenantId })));
    await passes(25 * hour);
    expect(said()).toContain(limit);
  });
});

describe('one message names', () => {
  const rowsOf = (name: string) => kind(name).map(({ card }) => card.rows.map(({ title }) => title));

  it.each([
    [1, 2, 0],
    [2, 0, 2],
  ])(
    '%i alerts that are due twice at once by %i reminders below their card, or by %i together',
    async (due, alone, together) => {
      await some(due, { severity: 'high' });
      await passes(hour);
      const inC1 = (name: string) => kind(name).filter(({ to }) => to === 'slack:C1');
      expect([inC1('escalation').length, inC1('escalations').length]).toEqual([alone, together]);
    },
  );

  it.each([20, 21])('twenty of %i alerts whose reminder is due', async (due) => {
    bot.world.settings.stormLimit = 1_000;
    await some(due, { severity: 'high' });
    await bot.world.time.advance(minute);
    await passes(hour);
    const about = (await bot.deliveries()).flatMap((row) => (row.about.kind === 'escalations' ? [row.about] : []));
    expect(about.map(({ alertIds, count }) => [alertIds.length, count])).toEqual(Array(4).fill([20, due]));
  });

  it.each([
    [10, 0],
    [11, 1],
  ])(
    '%i alerts that are overdue in a group, its delivery ten of them, and says how many more there are: %i',
    async (due, more) => {
      await some(due, { severity: 'high' });
      await passes(25 * hour);
      expect(rowsOf('overdue')).toEqual(Array(10).fill([`Mining × ${due}`]));
      const about = (await bot.deliveries()).flatMap((row) => (row.about.kind === 'overdue' ? [row.about.more] : []));
      expect(about).toEqual(Array(10).fill(more));
    },
  );

  it('what becomes overdue within half an hour, and what comes later has a message of its own', async () => {
    await some(1, { severity: 'high' });
    await bot.world.time.advance(10 * minute);
    await some(1, { severity: 'high' });
    await bot.world.time.advance(10 * minute);
    await some(1, { severity: 'high' });
    for (let passed = 0; passed < 25 * 60; passed += 5) {
      await bot.ticksAfter(5 * minute);
    }
    await bot.world.time.advance(minute);
    const isLate = ({ card }: { card: unknown }) => /within 24 hours|are overdue/.test(text(card));
    const toAda = bot.inPrivate(ada).filter((one) => one.deliveryId.startsWith('overdue') && isLate(one));
    expect(toAda).toHaveLength(2);
    const [first, next] = toAda.map(({ at }) => Date.parse(at));
    expect(Math.round(((next ?? 0) - (first ?? 0)) / minute)).toBe(30);
  });
});
