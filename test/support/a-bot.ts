/** The bot between made-up chats, with its outbox, at a clock that is moved by hand: tests of what it does begin with `aBot`. */
import { raiseFrom } from '../../adapters/chat/user-action.ts';
import { refreshAlertCards } from '../../src/alerts/change/refresh-cards.ts';
import { calmStorm } from '../../src/alerts/delivery/source-storm.ts';
import { createBot } from '../../src/bot.ts';
import { deliveryKinds } from '../../src/deliveries.ts';
import { adminPlaces } from '../../src/delivery/admin-destinations.ts';
import { Outbox } from '../../src/delivery/worker.ts';
import { AlertIn, type ChosenMessage } from '../../src/domain/alert/alert.ts';
import { signedShare } from '../../src/domain/alert/source.ts';
import { type Channel, type Identity, type Platform, platformOf } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { steadyClock } from '../../src/domain/time/trusted-time.ts';
import { OutgoingWorker } from '../../src/outgoing/worker.ts';
import type { ChannelFacts, Member, Person } from '../../src/ports/chat.ts';
import type { Collections } from '../../src/ports/collections.ts';
import type { Store } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';
import type { Bot, Interaction, Reply } from '../../src/request/interaction.ts';
import { type Card, type Form, unfolded } from '../../src/view/view.ts';
import { acceptAlerts } from './accept-alerts.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';
import { ada, aTenant, contoso, eve, sam, slackChannel, teamsChannel } from './partner.ts';
import { text } from './text.ts';
import { hour, minute, today } from './time.ts';
import { typedBy } from './typed-words.ts';
import { type FakeWorld, fakeWorld } from './world.ts';

/** A person as a chat knows them: a name, more than that, or why they may not use the bot. */
export type Named = string | (Partial<Member> & { name: string }) | { why: 'guest' | 'deactivated' };
/** What a chat says of a channel. Without a `kind` the bot is in it. */
export type Facts = ChannelFacts | Partial<Omit<Extract<ChannelFacts, { kind: 'joined' }>, 'kind'>>;
/** What was entered into a form. */
export type Values = Record<string, string | readonly string[] | null>;

/** Whom and what the chats have. */
export interface Chats {
  people?: Readonly<Record<Identity, Named>>;
  /** The platform's own addresses, and who is in each. */
  channels?: readonly { channel: Channel; facts?: Facts; members?: readonly Identity[] }[];
}

export interface Setting<S extends Store = MemoryStore> {
  /** The time at which it begins, ISO 8601. */
  clock?: string;
  /** In memory unless a test brings its own. */
  store?: S;
  /** The partner's people and channels, unless a test brings its own. */
  chats?: Chats;
  /** The Global Administrators. */
  admins?: readonly Identity[];
  /** Contoso, in order, unless a test brings its own. */
  tenants?: readonly StoredTenant[];
  /** The client's language, as the platforms send it along. */
  locale?: Locale | null;
  /** False: nothing that waits is sent. */
  outbox?: boolean;
  /** The world as the bot has it, made anew at each start, where that is not simply the world. */
  through?: (world: FakeWorld<S>) => World;
  /** Told of a bug in what nobody waits for, in place of `bugs`. */
  onBug?: (error: unknown) => void;
}

export type TestBot<S extends Store = MemoryStore> = Awaited<ReturnType<typeof botOn<S>>>;

const partner: Chats = {
  people: { [ada]: 'Ada', [sam]: 'Sam', [eve]: 'Eve' },
  channels: [
    { channel: slackChannel, facts: { name: 'soc' }, members: [sam] },
    { channel: teamsChannel, facts: { name: 'soc' } },
  ],
};

/** Returns a bot that has started, with nothing to do yet; its outbox works whenever `world.time` moves on. */
export function aBot(setting?: Setting): Promise<TestBot>;
export function aBot<S extends Store>(setting: Setting<S> & { store: S }): Promise<TestBot<S>>;
export function aBot(setting: Setting = {}) {
  return botOn({ store: memoryStore(), ...setting });
}

async function botOn<S extends Store>(setting: Setting<S> & { store: S }) {
  const { clock = today, chats = partner, admins = [ada], tenants = [aTenant({}, clock)], locale = null } = setting;
  const { outbox: sends = true, through = (whole) => whole, onBug = (bug) => bugs.push(bug) } = setting;
  const world = fakeWorld(setting.store);
  const bugs: unknown[] = [];
  let bot: Bot;
  let outbox: Outbox;
  let outgoing: OutgoingWorker;
  let sent = 0;
  let forms = 0;
  const doing = (from: Identity, key: string | null = null) => ({ from, locale, fromChannel: null, key });

  const got = (platform: Platform, place: string, begin: string) =>
    world[platform].messages.filter(({ to, deliveryId }) => to === place && deliveryId.startsWith(begin));

  function restart(how: { mayOverlap?: boolean } = {}): void {
    world.steady = steadyClock(world);
    world.onBug = onBug;
    const own = through(world);
    outbox = new Outbox(own, deliveryKinds, calmStorm, how);
    world.wake = (queues) => void (sends && outbox.wake(queues));
    own.wake = world.wake;
    outgoing = new OutgoingWorker(own, (tx, alert) => refreshAlertCards(tx, alert, 'other'));
    world.wakeOutgoing = (receivers) => outgoing.wake(receivers);
    bot = createBot(own);
  }

  const made = {
    world,
    handle: (interaction: Interaction) => bot.handle(interaction),
    /** What a bug threw where nobody waits for it. */
    bugs,
    opens: (from: Identity) => bot.handle({ ...doing(from), kind: 'home' }),
    /** Says this; a text with mentions goes through the platform's own reading of it. */
    say: (from: Identity, text: string, fromChannel: Channel | null = null, mentioned: readonly string[] = []) =>
      bot.handle({ ...doing(from), fromChannel, kind: 'command', ...typedBy(from, text, mentioned) }),
    /** Says this in the thread of a message of that channel. */
    sayInThread: (from: Identity, words: string, fromChannel: Channel, thread: string, key: string | null = null) =>
      bot.handle({ ...doing(from, key), fromChannel, kind: 'command', words, thread }),
    press: (
      from: Identity,
      button: string,
      value: string,
      fromChannel: Channel | null = null,
      key: string | null = null,
    ) => bot.handle({ ...doing(from, key), fromChannel, kind: 'press', button, value }),
    /** Presses a button of this message. */
    pressOn: (card: string, from: Identity, button: string, value: string, fromChannel: Channel) =>
      bot.handle({ ...doing(from), fromChannel, kind: 'press', button, value, card }),
    answerShown: (...what: Parameters<typeof bot.answerShown>) => bot.answerShown(...what),
    /** Resolves an alert by its form. */
    resolve: async (from: Identity, id: string, values: Values = { reason: 'ignore', note: '' }) =>
      made.submit(from, formOf(await made.press(from, 'alerts.resolve', id)), values),
    /** Reopens an alert, and answers the question that comes first while it is acknowledged. */
    reopen: async (from: Identity, id: string) => {
      const first = cardOf(await made.press(from, 'alerts.reopen', id));
      const again = first.buttons.find((one) => one.id === 'alerts.reopen');
      return again ? made.press(from, again.id, again.value) : first;
    },
    /** Chooses "Raise as alert" in the menu of a message. */
    chooses: (from: Identity, message: ChosenMessage, fromChannel: Channel | null = message.thread?.channel ?? null) =>
      bot.handle({ ...doing(from), fromChannel, ...raiseFrom(message) }),
    submit: (from: Identity, form: Form, values: Values, key: string | null = `form-${++forms}`) =>
      bot.handle({ ...doing(from, key), kind: 'submit', form: form.id, state: form.state, values }),
    /** Opens a form by its command, and sends it. */
    save: async (from: Identity, words: string, values: Values) =>
      made.submit(from, formOf(await made.say(from, words)), values),
    search: (from: Identity, field: string, text: string) => bot.search({ from, field, text }),
    arrived: (channel: Channel) => bot.arrived(channel),
    left: (channel: Channel) => bot.left(channel),
    changed: (person: Identity) => bot.changed(person),
    connected: (platform: Platform) => bot.connected(platform),
    enqueueAnswer: (...what: Parameters<typeof bot.enqueueAnswer>) => bot.enqueueAnswer(...what),
    /** Ticks, and lets this time (ms) pass for what the tick began. */
    async tick(ms?: number): Promise<void> {
      await bot.tick();
      if (ms !== undefined) await world.time.advance(ms);
    },
    /** Ticks once, after this time (ms). */
    async ticksAfter(ms: number): Promise<void> {
      await world.time.advance(ms);
      await bot.tick();
    },
    /** Lets this time (ms) pass with a tick every 20 minutes, or every 6 hours of more than half a day, and 5 s for what is sent last. */
    async passes(ms = minute) {
      const step = ms > 12 * hour ? 6 * hour : 20 * minute;
      for (let left = ms; left > 0; left -= step) {
        await world.time.advance(Math.min(left, step));
        await bot.tick();
      }
      await world.time.advance(5_000);
    },
    /** Asks for a drill, and presses what starts it. */
    async drill(from: Identity, words = 'drill') {
      const asked = cardOf(await made.say(from, words));
      const start = asked.buttons.find(({ id }) => id === 'alerts.startDrill');
      if (!start) throw new Error(text(asked));
      return made.press(from, start.id, start.value);
    },
    /** Takes alerts as a sender posts them; what is left out is made up. `sentAt` is the sender's own time, as they signed it. */
    async send(...alerts: Record<string, unknown>[]) {
      const whole = alerts.map(({ source = 'default', sentAt, ...alert }) => ({
        content: AlertIn.parse({
          id: `a${++sent}`,
          displayName: 'Mining',
          severity: 'high',
          detectedDateTime: world.time.now(),
          ...alert,
        }),
        origin: {
          ...({ kind: 'sent', source: `webhook:${source}`, by: null, byName: String(source) } as const),
          share: signedShare,
          ...(typeof sentAt === 'string' ? { sentAt } : {}),
        },
      }));
      return acceptAlerts(whole, await adminPlaces(world), world);
    },
    /** What the contact's Slack channel got, and what a person got in private: all, or what has a delivery's id that begins so. */
    channel: (begin = '') => got('slack', 'slack:C1', begin),
    inPrivate: (id: Identity, begin = '') => got(platformOf(id), id, begin),
    alert: (id: string) => world.store.read((reader) => reader.get('alerts', id)),
    deliveries: () => made.stored('deliveries'),
    stored: <Name extends keyof Collections>(collection: Name) => world.store.read((reader) => reader.list(collection)),
    tenant: (id = contoso) => world.store.read((reader) => reader.get('tenants', id)),
    /** From here on the chat says so of that person. */
    knows: (id: Identity, named: Named) => void world[platformOf(id)].people.set(id, personOf(id, named)),
    /** From here on the chat says so of that channel, and who is in it. */
    hasChannel: ({ platform, address }: Channel, facts: Facts = {}, members: readonly Identity[] = []) =>
      void world[platform].channels.set(address, { facts: factsOf(address, facts), members: [...members] }),
    /** The channels of the organisation, where the admins and the experts are told. */
    organisation: (channels: { adminChannel?: Channel | null; expertsChannel?: Channel | null }) =>
      world.store.change((tx) =>
        tx.put('organisation', { id: 'organisation', adminChannel: null, expertsChannel: null, ...channels }),
      ),
    /** Changes a tenant behind the bot's back. */
    edit: (change: Partial<StoredTenant> | ((tenant: StoredTenant) => StoredTenant), id = contoso) =>
      world.store.change(async (tx) => {
        const before = await tx.get('tenants', id);
        if (before) await tx.put('tenants', typeof change === 'function' ? change(before) : { ...before, ...change });
      }),
    /** The contact as at the beginning, but with these channels. */
    channelsAre: (...channels: Channel[]) =>
      made.edit({ contact: aTenant({ contact: { channels } }, world.time.now()).contact }),
    /** What the receivers' file says was read again. */
    reload: () => outgoing.retry(),
    /** The process ends in the middle of what it does, and another one begins from what is stored. `mayOverlap`: its calls may go on. */
    async crash(how: { mayOverlap?: boolean } = {}) {
      await Promise.race([outbox.stop(), outgoing.stop(), world.time.stop()]);
      restart(how);
    },
    restart,
    /** The outbox takes up what was left, as at the start of a process. */
    start: async () => void (await Promise.all([outbox.start(), outgoing.start()])),
  };

  world.time.set(clock);
  for (const admin of admins) world.admins.add(admin);
  for (const [id, named] of Object.entries(chats.people ?? {})) made.knows(id, named);
  for (const { channel, facts, members } of chats.channels ?? []) made.hasChannel(channel, facts, members);
  restart();
  if (tenants.length > 0)
    await world.store.change(async (tx) => {
      for (const tenant of tenants) await tx.put('tenants', tenant);
    });
  return made;
}

function personOf(id: Identity, named: Named): Person {
  if (typeof named === 'string') return personOf(id, { name: named });
  if ('why' in named) return { kind: 'stranger', id, ...named };
  return { kind: 'member', id, email: null, locale: null, timezone: null, ...named };
}

function factsOf(address: string, facts: Facts): ChannelFacts {
  if ('kind' in facts) return facts;
  return { kind: 'joined', name: address, open: false, external: false, ...facts };
}

/** Returns the card of an answer that is one, or begins with one. */
export function cardOf(reply: Reply): Card {
  if (reply.kind === 'card') return reply.card;
  const [first] = reply.kind === 'cards' ? reply.cards : [];
  if (!first) throw new Error(`no card: ${text(reply)}`);
  return first;
}

/** Returns the form of an answer that is one. */
export function formOf(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(`no form: ${text(reply)}`);
  return reply.form;
}

export { text };

/** What is new of the alert of a card: the first words of its notification. */
export const newsOf = ({ summary }: Card) => summary.split(' · ')[0];
/** What its card shows when it is unfolded. */
export const allOf = (shown: Card | undefined) => (shown ? unfolded(shown) : undefined);
