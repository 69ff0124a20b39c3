import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from '../../src/domain/tenant/identity.ts';
import { partsOf } from '../support/adaptive-card-validator.ts';
import { isNotice } from './on-teams.ts';
import { visible } from './read-teams.ts';
import { contosoId, type Stage, stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await stage();
  await on.knows({ contact: { kind: 'person', firstName: 'Desk', middleName: '', lastName: 'Byron' } });
  await on.ready();
});
afterEach(() => on.closes());

const contact = async () => (await on.record()).register.tenants[0]?.contact;
const actions = async () => (await on.record()).history.map(({ deed, byName }) => `${byName} ${deed}`);

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  it('a form with every field wrong comes back once, each problem at its field, and keeps what was typed', async () => {
    const ada = on.admin(platform, 'Ada');
    const before = await on.record();
    await on[platform].channel('alerts');
    const unknown = on[platform].picked(await on[platform].channel('nowhere', 'unknown'));
    await ada.opens('update');
    const wrong = { kind: 'person', firstName: '', lastName: '', email: 'nope', phone: '12', timezone: 'Mars/Olympus' };
    await ada.saves({ ...wrong, channels: unknown }, 'forced');
    expect(Object.keys(ada.problems()).sort()).toEqual(
      ['firstName', 'lastName', 'email', 'phone', 'timezone', 'channels'].sort(),
    );
    for (const [field, value] of Object.entries(wrong)) expect(ada.entered(field)).toBe(value);
    expect(ada.entered('channels')).toEqual(unknown);
    expect(await on.record()).toEqual(before);

    await ada.saves({ firstName: 'Ada', lastName: 'Byron', email: 'soc@contoso.example', channels: [] }, 'forced');
    expect(Object.keys(ada.problems()).sort()).toEqual(['phone', 'timezone']);
    await ada.saves({ phone: '0033 1 42 68 53 01', timezone: 'America/New_York' });
    expect(ada.reads()).toContain('E-mail: soc@contoso.example');
    expect(await contact()).toMatchObject({ kind: 'person', lastName: 'Byron', phone: '+33142685301' });
  });

  it('the second of two admins is told what the first changed, keeps what was typed, and may save over it', async () => {
    const [ada, bob] = [on.admin(platform, 'Ada'), on.admin(platform, 'Bob')];
    await ada.opens('update');
    await bob.opens('update');
    await ada.saves({ email: 'ada@contoso.example', phone: '+33142685399' });
    const told = await bob.saves({ email: 'bob@contoso.example', lastName: 'Team' });
    expect(told).toContain('Ada changed the contact (E-mail)');
    expect([bob.entered('email'), bob.entered('lastName')]).toEqual(['bob@contoso.example', 'Team']);
    expect(await contact()).toMatchObject({ email: 'ada@contoso.example', lastName: 'Byron' });

    expect(await bob.saves()).toContain('E-mail: bob@contoso.example');
    expect(await contact()).toMatchObject({ phone: '+33142685399', lastName: 'Team' });
    expect(await actions()).toEqual(['Bob contact.updated', 'Ada contact.updated', 'Import register.imported']);
  });

  it('nothing typed is markup: it shows as it was typed, wherever it is read again', async () => {
    const ada = on.admin(platform, 'Ada');
    const typed = {
      kind: 'person',
      firstName: '!channel &lt;at&gt;all & *b* _i_',
      middleName: '[click](evil) @here',
      lastName: '👩🏽‍🚒 عمر السمان :fire: `x`',
    };
    await ada.opens('update');
    const saved = await ada.saves(typed);
    const shown = await ada.says('show');
    const history = await ada.says('history');
    await ada.opens('update');
    for (const [field, text] of Object.entries(typed)) {
      if (field === 'kind') continue;
      for (const read of [saved, shown, history]) expect(read).toContain(text);
      expect(ada.entered(field)).toBe(text);
    }
    expect(await contact()).toMatchObject(typed);
  });

  it.each(['firstName', 'middleName', 'lastName', 'email'])(
    '3,000 characters in %s are refused by length',
    async (field) => {
      const ada = on.admin(platform, 'Ada');
      await ada.opens('update');
      const text = field === 'email' ? `${'a'.repeat(2_985)}@contoso.example` : 'é'.repeat(3_000);
      await ada.saves({ kind: 'person', lastName: 'B', [field]: text }, 'forced');
      expect(ada.problems()).toEqual({ [field]: expect.stringMatching(/shorten this text to (64|254) characters/) });
      expect(ada.entered(field)).toBe(text);
    },
  );

  it('a personal address and a domain without mail are warned about, and saved', async () => {
    const ada = on.admin(platform, 'Ada');
    on.domains.set('nomail.example', 'no');
    await ada.opens('update');
    const saved = await ada.saves({ email: 'ada.byron@nomail.example' });
    expect(saved).toContain('is one person’s address');
    expect(saved).toContain('The domain nomail.example does not exist or has no mail server');
    expect(await contact()).toMatchObject({ email: 'ada.byron@nomail.example' });
  });
});

it('two admins on two platforms see each other', async () => {
  const [ada, bob] = [on.admin('slack', 'Ada'), on.admin('teams', 'Bob')];
  await ada.opens('update');
  await bob.opens('update');
  await ada.saves({ phone: '+33142685399' });
  expect(await bob.saves({ phone: '+33142685311' })).toContain('Ada changed the contact (24x7 phone)');
  expect(await bob.saves()).toContain('Phone: +33 1 42 68 53 11');
  expect(await ada.says('history')).toContain('Bob changed the contact');
});

it('in Teams what is to be entered in Partner Center is in the private chat too: the dialog is gone when it closes', async () => {
  const ada = on.admin('teams', 'Ada');
  await ada.opens('update');
  const saved = await ada.saves({ email: 'new@contoso.example' });
  expect(saved).toContain('E-mail: new@contoso.example');
  ada.closes();
  await vi.waitUntil(() => ada.reads().includes('Open Partner Center'), { timeout: 5_000 });
  expect(ada.reads()).toContain('E-mail: new@contoso.example');
  expect(await ada.presses('Done in Partner Center')).toContain('E-mail: new@contoso.example');
  expect(await ada.saves()).toContain('I recorded that Partner Center shows the same contact.');

  // But for the notice of the import, which comes when it comes.
  const cards = () =>
    on.teams
      .raw(ada)
      .cards()
      .filter(({ content }) => !isNotice(content)).length;
  await ada.opens('update');
  const before = cards();
  expect(await ada.saves({ timezone: 'Europe/Brussels' })).toMatch(/othing to do in Partner Center/);
  ada.closes();
  await ada.says('help');
  expect(cards()).toBe(before + 1);
});

describe('more channels of Teams than a form holds', () => {
  const choicesIn = (ada: ReturnType<Stage['admin']>, field: string) => {
    const [input] = partsOf(on.teams.raw(ada).dialog() ?? {}).filter(({ id }) => id === field);
    const choices: { title: string; value: string }[] = Array.isArray(input?.choices) ? input.choices : [];
    return { query: input?.['choices.data'], titles: choices.map(({ title }) => visible(title)) };
  };
  const seeks = async (ada: ReturnType<Stage['admin']>, dataset: string, queryText: string) => {
    const { body } = await on.teams.raw(ada).invoke('application/search', { dataset, queryText });
    const { results }: { results?: { title: string; value: string }[] } = Object(Object(body).value);
    return results ?? [];
  };

  it('are searched by typing, and the one where the bot was just mentioned comes first', async () => {
    const ada = on.admin('teams', 'Ada');
    const rooms: Channel[] = [];
    for (let n = 10; n < 25; n++) rooms.push(await on.teams.channel(`room ${n}`, 'closed', [ada]));
    await ada.opens('update');
    expect(choicesIn(ada, 'channels').titles).toHaveLength(12);
    expect(choicesIn(ada, 'channels').titles[0]).toBe('Operations › room 10');
    expect(choicesIn(ada, 'channels').query).toEqual({ type: 'Data.Query', dataset: 'channels' });
    expect(ada.reads()).toContain('3 more: type part of the name.');

    const [last] = rooms.slice(-1);
    const room = on.wires.teams.conversations.get(last?.address ?? '');
    if (!room || !last) throw new Error('no room');
    await on.teams.raw(ada, room).says('help');
    await vi.waitUntil(async () => {
      await ada.opens('update');
      return choicesIn(ada, 'channels').titles[0] === 'Operations › room 24';
    });

    const [found] = await seeks(ada, 'channels', 'room 23');
    expect(found?.title).toBe('Operations › room 23');
    expect(await seeks(ada, 'channels', 'nothing like it')).toEqual([]);
    await ada.saves({ channels: [found?.value ?? ''] });
    expect(await contact()).toMatchObject({ channels: [rooms[13]] });
    const stranger = on.teams.person('Sam');
    expect(await seeks(stranger, 'channels', 'room')).toEqual([]);
  });

  it('and time zones are searched too', async () => {
    const ada = on.admin('teams', 'Ada');
    await ada.opens('update');
    expect(choicesIn(ada, 'timezone')).toEqual({
      query: { type: 'Data.Query', dataset: 'timezone' },
      titles: ['Europe/Paris'],
    });
    expect((await seeks(ada, 'timezone', 'bruss'))[0]).toEqual({ title: 'Europe/Brussels', value: 'Europe/Brussels' });
    await ada.saves({ timezone: 'Europe/Brussels' });
    expect(await contact()).toMatchObject({ timezone: 'Europe/Brussels' });
  });
});

describe.each(['slack', 'teams'] as const)('setting up in %s', (platform) => {
  it('says everything that is wrong at once, keeps it, and knows a tenant that is there already', async () => {
    const ada = on.admin(platform, 'Ada');
    await ada.says('setup');
    await ada.presses('Add a partner tenant');
    await ada.saves({ id: 'nonsense', name: '' }, 'forced');
    expect(Object.keys(ada.problems()).sort()).toEqual(['id', 'name', 'partnerType']);
    expect(ada.entered('id')).toBe('nonsense');
    await ada.saves({ id: contosoId.toUpperCase(), name: 'Again', partnerType: 'indirectReseller' });
    expect(ada.problems()).toEqual({ id: expect.stringContaining('already') });
    await ada.saves({ id: '55555555-5555-4555-8555-555555555555', name: 'Contoso' });
    expect(ada.problems()).toEqual({ name: expect.stringContaining('Another partner tenant has this name') });
    expect(await ada.saves({ name: '<!here> R&D *x*' })).toContain('<!here> R&D *x*');
    expect((await on.record()).register.tenants.map(({ name }) => name)).toEqual(['Contoso', '<!here> R&D *x*']);
  });

  it('the second of two admins is told what the first changed, and keeps what was typed', async () => {
    const [ada, bob] = [on.admin(platform, 'Ada'), on.admin(platform, 'Bob')];
    const admins = await on[platform].channel('admins');
    for (const person of [ada, bob]) await person.opens('setup Contoso');
    await ada.saves({ anniversaryMonth: '3', adminChannel: on[platform].picked(admins).join() });
    const told = await bob.saves({ name: 'Contoso Ltd', anniversaryMonth: '4' });
    expect(told).toContain('because Ada changed this tenant (CSP anniversary month) in the meantime');
    expect([bob.entered('name'), bob.entered('anniversaryMonth')]).toEqual(['Contoso Ltd', '4']);
    expect(await bob.saves()).toContain('Contoso → Contoso Ltd');
    const { tenants, organisation } = (await on.record()).register;
    expect(tenants).toMatchObject([{ name: 'Contoso Ltd', anniversaryMonth: 4 }]);
    expect(organisation).toMatchObject({ adminChannel: admins });
  });

  it('the organisation’s channels are called by name on the other platform', async () => {
    const other = platform === 'slack' ? 'teams' : 'slack';
    const [ada, bob] = [on.admin(platform, 'Ada'), on.admin(other, 'Bob')];
    const admins = await on[platform].channel('admins');
    await ada.opens('setup Contoso');
    await ada.saves({ adminChannel: on[platform].picked(admins).join() });
    expect(await bob.opens('setup Contoso')).toMatch(
      /The current choice is (#|Operations › )admins on the other platform/,
    );
    await bob.saves({ anniversaryMonth: '5' });
    expect((await on.record()).register.organisation.adminChannel).toEqual(admins);
  });
});
