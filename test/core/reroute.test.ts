import { beforeEach, expect, it } from 'vitest';
import { exportRegister } from '../../src/register/export-register.ts';
import { rerouteAlerts } from '../../src/reroute.ts';
import { type AlertDesk, alertDesk, slackChannel, tenantAt } from './alert-desk.ts';

const late = '55555555-5555-4555-8555-555555555555';
let on: AlertDesk;
beforeEach(async () => {
  on = await alertDesk();
  for (let batch = 0; batch < 5; batch++)
    await on.send(...Array.from({ length: 50 }, () => ({ severity: 'medium', partnerTenantId: late })));
});
const appears = (channels = [slackChannel]) => {
  const tenant = { ...tenantAt(on.world.time.now()), id: late, name: 'Late' };
  return on.world.store.change(async (tx) => {
    const after = { ...tenant, contact: { ...tenant.contact, channels } };
    await tx.put('tenants', after);
    return rerouteAlerts(tx, after, on.world.settings, on.world.time.now());
  });
};
const routed = async () => {
  const all = await on.world.store.read((reader) => reader.list('alerts'));
  return [all.filter((alert) => alert.tenantId === late).length, all.filter((one) => one.routed === 'contact').length];
};
const tenant = () => on.world.store.read((reader) => reader.get('tenants', late));

it('many homeless alerts of a new tenant go to its channels in slices, after a crash too', async () => {
  await appears();
  expect(await routed()).toEqual([40, 40]);
  expect(await tenant()).toHaveProperty('rerouting');
  // What is only ours to know does not leave with an export, which would then be refused.
  expect((await on.world.store.read(exportRegister)).tenants.flatMap((one) => Object.keys(one))).not.toContain(
    'rerouting',
  );
  await on.crash();
  await on.tick();
  expect(await routed()).toEqual([250, 250]);
  expect(await tenant()).not.toHaveProperty('rerouting');
  await on.start();
  await on.world.time.advance(30_000);
  expect(on.channel().at(-1)?.card.title).toBe('250 security alerts in one card');
});

it('a tenant without a channel takes them in, and its first channel gets them all', async () => {
  await appears([]);
  await on.tick();
  expect(await routed()).toEqual([250, 0]);
  expect(await tenant()).not.toHaveProperty('rerouting');
  await appears();
  await on.tick();
  expect(await routed()).toEqual([250, 250]);
});
