import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Form } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text, type Values } from '../support/a-bot.ts';
import { ada, contoso } from '../support/partner.ts';

const bob: Identity = 'slack:T1/UBOB';
const cleo: Identity = `teams:${contoso}/33333333-3333-4333-8333-333333333333`;
const room = { platform: 'teams', address: '19:room@thread.tacv2' } as const;
const slack = (address: string) => ({ platform: 'slack', address }) as const;
let bot: TestBot;

/** What the form holds, as a platform sends it when nothing is touched, and what was typed over it. */
function filled({ fields }: Form, typed: Values): Values {
  const shown = fields.map((field): [string, string | string[] | null] => {
    if (field.kind === 'channels') return [field.name, field.value.map(({ address }) => address)];
    if (field.kind === 'people') return [field.name, field.value.map(({ id }) => id)];
    return [field.name, field.kind === 'ticks' ? [...field.value] : textValue(field)];
  });
  return { ...Object.fromEntries(shown), ...typed };
}

function textValue({ value }: Form['fields'][number]): string | null {
  return typeof value === 'string' ? value : null;
}

const save = (from: Identity, form: Form, typed: Values) => bot.submit(from, form, filled(form, typed));
const saved = async (from: Identity, form: Form, typed: Values) =>
  expect((await save(from, form, typed)).kind).toBe('card');
const opens = async (from: Identity, words: string) => formOf(await bot.say(from, words));
const contact = async () => (await bot.tenant())?.contact;
const entered = (form: Form, name: string) => form.fields.find((field) => field.name === name)?.value;

beforeEach(async () => {
  bot = await aBot({
    chats: {
      people: { [ada]: 'Ada', [bob]: 'Bob', [cleo]: 'Cleo' },
      channels: [{ channel: slack('C1') }, { channel: slack('C2') }, { channel: room }],
    },
    admins: [ada, bob, cleo],
    tenants: [],
  });
  await saved(ada, await opens(ada, 'setup'), { id: contoso, name: 'Contoso', partnerType: 'directBill' });
  const soc = { firstName: 'SOC', email: 'soc@contoso.com', phone: '+33 1 42 68 53 00', channels: ['C1'] };
  await saved(ada, await opens(ada, 'update'), soc);
});

describe('two admins with the contact open at the same time', () => {
  it('save what each of them changed: nothing is asked, and nothing goes back to what it was', async () => {
    const [first, second, third] = [
      await opens(ada, 'update'),
      await opens(bob, 'update'),
      await opens(cleo, 'update'),
    ];
    await saved(ada, first, { phone: '+33142685301', channels: ['C1', 'C2'] });
    await saved(cleo, third, { lastName: 'Team', channels: [room.address] });
    const last = cardOf(await save(bob, second, { email: 'new@contoso.com' }));
    const [byCleo, byAda] = last.text.map((one) => text(one));
    expect(byCleo).toMatch(
      /^Meanwhile, .*Cleo.* changed the contact too \(Last name, Channels\)\. Both changes are kept\.$/,
    );
    expect(byAda).toMatch(/^Meanwhile, .*Ada.* changed the contact too \(24x7 phone\)/);
    expect(await contact()).toMatchObject({ phone: '+33142685301', lastName: 'Team', email: 'new@contoso.com' });
    expect((await contact())?.channels).toEqual([
      ...['C1', 'C2'].map((address) => ({ platform: 'slack', address })),
      room,
    ]);
  });

  it('who saved the other change too, or saves alone, reads nothing of it', async () => {
    const [first, second] = [await opens(ada, 'update'), await opens(ada, 'update')];
    for (const [form, typed] of [
      [first, { phone: '+33142685301' }],
      [second, { email: 'new@contoso.com' }],
    ] as const)
      expect(text(await save(ada, form, typed))).not.toContain('Meanwhile');
  });

  it('who changed nothing is not told that an older form shows what is recorded', async () => {
    const [older, newer] = [await opens(ada, 'update'), await opens(bob, 'update')];
    await saved(bob, newer, { phone: '+33142685301' });
    const card = cardOf(await save(ada, older, {}));
    expect(card.title).toBe('Nothing changed');
    expect(text(card)).toContain('You made no changes. Somebody else changed the contact after you opened this form');
    expect(card.text[0]).not.toBe('You changed nothing.');
    expect((await contact())?.phone).toBe('+33142685301');
    expect(cardOf(await save(ada, await opens(ada, 'update'), {})).text[0]).toBe('You changed nothing.');
  });

  it('the same field: the second is told, sees what the first left there otherwise, and saving again changes no more', async () => {
    const [first, second] = [await opens(ada, 'update'), await opens(bob, 'update')];
    await saved(ada, first, { phone: '+33142685301', email: 'ada@contoso.com' });
    const again = formOf(await save(bob, second, { email: 'bob@contoso.com' }));
    expect(text(again.notice)).toMatch(/Ada.*changed the contact \(E-mail\)/);
    expect([entered(again, 'email'), entered(again, 'phone')]).toEqual(['bob@contoso.com', '+33142685301']);
    await saved(ada, await opens(ada, 'update'), { timezone: 'Europe/Paris', lastName: 'Team' });
    await saved(bob, again, {});
    expect(await contact()).toMatchObject({
      ...{ email: 'bob@contoso.com', phone: '+33142685301', timezone: 'Europe/Paris', lastName: 'Team' },
    });
  });

  it('a mistake in between hides no conflict', async () => {
    const [first, second] = [await opens(ada, 'update'), await opens(bob, 'update')];
    await saved(ada, first, { email: 'ada@contoso.com', lastName: 'Team' });
    const refused = formOf(await save(bob, second, { email: 'bob@contoso.com', phone: '12' }));
    expect(Object.keys(refused.problems)).toEqual(['phone']);
    const told = formOf(await save(bob, refused, { phone: '+33142685302' }));
    expect(text(told.notice)).toMatch(/Ada.*\(E-mail\)/);
    await saved(bob, told, {});
    expect(await contact()).toMatchObject({ email: 'bob@contoso.com', phone: '+33142685302', lastName: 'Team' });
  });

  it('the same value twice, and an order that a picker turned round, are no change', async () => {
    await saved(ada, await opens(ada, 'update'), { channels: ['C1', 'C2'] });
    const [first, second] = [await opens(ada, 'update'), await opens(bob, 'update')];
    await saved(ada, first, { email: 'new@contoso.com', channels: ['C2'] });
    await saved(bob, second, { email: 'new@contoso.com', channels: ['C2', 'C1'] });
    expect((await contact())?.channels).toEqual([{ platform: 'slack', address: 'C2' }]);
  });

  it('a save that comes while another is being checked is checked again', async () => {
    const [first, second] = [await opens(ada, 'update'), await opens(bob, 'update')];
    let overtaking: Promise<unknown> | null = null;
    bot.world.mail.takesMail = async () => {
      overtaking ??= saved(ada, first, { phone: '+33142685301' });
      return 'yes';
    };
    const late = save(bob, second, { email: 'new@contoso.com' });
    await Promise.all([late, overtaking]);
    expect((await late).kind).toBe('card');
    expect(await contact()).toMatchObject({ phone: '+33142685301', email: 'new@contoso.com' });
  });
});

describe('two admins with the set-up open at the same time', () => {
  it('save what each of them changed', async () => {
    const [first, second] = [await opens(ada, 'setup Contoso'), await opens(bob, 'setup Contoso')];
    await saved(ada, first, { anniversaryMonth: '3', adminChannel: ['C1'], fraudChannels: ['C2'] });
    await saved(bob, second, { name: 'Contoso Ltd', expertsChannel: ['C2'] });
    expect(await bot.tenant()).toMatchObject({
      name: 'Contoso Ltd',
      anniversaryMonth: 3,
      fraudChannels: [{ address: 'C2' }],
    });
    expect(await bot.world.store.read((reader) => reader.get('organisation', 'organisation'))).toMatchObject({
      adminChannel: { address: 'C1' },
      expertsChannel: { address: 'C2' },
    });
  });

  it('the same field: the second is told, and saving again changes that field alone', async () => {
    const [first, second] = [await opens(ada, 'setup Contoso'), await opens(bob, 'setup Contoso')];
    await saved(ada, first, { anniversaryMonth: '3', name: 'Contoso SA' });
    const again = formOf(await save(bob, second, { anniversaryMonth: '4' }));
    expect(text(again.notice)).toMatch(/Ada.*changed this tenant \(CSP anniversary month\)/);
    await saved(bob, again, {});
    expect(await bot.tenant()).toMatchObject({ name: 'Contoso SA', anniversaryMonth: 4 });
  });
});
