import { expect, it } from 'vitest';
import { seedExample } from '../../adapters/example-tenant.ts';
import { tellAdminsOfChanges } from '../../src/change-notice.ts';
import { fakeWorld } from '../fakes/world.ts';

it('the made-up tenant of local mode is no change that anybody is told of', async () => {
  const world = fakeWorld();
  world.admins.add('slack:T1/UADA');
  await seedExample(world.store, world.clock, { DEMO: undefined });
  expect(await world.store.read((reader) => reader.list('tenants'))).toHaveLength(1);
  expect(await tellAdminsOfChanges(world)).toEqual([]);
  expect(await world.store.read((reader) => reader.list('deliveries'))).toEqual([]);
});
