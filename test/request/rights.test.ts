/**
 * Who may do what, for every verb, every button and every form that there is: a route without a row here fails. Roles are those of
 * docs/use.md and SECURITY.md; each row is driven through the bot as everybody, and again when the right was taken away
 * between opening and sending.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Identity } from '../../src/domain/tenant/identity.ts';
import { messages } from '../../src/messages/messages.ts';
import { ChatError } from '../../src/ports/chat.ts';
import type { Reply } from '../../src/request/interaction.ts';
import { rightOf, routes } from '../../src/routes.ts';
import type { Form } from '../../src/view/view.ts';
import { aBot, formOf, type TestBot, text } from '../support/a-bot.ts';
import { about } from '../support/a-faq-bot.ts';
import { ada, aMessage, contoso, eve, sam, slackChannel } from '../support/partner.ts';
import { day } from '../support/time.ts';

const mona: Identity = 'slack:T1/UMONA';
const xena: Identity = 'slack:T1/UXENA';
const fay: Identity = 'slack:T1/UFAY';
const guest: Identity = 'slack:T1/UGUEST';
const fraudChannel = { platform: 'slack', address: 'CFRAUD' } as const;
const fabrikam = '22222222-2222-4222-8222-222222222222';

/** Everybody that a right is asked of. `fay` works in the fraud channel alone. */
const everybody = { guest, member: eve, responder: sam, fraud: fay, manager: mona, expert: xena, admin: ada };
type Role = keyof typeof everybody;
const members: readonly Role[] = ['member', 'responder', 'fraud', 'manager', 'expert', 'admin'];
const responders: readonly Role[] = ['responder', 'fraud', 'admin'];
const managers: readonly Role[] = ['manager', 'admin'];
const admins: readonly Role[] = ['admin'];
const experts: readonly Role[] = ['expert'];
const rowOf = { member: members, responder: responders, manager: managers, admin: admins, expert: experts };

interface Row {
  may: readonly Role[];
  /** Of a person: reads may rest on an answer that is up to 5 minutes old. */
  asked: 'fresh' | 'recent';
  value: () => string;
}

let bot: TestBot;
let digest: string;
let question: string;
const alertId = 'webhook:default high';
const month = '2026-11';
const mfa = about('Is MFA mandatory for the contact?', 'en', 'authorization-requirement');
const row = (may: readonly Role[], value: () => string, asked: Row['asked'] = 'fresh'): Row => ({ may, value, asked });
const tenant = () => contoso;
const alert = () => alertId;
const waiting = () => `${contoso} 1`;

/** As people type them: with one tenant, none has to be named. `words` where the verb alone does nothing. */
const commands: Readonly<Record<string, Omit<Row, 'value'> & { words?: string }>> = {
  show: { may: members, asked: 'recent' },
  update: { may: admins, asked: 'fresh' },
  confirm: { may: responders, asked: 'fresh' },
  history: { may: members, asked: 'recent' },
  setup: { may: admins, asked: 'fresh' },
  check: { may: members, asked: 'recent' },
  reminders: { may: members, asked: 'recent' },
  help: { may: members, asked: 'recent' },
  alerts: { may: members, asked: 'fresh' },
  raise: { may: responders, asked: 'fresh' },
  drill: { may: responders, asked: 'fresh' },
  report: { may: managers, asked: 'fresh' },
  faq: { may: members, asked: 'recent' },
  ack: { may: responders, asked: 'fresh', words: 'ack 1' },
  resolve: { may: responders, asked: 'fresh', words: 'resolve 1 fraud' },
  reopen: { may: responders, asked: 'fresh', words: 'reopen 1' },
  note: { may: responders, asked: 'fresh', words: 'note 1 on it' },
  oncall: { may: members, asked: 'fresh' },
  give: { may: responders, asked: 'fresh', words: 'give 1' },
  take: { may: responders, asked: 'fresh', words: 'take 1' },
  keep: { may: responders, asked: 'fresh', words: 'keep 1' },
};

const presses: Readonly<Record<string, Row>> = {
  'contact.show': row(members, tenant, 'recent'),
  'contact.details': row(members, tenant, 'recent'),
  'contact.update': row(admins, tenant),
  'contact.phone': row(admins, tenant),
  'contact.email': row(admins, tenant),
  'contact.channels': row(admins, tenant),
  'contact.onCallPeople': row(admins, tenant),
  'contact.confirm': row(responders, tenant),
  'contact.confirmAll': row(responders, tenant),
  'contact.attest': row(admins, () => `${contoso} 1 ask`),
  'contact.phone24x7': row(admins, tenant),
  'contact.compliance': row(admins, tenant),
  'contact.keepChannels': row(admins, tenant),
  'contact.waiting': row(members, waiting),
  'contact.approve': row(admins, waiting),
  'contact.refuse': row(admins, waiting),
  // Whoever asked for the change, and nobody else: test/register/approvals.test.ts.
  'contact.withdraw': row(members, waiting),
  'contact.history': row(members, tenant, 'recent'),
  'setup.retire': row(admins, tenant),
  'setup.restore': row(admins, tenant),
  'contact.setup': row(admins, tenant),
  'contact.whoIsOnCall': row(members, tenant),
  'contact.onCall': row(responders, tenant),
  'contact.handOver': row(responders, tenant),
  'contact.endOnCall': row(responders, tenant),
  'contact.notUs': row(members, () => `${contoso} 1`),
  'alerts.list': row(members, () => ''),
  'alerts.previous': row(members, () => '0 '),
  'alerts.next': row(members, () => '8 '),
  'alerts.all': row(members, () => '0 '),
  'alerts.high': row(members, () => '0 high'),
  'alerts.unacknowledged': row(members, () => '0 unacknowledged'),
  'alerts.show': row(members, alert),
  'alerts.receipts': row(members, alert),
  'alerts.storyFile': row(members, alert),
  'alerts.acknowledge': row(responders, alert),
  'alerts.acknowledgeAll': row(responders, () => digest),
  'alerts.acknowledgeMany': row(responders, () => JSON.stringify({ upTo: 99 })),
  'alerts.reopenMany': row(responders, () => JSON.stringify({ upTo: 99, resolved: true })),
  'alerts.resolve': row(responders, alert),
  'alerts.resolveAll': row(responders, () => digest),
  'alerts.resolveMany': row(responders, () => JSON.stringify({ upTo: 99 })),
  'alerts.reopen': row(responders, alert),
  'alerts.note': row(responders, alert),
  'alerts.giveTo': row(responders, alert),
  'alerts.take': row(responders, alert),
  'alerts.stillOn': row(responders, alert),
  'alerts.archive': row(admins, () => 'signed'),
  'alerts.steps': row(members, alert),
  'alerts.raise': row(responders, tenant),
  'alerts.raiseFrom': row(responders, () => ''),
  'alerts.drill': row(responders, tenant),
  'alerts.startDrill': row(responders, () => `${contoso} ${bot.world.time.now()}`),
  'alerts.report': row(managers, () => `${contoso} ${month}`),
  'alerts.month': row(managers, () => `${contoso} ${month}`),
  'alerts.csv': row(managers, () => `${contoso} ${month}`),
  'alerts.json': row(managers, () => `${contoso} ${month}`),
  'answers.open': row(members, () => 'answer 1 > nobody', 'recent'),
  'faq.topics': row(members, () => '', 'recent'),
  'faq.show': row(members, () => 'authorization-requirement', 'recent'),
  'faq.none': row(members, () => mfa),
  'faq.helpful': row(members, () => mfa),
  'faq.unhelpful': row(members, () => mfa),
  'faq.ask': row(members, () => about('', 'en')),
  'faq.answer': row(experts, () => question),
  'faq.misses': row(admins, () => ''),
  'faq.proposals': row(admins, () => ''),
  'faq.removeProposal': row(admins, () => question),
  'reminders.check': row(members, tenant, 'recent'),
  'reminders.list': row(members, () => '', 'recent'),
  'reminders.snooze': row(admins, () => `${contoso} complianceUnconfirmed`),
  'reminders.unsnooze': row(admins, () => `${contoso} complianceUnconfirmed`),
  'reminders.weekly': row(managers, () => `${contoso} on`),
  'reminders.both': row(admins, () => 'on'),
  'answers.own': row(members, () => ' contact', 'fresh'),
  'help.show': row(members, () => '', 'recent'),
  'help.try': row(responders, () => 'ack 1'),
  'tenants.find': row(members, () => 'contact.show {tenant}'),
};

const submits: Readonly<Record<string, { may: readonly Role[]; values: Record<string, string> }>> = {
  'contact.onCall': { may: responders, values: { onCall: 'USAM', until: '18:00' } },
  'contact.update': {
    may: admins,
    values: { kind: 'group', firstName: 'Eve', email: 'eve@evil.example', phone: '+33142685300' },
  },
  'contact.phone': { may: admins, values: { phone: '+33142685399' } },
  'contact.email': { may: admins, values: { email: 'eve@evil.example' } },
  'contact.channels': { may: admins, values: { channels: '' } },
  'contact.onCallPeople': { may: admins, values: { onCall: '' } },
  'contact.attest': { may: admins, values: { attested: 'phoneAttested' } },
  'contact.refuse': { may: admins, values: { reason: 'unknown' } },
  'contact.setup': { may: admins, values: { id: contoso, name: 'Renamed', partnerType: 'directBill' } },
  'alerts.resolve': { may: responders, values: { reason: 'ignore', note: '' } },
  'alerts.resolveAll': { may: responders, values: { reason: 'ignore', note: '' } },
  'alerts.resolveMany': { may: responders, values: { reason: 'ignore', note: '' } },
  'alerts.archive': { may: admins, values: { note: '' } },
  'alerts.note': { may: responders, values: { note: 'on it' } },
  'alerts.giveTo': { may: responders, values: { to: ada } },
  'alerts.raise': { may: responders, values: { displayName: 'Mine', severity: 'high', description: '' } },
  'alerts.month': { may: managers, values: { month: '2026-11' } },
  'faq.unhelpful': { may: members, values: { reason: 'other', note: 'x' } },
  'faq.ask': { may: members, values: { question: 'Who is it when nobody is there?' } },
  'faq.answer': { may: experts, values: { answer: 'Nobody.' } },
  'reminders.snooze': { may: admins, values: { what: 'all', duration: '1', reason: 'later' } },
  'tenants.find': { may: members, values: { tenant: contoso } },
};

beforeEach(async () => {
  bot = await aBot();
  const { world } = bot;
  for (const [id, name] of [
    [mona, 'Mona'],
    [xena, 'Xena'],
    [fay, 'Fay'],
  ] as const)
    bot.knows(id, name);
  bot.knows(guest, { why: 'guest' });
  const expertsChannel = { platform: 'slack', address: 'CX' } as const;
  bot.hasChannel(expertsChannel, {}, [xena]);
  bot.hasChannel(fraudChannel, {}, [fay]);
  await bot.organisation({ expertsChannel });
  await world.store.change(async (tx) => {
    const by = { at: world.time.now(), by: ada, byName: 'Ada' };
    await tx.appendHistory({
      ...by,
      deed: 'contact.updated',
      tenantId: contoso,
      changes: [{ field: 'email', before: 'a', after: 'b' }],
    });
    const asked = { id: waiting(), subject: contoso, entry: 1, by: mona, byName: 'Mona', askedAt: by.at } as const;
    const until = new Date(Date.parse(by.at) + day).toISOString();
    const phone = { field: 'phone', before: '+33142685300', after: '+33142685399' };
    const wanted = { what: 'contact', set: { phone: phone.after }, changes: [phone], how: 'pair', until } as const;
    await tx.put('approvals', { ...asked, ...wanted, tenantId: contoso, tenantName: 'Contoso' });
    const there = await tx.get('tenants', contoso);
    if (there?.contact)
      await tx.put('tenants', {
        ...there,
        manager: mona,
        fraudChannels: [fraudChannel],
        complianceAttestedAt: null,
        complianceAttestedBy: null,
      });
  });
  world.settings.stormLimit = 1;
  await bot.send({ id: 'high' }, ...['m1', 'm2', 'm3'].map((id) => ({ id, severity: 'medium' })));
  await world.time.advance(20_000);
  await bot.tick();
  [digest = ''] = (await world.store.read((reader) => reader.list('digests'))).map(({ id }) => id);
  await bot.send({ id: 'done', severity: 'low' });
  await bot.say(ada, 'resolve 5 ignore');
  await bot.press(eve, 'faq.ask', about('Is a zebra mandatory?', 'en'));
  [question = ''] = (await world.store.read((reader) => reader.list('faqQuestions'))).map(({ id }) => id);
  expect([digest === '', question === '']).toEqual([false, false]);
});

const { rights, report, faq } = messages('en');
const refusals = [
  rights.guest,
  rights.needsAdmin,
  rights.needsResponder,
  report.needsManager,
  faq.experts.notExpert,
].map((one) => JSON.stringify(one));
const wasRefused = (reply: Reply) => refusals.some((one) => JSON.stringify(reply).includes(one.slice(1, -1)));
const wasUnsure = (reply: Reply) =>
  [rights.unsure, rights.unsureOfRole].some((one) => reply.kind === 'card' && text(reply.card.text).includes(one));

/** What people did and what there is now, without who was met and what the bot itself did. */
async function state(): Promise<string> {
  return bot.world.store.read(async (reader) =>
    JSON.stringify([
      await reader.history({ tenantId: null, before: null, limit: 100 }),
      await reader.list('tenants'),
      await reader.list('alerts'),
      await reader.list('faqQuestions'),
      await reader.list('subscriptions'),
      await reader.list('findings'),
      await reader.list('approvals'),
    ]),
  );
}

/** The right goes, however it was had. The manager is named in the tenant, and a tenant is always read anew. */
function takeAway(who: Identity): void {
  bot.world.admins.delete(who);
  for (const { members } of bot.world.slack.channels.values())
    if (members.includes(who)) members.splice(members.indexOf(who), 1);
}

function becomesGuest(who: Identity): void {
  bot.knows(who, { why: 'guest' });
}

/** What a sentence alone asks for, with its right: it reads, or opens a form that has a row. */
const bySentence: Readonly<Record<string, string>> = {
  'contact.askToConfirm': 'member',
  'contact.askToAttest': 'member',
  'alerts.resolveAs': 'responder',
  'help.version': 'member',
  'help.language': 'member',
};

it('every verb, every button and every form has its row', () => {
  const having = (what: 'press' | 'submit') => [...routes].filter(([, route]) => route[what]).map(([id]) => id);
  const typed = [...routes.values()].flatMap(({ typed, verb }) => (typed && verb ? [verb] : []));
  expect(typed.toSorted()).toEqual(Object.keys(messages('en').typed.verbs).sort());
  expect(Object.keys(commands).sort()).toEqual(Object.keys(messages('en').typed.verbs).sort());
  expect(Object.keys(presses).sort()).toEqual(having('press').sort());
  expect(Object.keys(submits).sort()).toEqual(having('submit').sort());
});

it('every route names the right that its verb, its button and its form ask for, and whether it only reads', () => {
  for (const [id, { reads, verb }] of routes) {
    const [button, typed] = [presses[id], verb && commands[verb]];
    const rows = [button, submits[id], typed].filter((one) => one !== undefined);
    expect([id, rows.length === 0 ? rightOf(id) : undefined]).toEqual([id, bySentence[id]]);
    if (rows.length === 0) continue;
    // What is pressed there asks for the right of the verb in its value.
    if (id !== 'help.try')
      expect([id, ...rows.map((one) => one.may)]).toEqual([id, ...rows.map(() => rowOf[rightOf(id)])]);
    expect([id, (button ?? typed)?.asked]).toEqual([id, reads === true ? 'recent' : 'fresh']);
  }
});

describe.each(Object.entries(commands))('the verb %s', (name, { may, asked, words: verb = name }) => {
  it.each(Object.entries(everybody))('by a %s', async (role, who) => {
    const before = await state();
    const reply = await bot.say(who, verb);
    expect(wasRefused(reply)).toBe(!may.some((one) => one === role));
    if (wasRefused(reply)) expect(await state()).toBe(before);
  });

  it('asks who that is, and what they may, as it has to', async () => {
    const who = everybody[may[0] ?? 'member'];
    await bot.say(who, 'help');
    await bot.world.directory.roleOf(who, false);
    if (may !== members) takeAway(who);
    if (who === mona) await bot.edit({ manager: null });
    expect(wasRefused(await bot.say(who, verb))).toBe(may !== members);
    becomesGuest(who);
    expect(text(await bot.say(who, verb)).includes(rights.guest)).toBe(asked === 'fresh');
  });
});

describe.each(Object.entries(presses))('the button %s', (id, { may, value, asked }) => {
  const pressed = (who: Identity) =>
    id === 'alerts.raiseFrom' ? bot.chooses(who, aMessage, null) : bot.press(who, id, value());

  it.each(Object.entries(everybody))('by a %s', async (role, who) => {
    const before = await state();
    const reply = await pressed(who);
    expect(wasRefused(reply)).toBe(!may.some((one) => one === role));
    if (wasRefused(reply) || routes.get(id)?.reads === 'fresh') expect(await state()).toBe(before);
  });

  it('asks who that is, and what they may, as it has to', async () => {
    const [role = 'member'] = may;
    const who = everybody[role];
    await bot.press(who, 'help.show', '');
    becomesGuest(who);
    expect(wasRefused(await pressed(who))).toBe(asked === 'fresh');
    await bot.world.time.advance(5 * 60_000);
    expect(wasRefused(await pressed(who))).toBe(true);
  });

  it('says to ask again while nobody can tell who that is', async () => {
    bot.world.slack.failing = new ChatError('unreachable', 'timeout');
    const before = await state();
    expect(wasUnsure(await pressed(xena))).toBe(true);
    expect(await state()).toBe(before);
  });

  it.runIf(may !== members)('trusts no older answer about a right', async () => {
    const [role = 'member'] = may;
    const who = everybody[role];
    await bot.world.directory.roleOf(who, false);
    takeAway(who);
    if (role === 'manager') await bot.edit({ manager: null });
    const before = await state();
    expect(wasRefused(await pressed(who))).toBe(true);
    expect(await state()).toBe(before);
  });
});

describe.each(Object.entries(submits))('the form %s', (id, { may, values }) => {
  const [role = 'member'] = may;
  const who = everybody[role];
  const opened = async (): Promise<Form> => formOf(await bot.press(who, id, presses[id]?.value() ?? ''));

  it.each(Object.entries(everybody))('sent by a %s', async (sender, by) => {
    const form = await opened();
    const before = await state();
    const reply = await bot.submit(by, form, values, 'k1');
    expect(wasRefused(reply)).toBe(!may.some((one) => one === sender));
    if (wasRefused(reply)) expect(await state()).toBe(before);
  });

  it('by somebody who has become a guest since it was opened does nothing', async () => {
    const form = await opened();
    becomesGuest(who);
    const before = await state();
    expect(wasRefused(await bot.submit(who, form, values, 'k1'))).toBe(true);
    expect(await state()).toBe(before);
  });

  it.runIf(may !== members)('by somebody whose right was taken since it was opened does nothing', async () => {
    const form = await opened();
    await bot.world.directory.roleOf(who, false);
    takeAway(who);
    if (role === 'manager') await bot.edit({ manager: null });
    const before = await state();
    expect(wasRefused(await bot.submit(who, form, values, 'k1'))).toBe(true);
    expect(await state()).toBe(before);
  });

  // The record itself says who is a manager.
  it.runIf(may !== members && may !== managers)(
    'says to ask again while nobody can tell what that person may',
    async () => {
      const form = await opened();
      bot.world.admins.clear();
      bot.world.directory.roleOf = async () => Promise.reject(new ChatError('unreachable', 'timeout'));
      bot.world.slack.hasMember = async () => Promise.reject(new ChatError('unreachable', 'timeout'));
      const before = await state();
      expect(wasUnsure(await bot.submit(who, form, values, 'k1'))).toBe(true);
      expect(await state()).toBe(before);
    },
  );
});

describe('a member of the fraud channel alone', () => {
  it.each<[string, Channel | null]>([
    ['in private', null],
    ['in it', fraudChannel],
  ])('acknowledges %s', async (_, place) => {
    expect(wasRefused(await bot.press(fay, 'alerts.acknowledge', alertId, place))).toBe(false);
    expect((await bot.alert(alertId))?.acknowledged).toMatchObject({ by: fay });
  });
});

it('what is pressed in one of the contact’s channels is pressed by somebody who works there, and in no other', async () => {
  const other = { platform: 'slack', address: 'C9' } as const;
  bot.hasChannel(other, { open: true }, [eve]);
  expect(wasRefused(await bot.press(eve, 'alerts.acknowledge', alertId, other))).toBe(true);
  expect(wasRefused(await bot.press(eve, 'alerts.acknowledge', alertId, slackChannel))).toBe(false);
});

it('while a platform does not say who is in a channel, a press is to be tried again: nobody is told that they may not', async () => {
  bot.world.slack.hasMember = async () => Promise.reject(new ChatError('unreachable', 'timeout'));
  for (const who of [sam, eve]) expect(wasUnsure(await bot.press(who, 'alerts.acknowledge', alertId))).toBe(true);
  bot.world.slack.hasMember = async () => Promise.reject(new ChatError('refused', 'channel_not_found'));
  expect(wasRefused(await bot.press(eve, 'alerts.acknowledge', alertId))).toBe(true);
  expect((await bot.alert(alertId))?.acknowledged).toBeFalsy();
});

it('the manager of another tenant, and its responders, have no right in this one', async () => {
  await bot.world.store.change(async (tx) => {
    const there = await tx.get('tenants', contoso);
    if (there?.contact)
      await tx.put('tenants', {
        ...there,
        id: fabrikam,
        name: 'Fabrikam',
        manager: eve,
        fraudChannels: [],
        contact: { ...there.contact, channels: [{ platform: 'slack', address: 'CX' }] },
      });
  });
  for (const id of ['alerts.report', 'alerts.month', 'alerts.csv', 'alerts.json']) {
    expect(wasRefused(await bot.press(eve, id, `${contoso} ${month}`))).toBe(true);
    expect(wasRefused(await bot.press(eve, id, `${fabrikam} ${month}`))).toBe(false);
  }
  expect(wasRefused(await bot.press(eve, 'reminders.weekly', `${contoso} on`))).toBe(true);
  expect(wasRefused(await bot.press(xena, 'alerts.acknowledge', alertId))).toBe(true);
  expect(wasRefused(await bot.press(xena, 'contact.confirm', fabrikam))).toBe(false);
});
