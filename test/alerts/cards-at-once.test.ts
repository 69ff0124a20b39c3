/** The buttons of a message that lists several alerts: they answer what stands on it, and nothing else. */
import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { ada, aTenant, sam, slackChannel } from '../support/partner.ts';
import { day, minute } from '../support/time.ts';

let bot: TestBot;
const states = async () =>
  Object.fromEntries((await bot.stored('alerts')).map(({ number, status }) => [number, status]));
const reminder = () =>
  bot.channel().findLast(({ card }) => /not acknowledged for|are acknowledged|acknowledged alerts/.test(card.title))
    ?.card;
const buttonOf = (card = reminder(), id = 'alerts.acknowledgeMany') => card?.buttons.find((one) => one.id === id);
const labels = (card = reminder()) => card?.buttons.map(({ label }) => label);
const later = async (minutes: number, step = 1) => {
  for (let n = 0; n < minutes; n += step) {
    await bot.ticksAfter(step * minute);
  }
};

beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});

describe('a reminder', () => {
  const sourceWithMore = async () => {
    const until = new Date(Date.parse(bot.world.clock.now()) + 3 * day).toISOString();
    bot.world.settings.sources = [aSource('siem')];
    const from = sourcesOf(bot.world);
    const detectedDateTime = new Date(Date.parse(bot.world.clock.now()) - 3 * day).toISOString();
    await from.send(
      'siem',
      Array.from({ length: 21 }, (_, n) => ({ id: `old${n}`, detectedDateTime })),
    );
    await from.send('siem', [{ id: 'held', severity: 'medium', held: { rule: 'r', until, why: 'Work' } }]);
    await from.send('siem', [{ id: 'low', severity: 'low' }]);
    await from.send('siem', [{ id: 'a' }, { id: 'b' }]);
    await later(6);
  };

  it('answers the alerts that it names: no backlog, nothing held, nothing lesser of the same source', async () => {
    await sourceWithMore();
    expect(labels()).toEqual(['Acknowledge all (2)', 'Resolve all (2)', 'Open alerts']);
    expect(buttonOf()?.confirm).toMatchObject({
      title: 'Acknowledge 2 alerts?',
      text: expect.stringMatching(/^High: 2\. Your name/),
    });
    await bot.press(sam, 'alerts.acknowledgeMany', buttonOf()?.value ?? '', slackChannel);
    const { 24: first, 25: second, ...others } = await states();
    expect([first, second]).toEqual(['investigating', 'investigating']);
    expect(new Set(Object.values(others))).toEqual(new Set(['active']));
  });

  it('answers none that came later, and has no button once its own are resolved', async () => {
    await bot.send({ id: 'a', source: 'cipp' }, { id: 'b', source: 'cipp' });
    await later(6);
    await bot.send({ id: 'c', source: 'cipp', severity: 'medium' }, { id: 'd', source: 'cipp', severity: 'low' });
    await bot.say(sam, 'resolve 1 fraud');
    await bot.say(sam, 'resolve 2 fraud');
    await later(2);
    expect(reminder()?.title).toBe('All these alerts are acknowledged');
    expect(labels()).toEqual(['Open alerts']);
  });

  it('has Acknowledge for the last one, and Resolve all once all are acknowledged', async () => {
    await bot.send({ id: 'a' }, { id: 'b' }, { id: 'c' });
    await later(6);
    await bot.say(sam, 'ack 1');
    await bot.say(sam, 'ack 2');
    await later(2);
    expect(labels()).toEqual(['Acknowledge', 'Resolve', 'Open alerts']);
    await bot.press(sam, 'alerts.acknowledge', '3');
    await later(2);
    expect(reminder()).toMatchObject({ title: '3 acknowledged alerts to resolve', tone: 'neutral', text: [] });
    expect(labels()).toEqual(['Resolve all (3)', 'Open alerts']);
    expect(reminder()?.buttons.map(({ style }) => style)).toEqual(['plain', 'plain']);
  });

  it('has its buttons however many partner tenants its alerts have', async () => {
    const ids = Array.from({ length: 12 }, (_, n) => `22222222-2222-4222-8222-2222222222${String(n).padStart(2, '0')}`);
    await bot.world.store.change(async (tx) => {
      for (const id of ids)
        await tx.put('tenants', { ...aTenant({ contact: { channels: [slackChannel] } }, bot.world.time.now()), id });
    });
    await bot.send(...ids.map((partnerTenantId, n) => ({ id: `t${n}`, partnerTenantId })));
    await later(6);
    expect(labels()).toEqual(['Acknowledge all (12)', 'Resolve all (12)', 'Open alerts']);
  });

  it('is resolved by a form in the language of who presses, which says that they are those on the card', async () => {
    bot.knows(sam, { name: 'Sam', locale: 'fr' });
    await bot.send({ id: 'a', source: 'cipp' }, { id: 'b', source: 'cipp' });
    await later(6);
    const value = buttonOf(reminder(), 'alerts.resolveMany')?.value ?? '';
    const form = formOf(await bot.press(sam, 'alerts.resolveMany', value, slackChannel));
    expect(form.intro).toEqual(['Toutes les alertes ouvertes de cette carte.', expect.stringMatching(/^Élevée\s: 2$/)]);
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    expect(text(await bot.press(sam, 'alerts.resolveMany', value, slackChannel))).toContain('plus rien à résoudre');
  });
});

describe('the question to a holder', () => {
  it('has “Resolve all” for what they are asked about, and not for what others took over since', async () => {
    await bot.send(...Array.from({ length: 12 }, (_, n) => ({ id: `m${n}`, source: 'cipp' })));
    await bot.press(sam, 'alerts.acknowledgeMany', '{"upTo":12}');
    await later(5 * 60, 30);
    const question = () => bot.inPrivate(sam).at(-1)?.card;
    expect(labels(question())).toEqual(['Still working on all of them', 'Resolve all (12)', 'Open alerts']);
    const { value = '' } = buttonOf(question(), 'alerts.resolveMany') ?? {};
    await bot.say(ada, 'take 12');
    const form = formOf(await bot.press(sam, 'alerts.resolveMany', value));
    expect(text(form.intro)).toContain('High: 11');
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    expect((await states())[12]).toBe('investigating');
    expect(Object.values(await states()).filter((state) => state === 'resolved')).toHaveLength(11);
  });
});

it('the message about high alerts that close by age has “Resolve all” for those that it names', async () => {
  await bot.tick();
  await bot.send({ id: 'a' }, { id: 'b' }, { id: 'c', severity: 'low' });
  await bot.press(sam, 'alerts.acknowledgeMany', '{"upTo":2}');
  for (let n = 0; n < 29; n++) {
    await bot.ticksAfter(day);
    await bot.world.time.advance(5_000);
  }
  const card = bot.inPrivate(ada).findLast(({ deliveryId }) => deliveryId.startsWith('closing '))?.card;
  expect(labels(card)).toEqual(['Open alerts', 'Resolve all (2)']);
  const form = formOf(await bot.press(ada, 'alerts.resolveMany', buttonOf(card, 'alerts.resolveMany')?.value ?? ''));
  expect(text(form.intro)).toContain('High: 2');
});

it('a card for many of which nothing is left says so, in place of an empty form', async () => {
  await bot.send(...Array.from({ length: 60 }, (_, n) => ({ id: `x${n}`, severity: 'medium' })));
  await bot.world.time.advance(10_000);
  const value = buttonOf(bot.channel()[0]?.card, 'alerts.resolveAll')?.value ?? '';
  await bot.submit(sam, formOf(await bot.press(sam, 'alerts.resolveAll', value)), { reason: 'ignore', note: '' });
  expect(cardOf(await bot.press(sam, 'alerts.resolveAll', value)).summary).toBe('Nothing was left to resolve.');
});

describe('the name of a customer', () => {
  const fabrikam = '33333333-3333-4333-8333-333333333333';
  const details = (card = reminder()) => card?.rows.map(({ detail }) => text(detail));
  beforeEach(async () => {
    await bot.edit((tenant) => ({ ...tenant, customers: { [fabrikam]: 'Fabrikam' } }));
  });

  it('stands in the row of a reminder, of the question to a holder, and of what closes by age', async () => {
    await bot.tick();
    await bot.send({ id: 'a', customerTenantId: fabrikam }, { id: 'b' });
    await later(6);
    expect(details()).toEqual([expect.stringContaining('High · Contoso · Fabrikam · alerts 1–2 · webhook · first ')]);
    await bot.press(sam, 'alerts.acknowledgeMany', buttonOf()?.value ?? '', slackChannel);
    await later(5 * 60, 30);
    expect(details(bot.inPrivate(sam).at(-1)?.card)?.[0]).toMatch(/^Fabrikam · /);
    for (let n = 0; n < 30; n++) {
      await bot.ticksAfter(day);
      await bot.world.time.advance(5_000);
    }
    const closing = bot.inPrivate(ada).findLast(({ deliveryId }) => deliveryId.startsWith('closing '))?.card;
    expect(details(closing)?.[0]).toContain('Fabrikam · Acknowledged ');
  });
});
