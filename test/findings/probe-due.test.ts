import { expect, it } from 'vitest';
import { probeDue } from '../../src/findings/probe.ts';
import type { World } from '../../src/ports/world.ts';
import { aBot } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { bareTenant } from '../support/partner.ts';

const now = '2026-11-24T06:00:00.000Z';
const hoursAgo = (hours: number) => new Date(Date.parse(now) - hours * 3_600_000).toISOString();
const mail = { noSince: null, dead: false };

/** Tenants without a contact, `t0`, `t1` …, and when each was last looked at. */
async function office(looks: readonly string[]) {
  const bot = await partner(looks);
  await bot.tick();
  return seenSince(bot.world, now);
}

async function seenSince({ store }: Pick<World, 'store'>, from: string) {
  const seen = await store.read((reader) => reader.list('checks'));
  return seen.filter(({ at }) => at >= from).map(({ id }) => id);
}

async function partner(looks: readonly string[]) {
  const bot = await aBot({ store: quickStore(), clock: now, chats: {}, admins: [], tenants: [], outbox: false });
  const nothing = { sameAddress: [], gone: [], adminsGone: false, closed: [] };
  await bot.world.store.change(async (tx) => {
    for (const [n, at] of looks.entries()) {
      await tx.put('checks', { id: `t${n}`, since: at, at, email: '', mail, ...nothing });
      const revision = { number: 1, at: hoursAgo(100), by: null };
      await tx.put('tenants', bareTenant({ id: `t${n}`, name: `Partner ${n}`, revision }));
    }
  });
  return bot;
}

it('looks first at those that nobody looked at for longest, so that the last of thousands come too', async () => {
  expect(await office([hoursAgo(13), hoursAgo(13), hoursAgo(14), hoursAgo(20), hoursAgo(11)])).toEqual(['t2', 't3']);
});

it('looks before them at one that was changed since, and at nobody again within half a day', async () => {
  expect(await office([hoursAgo(13), hoursAgo(14), hoursAgo(101)])).toEqual(['t1', 't2']);
  expect(await office([hoursAgo(13), hoursAgo(11)])).toEqual(['t0']);
});

it('looks at each of ten thousand twice a day, with a tick every ten seconds', async () => {
  const { world } = await partner(Array.from({ length: 10_000 }, () => hoursAgo(12)));
  const halfDay = (12 * 3_600) / 10;
  for (let tick = 0; tick < halfDay / 2; tick++) await probeDue(world);
  expect(await seenSince(world, now)).toHaveLength(10_000);
}, 60_000);
