/** A made-up organisation in front of the real bot, for one platform and one language: where samples come from. */
import { createBot } from '../../src/bot.ts';
import type { Identity, Platform } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { Person } from '../../src/ports/chat.ts';
import type { Bot, Reply } from '../../src/request/interaction.ts';
import type { Form } from '../../src/view/view.ts';
import { contoso, type FakeChat, type FakeWorld, fakeWorld } from '../support/world.ts';
import { blank, channels, longest, people } from './values.ts';

export interface Scene {
  platform: Platform;
  locale: Locale;
  world: FakeWorld;
  bot: Bot;
  /** A Global Administrator, a member of the contact's channels, and somebody who is neither. */
  admin: Identity;
  member: Identity;
  outsider: Identity;
  say(words: string, from?: Identity): Promise<Reply>;
  press(button: string, value: string, from?: Identity): Promise<Reply>;
  submit(form: Form, values: Entered, from?: Identity): Promise<Reply>;
  home(from?: Identity): Promise<Reply>;
  /** The tenant as a set-up form saves it. */
  setUp(more?: Entered): Promise<Reply>;
  /** The contact of the only tenant as the form saves it; `more` replaces values. */
  record(more?: Entered, from?: Identity): Promise<Reply>;
}

export type Entered = Record<string, string | readonly string[] | null>;

export async function scene(platform: Platform, locale: Locale): Promise<Scene> {
  const world = fakeWorld();
  const bot = createBot(world);
  const { admin, member, outsider } = people[platform];
  let count = 0;
  const doing = (from: Identity) => ({ from, locale, place: null, key: `deed-${count++}` });
  await populate(world);
  const made: Scene = {
    platform,
    locale,
    world,
    bot,
    admin: admin.id,
    member: member.id,
    outsider: outsider.id,
    say: (words, from = admin.id) => bot.handle({ ...doing(from), kind: 'command', words }),
    press: (button, value, from = admin.id) => bot.handle({ ...doing(from), kind: 'press', button, value }),
    submit: (form, values, from = admin.id) =>
      bot.handle({ ...doing(from), kind: 'submit', form: form.id, state: form.state, values }),
    home: (from = admin.id) => bot.handle({ ...doing(from), kind: 'home' }),
    async setUp(more = {}) {
      const opened = formOf(await made.press('contact.setup', 'new'));
      const declared = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '3' };
      return made.submit(opened, { ...declared, ...more });
    },
    async record(more = {}, from = admin.id) {
      const chosen = { channels: [channels[platform].soc], onCall: [member.id] };
      return made.submit(formOf(await made.say('update', from)), { ...blank, ...chosen, ...more }, from);
    },
  };
  return made;
}

/** Everybody and every channel of both platforms, the longest names included. */
async function populate(world: FakeWorld): Promise<void> {
  const chats: Record<Platform, FakeChat> = { slack: world.slack, teams: world.teams };
  for (const platform of ['slack', 'teams'] as const) {
    const chat = chats[platform];
    const { admin, second, member, outsider } = people[platform];
    for (const { id } of [admin, second]) world.admins.add(id);
    for (const one of [admin, second, member, outsider]) await world.store.change((tx) => tx.put('people', one));
    for (const { id, name } of [admin, second, member, outsider, ...longest.people[platform]])
      chat.people.set(id, known(id, name));
    const inside = { members: [admin.id, member.id] };
    const named = [...longest.channels[platform], { address: channels[platform].soc, name: 'security-alerts' }];
    for (const { address, name } of named)
      chat.channels.set(address, { facts: { kind: 'joined', name, open: false, external: false }, ...inside });
    chat.channels.set(channels[platform].open, {
      facts: { kind: 'joined', name: 'general', open: true, external: false },
      members: [],
    });
  }
}

function known(id: Identity, name: string): Person {
  return { kind: 'member', id, name, email: null, locale: null, timezone: 'Europe/Paris' };
}

/** What a command that asks for a form answers. */
export function formOf(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(`not a form: ${JSON.stringify(reply)}`);
  return reply.form;
}

/** Starts a drill as the question about it says. */
export async function drills({ say, press, member }: Scene): Promise<Reply> {
  const asked = await say('drill', member);
  const start = asked.kind === 'card' ? asked.card.buttons[0] : null;
  return press(start?.id ?? '', start?.value ?? '', member);
}

/** Everything vouched for, by the people of the scene. */
export async function completed({ press, world }: Scene): Promise<void> {
  const revision = (await tenantIn(world)).revision.number;
  for (const button of ['contact.attest', 'contact.phone24x7', 'contact.compliance', 'contact.confirm'])
    await press(button, `${contoso} ${revision}`);
}

export async function tenantIn(world: FakeWorld, id: string = contoso): Promise<StoredTenant> {
  const found = await world.store.read((reader) => reader.get('tenants', id));
  if (!found) throw new Error('no tenant');
  return found;
}

/** Names that the other platform has told: people who wrote to the bot, and channels where it is. */
export async function acquainted({ world, platform }: Scene): Promise<void> {
  const other = platform === 'slack' ? 'teams' : 'slack';
  await world.store.change(async (tx) => {
    for (const one of [...longest.people[other], ...longest.people[platform]]) await tx.put('people', one);
    for (const { address, name } of [...longest.channels[other], ...longest.channels[platform]]) {
      const where = address.startsWith('19:') ? 'teams' : 'slack';
      const id = `${where}:${address}`;
      await tx.put('conversations', { id, platform: where, address, name, kind: 'channel', reference: {} });
    }
  });
}
