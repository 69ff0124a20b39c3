import { expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { learnNames } from '../../src/request/people.ts';
import { aBot } from '../support/a-bot.ts';
import { aBusyPartner, ada } from '../support/partner.ts';
import { hour } from '../support/time.ts';

it('asks for each person whom the platform does not name once an hour, and never for one whom it did', async () => {
  const gone: Identity = 'slack:T1/UGONE';
  const { world } = await aBot({ admins: [ada, gone], tenants: [] });
  const asked: Identity[] = [];
  const { person } = world.slack;
  world.slack.person = (id, fresh) => {
    asked.push(id);
    return person(id, fresh);
  };
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
  const { world } = await aBot({ tenants: [] });
  let asked = 0;
  world.slack.person = async (id) => {
    asked += 1;
    return { kind: 'stranger', id, why: 'not found' };
  };
  world.directory.adminsToTell = async () => Array.from({ length: 45 }, (_, n): Identity => `slack:T1/U${n}`);
  const learn = () => learnNames(world);
  const counts: number[] = [];
  for (let tick = 0; tick < 4; tick++) {
    await learn();
    counts.push(asked);
  }
  expect(counts).toEqual([20, 40, 45, 45]);
});

it('a new name, language and time zone leave what the person chose', async () => {
  const bot = await aBot(aBusyPartner());
  bot.knows(ada, { name: 'Ada', locale: 'en', timezone: 'UTC' });
  await bot.press(ada, 'reminders.both', 'on');
  bot.knows(ada, { name: 'Ada Lovelace', locale: 'fr', timezone: 'Europe/Paris' });
  await bot.world.time.advance(hour);
  await bot.say(ada, 'show');
  const known = await bot.world.store.read((reader) => reader.get('people', ada));
  expect(known).toMatchObject({ name: 'Ada Lovelace', locale: 'fr', timezone: 'Europe/Paris', both: true });
});
