/** What a platform delivers a second time, under the same key. */
import { beforeEach, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { putMark } from '../../src/store/idempotency.ts';
import { aBot, cardOf, formOf, type TestBot } from '../support/a-bot.ts';
import { ada, contoso, eve, sam } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

const actions = () =>
  bot.world.store.read(async (reader) =>
    (await reader.history({ tenantId: null, before: null, limit: 100 })).map(({ deed }) => deed),
  );

const confirmations = async () => {
  const page = { tenantId: contoso, before: null, limit: 1_000 };
  const entries = await bot.world.store.read((reader) => reader.history(page));
  return entries.filter(({ deed }) => deed === 'contact.confirmed');
};

it.each([
  ['contact.confirm', 'contact.confirmed'],
  ['contact.attest', 'contact.attested'],
  ['contact.phone24x7', 'contact.phoneAttested'],
  ['contact.compliance', 'tenant.complianceAttested'],
] as const)('%s counts once, however late it comes again, and under another key anew', async (button, deed) => {
  await bot.world.time.advance(60_000);
  await bot.press(ada, button, contoso, null, 'k1');
  await bot.world.time.advance(60_000);
  await bot.press(ada, button, contoso, null, 'k1');
  expect(await actions()).toEqual([deed]);
  await bot.press(ada, button, contoso, null, 'k2');
  expect(await actions()).toEqual([deed, deed]);
});

it('an acknowledgement that comes again after the alert was reopened does not take it again', async () => {
  const [id = ''] = (await bot.send({ id: 'a' })).accepted.map((one) => `webhook:default ${one}`);
  await bot.press(sam, 'alerts.acknowledge', id, null, 'k1');
  const [reopen] = cardOf(await bot.press(ada, 'alerts.reopen', id)).buttons;
  await bot.press(ada, 'alerts.reopen', reopen?.value ?? '', null, 'k2');
  await bot.press(sam, 'alerts.acknowledge', id, null, 'k1');
  expect(await bot.alert(id)).toMatchObject({ status: 'active' });
  expect(await actions()).toEqual(['alert.reopened', 'alert.acknowledged']);
});

it('says of what it refuses that nothing was done, so that nothing of it is stored', async () => {
  bot.knows(eve, { why: 'guest' });
  expect(await bot.press(eve, 'contact.confirm', contoso)).toMatchObject({ refused: true });
  expect(await bot.press(sam, 'contact.update', contoso)).toMatchObject({ refused: true });
  expect(await bot.press(ada, 'contact.confirm', contoso)).not.toHaveProperty('refused');
  expect((await bot.stored('seen')).length).toBeLessThanOrEqual(1);
});

it('a saved form that comes again after somebody else’s save does not undo that', async () => {
  const values = {
    kind: 'group',
    firstName: 'SOC',
    lastName: '',
    email: 'first@contoso.com',
    phone: '+33142685300',
    locale: 'en',
    timezone: 'UTC',
    channels: [],
    onCall: [],
  };
  const form = formOf(await bot.say(ada, 'update'));
  await bot.submit(ada, form, values, 'k1');
  await bot.submit(ada, formOf(await bot.say(ada, 'update')), { ...values, email: 'second@contoso.com' }, 'k2');
  await bot.submit(ada, form, values, 'k1');
  const tenant = await bot.tenant();
  expect(tenant?.contact?.email).toBe('second@contoso.com');
  expect(await actions()).toEqual(['contact.updated', 'contact.updated']);
});

it('the newest hundred acts of a person are known again: an older one that comes again is a new one', async () => {
  for (let n = 1; n <= 100; n++) await bot.press(ada, 'contact.confirm', contoso, null, `k${n}`);
  // Another person's acts make no room there.
  bot.world.admins.add(eve);
  for (let n = 1; n <= 3; n++) await bot.press(eve, 'contact.attest', contoso, null, `e${n}`);
  const { length } = await confirmations();
  await bot.world.time.advance(120_000);
  await bot.press(ada, 'contact.confirm', contoso, null, 'k1');
  expect(await confirmations()).toHaveLength(length);
  await bot.press(ada, 'contact.attest', contoso, null, 'k101');
  await bot.press(ada, 'contact.confirm', contoso, null, 'k1');
  expect(await confirmations()).toHaveLength(length + 1);
});

it('of a person’s acts the newest ten answers are stored, and acts without one take the place of none', async () => {
  const put = (id: string, by: Identity, outcome: string | null) =>
    bot.world.store.change((tx) => putMark(tx, { id, at: bot.world.time.now(), outcome, by }));
  for (let n = 1; n <= 10; n++) {
    await put(`a${n}`, ada, `answer ${n}`);
    await bot.world.time.advance(1_000);
  }
  await put('s1', sam, 'of sam');
  await put('b', ada, null);
  const outcome = async (id: string) => (await bot.world.store.read((reader) => reader.get('seen', id)))?.outcome;
  expect(await outcome('a1')).toBe('answer 1');
  await put('a11', ada, 'answer 11');
  expect([await outcome('a1'), await outcome('a2'), await outcome('s1')]).toEqual([null, 'answer 2', 'of sam']);
});
