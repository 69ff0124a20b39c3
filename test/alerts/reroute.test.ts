import { beforeEach, describe, expect, it } from 'vitest';
import { rerouteMarkedTenants } from '../../src/alerts/change/reroute.ts';
import { createBot } from '../../src/bot.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { exportRegister, readRegister } from '../../src/register/file/register-file.ts';
import { aBot, cardOf, formOf, type TestBot } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { mortal, newLife } from '../support/mortal.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';

const late = '55555555-5555-4555-8555-555555555555';
const typed = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33142685300' };
const values = { ...typed, locale: 'en', timezone: 'UTC', channels: [slackChannel.address], onCall: ['USAM'] };

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
});
const tenant = (id = late) => on.world.store.read((reader) => reader.get('tenants', id));
const alerts = () => on.stored('alerts');
const routed = async () => {
  const all = await alerts();
  return [all.filter((alert) => alert.tenantId === late).length, all.filter((one) => one.routed === 'contact').length];
};

/** The register has the tenant from here on, with these channels. */
async function imports(...channels: { platform: string; address: string }[]): Promise<void> {
  const contact = { ...typed, channels };
  const reading = readRegister({
    version: 1,
    tenants: [{ id: late, name: 'Late', partnerType: 'directBill', contact }],
  });
  if (reading.kind !== 'register') throw new Error(reading.problems.join());
  await importRegister(reading.file, { id: null, name: 'import' }, on.world);
}

/** A register with the tenant that 250 alerts named before anybody knew it. */
async function appears(...channels: { platform: string; address: string }[]): Promise<void> {
  for (let batch = 0; batch < 5; batch++)
    await on.send(...Array.from({ length: 50 }, () => ({ severity: 'medium', partnerTenantId: late })));
  await imports(...channels);
}

it('an import marks its tenants, and the next tick moves their alerts', async () => {
  await appears(slackChannel);
  expect(await routed()).toEqual([0, 0]);
  // The mark is only ours to know: it does not leave with an export, which would then be refused.
  expect((await on.world.store.read(exportRegister)).tenants.flatMap((one) => Object.keys(one))).not.toContain(
    'rerouting',
  );
  await on.tick();
  expect(await routed()).toEqual([250, 250]);
});

it('a tenant without a channel takes them in; its first channel gets some at once and the rest at a tick, after a crash too', async () => {
  await appears();
  await on.tick();
  expect(await routed()).toEqual([250, 0]);
  expect(await tenant()).not.toHaveProperty('rerouting');
  expect(cardOf(await on.submit(ada, formOf(await on.press(ada, 'contact.update', late)), values)).title).toContain(
    'Saved here',
  );
  expect(await routed()).toEqual([250, 40]);
  expect(await tenant()).toHaveProperty('rerouting');
  await on.crash();
  await on.tick();
  expect(await routed()).toEqual([250, 250]);
  expect(await tenant()).not.toHaveProperty('rerouting');
  await on.start();
  await on.world.time.advance(30_000);
  expect(on.channel().at(-1)?.card.title).toBe('250 alerts in 1 minute');
});

describe('the first tenant, set up after alerts came', () => {
  const customer = { customer: 'tailspin.example' };
  beforeEach(async () => {
    on = await aBot({ tenants: [] });
    await on.send({ id: 'unnamed' }, { id: 'named', partnerTenantId: contoso }, { id: 'other', partnerTenantId: late });
    on.world.settings.sources = [aSource('cipp')];
    await sourcesOf(on.world).send('cipp', [{ id: 'unknown customer', notes: customer }]);
    await on.submit(ada, formOf(await on.press(ada, 'contact.setup', 'new')), {
      ...{ id: contoso, name: 'Contoso', partnerType: 'directBill' },
    });
  });
  const inChannel = () => on.channel().flatMap(({ deliveryId }) => /^alert \S+ (.+) > /.exec(deliveryId)?.[1] ?? []);

  it('gets those that name it or none, once it has a channel; of others and of unknown customers it gets none', async () => {
    await on.submit(ada, formOf(await on.press(ada, 'contact.update', contoso)), values);
    await on.tick(30_000);
    expect(inChannel().toSorted()).toEqual(['named', 'unnamed']);
    await on.press(sam, 'alerts.acknowledge', 'webhook:default unnamed');
    expect(await on.alert('webhook:default unnamed')).toMatchObject({ tenantId: contoso, status: 'investigating' });
  });

  it('gets them also after a second one was added, but the second gets none that name no tenant', async () => {
    await on.submit(ada, formOf(await on.press(ada, 'contact.setup', 'new')), {
      ...{ id: late, name: 'Late', partnerType: 'directBill' },
      allowUnnamed: ['yes'],
    });
    await on.submit(ada, formOf(await on.press(ada, 'contact.update', late)), values);
    await on.tick(30_000);
    expect(inChannel()).toEqual(['other']);
  });
});

/** Saves the channel in a process that ends after so many steps; a step is before or after each change of the store. */
async function savesWithin(steps: number): Promise<{ saved: boolean; moved: boolean; ended: boolean }> {
  on = await aBot();
  await on.channelsAre();
  await on.send({ id: 'x' }, { id: 'y', severity: 'medium' });
  const form = formOf(await on.press(ada, 'contact.update', contoso));
  const life = newLife(() => {});
  const bot = createBot(mortal(on.world, life));
  life.left = steps;
  const submit = { kind: 'submit', form: form.id, state: form.state, values } as const;
  await Promise.race([bot.handle({ ...submit, from: ada, locale: null, fromChannel: null, key: null }), life.death]);
  const saved = ((await tenant(contoso))?.contact?.channels.length ?? 0) > 0;
  return { saved, moved: (await alerts()).some((alert) => alert.routed === 'contact'), ended: life.dead };
}

it('wherever the process ends while channels are saved, the next start sends each alert there once', async () => {
  let between = 0;
  for (let steps = 1, ended = true; ended; steps++) {
    const end = await savesWithin(steps);
    ended = end.ended;
    if (end.saved && !end.moved) between++;
    await on.crash();
    await on.start();
    await on.tick();
    await on.ticksAfter(30_000);
    await on.world.time.advance(30_000);
    const posted = on.channel('alert ');
    expect(posted.map(({ deliveryId }) => deliveryId).toSorted()).toEqual(
      end.saved ? ['alert webhook:default x > slack:C1', 'alert webhook:default y > slack:C1'] : [],
    );
    expect((await alerts()).map((alert) => alert.routed)).toEqual(
      end.saved ? ['contact', 'contact'] : ['admins', 'admins'],
    );
    expect(await tenant(contoso)).not.toHaveProperty('rerouting');
    expect(on.bugs).toEqual([]);
  }
  // It also ended between the register's change and the move.
  expect(between).toBeGreaterThan(0);
});

it('an alert that was resolved before its tenant was set up gets no card in the tenant’s channel', async () => {
  await on.send({ id: 'old', partnerTenantId: late }, { id: 'open', partnerTenantId: late });
  await on.world.time.advance(5_000);
  await on.say(ada, 'resolve 1 legitimate');
  await imports(slackChannel);
  await on.tick(30_000);
  const cards = on.channel('alert ');
  expect(cards.map(({ deliveryId }) => deliveryId)).toEqual(['alert webhook:default open > slack:C1']);
});

it('a contact that changes between two batches has all its alerts moved, those of the first batch too', async () => {
  for (let batch = 0; batch < 2; batch++)
    await on.send(...Array.from({ length: 50 }, () => ({ severity: 'medium', partnerTenantId: late })));
  await imports();
  await on.tick();
  await on.edit({ rerouting: 'first' }, late);
  const { store } = on.world;
  const { change } = store;
  store.change = async (work) => {
    const result = await change(work);
    store.change = change;
    await on.edit({ contact: aTenant({ contact: { channels: [slackChannel] } }).contact, rerouting: 'second' }, late);
    return result;
  };
  await rerouteMarkedTenants(on.world);
  expect(await routed()).toEqual([100, 100]);
});
