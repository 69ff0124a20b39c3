import { beforeEach, expect, it } from 'vitest';
import { createBot } from '../../src/bot.ts';
import type { Identity } from '../../src/domain/identity.ts';
import { contoso, type FakeWorld, fakeWorld } from '../fakes/world.ts';

const ada: Identity = `teams:${contoso}/11111111-3333-4333-8333-333333333333`;
let world: FakeWorld;
const found = async (field: string, text: string) =>
  (await createBot(world).search({ from: ada, field, text })).map(({ label }) => label);

beforeEach(() => {
  world = fakeWorld();
});

it('time zones are found by the beginning of a place first, by several words, and without signs', async () => {
  expect((await found('timezone', 'par'))[0]).toBe('Europe/Paris');
  expect(await found('timezone', 'york')).toEqual(['America/New_York']);
  expect(await found('timezone', ' Amérique ')).toEqual([]);
  expect((await found('timezone', 'buenos aires america'))[0]).toBe('America/Argentina/Buenos_Aires');
  expect((await found('timezone', 'utc'))[0]).toBe('UTC');
  expect(await found('timezone', 'a')).toHaveLength(15);
  expect(await found('timezone', 'x'.repeat(100_000))).toEqual([]);
});

it('channels are found by a part of their name, for administrators alone', async () => {
  const facts = { kind: 'joined', name: '', open: false, external: false } as const;
  for (let n = 0; n < 40; n++) world.teams.channels.set(`19:Room ${n}`, { facts, members: [] });
  world.admins.add(ada);
  expect(await found('channels', 'ROOM 37')).toEqual(['19:Room 37']);
  expect(await found('channels', '')).toHaveLength(15);
  world.admins.delete(ada);
  await world.time.advance(300_000);
  expect(await found('channels', 'room 3')).toEqual([]);
  world.directory.isGlobalAdmin = () => Promise.reject(new Error('down'));
  expect(await found('channels', 'room')).toEqual([]);
});

it('a list that is none of ours holds nothing', async () => {
  expect(await found('constructor', '')).toEqual([]);
});
