/** The signed route on a bot whose clock is moved by hand: what admins are told of it, and what it knows of the archive. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createWebhook } from '../../../adapters/webhook/webhook.ts';
import { aBot, formOf, type TestBot, text } from '../../support/a-bot.ts';
import { aSource } from '../../support/a-source.ts';
import { ada, contoso, sam } from '../../support/partner.ts';
import { alert, secret, signed } from '../../support/sender.ts';
import { day, hour, minute, now } from '../../support/time.ts';

let bot: TestBot;
let post: (alerts: unknown) => Promise<{ status: number; body?: unknown }>;
beforeEach(async () => {
  bot = await aBot();
  const { receive } = createWebhook([secret], bot.world, now);
  post = (alerts) => {
    const { body, headers } = signed(JSON.stringify(alerts));
    return receive({
      ...{ method: 'POST', path: '/webhooks/alerts', query: '', requestId: 'r' },
      ...{ headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(body) },
    });
  };
});

describe('bodies that cannot be read', () => {
  const told = () => bot.inPrivate(ada, 'sourceLeftOut');
  const wrong = async (times: number) => {
    for (let n = 0; n < times; n++) expect((await post(alert({ severity: 'worst' }))).status).toBe(422);
    await bot.tick(minute);
  };

  it('are told to the admins at once, with what is wrong, and the next ones together after an hour', async () => {
    await wrong(1);
    expect(told().map(({ card }) => card.title)).toEqual(['Some alerts from a source are missing here']);
    const [first] = told();
    expect(text(first?.card.text)).toContain(
      'I could not read a request to the webhook /webhooks/alerts, so its alerts are missing here.',
    );
    expect(text(first?.card.text)).toContain('/severity');
    await wrong(3);
    await bot.world.time.advance(50 * minute);
    await wrong(1);
    expect(told()).toHaveLength(1);
    await bot.ticksAfter(hour);
    await bot.world.time.advance(minute);
    expect(told()).toHaveLength(2);
    expect(text(told()[1]?.card.text)).toContain('I could not read 4 requests to the webhook /webhooks/alerts');
  });
});

it.each(['prom', 'PROM', 'pr\u043Em'])('a body that speaks for the source prom, as %s, is refused', async (source) => {
  bot.world.settings.sources = [aSource('prom')];
  const { status, body } = await post([alert({ id: 'a', source: 'other' }), alert({ id: 'b', source })]);
  expect([status, JSON.parse(String(body)).errors]).toEqual([
    422,
    [{ pointer: '/1/source', detail: expect.stringContaining('a route of its own') }],
  ]);
  expect(await bot.alert('webhook:other a')).toBeNull();
});

describe('before a second partner tenant is saved', () => {
  const second = { id: '33333333-3333-4333-8333-333333333333', name: 'Adatum', partnerType: 'directBill' };
  const save = async () => bot.submit(ada, formOf(await bot.press(ada, 'contact.setup', 'new')), second);

  it('the signed route is named where an alert without a tenant came there in the last 30 days', async () => {
    await post(alert({ id: 'x', partnerTenantId: null }));
    expect(formOf(await save()).problems.allowUnnamed).toContain('the webhook /webhooks/alerts');
    await bot.world.time.advance(31 * day);
    expect((await save()).kind).toBe('card');
  });

  it('so it is where one came 29 days ago and again since, among others, and while the bot ticks', async () => {
    await post(alert({ id: 'x', partnerTenantId: null }));
    for (let days = 0; days < 29; days++) {
      await bot.ticksAfter(day);
    }
    expect(formOf(await save()).problems.allowUnnamed).toContain('the webhook /webhooks/alerts');
    await post(alert({ id: 'y', partnerTenantId: null }));
    await bot.ticksAfter(2 * day);
    expect(formOf(await save()).problems.allowUnnamed).toContain('the webhook /webhooks/alerts');
  });

  it('it is not named where each alert there names its tenant, nor for a body that could not be read', async () => {
    await post(alert({ id: 'x', partnerTenantId: contoso }));
    await post(alert({ severity: 'worst' }));
    expect((await save()).kind).toBe('card');
  });
});

it('a more severe version of an alert that an older version archived is an alert of its own', async () => {
  await post(alert({ id: 'x', severity: 'low' }));
  await bot.world.time.advance(minute);
  await bot.resolve(sam, 'webhook:default x');
  await bot.world.time.advance(minute);
  bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + 2 * day).toISOString());
  await bot.tick();
  await bot.world.store.change(async (tx) => {
    const archived = await tx.get('closed', 'webhook:default x');
    expect(archived?.severity).toBe('low');
    if (archived) await tx.put('closed', { ...archived, severity: undefined });
  });
  const worse = alert({ id: 'x', severity: 'high' });
  expect(await post(worse)).toEqual({ status: 202, body: { accepted: ['x'], duplicate: [] } });
});
