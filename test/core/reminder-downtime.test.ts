import { beforeEach, describe, expect, it } from 'vitest';
import { ada, cardOf, text } from './alert-desk.ts';
import {
  bea,
  desk,
  edit,
  fresh,
  hour,
  minute,
  nags,
  neverAttested,
  opened,
  pass,
  unconfirmed,
  unopened,
  until,
} from './reminder-stage.ts';

beforeEach(opened);

describe('the bot that was down', () => {
  it('makes up for the slot of the day within its working hours, with one message for all that came up', async () => {
    await edit(desk, unconfirmed);
    desk.world.time.set('2026-11-26T14:00:00.000Z');
    await edit(desk, neverAttested);
    await until('2026-11-27T08:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-26T14']);
    expect(nags(ada)[0]?.card.rows).toHaveLength(2);
  });

  it('drops a slot whose working hours are over', async () => {
    await edit(desk, unconfirmed);
    desk.world.time.set('2026-11-26T18:30:00.000Z');
    await until('2026-11-27T08:50:00.000Z');
    expect(nags(ada)).toEqual([]);
    await until('2026-11-27T10:00:00.000Z');
    expect(nags(ada)).toHaveLength(1);
  });

  it('sends nothing of a crash before its slot twice', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T09:05:00.000Z');
    await desk.crash();
    await desk.start();
    await pass(3 * hour);
    expect(nags(ada)).toHaveLength(1);
  });
});

it('a first start within working hours sends nothing before the next slot', async () => {
  await unopened();
  await edit(desk, fresh);
  desk.world.time.set('2026-11-24T10:00:00.000Z');
  desk.world.domains.set('contoso.com', 'yes');
  await edit(desk, unconfirmed);
  await until('2026-11-24T20:00:00.000Z');
  expect(nags(ada)).toEqual([]);
  await until('2026-11-25T10:00:00.000Z');
  expect(nags(ada)).toHaveLength(1);
});

it('a new admin is told in their next slot', async () => {
  await edit(desk, unconfirmed);
  await until('2026-11-24T11:00:00.000Z');
  desk.world.admins.add(bea);
  await until('2026-11-24T20:00:00.000Z');
  expect(nags(bea)).toEqual([]);
  await until('2026-11-25T10:00:00.000Z');
  expect(nags(bea)).toHaveLength(1);
});

it('a bot that cannot write keeps answering, and reminds once it can', async () => {
  await edit(desk, unconfirmed);
  desk.world.store.diskFull(true);
  desk.world.time.set('2026-11-24T09:30:00.000Z');
  await desk.tick().catch(() => {});
  expect(cardOf(await desk.say(ada, 'check')).title).toBe('Check');
  expect(text(await desk.say(ada, 'show'))).toContain('Not confirmed');
  expect(nags(ada)).toEqual([]);
  desk.world.store.diskFull(false);
  await pass(minute);
  expect(nags(ada)).toHaveLength(1);
});
