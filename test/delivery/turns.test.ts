import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { aSource, type Said, sourcesOf } from '../support/a-source.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';
let bot: TestBot<ReturnType<typeof quickStore>>;
let from: ReturnType<typeof sourcesOf>;
beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  await bot.channelsAre(slackChannel);
  const loose = { pace: { alerts: 1_000, ms: hour } };
  bot.world.settings.sources = ['flood', 'siem', 'other'].map((name) => aSource(name, loose));
  from = sourcesOf(bot.world);
});
const many = (count: number, more: Said = {}) => Array.from({ length: count }, (_, n) => ({ id: `n${n}`, ...more }));
/** The messages of the channel in order, by what they are about. */
const posted = () => bot.channel().map(({ deliveryId }) => deliveryId.split(' > ')[0] ?? '');
const positionOf = (what: string) => posted().findIndex((one) => one.startsWith(what));
/** In how many milliseconds the channel has all of these messages. */
async function timeFor(...all: string[]): Promise<number> {
  for (let passed = 0; passed <= minute; passed += 100) {
    if (all.every((what) => positionOf(what) >= 0)) return passed;
    await bot.world.time.advance(100);
  }
  return Number.POSITIVE_INFINITY;
}
const busy = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });

/** Somebody changes the phone number, and somebody else says that it was not theirs. */
async function disownedChange() {
  const contact = { kind: 'group', firstName: 'SOC', lastName: '', email: 'soc@contoso.com', phone: '+33142685301' };
  await bot.save(ada, 'update', { ...contact, locale: 'en', timezone: 'UTC', channels: ['slack:C1'], onCall: [sam] });
  const page = { tenantId: contoso, before: null, limit: 1 };
  const [change] = await bot.world.store.read((reader) => reader.history(page));
  await bot.press(sam, 'contact.notUs', `${contoso} ${change?.number}`);
}

describe.each(['a source of the file', 'the signed route, under a thousand names'] as const)(
  '1,000 high alerts of %s',
  (way) => {
    const flood = async () => {
      if (way === 'a source of the file') return from.send('flood', many(1_000));
      const named = many(1_000).map((one, n) => ({ ...one, source: `name-${n}` }));
      for (let sent = 0; sent < 1_000; sent += 100) await bot.send(...named.slice(sent, sent + 100));
    };

    it('hold up another source’s high alert, the notice of a change, and Not us for five seconds at most', async () => {
      await bot.organisation({ adminChannel: slackChannel });
      await flood();
      await bot.world.time.advance(3 * second);
      await from.send('siem', [{ id: 'one' }]);
      await disownedChange();
      expect(await timeFor('alert webhook:siem one', 'contactChanged', 'notUs')).toBeLessThanOrEqual(5 * second);
    });

    it('hold it up no longer when the process ends in between, nor when they were tried before', async () => {
      bot.world.slack.fault = busy;
      await flood();
      await bot.world.time.advance(2 * minute);
      await from.send('siem', [{ id: 'one' }]);
      await bot.crash();
      await bot.start();
      bot.world.slack.heals();
      await bot.world.time.advance(5 * second);
      await from.send('other', [{ id: 'two' }]);
      expect(await timeFor('alert webhook:siem one', 'alert webhook:other two')).toBeLessThanOrEqual(5 * second);
    });
  },
);

describe('within a rank', () => {
  it('sources take turns, so that each waits for as many posts as there are sources', async () => {
    await from.send('flood', many(15));
    await from.send('siem', many(15));
    await bot.world.time.advance(1.5 * second);
    await from.send('other', [{ id: 'one' }]);
    await bot.send({ id: 'signed' });
    await bot.world.time.advance(40 * second);
    expect(positionOf('alert webhook:other one')).toBeLessThanOrEqual(5);
    expect(positionOf('alert webhook:default signed')).toBeLessThanOrEqual(6);
    const first = posted()
      .slice(8, 28)
      .filter((one) => one.includes('flood')).length;
    expect(first).toBe(10);
  });

  it('tenants take turns within a source, and give it no more turns', async () => {
    await bot.world.store.change((tx) =>
      tx.put('tenants', aTenant({ id: fabrikam, name: 'Fabrikam', contact: { channels: [slackChannel] } })),
    );
    await from.send('flood', many(19, { partnerTenantId: contoso }));
    await from.send('flood', [{ id: 'theirs', partnerTenantId: fabrikam }]);
    await from.send('siem', [{ id: 'one', partnerTenantId: contoso }]);
    await bot.world.time.advance(30 * second);
    expect(positionOf('alert webhook:siem one')).toBeLessThanOrEqual(2);
    expect(positionOf('alert webhook:flood theirs')).toBeLessThanOrEqual(4);
  });

  it('medium alerts of sources take turns as well', async () => {
    await from.send('flood', many(15, { severity: 'medium' }));
    await from.send('siem', [{ id: 'one', severity: 'medium' }]);
    await bot.world.time.advance(20 * second);
    expect(positionOf('alert webhook:siem one')).toBeLessThanOrEqual(2);
  });

  it('alerts of one sender go in the order in which they came, also when they came behind lines in threads', async () => {
    const comes = (id: string) => from.send('flood', [{ id, severity: 'medium' }]);
    const lines = () => posted().filter((one) => one.startsWith('followUp'));
    await comes('known');
    await bot.world.time.advance(5 * second);
    for (const note of ['customer phoned', 'keys rotated']) await bot.say(sam, `note 1 ${note}`);
    await comes('a');
    await comes('b');
    for (let n = 0; n < 100 && lines().length < 2; n++) await bot.world.time.advance(100);
    await comes('c');
    await bot.world.time.advance(20 * second);
    const [, ...cards] = posted().filter((one) => one.startsWith('alert '));
    expect(cards).toEqual(['a', 'b', 'c'].map((id) => `alert webhook:flood ${id}`));
  });

  it('alerts of one tenant go in the order in which they came, also when those of another came between', async () => {
    await bot.world.store.change((tx) =>
      tx.put('tenants', aTenant({ id: fabrikam, name: 'Fabrikam', contact: { channels: [slackChannel] } })),
    );
    const theirs = Array.from({ length: 5 }, (_, n) => ({ id: `theirs${n}`, partnerTenantId: fabrikam }));
    await from.send('flood', many(10, { partnerTenantId: contoso }));
    await from.send('flood', theirs);
    await from.send('flood', [{ id: 'a', partnerTenantId: contoso }]);
    await timeFor('alert webhook:flood theirs1', 'alert webhook:flood n3');
    await from.send('flood', [{ id: 'b', partnerTenantId: contoso }]);
    await bot.world.time.advance(30 * second);
    expect(positionOf('alert webhook:flood b')).toBeGreaterThan(positionOf('alert webhook:flood a'));
  });

  it('lines about what one sender changes keep no retry of another source waiting', async () => {
    bot.world.settings.stormLimit = 1_000;
    const levels = ['low', 'high'];
    await from.send('flood', many(100, { severity: 'medium' }));
    await bot.world.time.advance(2 * minute);
    for (const severity of levels) await from.send('flood', many(100, { severity }));
    bot.world.slack.fault = busy;
    await from.send('siem', [{ id: 'one' }]);
    await bot.world.time.advance(2 * second);
    bot.world.slack.heals();
    expect(await timeFor('alert webhook:siem one')).toBeLessThanOrEqual(10 * second);
  });

  it('what keeps failing goes behind what did not have its turn since', async () => {
    bot.world.slack.fault = busy;
    await from.send('flood', many(10));
    await from.send('siem', many(10));
    await bot.world.time.advance(10 * minute);
    bot.world.slack.heals();
    await bot.world.time.advance(3 * minute);
    expect(new Set(posted()).size).toBe(20);
  });

  it('deliveries of an older state, which have no turn, are posted, and notices of it too', async () => {
    await from.send('flood', many(5));
    await disownedChange();
    await bot.world.store.change(async (tx) => {
      for (const { turn: _none, ...row } of await tx.list('deliveries'))
        if (row.state === 'waiting') await tx.put('deliveries', { ...row, rank: row.rank === 0 ? 1 : row.rank });
    });
    await from.send('siem', [{ id: 'one' }]);
    await bot.world.time.advance(30 * second);
    expect(posted().filter((one) => one.startsWith('alert'))).toHaveLength(6);
    expect(positionOf('contactChanged')).toBeGreaterThanOrEqual(0);
  });
});
