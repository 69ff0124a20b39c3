import { expect, it } from 'vitest';
import { aBot } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { ruledSources } from '../support/ruled-source.ts';
import { day, hour, minute, second } from '../support/time.ts';

const customers = Array.from({ length: 20 }, (_, n) => `customer-${n}.com`);
const types = ['MFAAdmins', 'NewRole', 'NewRiskyUsers'];

it('a month of twenty customers with three findings each every morning, and five real alerts of another source', async () => {
  const bot = await aBot({ store: quickStore(), clock: '2026-11-02T06:00:00.000Z' });
  const { time } = bot.world;
  const from = ruledSources(
    bot.world,
    { name: 'cipp', severity: 'high' },
    { name: 'prom', preset: 'fields', fields: { id: 'id', displayName: 'title', severity: 'level' } },
  );
  const all = () => bot.channel().map(({ deliveryId }) => deliveryId.split(' ')[0] ?? '');
  /** All but the questions whether anybody is still on what was acknowledged. */
  const posted = () => all().filter((kind) => kind !== 'asked');
  const cardsOf = (source: string) =>
    bot.channel().filter(({ deliveryId }) => deliveryId.includes(`webhook:${source} `));
  const pass = async (ms: number, step: number) => {
    for (let left = ms; left > 0; left -= step) {
      await time.advance(Math.min(step, left));
      await bot.tick();
    }
  };
  const byDay: Record<string, number>[] = [];
  const waits: number[] = [];
  for (let today = 0; today < 30; today++) {
    const before = posted().length;
    for (const customer of customers)
      for (const type of types) await from.finds('cipp', { customer, type: `Get-CIPPAlert${type}`, name: type });
    if (today % 6 === 0) {
      const seen = cardsOf('prom').length;
      await from.post('prom', { id: `real-${today}`, title: 'Mining', level: 'high' });
      const at = Date.parse(time.now());
      while (cardsOf('prom').length === seen) await time.advance(second);
      waits.push((Date.parse(time.now()) - at) / second);
    }
    await pass(3 * minute, minute);
    byDay.push(
      Object.fromEntries(
        [...Map.groupBy(posted().slice(before), (kind) => kind)].map(([kind, those]) => [kind, those.length]),
      ),
    );
    const open = await bot.world.store.read((reader) =>
      reader.scan('alerts.unacknowledged', { key: 'high', after: null }),
    );
    for (const { number } of open) await bot.press(sam, 'alerts.acknowledge', String(number), slackChannel);
    // Sam is asked four hours after the first press, and at nine of each working day from then on, and presses Still on it.
    const untilAsked = today === 0 ? 4.2 * hour : 3.2 * hour;
    await pass(untilAsked, untilAsked);
    await bot.press(sam, 'alerts.stillOn', '', slackChannel);
    await pass(day - untilAsked - 3 * minute, 11 * hour);
  }
  const [first, ...rest] = byDay;
  // The first one is posted before the others wait: 20 of those have cards of their own, and one card lists the other 39. One is real.
  expect(first).toEqual({ alert: 22, digest: 1 });
  const later = rest
    .map((kinds, index) => ({ day: index + 1, kinds: { alert: kinds.alert ?? 0, digest: kinds.digest ?? 0 } }))
    .filter(({ kinds }) => kinds.alert + kinds.digest > 0);
  expect(later).toEqual([6, 12, 18, 24].map((at) => ({ day: at, kinds: { alert: 1, digest: 0 } })));
  expect(Math.max(...waits)).toBeLessThanOrEqual(5);
  const alerts = await bot.stored('alerts');
  expect(alerts).toHaveLength(65);
  expect(alerts.filter(({ seen }) => seen?.times === 30)).toHaveLength(60);
  // Beside the cards, people are asked whether they are still on what they acknowledged.
  const ofPerson = [sam, ada].map((who) => all().length + bot.inPrivate(who).length);
  expect(Object.keys(Object.groupBy(posted(), (kind) => kind)).sort()).toEqual(['alert', 'digest']);
  expect(Math.max(...ofPerson)).toBeLessThanOrEqual(60);
});
