import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { plainOf } from '../../src/view/view.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { ruledSources } from '../support/ruled-source.ts';
import { hour, minute } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
});

const cipp = (more: object = {}) => ruledSources(on.world, { name: 'cipp', severity: 'high', ...more });
const alerts = async (): Promise<readonly Alert[]> => on.world.store.read((reader) => reader.list('alerts'));
const linesIn = (messages: ReturnType<TestBot['channel']>) =>
  messages.filter(({ deliveryId }) => deliveryId.startsWith('followUp'));
const saidIn = (messages: ReturnType<TestBot['channel']>) =>
  linesIn(messages).map(({ card }) => card.text.map(plainOf).join(' '));
const acknowledge = (number: string) => on.press(sam, 'alerts.acknowledge', number, slackChannel);

describe('a row', () => {
  it('that went and came back is not new', async () => {
    const source = cipp();
    await source.finds('cipp', { rows: ['a@x', 'b@x'] });
    await on.passes();
    await acknowledge('1');
    for (const rows of [['a@x'], ['b@x', 'a@x'], [], ['a@x', 'b@x']]) await source.finds('cipp', { rows });
    await on.passes();
    expect(saidIn(on.channel())).toEqual([]);
    await source.finds('cipp', { rows: ['c@x'] });
    await on.passes();
    expect(saidIn(on.channel())).toEqual(['cipp sent this again with a new entry: “c@x”.']);
  });

  it('is new where the first alert had none', async () => {
    const source = cipp();
    await source.finds('cipp', { rows: [] });
    await on.passes();
    await source.finds('cipp', { rows: ['ceo@x'] });
    await on.passes();
    expect(saidIn(on.channel())).toEqual(['cipp sent this again with a new entry: “ceo@x”.']);
  });

  it('is new again after the alert was reopened', async () => {
    const source = cipp({ rules: [{ sameAs: ['customer', 'title'], reopen: true }] });
    await source.finds('cipp', { rows: ['a@x', 'b@x'] });
    await on.passes();
    const form = await on.press(sam, 'alerts.resolve', '1', slackChannel);
    if (form.kind === 'form') await on.submit(sam, form.form, { reason: 'legitimate', note: '' });
    await source.finds('cipp', { rows: ['a@x'] });
    await on.passes();
    expect(saidIn(on.channel()).at(-1)).toContain('sent this again after it was resolved');
    await source.finds('cipp', { rows: ['a@x', 'b@x'] });
    await on.passes();
    expect(saidIn(on.channel()).at(-1)).toContain('with a new entry: “b@x”');
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
    await on.passes();
    const posted = on.channel().length;
    await on.passes(20 * minute);
    const before = on.channel().length;
    expect(before).toBeGreaterThanOrEqual(posted);
    await source.finds('cipp', { name: 'D', rows: ['ops@x', 'ceo@x'] });
    await on.passes();
    const [own, line, ...rest] = on.channel().slice(before);
    expect([own?.card.title, own?.card.mentions?.length, rest]).toEqual(['Alert - fabrikam.com - D', 1, []]);
    expect([line?.thread, line?.card.text]).toEqual([
      own?.message,
      ['cipp sent this again with a new entry: “ceo@x”.'],
    ]);
    const [digest] = await on.world.store.read((reader) => reader.list('digests'));
    expect(digest).toMatchObject({ counts: { high: 1 }, unanswered: 1 });
    await source.finds('cipp', { name: 'D', rows: ['cfo@x'] });
    await on.passes(2 * minute);
    expect(saidIn(on.channel()).slice(1)).toEqual(['cipp sent this again with a new entry: “cfo@x”.']);
  });

  it('that a card for many stands for, and somebody acknowledged, mentions who is on call in its line', async () => {
    const source = cipp({ pace: { alerts: 1, in: 'PT10M' } });
    for (const name of ['A', 'B']) await source.finds('cipp', { name });
    await on.passes();
    await acknowledge('2');
    await on.passes(20 * minute);
    await source.finds('cipp', { name: 'B', rows: ['ceo@x'] });
    await on.passes();
    const [own, line] = on.channel().slice(-2);
    expect([own?.card.title, own?.card.mentions, line?.card.mentions?.length]).toEqual([expect.anything(), [], 1]);
  });

  it('stays in the card for many while its source is over the pace', async () => {
    const source = cipp({ pace: { alerts: 1, in: 'PT10M' } });
    for (const name of ['A', 'B', 'C']) await source.finds('cipp', { name });
    await on.passes();
    const before = on.channel().length;
    await source.finds('cipp', { name: 'B', rows: ['ceo@x'] });
    await on.passes();
    expect(on.channel()).toHaveLength(before);
    const [digest] = await on.world.store.read((reader) => reader.list('digests'));
    expect(digest).toMatchObject({ counts: { high: 2 }, unanswered: 2 });
  });

  it('that only admins have, in private, is a line there, and so is a raised severity', async () => {
    await on.channelsAre();
    const source = cipp({ severity: 'medium' });
    await source.finds('cipp');
    await on.passes();
    await on.press(ada, 'alerts.acknowledge', '1');
    await source.finds('cipp', { rows: ['ops@x', 'ceo@x'] });
    await on.passes();
    await cipp().finds('cipp');
    await on.passes(hour);
    expect(saidIn(on.inPrivate(ada))).toEqual([
      'cipp sent this again with a new entry: “ceo@x”.',
      expect.stringContaining('raised the severity of this alert: Medium → High'),
    ]);
    expect(linesIn(on.inPrivate(ada)).map(({ card }) => card.mentions ?? [])).toEqual([[], []]);
  });
});
