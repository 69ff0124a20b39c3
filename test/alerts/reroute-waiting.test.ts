/** Alerts that wait for a channel that does not answer come to the channel that takes its place. */
import { beforeEach, expect, it } from 'vitest';
import { rerouteMarkedTenants } from '../../src/alerts/change/reroute.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

const next = { platform: 'slack', address: 'C2' } as const;
const typed = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33142685300' };
const values = { ...typed, locale: 'en', timezone: 'UTC', onCall: ['USAM'] };

let bot: TestBot<ReturnType<typeof quickStore>>;
beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  bot.hasChannel(next, { name: 'new' }, [sam]);
  await bot.channelsAre(slackChannel);
  await bot.tick();
});

/** What a channel got of alerts, by what it is about. */
const got = (channel: string) =>
  bot.world.slack.messages
    .filter(({ to, deliveryId }) => to === channel && /^(alert|digest) /.test(deliveryId))
    .map(({ deliveryId }) => deliveryId.split(' > ')[0] ?? '');
const silent = (after: boolean) => {
  bot.world.slack.fault = (queue, what) =>
    queue === 'slack:C1' && what === 'post'
      ? { error: new ChatError('unreachable', 'timeout', null, after), after }
      : null;
};

/** An admin puts these channels in the place of those that there are. */
async function replaced(...channels: { address: string }[]) {
  const form = formOf(await bot.press(ada, 'contact.update', contoso));
  const saved = await bot.submit(ada, form, { ...values, channels: channels.map(({ address }) => address) });
  expect(cardOf(saved).title).toContain('Recorded');
  await bot.tick(minute);
}

const resolved = async (id: string) => {
  await bot.resolve(sam, `webhook:default ${id}`);
};

/** A second tenant has the first channel too. */
async function withOther() {
  const other = aTenant(
    { id: '66666666-6666-4666-8666-666666666666', name: 'Other', contact: { channels: [slackChannel] } },
    bot.world.time.now(),
  );
  await bot.world.store.change((tx) => tx.put('tenants', other));
  return other;
}

it('each once, the high ones in the removed channel too, which has them for a day', async () => {
  silent(false);
  await bot.send({ id: 'x' }, { id: 'm', severity: 'medium' });
  await bot.world.time.advance(minute);
  await replaced(next);
  expect(got('slack:C2')).toEqual(['alert webhook:default x', 'alert webhook:default m']);
  bot.world.slack.heals();
  await bot.ticksAfter(hour);
  await bot.world.time.advance(minute);
  expect(got('slack:C1')).toEqual(['alert webhook:default x']);
  expect(got('slack:C2')).toHaveLength(2);
});

it('each once, also when the first channel takes the place of the second again', async () => {
  const unreachable = { error: new ChatError('unreachable', 'timeout'), after: false };
  bot.world.slack.fault = (queue) => (queue.startsWith('slack:C') ? unreachable : null);
  await bot.send({ id: 'x' }, { id: 'm', severity: 'medium' });
  await bot.world.time.advance(minute);
  await replaced(next);
  await replaced(slackChannel);
  bot.world.slack.heals();
  await bot.world.time.advance(5 * minute);
  expect(got('slack:C1').toSorted()).toEqual(['alert webhook:default m', 'alert webhook:default x']);
  expect(got('slack:C2')).toEqual(['alert webhook:default x']);
});

it('those for which a card for many stands too, in a grouped card', async () => {
  silent(false);
  await bot.send(...Array.from({ length: 60 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
  await bot.world.time.advance(minute);
  await replaced(next);
  expect(got('slack:C2')).toEqual([expect.stringMatching(/^digest /)]);
  expect(
    bot.world.slack.messages.find(({ to, deliveryId }) => to === 'slack:C2' && deliveryId.startsWith('digest'))?.card
      .title,
  ).toBe('60 alerts in 1 minute');
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  expect(got('slack:C1')).toEqual([]);
});

it('those of the tenant whose channels were replaced leave a card for many; those of another tenant stay in it', async () => {
  const other = await withOther();
  silent(false);
  await bot.send(
    ...Array.from({ length: 30 }, (_, n) => ({ id: `m${n}`, severity: 'medium', partnerTenantId: contoso })),
    ...Array.from({ length: 25 }, (_, n) => ({ id: `o${n}`, severity: 'low', partnerTenantId: other.id })),
  );
  await bot.world.time.advance(minute);
  await replaced(next);
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  expect(
    bot.world.slack.messages
      .filter(({ deliveryId }) => deliveryId.startsWith('digest'))
      .map(({ to, card }) => `${to}: ${card.title}`)
      .toSorted(),
  ).toEqual(['slack:C1: 25 alerts in 1 minute', 'slack:C2: 30 alerts in 1 minute']);
});

it('one that somebody acknowledged while it waited, too', async () => {
  silent(false);
  await bot.send({ id: 'm', severity: 'medium' });
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default m');
  await replaced(next);
  expect(got('slack:C2')).toEqual(['alert webhook:default m']);
});

it('once, where one channel takes the place of two that do not answer', async () => {
  const third = { platform: 'slack', address: 'C3' } as const;
  bot.hasChannel(third, { name: 'third' }, [sam]);
  await bot.channelsAre(slackChannel, third);
  const unreachable = { error: new ChatError('unreachable', 'timeout'), after: false };
  bot.world.slack.fault = (queue) => (queue === 'slack:C1' || queue === 'slack:C3' ? unreachable : null);
  await bot.send({ id: 'm', severity: 'medium' });
  await bot.world.time.advance(minute);
  await replaced(next);
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  expect(['C1', 'C2', 'C3'].map((address) => got(`slack:${address}`))).toEqual([[], ['alert webhook:default m'], []]);
});

it('all of more than the bot reads at once, also high ones, which wait in the removed channel too', async () => {
  bot.world.settings.stormLimit = 1_000;
  silent(false);
  await bot.send(...Array.from({ length: 210 }, (_, n) => ({ id: `h${n}` })));
  await bot.world.time.advance(minute);
  await replaced(next);
  const moved = (await bot.deliveries()).filter(({ about, queue }) => about.kind === 'alert' && queue === 'slack:C2');
  expect(moved).toHaveLength(210);
});

it('at most 40 of a card for many while the person who saved waits, and the rest at the next tick', async () => {
  silent(false);
  await bot.send(...Array.from({ length: 100 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
  await bot.world.time.advance(minute);
  const moved = async () =>
    (await bot.deliveries()).filter(({ about, queue }) => about.kind === 'alert' && queue === 'slack:C2').length;
  const form = formOf(await bot.press(ada, 'contact.update', contoso));
  await bot.submit(ada, form, { ...values, channels: [next.address] });
  expect(await moved()).toBe(40);
  await bot.tick();
  expect(await moved()).toBe(100);
});

it.each([
  ['arrived', true],
  ['did not arrive', false],
])(
  'one that may have arrived, where Slack says that it %s: once in each channel, and no more in the removed one',
  async (_what, isThere) => {
    silent(true);
    await bot.send({ id: 'm', severity: 'medium' });
    await bot.world.time.advance(2 * second);
    if (!isThere) bot.world.slack.messages.length = 0;
    bot.world.slack.fault = (queue) =>
      queue === 'slack:C1' ? { error: new ChatError('unreachable', 'timeout', null, true), after: false } : null;
    const { find } = bot.world.slack;
    bot.world.slack.find = async () => {
      throw new ChatError('unreachable', 'timeout');
    };
    await replaced(next);
    expect(got('slack:C2')).toEqual(['alert webhook:default m']);
    bot.world.slack.find = find;
    bot.world.slack.heals();
    await bot.world.time.advance(hour);
    expect(got('slack:C1')).toEqual(isThere ? ['alert webhook:default m'] : []);
    expect(got('slack:C2')).toEqual(['alert webhook:default m']);
  },
);

it('one that may have arrived, marked as a possible repeat, when the first channel takes the place of the second again', async () => {
  silent(true);
  await bot.send({ id: 'm', severity: 'medium' });
  await bot.world.time.advance(2 * second);
  bot.world.slack.find = async () => 'unknowable';
  bot.world.slack.fault = (queue, what) =>
    queue === 'slack:C2' && what === 'post' ? { error: new ChatError('unreachable', 'timeout'), after: false } : null;
  await replaced(next);
  await replaced(slackChannel);
  const there = bot.world.slack.messages.filter(
    ({ to, deliveryId }) => to === 'slack:C1' && deliveryId.startsWith('alert'),
  );
  expect(there.map(({ card }) => text(card.text).includes('may see this card twice'))).toEqual([false, true]);
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  expect(got('slack:C2')).toEqual([]);
});

it('one that was resolved while its channel was replaced, once it is open again', async () => {
  silent(false);
  await bot.send({ id: 'm', severity: 'medium' });
  await bot.world.time.advance(minute);
  await resolved('m');
  await replaced(next);
  expect(got('slack:C2')).toEqual([]);
  await bot.press(ada, 'alerts.reopen', 'webhook:default m');
  await bot.world.time.advance(minute);
  expect(got('slack:C2')).toEqual(['alert webhook:default m']);
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  expect(got('slack:C1')).toEqual([]);
  expect(got('slack:C2')).toHaveLength(1);
});

it.each([1, 2])(
  'one that was open there again before a restore took that back, opened for the %i. time since: the card that is there is looked for',
  async (times) => {
    await bot.send({ id: 'm', severity: 'medium' });
    await bot.world.time.advance(minute);
    await resolved('m');
    await replaced(next);
    const id = 'webhook:default m';
    const [saved, madeAt] = [await bot.alert(id), bot.world.time.now()];
    await bot.press(ada, 'alerts.reopen', id);
    await bot.world.time.advance(minute);
    await bot.world.store.change(async (tx) => {
      if (saved) await tx.put('alerts', saved);
      for (const row of await tx.list('deliveries'))
        if (row.queue === 'slack:C2') await tx.remove('deliveries', row.id);
      await tx.put('restores', { id: 'restores', list: [{ madeAt, at: bot.world.time.now(), numbers: {} }] });
    });
    if (times > 1) {
      await replaced(slackChannel);
      await bot.press(ada, 'alerts.reopen', id);
      await bot.world.time.advance(minute);
      await resolved('m');
      await replaced(next);
    }
    await bot.press(ada, 'alerts.reopen', id);
    await bot.world.time.advance(minute);
    expect(got('slack:C2')).toHaveLength(1);
  },
);

it('one that was resolved while its only channel was removed, once it is open again: to the admins', async () => {
  silent(false);
  await bot.send({ id: 'm', severity: 'medium' });
  await bot.world.time.advance(minute);
  await resolved('m');
  await replaced();
  await bot.press(ada, 'alerts.reopen', 'webhook:default m');
  await bot.tick(minute);
  expect(bot.inPrivate(ada).map(({ deliveryId }) => deliveryId.split(' > ')[0])).toContain(
    'unrouted webhook:default m',
  );
  expect(await bot.alert('webhook:default m')).toMatchObject({ routed: 'admins' });
});

it('to the admins, where no channel takes its place', async () => {
  silent(false);
  await bot.send({ id: 'm', severity: 'medium' });
  await bot.tick();
  await bot.ticksAfter(minute);
  await replaced();
  await bot.tick(5 * second);
  expect(bot.inPrivate(ada).map(({ deliveryId }) => deliveryId.split(' > ')[0])).toContain(
    'unrouted webhook:default m',
  );
});

it('to the admins, where no channel takes the place of that for whose alerts a card for many waits', async () => {
  silent(false);
  await bot.send(...Array.from({ length: 30 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
  await bot.ticksAfter(minute);
  await replaced();
  await bot.tick(minute);
  expect(bot.inPrivate(ada).map(({ card }) => card.title)).toContain('30 alerts in 1 minute');
});

it('neither what was resolved meanwhile, nor what another tenant has there', async () => {
  const other = await withOther();
  silent(false);
  await bot.send(
    { id: 'x', severity: 'medium', partnerTenantId: contoso },
    { id: 'o', severity: 'medium', partnerTenantId: other.id },
  );
  await resolved('x');
  await replaced(next);
  expect(got('slack:C2')).toEqual([]);
  bot.world.slack.heals();
  await bot.world.time.advance(hour);
  expect(got('slack:C1')).toContain('alert webhook:default o');
});

it('all of them, when the contact gets its channel between two batches', async () => {
  await bot.channelsAre();
  await bot.send(...Array.from({ length: 100 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
  await bot.edit({ rerouting: bot.world.time.now() });
  const { change } = bot.world.store;
  let changes = 0;
  bot.world.store.change = async (what, how) => {
    const done = await change(what, how);
    changes += 1;
    if (changes === 1) {
      await bot.channelsAre(slackChannel);
      await bot.edit({ rerouting: `${bot.world.time.now().slice(0, -1)}1Z` });
    }
    return done;
  };
  await rerouteMarkedTenants(bot.world);
  const alerts = await bot.stored('alerts');
  expect(alerts.filter(({ routed }) => routed === 'contact')).toHaveLength(100);
});

it('nothing of a resolved alert of a tenant that is set up later', async () => {
  const late = '55555555-5555-4555-8555-555555555555';
  await bot.send({ id: 'x', severity: 'medium', partnerTenantId: late });
  await bot.resolve(ada, 'webhook:default x');
  const row = aTenant({ id: late, name: 'Late', contact: { channels: [next] } }, bot.world.time.now());
  await bot.world.store.change((tx) => tx.put('tenants', { ...row, rerouting: bot.world.time.now() }));
  await bot.tick(minute);
  expect(await bot.alert('webhook:default x')).toMatchObject({ tenantId: late });
  expect(got('slack:C2')).toEqual([]);
});
