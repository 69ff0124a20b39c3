/** The names of customers: entered, imported and exported, recorded, shown with alerts, and found by what people type. */
import { beforeEach, describe, expect, it } from 'vitest';
import { lastRecorded } from '../../src/domain/tenant/last-recorded.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { exportRegister, readRegister } from '../../src/register/file/register-file.ts';
import type { Form } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text, type Values } from '../support/a-bot.ts';
import { ada, contoso, sam, slackChannel } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const fabrikam = '33333333-3333-4333-8333-333333333333';
const northwind = '44444444-4444-4444-8444-444444444444';
const lines = `${fabrikam} = Fabrikam\nFabrikam.com = Fabrikam\n${northwind} → Northwind & Söhne = Co`;
const recorded = { 'fabrikam.com': 'Fabrikam', [fabrikam]: 'Fabrikam', [northwind]: 'Northwind & Söhne = Co' };
const many = Object.fromEntries(
  Array.from({ length: 2_000 }, (_, n) => [`c${n}.example`, `Customer ${String(n).padStart(4, '0')}`]),
);

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});

const opened = async () => formOf(await bot.press(ada, 'contact.setup', contoso));
const entry = ({ fields }: Form, name = 'customers') => fields.find((field) => field.name === name);
const saves = async (customers: string, form?: Form) => {
  const shown = form ?? (await opened());
  const kept: Values = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '0' };
  return bot.submit(ada, shown, { ...kept, customers });
};
const customers = async () => (await bot.tenant())?.customers ?? null;
const entries = () => bot.world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 100 }));
const tenantWith = (names: unknown) => ({
  version: 1,
  tenants: [{ id: contoso, name: 'Contoso', partnerType: 'directBill', customers: names }],
});
const imports = async (names: unknown) => {
  const read = readRegister(tenantWith(names));
  if (read.kind === 'problems') return read.problems;
  return importRegister(read.file, { id: null, name: 'import' }, bot.world);
};

describe('the set-up form', () => {
  it('takes a line for each customer, shows them again, and the history has what changed', async () => {
    const saved = cardOf(await saves(lines));
    expect(text(saved.facts.map(({ value }) => value))).toContain('Fabrikam (fabrikam.com)');
    expect(await customers()).toEqual(recorded);
    const again = await opened();
    expect(entry(again)).toMatchObject({ multiline: true, maxLength: 3_000 });
    const shown = Object(entry(again)).value;
    await saves(shown.replace('fabrikam.com = Fabrikam', 'fabrikam.com = Fabrikam Ltd'));
    const [last] = await entries();
    expect(last?.changes).toEqual([
      { field: 'customers', before: { 'fabrikam.com': 'Fabrikam' }, after: { 'fabrikam.com': 'Fabrikam Ltd' } },
    ]);
    expect(text(cardOf(await bot.say(ada, 'history')).rows.map(({ detail }) => detail ?? ''))).toContain(
      'Fabrikam (fabrikam.com) → Fabrikam Ltd (fabrikam.com)',
    );
    await saves('');
    expect(await customers()).toEqual({});
  });

  it('names every mistake at once, and keeps what was entered', async () => {
    const typed = [
      'Fabrikam = fabrikam.com',
      `${northwind} =`,
      'a.example = a@b.example',
      `b.example = ${'x'.repeat(101)}`,
      'c.example = One',
      'C.example = Two',
      '__proto__ = Three',
      'constructor',
    ].join('\n');
    for (const [locale, parts] of [
      [
        'en',
        [
          'Please enter a tenant ID or a domain',
          'Please enter a name after',
          'Please enter only a name',
          'at most 100',
          'Listed more than once',
        ],
      ],
      [
        'fr',
        ['Il manque l’identifiant', 'Il manque le nom', 'Un nom ne peut contenir', 'au plus 100', 'figure deux fois'],
      ],
    ] as const) {
      bot = await aBot({ locale });
      const again = formOf(await saves(typed));
      for (const part of parts) expect(again.problems.customers).toContain(part);
      expect(again.problems.customers).toContain('__proto__ = Three');
      expect(entry(again)).toMatchObject({ value: typed });
    }
    expect(await customers()).toBeNull();
  });

  it('adds to customers that have no room in it, changes and removes some of them', async () => {
    await imports(many);
    const form = await opened();
    expect(entry(form)).toMatchObject({ value: '' });
    expect(text(Object(entry(form)).hint)).toContain('2,000 names are recorded');
    await saves('');
    expect(await customers()).toEqual(many);
    expect(formOf(await saves('one.example = More')).problems.customers).toContain('at most 2,000');
    await saves('c0.example =\nc1.example = First');
    const { 'c0.example': _, ...others } = many;
    expect(await customers()).toEqual({ ...others, 'c1.example': 'First' });
    const [last] = await entries();
    expect(JSON.stringify(last?.changes).length).toBeLessThan(200);
    await expectWhole();
  });

  it('adds to them while there is still room for more lines, so that nobody has to shorten what is recorded', async () => {
    const line = (n: number) => `33333333-3333-4333-8333-3333333333${10 + n} = Customer ${10 + n}`;
    const some = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => line(from + n)).join('\n');
    await saves(some(0, 35));
    expect(entry(await opened())).toMatchObject({ value: some(0, 35) });
    await saves(some(0, 58));
    expect(entry(await opened())).toMatchObject({ value: '' });
    expect(cardOf(await saves(some(58, 60))).title).not.toBe('');
    expect(Object.keys((await customers()) ?? {})).toHaveLength(60);
  });

  it('says who changed them meanwhile, and saves what others left alone', async () => {
    const [mine, other] = [await opened(), await opened()];
    await saves('a.example = Alfa', other);
    const again = formOf(await saves('b.example = Bravo', mine));
    expect(text(again.notice)).toMatch(/Ada.*Customer names/);
    const old = await opened();
    await saves('a.example = Alfa\nc.example = Charlie');
    await saves(Object(entry(old)).value, old);
    expect(await customers()).toEqual({ 'a.example': 'Alfa', 'c.example': 'Charlie' });
  });

  it('is the admin’s', async () => {
    expect(cardOf(await bot.press(sam, 'contact.setup', contoso)).title).toBe('You cannot do that');
  });
});

/** Expects that the history says what the record holds. */
async function expectWhole() {
  const said = lastRecorded();
  for (const one of (await entries()).toReversed()) said.take(one);
  const tenants = await bot.stored('tenants');
  const fields = said.differences({ tenants, organisation: null }, true).flatMap((one) => one.fields);
  expect(fields).not.toContain('customers');
  const changed = tenants.map((one) => ({ ...one, customers: { ...one.customers, 'evil.example': 'Fabrikam' } }));
  const past = said.differences({ tenants: changed, organisation: null }, true);
  expect(past.flatMap((one) => one.fields)).toContain('customers');
}

describe('the file', () => {
  it('gives back on import what it has from export', async () => {
    await imports(many);
    const file = await bot.world.store.read(exportRegister);
    const read = readRegister(JSON.parse(JSON.stringify(file)));
    if (read.kind === 'problems') throw new Error(read.problems.join());
    expect(await importRegister(read.file, { id: null, name: 'import' }, bot.world)).toMatchObject({ changed: 0 });
    expect(await bot.world.store.read(exportRegister)).toEqual(file);
    const turned = Object.fromEntries(Object.entries(many).toReversed());
    expect(await imports(turned)).toMatchObject({ changed: 0 });
    expect(await imports({ 'c1.example': 'First' })).toMatchObject({ changed: 1 });
    await expectWhole();
  });

  it('is refused with a sentence for each mistake', async () => {
    const wrong = { 'Fabrikam.com': 'Fabrikam', nodot: 'x', 'a.example': '', 'b.example': 'http://evil.example' };
    expect(await imports({ ...wrong, 'c.example': 'x'.repeat(101), 'd.example': 3 })).toEqual([
      'tenants[0].customers["Fabrikam.com"]: must be the tenant id or the domain of a customer, in small letters',
      'tenants[0].customers.nodot: must be the tenant id or the domain of a customer, in small letters',
      'tenants[0].customers["a.example"]: must not be empty',
      'tenants[0].customers["b.example"]: must be a name, without addresses and without < or >',
      'tenants[0].customers["c.example"]: may have at most 100 characters',
      'tenants[0].customers["d.example"]: must be text, in quotation marks',
    ]);
    expect(await imports({ ...many, 'one.example': 'More' })).toEqual([
      'tenants[0].customers: may have at most 2000 entries',
    ]);
  });
});

describe('alerts', () => {
  beforeEach(async () => {
    await saves(lines);
    await bot.send({ id: 'a', source: 'cipp', customerTenantId: fabrikam });
    await bot.send({ id: 'b', source: 'cipp', customerTenantId: northwind, severity: 'low' });
    await bot.send({ id: 'c', source: 'prom' });
    await bot.world.time.advance(minute);
  });

  it('show the name, and the id under Details', async () => {
    const shown = bot.world.slack.messages.map(({ card }) => card);
    const texts = shown.map((card) => text(card.text));
    expect(texts.filter((one) => one.includes('· Contoso · Fabrikam'))).toHaveLength(1);
    const timeline = cardOf(await bot.say(ada, 'show 1'));
    expect(text([...shown, timeline])).toContain(`Fabrikam (${fabrikam})`);
    const list = cardOf(await bot.say(sam, 'alerts'));
    expect(list.rows.map(({ detail }) => text(detail ?? '').includes('Northwind & Söhne = Co'))).toContain(true);
  });

  it.each([
    ['ack Fabrikam', [1]],
    ['ack fabrikam', [1]],
    ['ack northwind & sohne = co', [2]],
    [`ack ${fabrikam}`, [1]],
  ])('“%s” acknowledges them', async (words, numbers) => {
    const asked = cardOf(await bot.say(sam, words));
    const yes = asked.buttons.find(({ id }) => id === 'alerts.acknowledgeMany');
    await bot.press(sam, yes?.id ?? '', yes?.value ?? '');
    const alerts = await bot.stored('alerts');
    expect(alerts.flatMap(({ status, number }) => (status === 'investigating' ? [number] : []))).toEqual(numbers);
  });

  it('“resolve Fabrikam ignore” resolves those of both its id and its domain by one form', async () => {
    await bot.world.store.change(async (tx) => {
      const alert = await tx.get('alerts', 'webhook:prom c');
      if (alert) await tx.put('alerts', { ...alert, notes: { customerDomain: 'fabrikam.com' } });
    });
    const form = formOf(await bot.say(sam, 'resolve Fabrikam ignore gone'));
    expect(form.fields.map((field) => 'value' in field && field.value)).toEqual(['ignore', 'gone']);
    await bot.submit(sam, form, { reason: 'ignore', note: 'gone' });
    const alerts = await bot.stored('alerts');
    expect(alerts.flatMap(({ status, number }) => (status === 'resolved' ? [number] : []))).toEqual([1, 3]);
  });

  it('of a name that a hundred ids have are asked about in parts that buttons can carry', async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `${String(n).padStart(8, '0')}-3333-4333-8333-333333333333`);
    await imports(Object.fromEntries(ids.map((id) => [id, 'Tailspin'])));
    await bot.send(...ids.slice(0, 60).map((id) => ({ id, customerTenantId: id, severity: 'low' }) as const));
    const { rows } = cardOf(await bot.say(sam, 'ack tailspin'));
    expect(rows.length).toBe(3);
    const values = rows.map(({ button }) => button?.value ?? '');
    expect(values.flatMap((value) => JSON.parse(value).customer).toSorted()).toEqual(ids.slice(0, 60));
    expect(Math.max(...values.map(({ length }) => length))).toBeLessThan(1_500);
  });

  it('“alerts Fabrikam” finds them', async () => {
    const found = cardOf(await bot.say(sam, 'alerts Fabrikam'));
    expect(found.rows).toHaveLength(1);
    expect(text(found.rows[0]?.title)).toContain('1 · High');
  });
});
