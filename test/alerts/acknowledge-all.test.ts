import { beforeEach, describe, expect, it } from 'vitest';
import { sortableNumber } from '../../src/domain/delivery/delivery.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});
const many = (count: number, prefix = 'x', more: object = {}) =>
  bot.send(...Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, severity: 'medium', ...more })));
const buttonAt = (queue: string) =>
  bot.world.slack.messages
    .filter(({ to }) => to === queue)
    .flatMap(({ card }) => card.buttons)
    .find(({ id }) => id === 'alerts.acknowledgeAll')?.value ?? '';
const press = (who = sam, value = buttonAt('slack:C1')) => bot.press(who, 'alerts.acknowledgeAll', value);
const statusOf = async (id: string) => (await bot.alert(`webhook:default ${id}`))?.status;
const countOf = async (status: string) =>
  (await bot.stored('alerts')).filter((alert) => alert.status === status).length;

describe('acknowledge all', () => {
  it('stops at what the card showed', async () => {
    await many(30);
    await bot.world.time.advance(10_000);
    const shown = buttonAt('slack:C1');
    expect(text(bot.channel().at(-1)?.card.buttons)).toContain('Acknowledge 30 alerts?');
    await many(25, 'later');
    await bot.world.time.advance(10_000);
    expect(text(cardOf(await press(sam, shown)).text)).toContain('30 alerts are acknowledged.');
    expect(await statusOf('x29')).toBe('investigating');
    expect(await statusOf('later0')).toBe('active');
    await bot.world.time.advance(5_000);
    expect(text(cardOf(await press()).text)).toContain('25 alerts are acknowledged.');
    expect(text(cardOf(await press(sam, shown)).text)).toContain('Nothing was left');
  });

  it('of several tenants takes those that the presser may answer, and says how many they may not', async () => {
    const other = '22222222-2222-4222-8222-222222222222';
    const adminChannel = { platform: 'slack', address: 'C7' } as const;
    bot.hasChannel(adminChannel, { name: 'admins' }, [sam]);
    await bot.organisation({ adminChannel });
    await bot.world.store.change((tx) =>
      tx.put('tenants', { ...aTenant(), id: other, name: 'Fabrikam', contact: null }),
    );
    bot.world.slack.fault = (queue) => {
      if (queue === 'slack:C1') return { error: new ChatError('refused', 'is_archived'), after: false };
      return queue === 'slack:C7' ? { error: new ChatError('unreachable', 'busy', 30_000), after: false } : null;
    };
    await many(3, 'c', { partnerTenantId: contoso });
    await bot.world.time.advance(10_000);
    await many(25, 'f', { partnerTenantId: other });
    bot.world.slack.heals();
    await bot.world.time.advance(90_000);
    const said = text(cardOf(await press(sam, buttonAt('slack:C7'))).text);
    expect(said).toMatch(/[23] alerts are acknowledged\. 2[45] more alerts belong to partner tenants/);
    expect([await statusOf('c2'), await statusOf('f0'), await statusOf('f24')]).toEqual([
      'investigating',
      'active',
      'active',
    ]);
    expect(text(cardOf(await press(ada, buttonAt('slack:C7'))).text)).toMatch(/2[45] alerts are acknowledged/);
  });

  it('of very many answers first and follows up with the result', async () => {
    for (let batch = 0; batch < 3; batch++) await many(100, `b${batch}-`);
    await bot.world.time.advance(10_000);
    const reply = await press();
    expect(text(cardOf(reply).text)).toContain('I am acknowledging 300 alerts');
    expect(await countOf('investigating')).toBe(0);
    const result = reply.kind === 'card' ? await reply.followUp?.() : undefined;
    expect(text(result?.text)).toContain('300 alerts are acknowledged.');
    expect(await countOf('investigating')).toBe(300);
  });

  it('goes on after a crash, as of the press', async () => {
    for (let batch = 0; batch < 3; batch++) await many(100, `b${batch}-`);
    await bot.world.time.advance(10_000);
    await press();
    const at = bot.world.time.now();
    await bot.world.time.advance(60_000);
    await bot.crash();
    await bot.tick();
    expect(await countOf('investigating')).toBe(300);
    expect(await bot.alert('webhook:default b2-99')).toMatchObject({
      firstAnsweredAt: at,
      acknowledged: { byName: 'Sam' },
    });
    expect(await bot.stored('answering')).toEqual([]);
  });

  it('is completed by pressing again, and leaves alone what was reopened since', async () => {
    for (let batch = 0; batch < 3; batch++) await many(100, `b${batch}-`);
    await bot.world.time.advance(10_000);
    await press();
    await bot.world.time.advance(1_000);
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default b0-0');
    await bot.world.time.advance(1_000);
    await bot.reopen(ada, 'webhook:default b0-0');
    await bot.tick();
    expect(await countOf('investigating')).toBe(299);
    expect(text(cardOf(await press()).text)).toContain('1 alert is acknowledged.');
  });
});

it('an answer that was left half done before an upgrade is completed, as of the press', async () => {
  await many(30);
  await bot.world.time.advance(10_000);
  const [digest] = await bot.stored('digests');
  const rows = await bot.world.store.read((reader) =>
    reader.scan('deliveries.digest', { key: digest?.id ?? '', after: null }),
  );
  const at = bot.world.time.now();
  const task = { by: sam, byName: 'Sam', at, place: slackChannel, tenants: [null, contoso] };
  const [after, newest] = [sortableNumber(rows[9]?.number ?? 0), rows[19]?.number ?? 0];
  await bot.world.store.change(async (tx) => {
    const selection = { upTo: 30, message: `digest ${digest?.id} > slack:C1`, newest };
    const cursor = { key: digest?.id ?? '', after };
    await tx.put('answering', { ...task, id: `${at} ${sam} ${digest?.id}`, selection, cursor });
  });
  await bot.ticksAfter(5_000);
  expect(await countOf('investigating')).toBe(10);
  expect(await bot.alert('webhook:default x19')).toMatchObject({
    firstAnsweredAt: at,
    acknowledged: { byName: 'Sam' },
  });
  expect(await statusOf('x20')).toBe('active');
  expect(await bot.stored('answering')).toEqual([]);
});
