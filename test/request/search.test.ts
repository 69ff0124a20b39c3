import { beforeEach, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, formOf, type TestBot, text } from '../support/a-bot.ts';
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

it('a tenant among more than a card shows is searched by name, and then what was asked is done with it', async () => {
  world.admins.add(ada);
  const idOf = (n: number) => `11111111-1111-4111-8111-1111111111${n}`;
  await world.store.change(async (tx) => {
    for (let n = 10; n < 24; n++) await tx.put('tenants', bareTenant({ id: idOf(n), name: `Contoso ${n}` }));
  });
  expect(await found('tenant', '17')).toEqual([]);
  bot.knows(ada, 'Ada');
  await world.time.advance(300_000);
  expect(await found('tenant', '17 contoso')).toEqual(['Contoso 17']);

  for (const [words, kind, typed] of [
    ['show', 'card', ''],
    ['update', 'form', ''],
    ['setup', 'form', ''],
    ['raise keys leaked', 'form', 'value: keys leaked'],
  ] as const) {
    const chooser = await bot.say(ada, words);
    const find = chooser.kind === 'card' ? chooser.card.buttons.find(({ id }) => id === 'tenants.find') : undefined;
    const form = formOf(await bot.press(ada, 'tenants.find', find?.value ?? ''));
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
  expect(text(said)).toContain('What I can do');
});
