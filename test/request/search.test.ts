import { beforeEach, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { withChosen } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { bareTenant, contoso } from '../support/partner.ts';
import type { FakeWorld } from '../support/world.ts';

const ada: Identity = `teams:${contoso}/11111111-3333-4333-8333-333333333333`;
let bot: TestBot;
let world: FakeWorld;
const found = async (field: string, text: string) => (await bot.search(ada, field, text)).map(({ label }) => label);

beforeEach(async () => {
  bot = await aBot({ chats: {}, admins: [], tenants: [] });
  world = bot.world;
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
  for (let n = 0; n < 40; n++) bot.hasChannel({ platform: 'teams', address: `19:Room ${n}` });
  world.admins.add(ada);
  expect(await found('channels', 'ROOM 37')).toEqual(['19:Room 37']);
  expect(await found('channels', '')).toHaveLength(15);
  world.admins.delete(ada);
  await world.time.advance(300_000);
  expect(await found('channels', 'room 3')).toEqual([]);
  world.directory.roleOf = () => Promise.reject(new ChatError('unreachable', 'timeout'));
  expect(await found('channels', 'room')).toEqual([]);
});

it('a list that is none of ours holds nothing', async () => {
  expect(await found('constructor', '')).toEqual([]);
});

const idOf = (n: number) => `11111111-1111-4111-8111-1111111111${n}`;

/** Stores the tenants Contoso 10 and so on, and has their findings looked at. */
async function tenants(count: number) {
  await world.store.change(async (tx) => {
    for (let n = 10; n < 10 + count; n++) await tx.put('tenants', bareTenant({ id: idOf(n), name: `Contoso ${n}` }));
  });
  await bot.tick();
}

it('a tenant is found by words of its name, with how it stands, for people of the organisation alone', async () => {
  await tenants(20);
  expect(await found('tenant', '17')).toEqual([]);
  bot.knows(ada, 'Ada');
  await world.time.advance(300_000);
  expect(await found('tenant', '17 contoso')).toEqual(['Contoso 17: no security contact, 1 more thing to fix']);
  expect(await found('tenant', '')).toHaveLength(15);
  await world.store.change(async (tx) => {
    const person = await tx.get('people', ada);
    if (person) await tx.put('people', { ...person, locale: 'fr' });
  });
  expect(await found('tenant', '17 contoso')).toEqual([expect.stringMatching(/^Contoso 17\u00a0: aucun contact/)]);
});

const verbs: readonly (readonly [string, string, string])[] = [
  ['show', 'card', ''],
  ['update', 'form', ''],
  ['setup', 'form', ''],
  ['raise keys leaked', 'form', 'value: keys leaked'],
  ['history', 'card', ''],
  ['report', 'card', ''],
  ['drill', 'card', ''],
  ['confirm', 'card', ''],
];

it.each([6, 15, 16, 1_000])(
  'one of %i tenants is chosen in one menu, and then what was asked is done with it',
  async (count) => {
    world.admins.add(ada);
    bot.knows(ada, 'Ada');
    await world.store.change(async (tx) => {
      for (let n = 0; n < count; n++)
        await tx.put(
          'tenants',
          bareTenant({ id: idOf(10).replace(/.{4}$/, String(n).padStart(4, '0')), name: `Contoso ${n}` }),
        );
    });
    for (const [words, kind, typed] of verbs) {
      const { rows, menu } = cardOf(await bot.say(ada, words));
      expect(rows.map(({ button }) => button?.id)).toEqual([]);
      expect(menu?.choices).toHaveLength(Math.min(count, 15));
      expect(menu?.isSearched).toBe(count > 15);
      const { id = '', value = '' } = menu?.button ?? {};
      const last = menu?.choices.at(-1);
      const done = await bot.press(ada, id, withChosen(value, last?.value ?? ''));
      expect([words, done.kind]).toEqual([words, kind]);
      expect(text(done)).toContain(last?.label.split(':')[0]);
      expect(text(done)).toContain(typed);
    }
  },
);

it('a press without a choice asks again, and one of a tenant that is gone says so', async () => {
  world.admins.add(ada);
  bot.knows(ada, 'Ada');
  await tenants(20);
  for (const [words] of verbs) {
    const { title, menu } = cardOf(await bot.say(ada, words));
    const { id = '', value = '' } = menu?.button ?? {};
    expect(cardOf(await bot.press(ada, id, withChosen(value, null)))).toMatchObject({ title, menu });
    const gone = text(await bot.press(ada, id, withChosen(value, 'gone')));
    expect([words, gone]).toEqual([words, expect.stringMatching(/no longer|Which partner tenant/)]);
  }
});

it('tenants of one name have their ids next to it, and long names keep their ends', async () => {
  bot.knows(ada, 'Ada');
  await tenants(20);
  await world.store.change(async (tx) => {
    for (const n of [10, 11]) await tx.put('tenants', bareTenant({ id: idOf(n), name: 'Adatum' }));
    for (const n of [12, 13])
      await tx.put('tenants', bareTenant({ id: idOf(n), name: `Adventure ${'x'.repeat(180)} ${n}` }));
  });
  const { menu } = cardOf(await bot.say(ada, 'show'));
  const labels = menu?.choices.map(({ label }) => label) ?? [];
  expect(labels.slice(0, 2)).toEqual(
    [10, 11].map((n) => `Adatum: no security contact, 1 more thing to fix · ${idOf(n)}`),
  );
  expect(labels[2]).toMatch(/^Adventure x+…x+ 12: no security contact, 1 more thing to fix$/);
  expect(new Set(labels).size).toBe(15);
});

it('the search of an older card still finds a tenant, and does what was asked with it', async () => {
  world.admins.add(ada);
  bot.knows(ada, 'Ada');
  await tenants(14);
  for (const [value, kind, typed] of [
    ['contact.show {tenant}', 'card', ''],
    ['contact.setup {tenant}', 'form', ''],
    ['alerts.raise {tenant} keys leaked', 'form', 'value: keys leaked'],
  ] as const) {
    const form = formOf(await bot.press(ada, 'tenants.find', value));
    expect(form.fields).toMatchObject([{ kind: 'search', name: 'tenant' }]);
    const none = await bot.submit(ada, form, { tenant: 'gone' });
    expect(none).toMatchObject({ kind: 'form', form: { state: form.state, problems: { tenant: expect.any(String) } } });
    const done = await bot.submit(ada, form, { tenant: idOf(23) });
    expect(done.kind).toBe(kind);
    expect(text(done)).toContain('Contoso 23');
    expect(text(done)).toContain(typed);
    if (done.kind === 'card') expect(done.instead).toBe(true);
  }
  const madeUp = {
    from: ada,
    locale: null,
    fromChannel: null,
    key: null,
    form: 'tenants.find',
    state: 'constructor x',
  };
  const said = await bot.handle({ ...madeUp, kind: 'submit', values: { tenant: idOf(10) } });
  expect(text(said)).toContain('What this bot can do');
});
