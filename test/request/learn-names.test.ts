import { expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { learnNames } from '../../src/request/people.ts';
import { fakeWorld } from '../support/world.ts';

it('asks for each person whom the platform does not name once an hour, and never for one whom it did', async () => {
  const world = fakeWorld();
  const asked: Identity[] = [];
  const { person } = world.slack;
  world.slack.person = (id, fresh) => {
    asked.push(id);
    return person(id, fresh);
  };
  const [ada, gone]: Identity[] = ['slack:T1/UADA', 'slack:T1/UGONE'];
  world.slack.people.set(ada ?? '', {
    kind: 'member',
    id: ada ?? '',
    name: 'Ada',
    email: null,
    locale: null,
    timezone: null,
  });
  for (const id of [ada, gone]) if (id) world.admins.add(id);
  const learn = () => learnNames(world);
  for (let tick = 0; tick < 3; tick++) await learn();
  expect(asked).toEqual([ada, gone]);
  await world.time.advance(3_600_000);
  await learn();
  expect(asked).toEqual([ada, gone, gone]);
  world.time.set('2026-01-01T00:00:00.000Z');
  await learn();
  expect(asked).toHaveLength(4);
});

it('asks for 20 at a time, and comes to the others', async () => {
  const world = fakeWorld();
  let asked = 0;
  world.slack.person = async (id) => {
    asked += 1;
    return { kind: 'stranger', id, why: 'not found' };
  };
  world.directory.globalAdmins = async () => Array.from({ length: 45 }, (_, n): Identity => `slack:T1/U${n}`);
  const learn = () => learnNames(world);
  const counts: number[] = [];
  for (let tick = 0; tick < 4; tick++) {
    await learn();
    counts.push(asked);
  }
  expect(counts).toEqual([20, 40, 45, 45]);
});
