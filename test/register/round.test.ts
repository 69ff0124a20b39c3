import { beforeEach, describe, expect, it } from 'vitest';
import { createBot } from '../../src/bot.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import type { Bot, Interaction, Reply } from '../../src/request/interaction.ts';
import { plainOf } from '../../src/view/text.ts';
import type { Card, Form } from '../../src/view/view.ts';
import { contoso, type FakeWorld, fakeWorld } from '../support/world.ts';

const ada: Identity = 'slack:T1/UADA';
const sam: Identity = 'slack:T1/USAM';
const guest: Identity = 'slack:T1/UGUEST';
let world: FakeWorld;
let bot: Bot;
let count = 0;

const doing = (from: Identity) => ({ from, locale: null, place: null, key: null });
const say = (from: Identity, words: string) => bot.handle({ ...doing(from), kind: 'command', words });
const press = (from: Identity, button: string, value: string, more: Partial<Interaction> = {}) =>
  bot.handle({ ...doing(from), ...more, kind: 'press', button, value } as Interaction);
const submit = (from: Identity, form: Form, values: Record<string, string | string[] | null>) =>
  bot.handle({ ...doing(from), key: `submit-${count++}`, kind: 'submit', form: form.id, state: form.state, values });

function cardOf(reply: Reply): Card {
  if (reply.kind !== 'card') throw new Error(`not a card: ${JSON.stringify(reply)}`);
  return reply.card;
}
function formOf(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(`not a form: ${JSON.stringify(reply)}`);
  return reply.form;
}
const textOf = (value: unknown): string => JSON.stringify(value);

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
  const form = formOf(await say(ada, 'setup'));
  await submit(ada, form, { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '3' });
}
async function withContact() {
  await setUp();
  return submit(ada, formOf(await say(ada, 'update')), soc);
}

it('a long text that names no tenant is quoted in short', async () => {
  await setUp();
  const said = textOf(await say(ada, `show ${'z'.repeat(500)}`));
  expect(said).toContain(`“${'z'.repeat(59)}…”`);
  expect(said).not.toContain('z'.repeat(60));
});

beforeEach(() => {
  world = fakeWorld();
  bot = createBot(world);
  world.admins.add(ada);
  const member = { kind: 'member', email: null, locale: null, timezone: null } as const;
  world.slack.people.set(ada, { ...member, id: ada, name: 'Ada' });
  world.slack.people.set(sam, { ...member, id: sam, name: 'Sam' });
  world.slack.people.set(guest, { kind: 'stranger', id: guest, why: 'guest' });
  world.slack.channels.set('C1', {
    facts: { kind: 'joined', name: 'soc', open: false, external: false },
    members: [sam],
  });
  world.slack.channels.set('C2', { facts: { kind: 'joined', name: 'all', open: true, external: false }, members: [] });
});

describe('the round', () => {
  it('sets up, records, shows, confirms, attests and tells the history', async () => {
    expect(cardOf(await say(ada, 'show')).title).toBe('Your CSP security contact');
    const saved = cardOf(await withContact());
    expect(saved.title).toBe('Recorded. Now Partner Center');
    const steps = saved.rows.map(({ detail }) => plainOf(detail)).join('\n');
    expect(steps).toMatch(/First name: Contoso SOC\nMiddle name: Contoso SOC/);
    const shown = cardOf(await say(sam, ''));
    expect(textOf(shown.facts)).toContain('+33 1 42 68 53 00');
    const attest = saved.buttons.find(({ id }) => id === 'contact.attest');
    const attested = cardOf(await press(ada, 'contact.attest', attest?.value ?? ''));
    expect(attested.text[0]).toMatch(/attested/);
    expect(attested.buttons.map(({ id }) => id)).not.toContain('contact.attest');
    expect(cardOf(await say(sam, 'confirmer')).text[0]).toMatch(/Merci/);
    const history = cardOf(await say(sam, 'history'));
    expect(history.rows.map(({ title }) => textOf(title)).join()).toMatch(/confirmed.*attested.*changed.*set up/);
    // Alerts' deeds are there too.
    expect(textOf(history.text)).toContain('What was done about the security contact of Contoso and its alerts');
  });
});

describe('saving', () => {
  it('refuses with every problem at its field and keeps what was typed', async () => {
    await setUp();
    const form = formOf(await say(ada, 'update'));
    const again = formOf(
      await submit(ada, form, {
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
    expect(cardOf(await say(ada, 'history')).rows).toHaveLength(1);
  });

  it('of what Partner Center’s form does not have leaves nothing to do there', async () => {
    await withContact();
    const save = async (values: object) =>
      cardOf(await submit(ada, formOf(await say(ada, 'update')), { ...soc, ...values }));
    const open = await save({ channels: [] });
    expect(textOf(open.text)).toMatch(/Nothing to do in Partner Center.*Still open from before/);
    expect(open.rows).toEqual([]);
    const attest = open.buttons.find(({ id }) => id === 'contact.attest');
    await press(ada, 'contact.attest', attest?.value ?? '');
    const done = await save({ channels: [], onCall: [], locale: 'en', timezone: 'UTC' });
    expect(textOf(done.text)).toMatch(/Nothing to do in Partner Center/);
    expect(textOf(done.text)).not.toMatch(/Still open/);
    expect(done.buttons.map(({ id }) => id)).toEqual(['contact.show']);
    expect((await save({ channels: [], onCall: [], phone: '+33142685301' })).rows).toHaveLength(5);
  });

  it('asks an explicit yes for an open channel, once', async () => {
    await setUp();
    const form = formOf(await say(ada, 'update'));
    expect(form.fields.map(({ name }) => name)).not.toContain('allowPublic');
    const again = formOf(await submit(ada, form, { ...soc, channels: ['C2'] }));
    expect(again.problems).toHaveProperty('allowPublic');
    const saved = cardOf(await submit(ada, again, { ...soc, channels: ['C2'], allowPublic: ['yes'] }));
    expect(saved.tone).toBe('warning');
    const next = formOf(await say(ada, 'update'));
    expect((await submit(ada, next, { ...soc, channels: ['C2'], firstName: 'SOC' })).kind).toBe('card');
  });

  it('warns of no channel, a dead domain and one person’s address without asking again', async () => {
    await setUp();
    world.domains.set('dead.example', 'no');
    const saved = cardOf(
      await submit(ada, formOf(await say(ada, 'update')), { ...soc, channels: [], email: 'ada.lovelace@dead.example' }),
    );
    expect(textOf(saved.text)).toMatch(/No channel is chosen.*does not receive mail.*one person/);
    // It may be put off.
    expect(textOf(saved.text)).not.toContain('remind');
  });

  it('warns of a contact without a channel, without asking again', async () => {
    await setUp();
    const form = formOf(await say(ada, 'update'));
    const saved = cardOf(await submit(ada, form, { ...soc, channels: [] }));
    expect(saved.tone).toBe('warning');
    expect(textOf(saved.text)).toContain('No channel is chosen');
    const again = formOf(await say(ada, 'update'));
    expect(textOf(await submit(ada, again, soc))).not.toContain('No channel is chosen');
  });

  it('acts once on the same delivery', async () => {
    await setUp();
    const form = formOf(await say(ada, 'update'));
    const twice = {
      ...doing(ada),
      key: 'same',
      kind: 'submit',
      form: form.id,
      state: form.state,
      values: soc,
    } as const;
    await bot.handle(twice);
    await bot.handle(twice);
    expect(cardOf(await say(ada, 'history')).rows).toHaveLength(2);
  });

  it('keeps the other platform’s channels unless they are ticked for removal', async () => {
    await withContact();
    const row = await world.store.read((reader) => reader.get('tenants', contoso));
    if (!row?.contact) throw new Error('no contact');
    const contact = {
      ...row.contact,
      channels: [...row.contact.channels, { platform: 'teams', address: '19:x@thread.tacv2' } as const],
    };
    await world.store.change((tx) => tx.put('tenants', { ...row, contact }));
    const form = formOf(await say(ada, 'update'));
    expect(form.fields.map(({ name }) => name)).toContain('removeChannels');
    await submit(ada, form, { ...soc, channels: [] });
    const kept = await world.store.read((reader) => reader.get('tenants', contoso));
    expect(kept?.contact?.channels).toEqual([{ platform: 'teams', address: '19:x@thread.tacv2' }]);
  });
});

describe('rights', () => {
  it.each(['update', 'setup'])('%s is for Global Administrators, and says who can help', async (verb) => {
    await withContact();
    const refused = cardOf(await say(sam, verb));
    expect(textOf(refused.text)).toMatch(/Global Administrator.*Who can help.*Ada/);
  });

  it('checks again at submit', async () => {
    await setUp();
    const form = formOf(await say(ada, 'update'));
    world.admins.clear();
    expect(textOf(cardOf(await submit(ada, form, soc)).text)).toMatch(/Only a Global Administrator/);
    expect(cardOf(await say(sam, 'history')).rows).toHaveLength(1);
  });

  it('lets a member of the contact’s channel confirm, and nobody else', async () => {
    await withContact();
    world.admins.clear();
    expect(cardOf(await say(sam, 'confirm')).text[0]).toMatch(/Thank you/);
    expect(cardOf(await say(ada, 'confirm')).title).toBe('You cannot do that');
  });

  it('refuses guests, and everybody while the platform does not answer', async () => {
    await withContact();
    expect(textOf(cardOf(await say(guest, 'show')).text)).toMatch(/Guests/);
    world.slack.failing = new ChatError('unreachable', 'timeout');
    expect(textOf(cardOf(await say(ada, 'confirm')).text)).toMatch(/could not check who you are/);
    await world.time.advance(300_000);
    expect(textOf(cardOf(await say(ada, 'show')).text)).toMatch(/could not check who you are/);
  });

  it('refuses at once whom the directory no longer calls an administrator, whatever it said a moment ago', async () => {
    await withContact();
    expect(await world.directory.isGlobalAdmin(ada, false)).toBe(true);
    world.admins.delete(ada);
    expect(cardOf(await say(ada, 'update')).title).toBe('You cannot do that');
    expect(await world.directory.isGlobalAdmin(ada, false)).toBe(false);
  });

  it('refuses at once a guest who was a member a moment ago, when something is to change', async () => {
    await withContact();
    await say(sam, 'show');
    world.slack.people.set(sam, { kind: 'stranger', id: sam, why: 'guest' });
    expect(textOf(cardOf(await say(sam, 'confirm')).text)).toMatch(/Guests/);
  });
});

describe('words', () => {
  it('names the nearest verb, and speaks French to the French', async () => {
    expect(textOf(cardOf(await say(ada, 'updaet')).text)).toContain('/security-contact update');
    expect(cardOf(await say(ada, 'aide')).title).toBe('Ce que je sais faire');
    const english = { ...doing(ada), locale: 'en', kind: 'command', words: 'aide' } as const;
    expect(cardOf(await bot.handle(english)).title).toBe('Ce que je sais faire');
    const slip = cardOf(await say(ada, 'Affiche'));
    expect(slip.title).toBe('Ce que je sais faire');
    expect(textOf(slip.text)).toContain('/security-contact afficher');
  });
});

describe('what a review found', () => {
  it('does nothing for somebody without the right: no channel is joined, no name server asked', async () => {
    await setUp();
    const form = formOf(await say(ada, 'update'));
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
    bot = createBot(world);
    await submit(sam, form, { ...soc, channels: ['C1'], email: 'x@secret.example' });
    expect(asked).toEqual([]);
  });

  it('answers a second press of Save as saved, and names who changed it after any number of confirmations', async () => {
    await setUp();
    const form = formOf(await say(ada, 'update'));
    await submit(ada, form, soc);
    expect(cardOf(await submit(ada, form, soc)).title).not.toMatch(/Not saved/);
    const old = formOf(await say(ada, 'update'));
    await submit(ada, formOf(await say(ada, 'update')), { ...soc, phone: '+33142685301' });
    for (let n = 0; n < 120; n++) {
      await world.time.advance(60_000);
      await say(ada, 'confirm');
    }
    expect(textOf(formOf(await submit(ada, old, { ...soc, phone: '+33142685302' })).notice)).toMatch(/Ada.*24x7 phone/);
  });

  it('asks an explicit yes for open channels of the set-up too', async () => {
    await setUp();
    const form = formOf(await press(ada, 'contact.setup', contoso));
    const values = { id: contoso, name: 'Contoso', partnerType: 'directBill', fraudChannels: ['C2'] };
    const again = formOf(await submit(ada, form, values));
    expect(Object.keys(again.problems).sort()).toEqual(['allowPublic', 'fraudChannels']);
    expect(cardOf(await submit(ada, again, { ...values, allowPublic: ['yes'] })).title).toBe('Partner tenant saved');
    expect(cardOf(await say(ada, 'history')).rows.length).toBe(2);
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
      const deeds = async () => {
        const all = await world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 }));
        return all.filter((entry) => entry.deed === deed).length;
      };
      const presses = async () => cardOf(await press(ada, id, contoso)).text[0];
      expect(textOf(await presses())).toContain('Thank you');
      await world.time.advance(3_000);
      expect(textOf(await presses())).toContain('already recorded');
      expect(await deeds()).toBe(1);
      await submit(ada, formOf(await say(ada, 'update')), { ...soc, email: 'other@contoso.com' });
      expect(textOf(await presses())).toContain('Thank you');
      await world.time.advance(11_000);
      expect(textOf(await presses())).toContain('Thank you');
      expect(await deeds()).toBe(3);
    },
  );

  it('strips what cannot be seen from names', async () => {
    await setUp();
    const again = formOf(await submit(ada, formOf(await say(ada, 'update')), { ...soc, firstName: '\u200b\u202e' }));
    expect(again.problems).toHaveProperty('firstName');
  });
});

describe('what is on the other platform', () => {
  const teams = (address: string) => ({ platform: 'teams', address }) as const;
  const organisation = () => world.store.read((reader) => reader.get('organisation', 'organisation'));
  const tenant = () => world.store.read((reader) => reader.get('tenants', contoso));
  const entries = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '3' };
  const removed = ({ fields }: Form) => fields.find(({ name }) => name === 'removeElsewhere');

  it('can be removed in set-up, one by one, and stays otherwise', async () => {
    await setUp();
    expect(removed(formOf(await say(ada, 'setup Contoso')))).toBeUndefined();
    await world.store.change(async (tx) => {
      const before = await tx.get('tenants', contoso);
      if (before) await tx.put('tenants', { ...before, manager: 'teams:t1/boss' });
      const channels = { adminChannel: teams('19:admins'), expertsChannel: teams('19:experts') };
      await tx.put('organisation', { id: 'organisation', ...channels });
    });
    const form = formOf(await say(ada, 'setup Contoso'));
    expect(removed(form)).toMatchObject({
      kind: 'ticks',
      choices: [{ value: 'manager' }, { value: 'adminChannel' }, { value: 'expertsChannel' }],
    });
    await submit(ada, form, { ...entries, removeElsewhere: ['expertsChannel'] });
    expect(await organisation()).toMatchObject({ adminChannel: teams('19:admins'), expertsChannel: null });
    expect(await tenant()).toMatchObject({ manager: 'teams:t1/boss' });
    const next = formOf(await say(ada, 'setup Contoso'));
    await submit(ada, next, { ...entries, removeElsewhere: ['manager', 'adminChannel'] });
    expect(await organisation()).toMatchObject({ adminChannel: null, expertsChannel: null });
    expect(await tenant()).toMatchObject({ manager: null });
  });

  it('keeps its tick in a refused form', async () => {
    await setUp();
    await world.store.change((tx) =>
      tx.put('organisation', { id: 'organisation', adminChannel: teams('19:admins'), expertsChannel: null }),
    );
    const form = formOf(await say(ada, 'setup Contoso'));
    const refused = formOf(await submit(ada, form, { ...entries, name: '', removeElsewhere: ['adminChannel'] }));
    expect(removed(refused)).toMatchObject({ value: ['adminChannel'], choices: [{ value: 'adminChannel' }] });
  });
});
