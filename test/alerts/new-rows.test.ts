import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { plainOf } from '../../src/view/view.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { ruledSources } from '../support/ruled-source.ts';
import { hour, minute } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

const cipp = (more: object = {}) => ruledSources(bot.world, { name: 'cipp', severity: 'high', ...more });
const alerts = async (): Promise<readonly Alert[]> => bot.stored('alerts');
const linesIn = (messages: ReturnType<TestBot['channel']>) =>
  messages.filter(({ deliveryId }) => deliveryId.startsWith('followUp'));
const saidIn = (messages: ReturnType<TestBot['channel']>) =>
  linesIn(messages).map(({ card }) => card.text.map(plainOf).join(' '));
const acknowledge = (number: string) => bot.press(sam, 'alerts.acknowledge', number, slackChannel);

describe('a row', () => {
  it('that went and came back is not new', async () => {
    const source = cipp();
    await source.finds('cipp', { rows: ['a@x', 'b@x'] });
    await bot.passes();
    await acknowledge('1');
    for (const rows of [['a@x'], ['b@x', 'a@x'], [], ['a@x', 'b@x']]) await source.finds('cipp', { rows });
    await bot.passes();
    expect(saidIn(bot.channel())).toEqual([]);
    await source.finds('cipp', { rows: ['c@x'] });
    await bot.passes();
    expect(saidIn(bot.channel())).toEqual(['CIPP sent this alert again with a new entry: “c@x”.']);
  });

  it('is new where the first alert had none', async () => {
    const source = cipp();
    await source.finds('cipp', { rows: [] });
    await bot.passes();
    await source.finds('cipp', { rows: ['ceo@x'] });
    await bot.passes();
    expect(saidIn(bot.channel())).toEqual(['CIPP sent this alert again with a new entry: “ceo@x”.']);
  });

  it('is new again after the alert was reopened', async () => {
    const source = cipp({ rules: [{ sameAs: ['customer', 'title'], reopen: true }] });
    await source.finds('cipp', { rows: ['a@x', 'b@x'] });
    await bot.passes();
    const form = await bot.press(sam, 'alerts.resolve', '1', slackChannel);
    if (form.kind === 'form') await bot.submit(sam, form.form, { reason: 'legitimate', note: '' });
    await source.finds('cipp', { rows: ['a@x'] });
    await bot.passes();
    expect(saidIn(bot.channel()).at(-1)).toContain('sent this alert again after it was resolved');
    await source.finds('cipp', { rows: ['a@x', 'b@x'] });
    await bot.passes();
    expect(saidIn(bot.channel()).at(-1)).toContain('with a new entry: “b@x”');
  });

  it('of a long list is known for its first 300 ids, and beyond them by number', async () => {
    const source = cipp();
    const users = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `user-${from + n}@x`);
    await source.finds('cipp', { rows: users(0, 290) });
    await source.finds('cipp', { rows: users(290, 400) });
    const [alert] = await alerts();
    expect([alert?.rows?.ids.length, alert?.rows?.count]).toEqual([300, 400]);
    await source.finds('cipp', { rows: users(0, 400) });
    expect((await alerts())[0]?.timeline.filter(({ rows }) => rows)).toMatchObject([{ rows: { count: 110 } }]);
  });
});

describe('a new row of an alert', () => {
  it('that a card for many stands for brings the alert a card of its own, with a mention', async () => {
    const source = cipp({ pace: { alerts: 2, in: 'PT10M' } });
    for (const name of ['A', 'B', 'C', 'D']) await source.finds('cipp', { name });
    await bot.passes();
    const posted = bot.channel().length;
    await bot.passes(20 * minute);
    const before = bot.channel().length;
    expect(before).toBeGreaterThanOrEqual(posted);
    await source.finds('cipp', { name: 'D', rows: ['ops@x', 'ceo@x'] });
    await bot.passes();
    const [own, line, ...rest] = bot.channel().slice(before);
    expect([own?.card.title, own?.card.mentions?.length, rest]).toEqual(['Alert - fabrikam.com - D', 1, []]);
    expect([line?.thread, line?.card.text]).toEqual([
      own?.message,
      ['CIPP sent this alert again with a new entry: “ceo@x”.'],
    ]);
    const [digest] = await bot.stored('digests');
    expect(digest).toMatchObject({ counts: { high: 1 }, unanswered: 1 });
    await source.finds('cipp', { name: 'D', rows: ['cfo@x'] });
    await bot.passes(2 * minute);
    expect(saidIn(bot.channel()).slice(1)).toEqual(['CIPP sent this alert again with a new entry: “cfo@x”.']);
  });

  it('that a card for many stands for, and somebody acknowledged, mentions who is on call in its line', async () => {
    const source = cipp({ pace: { alerts: 1, in: 'PT10M' } });
    for (const name of ['A', 'B']) await source.finds('cipp', { name });
    await bot.passes();
    await acknowledge('2');
    await bot.passes(20 * minute);
    await source.finds('cipp', { name: 'B', rows: ['ceo@x'] });
    await bot.passes();
    const [own, line] = bot.channel().slice(-2);
    expect([own?.card.title, own?.card.mentions, line?.card.mentions?.length]).toEqual([expect.anything(), [], 1]);
  });

  it('stays in the card for many while its source is over the pace', async () => {
    const source = cipp({ pace: { alerts: 1, in: 'PT10M' } });
    for (const name of ['A', 'B', 'C']) await source.finds('cipp', { name });
    await bot.passes();
    const before = bot.channel().length;
    await source.finds('cipp', { name: 'B', rows: ['ceo@x'] });
    await bot.passes();
    expect(bot.channel()).toHaveLength(before);
    const [digest] = await bot.stored('digests');
    expect(digest).toMatchObject({ counts: { high: 2 }, unanswered: 2 });
  });

  it('that only admins have, in private, is a line there, and so is a raised severity', async () => {
    await bot.channelsAre();
    const source = cipp({ severity: 'medium' });
    await source.finds('cipp');
    await bot.passes();
    await bot.press(ada, 'alerts.acknowledge', '1');
    await source.finds('cipp', { rows: ['ops@x', 'ceo@x'] });
    await bot.passes();
    await cipp().finds('cipp');
    await bot.passes(hour);
    expect(saidIn(bot.inPrivate(ada))).toEqual([
      'CIPP sent this alert again with a new entry: “ceo@x”.',
      expect.stringContaining('raised the severity of this alert: Medium → High'),
    ]);
    expect(linesIn(bot.inPrivate(ada)).map(({ card }) => card.mentions ?? [])).toEqual([[], []]);
  });
});
