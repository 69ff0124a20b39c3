import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { type Form, plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource } from '../support/a-source.ts';
import { ada, contoso, sam, slackChannel } from '../support/partner.ts';
import type { FakeWorld } from '../support/world.ts';

const guest: Identity = 'slack:T1/UGUEST';
let bot: TestBot;
let world: FakeWorld;

const soc = {
  kind: 'group',
  firstName: 'Contoso SOC',
  lastName: '',
  email: 'soc@contoso.com',
  phone: '+33 1 42 68 53 00',
  locale: 'fr',
  timezone: 'Europe/Paris',
  channels: ['C1'],
  onCall: ['USAM'],
};

async function setUp() {
  const declared = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '3' };
  await bot.save(ada, 'setup', declared);
}
async function withContact() {
  await setUp();
  return bot.save(ada, 'update', soc);
}

it('a long text that names no tenant is quoted in short', async () => {
  await setUp();
  const other = '22222222-2222-4222-8222-222222222222';
  const added = formOf(await bot.press(ada, 'contact.setup', 'new'));
  await bot.submit(ada, added, { id: other, name: 'Fabrikam', partnerType: 'directBill', anniversaryMonth: '3' });
  const said = text(await bot.say(ada, `show ${'z'.repeat(500)}`));
  expect(said).toContain(`“${'z'.repeat(59)}…”`);
  expect(said).not.toContain('z'.repeat(60));
});

beforeEach(async () => {
  bot = await aBot({
    chats: {
      people: { [ada]: 'Ada', [sam]: 'Sam', [guest]: { why: 'guest' } },
      channels: [
        { channel: slackChannel, facts: { name: 'soc' }, members: [sam] },
        { channel: { platform: 'slack', address: 'C2' }, facts: { name: 'all', open: true } },
      ],
    },
    tenants: [],
  });
  world = bot.world;
});

describe('the round', () => {
  it('sets up, records, shows, confirms, attests and tells the history', async () => {
    expect(cardOf(await bot.say(ada, 'show')).title).toBe('Your CSP security contact');
    const saved = cardOf(await withContact());
    expect(saved).toMatchObject({ title: 'Saved here. Last step: Partner Center', tone: 'good', facts: [], rows: [] });
    expect(saved.text.map(plainOf).join('\n')).toMatch(/^Settings.*\nFirst and middle name: Contoso SOC\nE-mail: /);
    expect(saved.buttons.map(({ id }) => id)).toEqual(['contact.portal', 'contact.attest']);
    const shown = cardOf(await bot.say(sam, ''));
    expect(text(shown.text)).toContain('+33 1 42 68 53 00');
    const attest = saved.buttons.find(({ id }) => id === 'contact.attest');
    const question = formOf(await bot.press(ada, 'contact.attest', attest?.value ?? ''));
    const attested = cardOf(await bot.submit(ada, question, { attested: ['attested'] }));
    expect(text(attested.text[0])).toMatch(/recorded that Partner Center shows the same/);
    expect(attested.buttons.map(({ id }) => id)).not.toContain('contact.attest');
    expect(text(cardOf(await bot.say(sam, 'confirmer')).text[0])).toMatch(/Merci/);
    const history = cardOf(await bot.say(sam, 'history'));
    expect(history.rows.map(({ title }) => text(title)).join()).toMatch(
      /confirmed that the contact.*confirmed that Partner Center.*changed.*set up/,
    );
    // Alerts' deeds are there too.
    expect(text(history.text)).toContain(
      'These are the changes to the security contact of Contoso and the work on its alerts',
    );
  });
});

describe('saving', () => {
  it('refuses with every problem at its field and keeps what was typed', async () => {
    await setUp();
    const form = formOf(await bot.say(ada, 'update'));
    const again = formOf(
      await bot.submit(ada, form, {
        ...soc,
        kind: 'person',
        firstName: '',
        email: 'nope',
        phone: '12',
        timezone: 'Mars',
        channels: ['C9'],
      }),
    );
    expect(Object.keys(again.problems).sort()).toEqual([
      'channels',
      'email',
      'firstName',
      'lastName',
      'phone',
      'timezone',
    ]);
    expect(again.fields.find(({ name }) => name === 'email')).toMatchObject({ value: 'nope' });
    expect(cardOf(await bot.say(ada, 'history')).rows).toHaveLength(1);
  });

  it('of what Partner Center’s form does not have leaves nothing to do there', async () => {
    await withContact();
    const save = async (values: object) => cardOf(await bot.save(ada, 'update', { ...soc, ...values }));
    const open = await save({ channels: [] });
    expect(text(open.text)).toMatch(
      /othing to do in Partner Center.*Nobody has confirmed yet that Partner Center shows the same.*No channel is chosen/s,
    );
    expect(open.rows).toEqual([]);
    const attest = open.buttons.find(({ id }) => id === 'contact.attest');
    const question = formOf(await bot.press(ada, 'contact.attest', attest?.value ?? ''));
    await bot.submit(ada, question, { attested: ['attested'] });
    const done = await save({ channels: [], onCall: [], locale: 'en', timezone: 'UTC' });
    expect(text(done.text)).toMatch(/othing to do in Partner Center/);
    expect(text(done.text)).not.toMatch(/Nobody has confirmed yet/);
    expect(done.buttons.map(({ id }) => id)).toEqual(['contact.show']);
    const due = await save({ channels: [], onCall: [], phone: '+33142685301' });
    expect(due.buttons.map(({ id }) => id)).toEqual(['contact.portal', 'contact.attest']);
    expect(due.text.map(plainOf)).toContain('Phone: +33 1 42 68 53 01');
    expect(text(due.text)).not.toContain('soc@contoso.com');
  });

  it('asks an explicit yes for an open channel, once', async () => {
    await setUp();
    const form = formOf(await bot.say(ada, 'update'));
    expect(form.fields.map(({ name }) => name)).not.toContain('allowPublic');
    const again = formOf(await bot.submit(ada, form, { ...soc, channels: ['C2'] }));
    expect(again.problems).toHaveProperty('allowPublic');
    const saved = cardOf(await bot.submit(ada, again, { ...soc, channels: ['C2'], allowPublic: ['yes'] }));
    expect(saved.tone).toBe('good');
    const next = formOf(await bot.say(ada, 'update'));
    expect((await bot.submit(ada, next, { ...soc, channels: ['C2'], firstName: 'SOC' })).kind).toBe('card');
  });

  it('warns of no channel, a dead domain and one person’s address without asking again', async () => {
    await setUp();
    world.domains.set('dead.example', 'no');
    const saved = cardOf(await bot.save(ada, 'update', { ...soc, channels: [], email: 'ada.lovelace@dead.example' }));
    expect(text(saved.text)).toMatch(/No channel is chosen.*has no mail server.*one person/s);
    // It may be put off.
    expect(text(saved.text)).not.toContain('remind');
  });

  it('warns of a contact without a channel, without asking again', async () => {
    await setUp();
    const form = formOf(await bot.say(ada, 'update'));
    const saved = cardOf(await bot.submit(ada, form, { ...soc, channels: [] }));
    expect(saved.tone).toBe('warning');
    expect(text(saved.text)).toContain('No channel is chosen');
    const again = formOf(await bot.say(ada, 'update'));
    expect(text(await bot.submit(ada, again, soc))).not.toContain('No channel is chosen');
  });

  it('acts once on the same delivery', async () => {
    await setUp();
    const form = formOf(await bot.say(ada, 'update'));
    await bot.submit(ada, form, soc, 'same');
    await bot.submit(ada, form, soc, 'same');
    expect(cardOf(await bot.say(ada, 'history')).rows).toHaveLength(2);
  });

  it('keeps the other platform’s channels unless they are ticked for removal', async () => {
    await withContact();
    const { contact = null } = (await bot.tenant()) ?? {};
    if (!contact) throw new Error('no contact');
    const elsewhere = { platform: 'teams', address: '19:x@thread.tacv2' } as const;
    await bot.edit({ contact: { ...contact, channels: [...contact.channels, elsewhere] } });
    const form = formOf(await bot.say(ada, 'update'));
    expect(form.fields.map(({ name }) => name)).toContain('removeChannels');
    await bot.submit(ada, form, { ...soc, channels: [] });
    expect((await bot.tenant())?.contact?.channels).toEqual([elsewhere]);
  });
});

describe('rights', () => {
  it.each(['update', 'setup'])('%s is for Global Administrators, and says who can help', async (verb) => {
    await withContact();
    const refused = cardOf(await bot.say(sam, verb));
    expect(text(refused.text)).toMatch(/Global Administrator.*Who can help.*Ada/s);
  });

  it('checks again at submit', async () => {
    await setUp();
    const form = formOf(await bot.say(ada, 'update'));
    world.admins.clear();
    expect(text(cardOf(await bot.submit(ada, form, soc)).text)).toMatch(/Only a Global Administrator/);
    expect(cardOf(await bot.say(sam, 'history')).rows).toHaveLength(1);
  });

  it('lets a member of the contact’s channel confirm, and nobody else', async () => {
    await withContact();
    world.admins.clear();
    expect(text(cardOf(await bot.say(sam, 'confirm')).text[0])).toMatch(/Thank you/);
    expect(cardOf(await bot.say(ada, 'confirm')).title).toBe('You cannot do that');
  });

  it('refuses guests, and everybody while the platform does not answer', async () => {
    await withContact();
    expect(text(cardOf(await bot.say(guest, 'show')).text)).toMatch(/Guests/);
    world.slack.failing = new ChatError('unreachable', 'timeout');
    expect(text(cardOf(await bot.say(ada, 'confirm')).text)).toMatch(/could not check who you are/);
    await world.time.advance(300_000);
    expect(text(cardOf(await bot.say(ada, 'show')).text)).toMatch(/could not check who you are/);
  });

  it('refuses at once whom the directory no longer calls an administrator, whatever it said a moment ago', async () => {
    await withContact();
    expect(await world.directory.roleOf(ada, false)).toBe('admin');
    world.admins.delete(ada);
    expect(cardOf(await bot.say(ada, 'update')).title).toBe('You cannot do that');
    expect(await world.directory.roleOf(ada, false)).toBe('none');
  });

  it('refuses at once a guest who was a member a moment ago, when something is to change', async () => {
    await withContact();
    await bot.say(sam, 'show');
    bot.knows(sam, { why: 'guest' });
    expect(text(cardOf(await bot.say(sam, 'confirm')).text)).toMatch(/Guests/);
  });
});

describe('words', () => {
  it('names the nearest verb, and speaks French to the French', async () => {
    expect(text(cardOf(await bot.say(ada, 'updaet')).text)).toContain('/security-contact update');
    expect(cardOf(await bot.say(ada, 'aide')).title).toBe('Ce que je sais faire');
    const english = { from: ada, locale: 'en', fromChannel: null, key: null, kind: 'command', words: 'aide' } as const;
    expect(cardOf(await bot.handle(english)).title).toBe('Ce que je sais faire');
    const slip = cardOf(await bot.say(ada, 'Affiche'));
    expect(slip.title).toBe('Je n’ai pas compris « Affiche »');
    expect(text(slip.text)).toContain('/security-contact afficher');
  });
});

describe('what a review found', () => {
  it('does nothing for somebody without the right: no channel is joined, no name server asked', async () => {
    await setUp();
    const form = formOf(await bot.say(ada, 'update'));
    const asked: string[] = [];
    world.chats.slack = {
      ...world.slack,
      channel: async (address) => {
        asked.push(address);
        return { kind: 'not found' };
      },
    };
    world.mail.takesMail = async (domain) => {
      asked.push(domain);
      return 'unknown';
    };
    bot.restart();
    await bot.submit(sam, form, { ...soc, channels: ['C1'], email: 'x@secret.example' });
    expect(asked).toEqual([]);
  });

  it('answers a second press of Save as saved, and names who changed it after any number of confirmations', async () => {
    await setUp();
    const form = formOf(await bot.say(ada, 'update'));
    await bot.submit(ada, form, soc);
    const again = cardOf(await bot.submit(ada, form, soc));
    expect(again.title).not.toMatch(/not saved/);
    expect(again.buttons.map(({ id }) => id)).toContain('contact.portal');
    const old = formOf(await bot.say(ada, 'update'));
    await bot.save(ada, 'update', { ...soc, phone: '+33142685301' });
    for (let n = 0; n < 120; n++) {
      await world.time.advance(60_000);
      await bot.say(ada, 'confirm');
    }
    expect(text(formOf(await bot.submit(ada, old, { ...soc, phone: '+33142685302' })).notice)).toMatch(
      /Ada.*24x7 phone/,
    );
  });

  it('asks an explicit yes for open channels of the set-up too', async () => {
    await setUp();
    const form = formOf(await bot.press(ada, 'contact.setup', contoso));
    const values = { id: contoso, name: 'Contoso', partnerType: 'directBill', fraudChannels: ['C2'] };
    const again = formOf(await bot.submit(ada, form, values));
    expect(Object.keys(again.problems).sort()).toEqual(['allowPublic', 'fraudChannels']);
    expect(cardOf(await bot.submit(ada, again, { ...values, allowPublic: ['yes'] })).title).toBe(
      'Partner tenant saved',
    );
    expect(cardOf(await bot.say(ada, 'history')).rows.length).toBe(2);
  });

  it('names the senders that name no tenant, before the second one is saved and after it', async () => {
    await setUp();
    world.settings = { ...world.settings, sources: [aSource('prom', { namesTenant: false }), aSource('cipp')] };
    const saved = async (id: string, name: string) => {
      const form = formOf(await bot.press(ada, 'contact.setup', id === contoso ? contoso : 'new'));
      const values = { id, name, partnerType: 'directBill' };
      const reply = await bot.submit(ada, form, values);
      if (reply.kind !== 'form') return text(cardOf(reply).text);
      expect(reply.form.problems.allowUnnamed).toContain('These senders name no partner tenant: prom.');
      return text(cardOf(await bot.submit(ada, reply.form, { ...values, allowUnnamed: ['yes'] })).text);
    };
    expect(await saved(contoso, 'Contoso 2')).not.toContain('administrators');
    expect(await saved('72f988bf-86f1-41af-91ab-2d7cd011db47', 'Fabrikam')).toContain(
      'These sources do not say which one their alerts are about: prom.',
    );
  });

  it.each([
    ['contact.confirm', 'contact.confirmed'],
    ['contact.attest', 'contact.attested'],
    ['contact.phone24x7', 'contact.phoneAttested'],
    ['contact.compliance', 'tenant.complianceAttested'],
  ])(
    'a second press of %s within seconds is one entry; a later one, or one after a change, is another',
    async (id, deed) => {
      await withContact();
      world.slack.channels.get('C1')?.members.push(ada);
      const actions = async () => {
        const all = await world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 }));
        return all.filter((entry) => entry.deed === deed).length;
      };
      const presses = async () => cardOf(await bot.press(ada, id, contoso)).text[0];
      expect(text(await presses())).toContain('Thank you');
      await world.time.advance(3_000);
      expect(text(await presses())).toContain('already recorded');
      expect(await actions()).toBe(1);
      await bot.save(ada, 'update', { ...soc, email: 'other@contoso.com' });
      expect(text(await presses())).toContain('Thank you');
      await world.time.advance(11_000);
      expect(text(await presses())).toContain('Thank you');
      expect(await actions()).toBe(3);
    },
  );

  it('strips what cannot be seen from names', async () => {
    await setUp();
    const again = formOf(await bot.save(ada, 'update', { ...soc, firstName: '\u200b\u202e' }));
    expect(again.problems).toHaveProperty('firstName');
  });
});

describe('what is on the other platform', () => {
  const teams = (address: string) => ({ platform: 'teams', address }) as const;
  const organisation = () => world.store.read((reader) => reader.get('organisation', 'organisation'));
  const entries = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '3' };
  const removed = ({ fields }: Form) => fields.find(({ name }) => name === 'removeElsewhere');

  it('can be removed in set-up, one by one, and stays otherwise', async () => {
    await setUp();
    expect(removed(formOf(await bot.say(ada, 'setup Contoso')))).toBeUndefined();
    await bot.edit({ manager: 'teams:t1/boss' });
    await bot.organisation({ adminChannel: teams('19:admins'), expertsChannel: teams('19:experts') });
    const form = formOf(await bot.say(ada, 'setup Contoso'));
    expect(removed(form)).toMatchObject({
      kind: 'ticks',
      choices: [{ value: 'manager' }, { value: 'adminChannel' }, { value: 'expertsChannel' }],
    });
    await bot.submit(ada, form, { ...entries, removeElsewhere: ['expertsChannel'] });
    expect(await organisation()).toMatchObject({ adminChannel: teams('19:admins'), expertsChannel: null });
    expect(await bot.tenant()).toMatchObject({ manager: 'teams:t1/boss' });
    const next = formOf(await bot.say(ada, 'setup Contoso'));
    await bot.submit(ada, next, { ...entries, removeElsewhere: ['manager', 'adminChannel'] });
    expect(await organisation()).toMatchObject({ adminChannel: null, expertsChannel: null });
    expect(await bot.tenant()).toMatchObject({ manager: null });
  });

  it('keeps its tick in a refused form', async () => {
    await setUp();
    await bot.organisation({ adminChannel: teams('19:admins') });
    const form = formOf(await bot.say(ada, 'setup Contoso'));
    const refused = formOf(await bot.submit(ada, form, { ...entries, name: '', removeElsewhere: ['adminChannel'] }));
    expect(removed(refused)).toMatchObject({ value: ['adminChannel'], choices: [{ value: 'adminChannel' }] });
  });
});
