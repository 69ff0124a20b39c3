import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { type Reader, type Store, StoreUnwritable } from '../../src/ports/store.ts';
import { fullCheck } from '../../src/reminders/observe/observe.ts';
import { folder, opened } from '../adapters/store/folder.ts';
import { aBot } from '../support/a-bot.ts';
import { memoryStore, quickStore } from '../support/memory-store.ts';
import { ada, aTenant } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const bea: Identity = 'slack:T1/UBEA';
const zones = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata'];
/** A Friday, so that a weekend comes. */
const friday = '2026-11-27T06:00:00.000Z';

async function office(store: Store) {
  const channels = ['C0', 'C1', 'C2'].map((address) => ({ channel: { platform: 'slack', address } as const }));
  const bot = await aBot({ store, clock: friday, chats: { channels }, tenants: [], outbox: false });
  bot.world.settings = { ...bot.world.settings, drillSchedule: '0 10 * * 1' };
  return bot;
}
type Office = Awaited<ReturnType<typeof office>>;

/** `age`: hours since somebody confirmed it and answered a drill; 90 days are too long. */
function tenant(n: number, now: string, how: { zone: string; age: number }): StoredTenant {
  const at = new Date(Date.parse(now) - how.age * 3_600_000).toISOString();
  const contact = { timezone: how.zone, onCall: [ada], channels: [{ platform: 'slack', address: `C${n}` } as const] };
  const id = `${String(n).padStart(8, '0')}-1111-4111-8111-111111111111`;
  const revision = { number: 1, at: now, by: ada };
  return aTenant({ id, name: `Partner ${n}`, manager: n === 1 ? bea : null, revision, provenAt: at, contact }, at);
}

const n = fc.nat(2);
const zone = fc.constantFrom(...zones);
/** Everything that decides who is told, one at a time. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('time'), hours: fc.constantFrom<number[]>(0.3, 0.4, 0.6, 14, 50) }),
  },
  // Much time passes, or somebody sets the clock back.
  fc.record({ kind: fc.constant('time'), hours: fc.constantFrom<number[]>(2_400, -2_400, -30, -0.5) }),
  fc.record({
    kind: fc.constant('tenant'),
    n,
    zone,
    age: fc.constantFrom<number[]>(90 * 24 - 30, 90 * 24 - 1.4, 90 * 24 - 0.5, 100 * 24),
  }),
  fc.record({ kind: fc.constant('admin'), there: fc.boolean() }),
  fc.record({ kind: fc.constant('moved'), zone }),
  fc.record({ kind: fc.constant('refused'), n, gone: fc.boolean() }),
  fc.record({ kind: fc.constant('snooze'), hours: fc.constantFrom<number[]>(0.5, 8, 30) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const time = (hours: number): Happening => ({ kind: 'time', hours });
const saved = (n: number, hours: number): Happening => ({ kind: 'tenant', n, zone: 'UTC', age: 90 * 24 + hours });
/** The first is known to be quiet for an hour while the second was looked at again; its news comes within that of the second. */
const oneEarlier = [saved(0, -1.4), time(0.3), time(0.4), saved(1, 240), time(0.3), time(0.6)];

/** A missed drill takes the place of `unproven` within a tick, and the clock is put back before the drill was missed. */
const missedThenBack = [
  ...[time(14), time(50), saved(1, -30), time(14), time(14), saved(0, -0.5), time(50), time(-30)],
  ...[time(0.4), time(0.4)],
];

/** A tenant that was first checked by a clock that is put back later is new, by that clock, in the time ahead. */
const checkedAhead = [saved(1, 2_400), time(14), time(-30), time(-2_400), time(2_400)];

async function happen({ world }: Office, what: Happening): Promise<unknown> {
  const now = world.clock.now();
  const later = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  if ('there' in what) return what.there ? world.admins.add(bea) : world.admins.delete(bea);
  if ('age' in what) return world.store.change((tx) => tx.put('tenants', tenant(what.n, now, what)));
  if ('gone' in what) {
    const row = { id: `slack:C${what.n}`, at: now, reason: 'msg_too_long' };
    return world.store.change((tx) => (what.gone ? tx.remove('refusing', row.id) : tx.put('refusing', row)));
  }
  if ('zone' in what)
    return world.store.change((tx) => tx.put('people', { id: ada, name: 'Ada', locale: 'en', timezone: what.zone }));
  if (what.kind === 'time')
    return what.hours > 0 ? world.time.advance(what.hours * hour) : world.time.set(later(what.hours));
  return world.store.change(async (tx) => {
    const snooze = { until: later(what.hours), by: ada, byName: 'Ada', reason: '' };
    for (const finding of await tx.list('findings')) await tx.put('findings', { ...finding, snooze });
  });
}

/**
 * `between: false` leaves out what only a check between two steps of a tick sees: how often a card was asked to be edited
 * (not whether it shows the newest), and findings that are over by the end of the tick.
 */
async function known(reader: Reader, { between }: { between: boolean }): Promise<unknown> {
  const deliveries = await reader.list('deliveries');
  const findings = await reader.list('findings');
  return [
    between ? deliveries : deliveries.map(({ want, shown, ...rest }) => ({ ...rest, isNewest: shown === want })),
    await reader.list('rounds'),
    between ? findings : findings.filter(({ closedAt }) => closedAt === null),
    await reader.list('checks'),
  ];
}

/** `npm run test:long` goes other ways each time. */
const seeded = process.env.LONG ? {} : { seed: 20_261_126 };

it('does the same in every store, and whether it checks what is due or everything at each tick', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), async (happenings) => {
      const offices = await Promise.all([quickStore(), memoryStore(), quickStore()].map(office));
      const [, , anew] = offices;
      for (const one of happenings) {
        for (const place of offices) {
          await happen(place, one);
          // The second one finds nothing to do.
          for (let ticks = 0; ticks < 2; ticks++) {
            if (place === anew) await fullCheck(place.world)();
            await place.tick();
          }
        }
        const [some, other, all] = offices.map(({ world: { store } }) => store);
        const read = (store: Store | undefined, between: boolean) =>
          store?.read((reader) => known(reader, { between }));
        expect(await read(other, true)).toEqual(await read(some, true));
        expect(await read(all, false)).toEqual(await read(some, false));
      }
    }),
    { numRuns: 100, endOnFailure: true, examples: [[oneEarlier], [missedThenBack], [checkedAhead]], ...seeded },
  );
});

/** How many rows are read, one by one and in lists. */
function counted(store: Store): Store & { asked: number } {
  const counting: Store & { asked: number } = {
    asked: 0,
    read: (what) =>
      store.read((reader) =>
        what({
          ...reader,
          get(collection, id) {
            counting.asked += 1;
            return reader.get(collection, id);
          },
          async list(collection) {
            const rows = await reader.list(collection);
            counting.asked += rows.length;
            return rows;
          },
          async scan(index, query) {
            const rows = await reader.scan(index, query);
            counting.asked += rows.length;
            return rows;
          },
        }),
      ),
    change: store.change,
  };
  return counting;
}

async function askedByQuietTick(tenants: number): Promise<number> {
  const store = counted(quickStore());
  const bot = await office(store);
  await store.change(async (tx) => {
    for (let one = 0; one < tenants; one++)
      await tx.put('tenants', tenant(one, friday, { zone: 'Europe/Paris', age: 100 * 24 }));
  });
  for (let ticks = 0; ticks < 200; ticks++) {
    await bot.ticksAfter(10_000);
  }
  await bot.world.time.advance(10_000);
  store.asked = 0;
  await bot.tick();
  return store.asked;
}

it('looks at no place while nothing is due, however many there are', async () => {
  expect(await askedByQuietTick(200)).toBe(await askedByQuietTick(10));
});

describe('what is due', () => {
  const year = 365 * 24;
  const openIn = (store: Store) =>
    store.read(async (reader) => (await reader.list('findings')).map(({ id, closedAt }) => `${id} ${closedAt}`));
  const tenants = (count: number) =>
    Array.from({ length: count }, (_, n) => tenant(n, friday, { zone: 'UTC', age: year }));
  /** As an older version wrote them: without marks. */
  const unmarked = (store: Store, rows: readonly StoredTenant[]) =>
    store.change(async (tx) => {
      for (const row of rows) await tx.put('tenants', row);
    });

  it('is everything in a state of an older version, which has no marks', async () => {
    const dir = folder();
    const older = await opened(dir);
    await unmarked(older, tenants(1_000));
    await older.close();
    const bot = await office(await opened(dir));
    await bot.tick();
    const found = await openIn(bot.world.store);
    for (const { id } of tenants(1_000)) expect(found).toContain(`${id} phoneUnattested null`);
    await bot.world.time.advance(Date.parse('2026-11-27T09:30:00.000Z') - Date.parse(bot.world.time.now()));
    await bot.tick();
    // The admin's, and one for each tenant's channel.
    expect(await bot.stored('reminders')).toHaveLength(1_001);
  });

  it('is nothing that was just checked, and of a thousand the one that changed', async () => {
    const store = quickStore();
    const bot = await office(store);
    await unmarked(bot.world.store, tenants(1_000));
    await bot.tick();
    const before = await openIn(store);
    // Behind the bot's back, without a mark: nobody looks.
    // Each tick looks at the first few, and what it sees marks them.
    const [one, other] = tenants(1_000).slice(-2);
    if (!one || !other) throw new Error('no tenants');
    await unmarked(store, [{ ...one, complianceAttestedAt: null }]);
    await bot.tick();
    expect(await openIn(store)).toEqual(before);
    await unmarked(bot.world.store, [{ ...other, complianceAttestedAt: null }]);
    await bot.tick();
    expect(new Set(await openIn(store)).difference(new Set(before))).toEqual(
      new Set([`${other.id} complianceUnconfirmed null`]),
    );
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'is not forgotten when the process dies at its change %i after the mark',
    async (lived) => {
      let left = Number.POSITIVE_INFINITY;
      const whole = quickStore();
      const store: Store = {
        read: whole.read,
        change: (what, how) =>
          left-- > 0 ? whole.change(what, how) : Promise.reject(new StoreUnwritable('the process is dead')),
      };
      const bot = await office(store);
      await unmarked(bot.world.store, tenants(3));
      await bot.tick();
      const [one] = tenants(1);
      if (!one) throw new Error('no tenant');
      await unmarked(bot.world.store, [{ ...one, complianceAttestedAt: null }]);
      left = lived;
      await bot.tick().catch(() => {});
      left = Number.POSITIVE_INFINITY;
      // Another process goes on that has started long ago.
      await bot.tick();
      expect(await openIn(store)).toContain(`${one.id} complianceUnconfirmed null`);
    },
  );
});
