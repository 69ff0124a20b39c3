import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { plainOf } from '../../src/view/text.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { sam, slackChannel } from '../support/partner.ts';
import { ruledSources } from '../support/ruled-source.ts';
import { minute } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
});

async function pass(ms = minute) {
  await on.world.time.advance(ms);
  await on.tick();
  await on.world.time.advance(5_000);
}

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
    await pass();
    await acknowledge('1');
    for (const rows of [['a@x'], ['b@x', 'a@x'], [], ['a@x', 'b@x']]) await source.finds('cipp', { rows });
    await pass();
    expect(saidIn(on.channel())).toEqual([]);
    await source.finds('cipp', { rows: ['c@x'] });
    await pass();
    expect(saidIn(on.channel())).toEqual(['cipp sent this again with a new entry: “c@x”.']);
  });

  it('is new where the first alert had none', async () => {
    const source = cipp();
    await source.finds('cipp', { rows: [] });
    await pass();
    await source.finds('cipp', { rows: ['ceo@x'] });
    await pass();
    expect(saidIn(on.channel())).toEqual(['cipp sent this again with a new entry: “ceo@x”.']);
  });

  it('is new again after the alert was reopened', async () => {
    const source = cipp({ rules: [{ sameAs: ['customer', 'title'], reopen: true }] });
    await source.finds('cipp', { rows: ['a@x', 'b@x'] });
    await pass();
    const form = await on.press(sam, 'alerts.resolve', '1', slackChannel);
    if (form.kind === 'form') await on.submit(sam, form.form, { reason: 'legitimate', note: '' });
    await source.finds('cipp', { rows: ['a@x'] });
    await pass();
    expect(saidIn(on.channel()).at(-1)).toContain('sent this again after it was resolved');
    await source.finds('cipp', { rows: ['a@x', 'b@x'] });
    await pass();
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
    expect((await alerts())[0]?.story.filter(({ rows }) => rows)).toMatchObject([{ rows: { count: 110 } }]);
  });
});
