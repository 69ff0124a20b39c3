import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { type ChannelFacts, ChatError } from '../../src/ports/chat.ts';
import type { Form } from '../../src/view/view.ts';
import { aBot, formOf, type TestBot, text, type Values } from '../support/a-bot.ts';
import { ada, contoso } from '../support/partner.ts';
import type { FakeWorld } from '../support/world.ts';

const user = (n: number) => `${n}${n}${n}${n}${n}${n}${n}${n}-3333-4333-8333-333333333333`;
const person = (n: number): Identity => `teams:${contoso}/${user(n)}`;
const [cleo, dora, eve, fred] = [person(1), person(2), person(3), person(4)];
let bot: TestBot;
let world: FakeWorld;

const save = (from: Identity, form: Form, values: Values) => bot.submit(from, form, values);
const opens = async (from: Identity, words: string) => formOf(await bot.say(from, words));
const contact = async () => (await bot.tenant())?.contact;

const soc = {
  ...{ kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33 1 42 68 53 00' },
  ...{ locale: 'en', timezone: 'UTC', channels: [], onCall: [] },
};

beforeEach(async () => {
  bot = await aBot({ chats: { people: { [ada]: 'Ada', [cleo]: 'Cleo' } }, admins: [ada, cleo], tenants: [] });
  world = bot.world;
  const tenant = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '0' };
  expect((await save(ada, await opens(ada, 'setup'), tenant)).kind).toBe('card');
});

describe('people whom the picker of Teams offers', () => {
  it('are looked up when they are saved, and known by name from then on', async () => {
    bot.knows(dora, 'Dora');
    const saved = await save(cleo, await opens(cleo, 'update'), { ...soc, onCall: [user(2)] });
    expect(saved.kind).toBe('card');
    const shown = text(await bot.say(cleo, 'show'));
    expect(shown).toContain('Dora');
    expect(shown).not.toContain('22222222…');
    expect((await contact())?.onCall).toEqual([dora]);
  });

  it('and people of the other platform are refused, even those whom it knows', async () => {
    const onSlack: Identity = 'slack:T1/UGREG';
    bot.knows(onSlack, 'Greg');
    const { problems } = formOf(await save(cleo, await opens(cleo, 'update'), { ...soc, onCall: [onSlack] }));
    expect(problems.onCall).toMatch(/^I cannot find .* in Teams\./);
  });

  it('and whom nobody knows are refused at the field, each of them, with what to do; who is a guest, too', async () => {
    bot.knows(dora, 'Dora');
    bot.knows(fred, { why: 'guest' });
    const { problems } = formOf(
      await save(cleo, await opens(cleo, 'update'), { ...soc, onCall: [user(2), user(3), user(4), user(5)] }),
    );
    expect(problems.onCall).toMatch(/^I cannot find 33333333…, 55555555… in Teams\. Please have them write/);
    expect(problems.onCall).toContain('This person is not a member of the organisation: 44444444…');
    expect(Object.keys(problems)).toEqual(['onCall']);
    expect(await contact()).toBeNull();
  });

  it('are not saved unseen where Teams does not say who they are', async () => {
    const form = await opens(cleo, 'update');
    const { person: asks } = world.teams;
    const chat = {
      ...world.teams,
      person: async (id: Identity, fresh: boolean) => {
        if (id === eve) throw new ChatError('unreachable', 'timeout');
        return asks(id, fresh);
      },
    };
    world.chats.teams = chat;
    bot.restart();
    const { problems } = formOf(await save(cleo, form, { ...soc, onCall: [user(3)] }));
    expect(problems.onCall).toBe('I could not check 33333333… just now. Please save again in a minute.');
  });

  it('count for the manager of a tenant as well', async () => {
    const form = await opens(cleo, 'setup Contoso');
    const values = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '0' };
    expect(formOf(await save(cleo, form, { ...values, manager: [user(3)] })).problems.manager).toContain('33333333…');
  });
});

it('all mistakes of a contact come back at once, each at its field, with what was typed', async () => {
  const typed = {
    ...soc,
    ...{ kind: 'person', firstName: '', lastName: 'http://evil.example <b>x</b>', email: 'nobody', phone: '12' },
    ...{ locale: 'xx', timezone: 'Nowhere' },
  };
  const { problems, fields } = formOf(await save(ada, await opens(ada, 'update'), typed));
  expect(problems).toEqual({
    firstName: 'Please fill in this field.',
    lastName: 'Please enter only a name, without addresses and without < or >.',
    email: expect.stringContaining('not an e-mail address'),
    phone: expect.stringContaining('enter a phone number with its country code'),
    locale: 'Please choose one of the options.',
    timezone: expect.stringContaining('do not know this time zone'),
  });
  const zone = fields.find(({ name }) => name === 'timezone');
  expect(zone).toMatchObject({
    value: 'Nowhere',
    few: expect.arrayContaining([{ value: 'Nowhere', label: 'Nowhere' }]),
  });
  expect(fields.find(({ name }) => name === 'lastName')).toMatchObject({ value: typed.lastName });
  expect(await contact()).toBeNull();
});

it.each(['a <b>', 'https://evil.example', 'www.evil.example', 'eve@evil.example'])(
  'no name is %s; an apostrophe, a dot or a company’s domain may be in one',
  async (firstName) => {
    const wrong = formOf(await save(ada, await opens(ada, 'update'), { ...soc, firstName }));
    expect(Object.keys(wrong.problems)).toEqual(['firstName']);
    expect((await save(ada, wrong, { ...soc, firstName: 'O’Neil & Co. / Contoso.com 24x7' })).kind).toBe('card');
  },
);

describe('channels', () => {
  const rooms: Record<string, ChannelFacts> = {
    C1: { kind: 'not joined', name: 'one' },
    C2: { kind: 'not joined', name: 'two' },
    C3: { kind: 'archived', name: 'old' },
    C4: { kind: 'joined', name: 'all', open: true, external: false },
    C5: { kind: 'joined', name: 'guests', open: false, external: true },
  };
  beforeEach(() => {
    for (const [address, facts] of Object.entries(rooms)) bot.hasChannel({ platform: 'slack', address }, facts);
  });

  it('that are wrong are all named, by what is wrong with them', async () => {
    const channels = [...Object.keys(rooms), 'C6', 'nonsense'];
    const { problems } = formOf(await save(ada, await opens(ada, 'update'), { ...soc, channels, email: 'nope' }));
    expect(problems.channels).toContain('I am not in #one, #two yet. In each of them, type /invite');
    expect(problems.channels).toContain('The channel #old is archived.');
    expect(problems.channels).toContain('I cannot find C6.');
    expect(problems.channels).toContain('I cannot find “nonsense”.');
    expect(problems.channels).toContain('Open to everybody in the organisation: #all.');
    expect(problems.channels).toContain('Open to guests or people from other organisations: #guests.');
    expect(Object.keys(problems).sort()).toEqual(['allowPublic', 'channels', 'email']);
  });

  it('of the set-up are each told at their own field', async () => {
    const values = { id: contoso, name: '', partnerType: 'directBill', anniversaryMonth: '0' };
    const wrong = { fraudChannels: ['C1', 'C3'], adminChannel: ['nonsense'], expertsChannel: ['C4'] };
    const { problems } = formOf(await save(ada, await opens(ada, 'setup Contoso'), { ...values, ...wrong }));
    expect(problems.fraudChannels).toMatch(/#one.*#old/);
    expect(problems.adminChannel).toContain('nonsense');
    expect(problems.expertsChannel).toContain('#all');
    expect(Object.keys(problems).sort()).toEqual([
      ...['adminChannel', 'allowPublic', 'expertsChannel', 'fraudChannels', 'name'],
    ]);
  });

  it('of the set-up name what would be posted where others can read it', async () => {
    const values = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '0' };
    const open = { fraudChannels: ['C4'], adminChannel: ['C5'], expertsChannel: ['C4'] };
    const { problems, fields } = formOf(await save(ada, await opens(ada, 'setup Contoso'), { ...values, ...open }));
    expect(problems.fraudChannels).toContain('if you want fraud alerts there');
    expect(problems.adminChannel).toContain('if you want messages for administrators there');
    expect(problems.expertsChannel).toContain('if you want people’s questions there');
    expect(text(fields)).not.toContain('alerts there');
  });
});

describe('the name of a partner tenant', () => {
  const named = (name: string) => ({
    ...{ id: '99999999-2222-4333-8444-555555555555', name, partnerType: 'directBill', anniversaryMonth: '0' },
  });
  const saves = async (name: string) => save(ada, formOf(await bot.press(ada, 'contact.setup', 'new')), named(name));

  it.each(['contoso', 'Cоntoso', 'Con\u00adtoso', 'C0ntoso'])('“%s” is refused beside Contoso', async (name) => {
    expect(formOf(await saves(name)).problems).toEqual({ name: expect.stringContaining('or one that looks the same') });
    expect(await world.store.read((reader) => reader.list('tenants'))).toHaveLength(1);
  });

  it('is saved with a warning when a word of it mixes alphabets, and without one otherwise', async () => {
    expect(text(await saves('Fabrіkam'))).toContain('letters from several alphabets');
    expect(text(await saves('Контора Fabrikam'))).not.toContain('letters from several alphabets');
  });
});
