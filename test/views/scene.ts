/** A made-up organisation in front of the real bot, for one platform and one language: where samples come from. */
import type { Platform } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { Reply } from '../../src/request/interaction.ts';
import type { Form } from '../../src/view/view.ts';
import { aBot, type Chats, formOf, type Values } from '../support/a-bot.ts';
import { contoso } from '../support/partner.ts';
import type { FakeWorld } from '../support/world.ts';
import { blank, channels, longest, people } from './values.ts';

export type Scene = Awaited<ReturnType<typeof scene>>;

/** Everybody and every channel of both platforms, the longest names included, and no tenant yet. */
export async function scene(platform: Platform, locale: Locale, { outbox = false } = {}) {
  const [admin, member, outsider] = [
    people[platform].admin.id,
    people[platform].member.id,
    people[platform].outsider.id,
  ];
  const bot = await aBot({
    chats: everybody,
    admins: both.flatMap(adminsOf),
    tenants: [],
    locale,
    outbox,
    onBug: fail,
  });
  await bot.world.store.change(async (tx) => {
    for (const one of both) for (const person of Object.values(people[one])) await tx.put('people', person);
  });
  const made = {
    ...bot,
    platform,
    locale,
    /** A Global Administrator, a member of the contact's channels, and somebody who is neither. */
    admin,
    member,
    outsider,
    say: (words: string, from = admin) => bot.say(from, words),
    press: (button: string, value: string, from = admin) => bot.press(from, button, value),
    submit: (form: Form, values: Values, from = admin) => bot.submit(from, form, values),
    home: (from = admin) => bot.opens(from),
    /** The tenant as a set-up form saves it. */
    async setUp(more: Values = {}) {
      const opened = formOf(await made.press('contact.setup', 'new'));
      const declared = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '3' };
      const customers = '33333333-3333-4333-8333-333333333333 = Fabrikam';
      return made.submit(opened, { ...declared, customers, ...more });
    },
    /** The contact of the only tenant as the form saves it; `more` replaces values. */
    async record(more: Values = {}, from = admin) {
      const chosen = { channels: [channels[platform].soc], onCall: [member] };
      return made.submit(formOf(await made.say('update', from)), { ...blank, ...chosen, ...more }, from);
    },
  };
  return made;
}

function fail(bug: unknown): never {
  throw bug;
}

const both = ['slack', 'teams'] as const;
const adminsOf = (platform: Platform) => [people[platform].admin.id, people[platform].second.id];
const timezone = 'Europe/Paris';
const everybody: Chats = {
  people: Object.fromEntries(
    both.flatMap((platform) =>
      [...Object.values(people[platform]), ...longest.people[platform]].map(({ id, name }) => [id, { name, timezone }]),
    ),
  ),
  channels: both.flatMap((platform) => {
    const { soc, open } = channels[platform];
    const members = [people[platform].admin.id, people[platform].member.id];
    return [
      ...[...longest.channels[platform], { address: soc, name: 'security-alerts' }].map(({ address, name }) => ({
        channel: { platform, address },
        facts: { name },
        members,
      })),
      { channel: { platform, address: open }, facts: { name: 'general', open: true } },
    ];
  }),
};

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
