import { expect, it } from 'vitest';
import { seedExample } from '../../../adapters/local/example-tenant.ts';
import { playground } from '../../../adapters/local/playground-config.ts';
import { tellAdminsOfChanges } from '../../../src/register/notices/enqueue-notice.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { fakeWorld } from '../../support/world.ts';

it('the made-up tenant of local mode is no change that anybody is told of', async () => {
  const world = fakeWorld(memoryStore());
  world.admins.add('slack:T1/UADA');
  await seedExample(world.store, world.clock, { DEMO: undefined });
  expect(await world.store.read((reader) => reader.list('tenants'))).toHaveLength(1);
  await tellAdminsOfChanges(world);
  expect(await world.store.read((reader) => reader.list('deliveries'))).toEqual([]);
});

it('what it puts off says nothing in one language', async () => {
  const world = fakeWorld(memoryStore());
  await seedExample(world.store, world.clock, { DEMO: undefined });
  const findings = await world.store.read((reader) => reader.list('findings'));
  expect(findings.map(({ snooze }) => snooze)).toContainEqual(
    expect.objectContaining({ byName: 'Agents Playground', reason: '' }),
  );
});

it('the one of the demonstration was made before it was confirmed, and lacks only what its message says and a channel', async () => {
  const world = fakeWorld(memoryStore());
  await seedExample(world.store, world.clock, { DEMO: 'reminder' });
  const [tenant] = await world.store.read((reader) => reader.list('tenants'));
  const { revision, contact } = tenant ?? {};
  expect(String(revision?.at) < String(contact?.confirmedAt)).toBe(true);
  expect(String(contact?.confirmedAt) < String(contact?.attestedAt)).toBe(true);
  expect(contact).toMatchObject({ onCall: [playground.currentUser], channels: [] });
});
