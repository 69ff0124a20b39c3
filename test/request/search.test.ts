import { beforeEach, expect, it } from 'vitest';
import { createBot } from '../../src/bot.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { contoso, type FakeWorld, fakeWorld } from '../support/world.ts';

const ada: Identity = `teams:${contoso}/11111111-3333-4333-8333-333333333333`;
const tenantRow = {
  partnerType: 'directBill',
  anniversaryMonth: null,
  manager: null,
  fraudChannels: [],
  contact: null,
  complianceAttestedAt: null,
  complianceAttestedBy: null,
  revision: { number: 0, at: null, by: null },
} as const;
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

it('a tenant among more than a card shows is searched by name, and then what was asked is done with it', async () => {
  const member = { kind: 'member', id: ada, name: 'Ada', email: null, locale: null, timezone: null } as const;
  world.admins.add(ada);
  const idOf = (n: number) => `11111111-1111-4111-8111-1111111111${n}`;
  await world.store.change(async (tx) => {
    for (let n = 10; n < 24; n++)
      await tx.put('tenants', { ...tenantRow, fraudChannels: [], id: idOf(n), name: `Contoso ${n}` });
  });
  expect(await found('tenant', '17')).toEqual([]);
  world.teams.people.set(ada, member);
  await world.time.advance(300_000);
  expect(await found('tenant', '17 contoso')).toEqual(['Contoso 17']);

  const bot = createBot(world);
  const doing = { from: ada, locale: null, place: null, key: null };
  for (const [words, kind] of [
    ['show', 'card'],
    ['update', 'form'],
    ['setup', 'form'],
  ] as const) {
    const chooser = await bot.handle({ ...doing, kind: 'command', words });
    const find = chooser.kind === 'card' ? chooser.card.buttons.find(({ id }) => id === 'tenants.find') : undefined;
    const opened = await bot.handle({ ...doing, kind: 'press', button: 'tenants.find', value: find?.value ?? '' });
    if (opened.kind !== 'form') throw new Error('no form');
    const { id: form, state, fields } = opened.form;
    expect(fields).toMatchObject([{ kind: 'search', name: 'tenant' }]);
    const none = await bot.handle({ ...doing, kind: 'submit', form, state, values: { tenant: 'gone' } });
    expect(none).toMatchObject({ kind: 'form', form: { state, problems: { tenant: expect.any(String) } } });
    const done = await bot.handle({ ...doing, kind: 'submit', form, state, values: { tenant: idOf(23) } });
    expect(done.kind).toBe(kind);
    expect(JSON.stringify(done)).toContain('Contoso 23');
    if (done.kind === 'card') expect(done.instead).toBe(true);
  }
  const made = { ...doing, kind: 'submit', form: 'tenants.find', state: 'constructor x', values: { tenant: idOf(10) } };
  expect(JSON.stringify(await bot.handle({ ...made, kind: 'submit' }))).toContain('What I can do');
});
