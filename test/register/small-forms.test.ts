import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, text, type Values } from '../support/a-bot.ts';
import { ada, aTenant, contoso, eve, sam, slackChannel, teamsChannel } from '../support/partner.ts';

const bob: Identity = 'slack:T1/UBOB';
const fabrikam = '22222222-2222-4222-8222-222222222222';
const other: StoredTenant = { ...aTenant(), id: fabrikam, name: 'Fabrikam Deutschland Aktiengesellschaft' };
const aPartner = (tenants: readonly StoredTenant[] = [aTenant()]) =>
  aBot({
    chats: {
      people: { [ada]: 'Ada', [bob]: 'Bob', [sam]: 'Sam', [eve]: 'Eve' },
      channels: [{ channel: slackChannel, facts: { name: 'soc' }, members: [sam] }, { channel: teamsChannel }],
    },
    admins: [ada, bob],
    tenants,
  });
type Bot = Awaited<ReturnType<typeof aPartner>>;

const open = async (bot: Bot, id: string, value = '') => formOf(await bot.press(ada, id, value));
const names = (form: { fields: readonly { name: string }[] }) => form.fields.map(({ name }) => name);
const contact = async (bot: Bot) => (await bot.tenant())?.contact;

const entered: Values = {
  ...{ kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33142685300' },
  ...{ locale: 'en', timezone: 'UTC' },
};

describe('a form of one field', () => {
  const typed: [id: string, field: 'phone' | 'email' | 'channels', values: Values, title: string][] = [
    ['contact.phone', 'phone', { phone: '+33 1 42 68 53 99' }, 'Change phone'],
    ['contact.email', 'email', { email: 'new@contoso.com' }, 'Change e-mail'],
    ['contact.channels', 'channels', { channels: [], removeChannels: ['teams:19:a@thread.tacv2'] }, 'Change channels'],
  ];

  it.each(typed)(
    '%s has this field alone, of the only tenant, and changes it alone',
    async (id, field, values, title) => {
      const bot = await aPartner();
      const before = await contact(bot);
      const form = await open(bot, id);
      expect(names(form).filter((name) => !name.startsWith('remove'))).toEqual([field]);
      expect(form).toMatchObject({ id, title });
      cardOf(await bot.submit(ada, form, values));
      const after = await contact(bot);
      const kept = Object.entries(before ?? {}).filter(([key]) => key !== field && !/^(attested|phone24x7)/.test(key));
      expect(after).toMatchObject(Object.fromEntries(kept));
      expect(after).not.toMatchObject({ [field]: before?.[field] });
      expect(text(cardOf(await bot.say(ada, 'history')))).toContain('changed the contact');
    },
  );

  it('refuses what the whole form refuses, and keeps what was typed', async () => {
    const bot = await aPartner();
    const refused = formOf(await bot.submit(ada, await open(bot, 'contact.phone'), { phone: '0142' }));
    expect(refused.problems).toEqual({ phone: expect.stringContaining('country code') });
    expect(refused.fields).toMatchObject([{ name: 'phone', value: '0142' }]);
    expect((await contact(bot))?.phone).toBe('+33142685300');
  });

  it.each([
    ['+33 1 44 55', 'This phone number is too short.'],
    ['+33 1 44 55 66 77 88 99', 'This phone number is too long.'],
    ['+33 0 00 00 00 00', 'This phone number does not exist.'],
    ['call me', 'country code'],
  ])('says what is wrong with %s', async (phone, problem) => {
    const bot = await aPartner();
    const refused = formOf(await bot.submit(ada, await open(bot, 'contact.phone'), { phone }));
    expect(refused.problems.phone).toContain(problem);
  });

  it.each([
    ['by the country of the number that is recorded', '01 44 55 66 77', {}, '+33 1 44 55 66 77'],
    ['by the time zone', '030 901820', { phone: '', timezone: 'Europe/Berlin' }, '+49 30 901820'],
  ])(
    'proposes a number with its country code, %s, and saves it only when it is sent again',
    async (_how, phone, recorded, full) => {
      const bot = await aPartner([aTenant({ contact: recorded })]);
      const refused = formOf(await bot.submit(ada, await open(bot, 'contact.phone'), { phone }));
      expect(refused.problems.phone).toContain(`“${phone}” has no country code.`);
      expect(refused.fields).toMatchObject([{ name: 'phone', value: full }]);
      cardOf(await bot.submit(ada, refused, { phone: full }));
      expect((await contact(bot))?.phone).toBe(full.replaceAll(' ', ''));
    },
  );

  it('in which nothing was changed says what is still recorded, without a green sign', async () => {
    const bot = await aPartner();
    const same = cardOf(await bot.submit(ada, await open(bot, 'contact.phone'), { phone: '+33 1 42 68 53 00' }));
    expect(same).toMatchObject({ title: 'Nothing changed', tone: 'neutral' });
    expect(text(same)).toMatch(/This is still recorded:[\s\S]*\+33 1 42 68 53 00/);
  });

  it('says nothing about a field that it does not have', async () => {
    const bot = await aPartner([
      aTenant({ contact: { kind: 'person', firstName: 'Ada', middleName: 'B.', lastName: '' } }),
    ]);
    cardOf(await bot.submit(ada, await open(bot, 'contact.phone'), { phone: '+33142685399' }));
    expect(await contact(bot)).toMatchObject({ phone: '+33142685399', middleName: 'B.', lastName: '' });
  });

  it('keeps the names of a group as they are recorded', async () => {
    const bot = await aPartner([aTenant({ contact: { middleName: '' } })]);
    cardOf(await bot.submit(ada, await open(bot, 'contact.phone'), { phone: '+33142685399' }));
    expect(await contact(bot)).toMatchObject({ phone: '+33142685399', middleName: '' });
  });

  it('keeps what somebody else saved meanwhile, and asks where it is the same field', async () => {
    const bot = await aPartner();
    const [mail, phone, same] = [
      await open(bot, 'contact.email'),
      await open(bot, 'contact.phone'),
      await open(bot, 'contact.phone'),
    ];
    cardOf(await bot.submit(bob, mail, { email: 'new@contoso.com' }));
    cardOf(await bot.submit(ada, phone, { phone: '+33142685399' }));
    expect(await contact(bot)).toMatchObject({ email: 'new@contoso.com', phone: '+33142685399' });
    const asked = formOf(await bot.submit(bob, same, { phone: '+33142685398' }));
    expect(asked).toMatchObject({ id: 'contact.phone' });
    expect(names(asked)).toEqual(['phone']);
    expect(text(asked)).toContain('Your entries are not saved yet, because ');
    cardOf(await bot.submit(bob, asked, { phone: '+33142685398' }));
    expect((await contact(bot))?.phone).toBe('+33142685398');
  });

  it('is the whole form where no contact is recorded', async () => {
    const bot = await aPartner([{ ...aTenant(), contact: null }]);
    const form = await open(bot, 'contact.phone', contoso);
    expect(form.id).toBe('contact.update');
    expect(names(form)).toContain('firstName');
  });

  it('lets people choose among several tenants, and says in its title which one it is', async () => {
    const bot = await aPartner([aTenant(), other]);
    const chooser = cardOf(await bot.press(ada, 'contact.phone', ''));
    expect(chooser.rows.map(({ button }) => button)).toMatchObject([
      { kind: 'form', id: 'contact.phone', value: contoso },
      { kind: 'form', id: 'contact.phone', value: fabrikam },
    ]);
    expect((await open(bot, 'contact.phone', fabrikam)).title).toBe('Phone: Fabrikam Deutsch…');
    expect((await open(bot, 'contact.update', contoso)).title).toBe('Contact: Contoso');
  });

  it('is refused to people who may not change the contact', async () => {
    const bot = await aPartner();
    const form = await open(bot, 'contact.phone');
    for (const reply of [
      await bot.press(sam, 'contact.phone', contoso),
      await bot.submit(sam, form, { phone: '+33142685399' }),
    ])
      expect(text(cardOf(reply))).toContain('Global Administrator');
    expect((await contact(bot))?.phone).toBe('+33142685300');
  });
});

it('the form of who is on call now opens for the only tenant, and lets people choose among several', async () => {
  expect(names(formOf(await (await aPartner()).press(ada, 'contact.onCall', '')))).toEqual(['onCall', 'until']);
  const chooser = cardOf(await (await aPartner([aTenant(), other])).press(ada, 'contact.onCall', ''));
  expect(chooser.rows.map(({ button }) => button)).toMatchObject([{ id: 'contact.onCall' }, { id: 'contact.onCall' }]);
});

it('the people on call have a form of their own, with their calendars', async () => {
  const bot = await aPartner();
  const form = await open(bot, 'contact.onCallPeople', contoso);
  expect(names(form)).toEqual(expect.arrayContaining(['onCall', 'onCallCalendar', 'onCall2', 'calendarNames']));
  cardOf(await bot.submit(ada, form, { onCall: ['UADA'] }));
  expect((await contact(bot))?.onCall).toEqual([ada]);
});

describe('the name', () => {
  it('of a group is one field, which is its first and its middle name', async () => {
    const bot = await aPartner();
    const form = await open(bot, 'contact.update', contoso);
    expect(names(form).filter((name) => name.endsWith('Name'))).toEqual(['firstName']);
    const saved = cardOf(await bot.submit(ada, form, { ...entered, firstName: 'Night desk' }));
    expect(await contact(bot)).toMatchObject({ firstName: 'Night desk', middleName: 'Night desk' });
    expect(saved.text.map(plainOf)).toContain('First and middle name: Night desk');
  });

  it('of a person is asked for once somebody says that it is one', async () => {
    const bot = await aPartner();
    const form = await open(bot, 'contact.update', contoso);
    const asked = formOf(await bot.submit(ada, form, { ...entered, kind: 'person', firstName: 'Ada' }));
    expect(names(asked).slice(0, 4)).toEqual(['kind', 'firstName', 'middleName', 'lastName']);
    expect(asked.notice).toBe('1 field to correct: “Last name”');
    cardOf(
      await bot.submit(ada, asked, { ...entered, kind: 'person', firstName: 'Ada', middleName: '', lastName: 'Byron' }),
    );
    expect(await contact(bot)).toMatchObject({ kind: 'person', firstName: 'Ada', middleName: '', lastName: 'Byron' });
  });
});

it('the whole form leaves the second level, groups and calendars to the form of who is on call, and says where it is', async () => {
  const form = await open(await aPartner(), 'contact.update', contoso);
  expect(names(form)).toContain('onCall');
  expect(names(form).filter((name) => /^onCall.|^calendarNames/.test(name))).toEqual([]);
  expect(form.fields.find(({ name }) => name === 'onCall')?.hint).toContain('then press “Change the list”');
});

it('the whole form says what is at Microsoft and what is here', async () => {
  const form = await open(await aPartner(), 'contact.update', contoso);
  expect(form.fields.flatMap(({ name, section }) => (section ? [[section, name]] : []))).toEqual([
    ['At Microsoft', 'firstName'],
    ['Here', 'channels'],
  ]);
});

it('a form that is wrong names the fields to correct', async () => {
  const bot = await aPartner();
  const form = await open(bot, 'contact.update', contoso);
  const refused = formOf(await bot.submit(ada, form, { ...entered, email: 'nobody', phone: '12' }));
  expect(refused.notice).toBe('2 fields to correct: “E-mail”, “24x7 phone”');
});

describe('Done in Partner Center', () => {
  const fresh = { attestedAt: null, attestedBy: null, phone24x7At: null, phone24x7By: null };
  const due = () =>
    aPartner([{ ...aTenant({ contact: fresh }), complianceAttestedAt: null, complianceAttestedBy: null }]);

  it('asks all at once, next to what Partner Center has to show; only what was pressed is ticked already', async () => {
    const bot = await due();
    const form = await open(bot, 'contact.attest', `${contoso} 1 ask`);
    const all = ['attested', 'phoneAttested', 'complianceAttested'];
    expect(form.fields).toMatchObject([{ value: ['attested'], required: true }]);
    const [ticks] = form.fields;
    expect(ticks?.kind === 'ticks' && ticks.choices.map(({ value }) => value)).toEqual(all);
    expect(text(form.intro)).toMatch(/First and middle name: SOC.*E-mail: soc@contoso.com.*Phone: \+33 1 42 68 53 00/s);
    const done = cardOf(await bot.submit(ada, form, { attested: all }));
    expect(done.tone).toBe('good');
    expect(text(done.text)).toContain(
      'Thank you. I recorded that Partner Center shows the same contact, that somebody answers the phone day and night and that at least one user has',
    );
    expect(await bot.tenant()).toMatchObject({
      complianceAttestedBy: ada,
      contact: { attestedBy: ada, phone24x7By: ada },
    });
    expect(cardOf(await bot.say(ada, 'history')).rows).toHaveLength(3);
  });

  it('records what is ticked alone, and nothing where nothing is', async () => {
    const bot = await due();
    const form = await open(bot, 'contact.attest', `${contoso} 1 ask`);
    expect(formOf(await bot.submit(ada, form, { attested: [] })).problems).toHaveProperty('attested');
    cardOf(await bot.submit(ada, form, { attested: ['attested'] }));
    expect(await bot.tenant()).toMatchObject({
      complianceAttestedBy: null,
      contact: { attestedBy: ada, phone24x7By: null },
    });
  });

  it('records nothing where somebody changed the contact since it was asked', async () => {
    const bot = await due();
    const form = await open(bot, 'contact.attest', `${contoso} 1 ask`);
    cardOf(await bot.submit(bob, await open(bot, 'contact.phone'), { phone: '+33142685399' }));
    expect(text(cardOf(await bot.submit(ada, form, { attested: ['attested'] })))).toContain('nothing was recorded');
    expect((await contact(bot))?.attestedAt).toBeNull();
    expect(text(await open(bot, 'contact.attest', `${contoso} 1 ask`))).toContain(
      'Somebody changed the contact after you opened the previous card',
    );
  });

  it.each([
    ['contact.attest', 'attestedBy'],
    ['contact.phone24x7', 'phone24x7By'],
  ])('of an older card, %s asked already and records at once', async (id, by) => {
    const bot = await due();
    cardOf(await bot.press(ada, id, `${contoso} 1`));
    expect(await contact(bot)).toMatchObject({ [by]: ada });
  });
});
