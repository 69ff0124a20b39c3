import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { ruledSources } from '../support/ruled-source.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

const until = '2026-11-26T19:00:00.000Z';
const why = 'Move';
/** A source whose alerts name their severity, by its rules. */
const prom = (...rules: object[]) =>
  ruledSources(bot.world, {
    ...{ name: 'prom', preset: 'fields', rules },
    fields: { id: 'id', displayName: 'title', severity: 'level' },
  });
const sent = (level: string, id = '1') => ({ id, title: `Mining ${id}`, level });
const alerts = async (): Promise<readonly Alert[]> => {
  const all = await bot.stored('alerts');
  return all.toSorted((a, b) => a.number - b.number);
};
const held = async () => (await alerts()).map((alert) => alert.held !== undefined && !alert.held.postedAt);
const cards = () => bot.channel('alert ');
const told = (kind: string) => bot.inPrivate(ada, kind);
const resolve = async (number: string) => {
  const form = await bot.press(sam, 'alerts.resolve', number, slackChannel);
  if (form.kind === 'form') await bot.submit(sam, form.form, { reason: 'legitimate', note: '' });
};

describe('a held alert', () => {
  it('that is high is posted once its window holds no high ones any more; the others stay held', async () => {
    const source = prom({ until, why, high: true });
    for (const [id, level] of ['high', 'low'].entries()) await source.post('prom', sent(level, `${id}`));
    await bot.passes();
    expect(await held()).toEqual([true, true]);
    expect(told('alertsHeld').map(({ card }) => card.summary)).toEqual([
      '2 alerts from prom are held for maintenance.',
    ]);
    prom({ until, why });
    await bot.passes();
    expect(await held()).toEqual([false, true]);
    expect(cards().map(({ card }) => [card.title, card.mentions?.length])).toEqual([['Mining 0', 1]]);
  });

  it.each([
    ['as one that no window holds', { severity: 'low' }, 'medium'],
    ['as a high one, which no window holds', { severity: 'medium' }, 'high'],
  ] as const)('is posted when it is sent again %s', async (_as, when, level) => {
    const source = prom({ when, until, why, high: true });
    await source.post('prom', sent(when.severity));
    await bot.passes();
    expect(cards()).toEqual([]);
    await source.post('prom', sent(level));
    await bot.passes();
    expect(await held()).toEqual([false]);
    expect(cards()).toHaveLength(1);
  });

  it('is posted when it is sent again as it was, and a rule before the window makes an exception of it by now', async () => {
    await prom({ until, why }).post('prom', sent('low'));
    const source = prom({ when: { severity: 'low' } }, { until, why });
    await bot.passes();
    expect(cards()).toEqual([]);
    await source.post('prom', sent('low'));
    await bot.passes();
    expect(cards()).toHaveLength(1);
  });

  it('stays held when it is sent again as one that another window holds', async () => {
    const later = '2026-11-27T19:00:00.000Z';
    const source = prom({ when: { severity: 'low' }, until, why }, { until: later, why: 'Other' });
    await source.post('prom', sent('low'));
    await source.post('prom', sent('medium'));
    await bot.passes();
    expect(await alerts()).toMatchObject([{ content: { severity: 'medium' }, held: { until: later, why: 'Other' } }]);
    prom({ until: later, why: 'Other' });
    await bot.passes();
    expect(cards()).toEqual([]);
    prom({ when: { severity: 'low' }, until, why });
    await bot.passes();
    expect(cards()).toHaveLength(1);
  });

  it('says until when its window holds it by now, where that was put off', async () => {
    await prom({ until: '2026-11-24T19:00:00.000Z', why }).post('prom', sent('low'));
    prom({ until, why: 'It takes longer' });
    await bot.passes();
    const shown = text(cardOf(await bot.say(sam, 'alerts 1')));
    expect(shown).toMatch(/for maintenance until .*26 Nov 2026, 19:00 UTC.*\(It takes longer/);
    await bot.passes(12 * hour);
    expect(cards()).toEqual([]);
    expect((await alerts())[0]?.timeline.map(({ what }) => what)).toEqual(['received', 'held']);
  });

  it('is a new one where a rule would reopen the resolved one: that waits until the window ends', async () => {
    const again = { sameAs: ['title'], reopen: true };
    await prom(again).post('prom', sent('medium'));
    await bot.passes();
    await resolve('1');
    await bot.passes();
    const before = bot.channel().length;
    await prom({ ...again, until, why }).post('prom', { ...sent('medium', '2'), title: 'Mining 1' });
    await bot.passes();
    expect(await alerts()).toMatchObject([{ status: 'resolved' }, { status: 'active', earlier: 1 }]);
    expect([await held(), bot.channel().length]).toEqual([[false, true], before]);
    prom(again);
    await bot.passes();
    expect(text(cards().at(-1)?.card)).toContain('The same alert was already resolved once, as alert 1.');
  });
});
