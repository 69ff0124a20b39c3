import { domainToUnicode } from 'node:url';
import { readCalendar } from '../../adapters/calendar/read-calendar.ts';
import { faqLoader } from '../../adapters/faq/faq.ts';
import { featureSettings, Settings } from '../../adapters/settings/settings.ts';
import { permalink as slackLink } from '../../adapters/slack/api/chat.ts';
import { permalink as teamsLink } from '../../adapters/teams/api/chat.ts';
import { type Destination, queueOf } from '../../src/domain/delivery/delivery.ts';
import type { HistoryEntry } from '../../src/domain/history.ts';
import type { Identity, Platform } from '../../src/domain/tenant/identity.ts';
import { steadyClock } from '../../src/domain/time/trusted-time.ts';
import { recording } from '../../src/outgoing/recording.ts';
import {
  type ChannelFacts,
  type Chat,
  ChatError,
  type ChatErrorKind,
  type Group,
  type Hindrance,
  type Person,
  type Posted,
  type PostHow,
} from '../../src/ports/chat.ts';
import type { Archived } from '../../src/ports/collections.ts';
import type { MetricName } from '../../src/ports/meter.ts';
import { noReceivers } from '../../src/ports/receivers.ts';
import type { Store } from '../../src/ports/store.ts';
import type { AdminRole, CalendarRead, World } from '../../src/ports/world.ts';
import { marking } from '../../src/store/due.ts';
import type { Card } from '../../src/view/view.ts';
import { type FakeTime, fakeTime } from './fake-time.ts';
import { type MemoryArchive, type MemoryStore, memoryArchive } from './memory-store.ts';
import { contoso } from './partner.ts';
import { today } from './time.ts';

export interface Message extends PostHow {
  to: string;
  card: Card;
  message: string;
  edits: number;
  at: string;
  /** The bot deleted it. */
  removed?: true;
}

/**
 * A post or an edit that fails. `after`: the platform took it all the same. Late: it takes it `lateMs` after it came, whatever
 * became of who asked, who gives up after `givenUpMs`.
 */
export type ChatFault = { error: ChatError } & ({ after: boolean } | { lateMs: number; givenUpMs: number });

/** A chat in memory: people and channels that a test puts there; what is not there is not found. */
export interface FakeChat extends Chat {
  people: Map<Identity, Person>;
  groups: Map<Identity, Group>;
  channels: Map<string, { facts: ChannelFacts; members: Identity[] }>;
  messages: Message[];
  files: { to: Identity; name: string; content: string }[];
  /** Every look-up fails with it, until null again. */
  failing: ChatError | null;
  /** Asked before each post and edit: what it fails with. */
  fault: ((queue: string, what: 'post' | 'edit') => ChatFault | null) | null;
  /** Each post and edit fails so from now on, to these queues where some are named. */
  fails(kind: ChatErrorKind, reason: string, ...queues: string[]): void;
  /** Everything goes through again. */
  heals(): void;
  calls: number;
  /** Takes messages without saying their id. */
  bare: boolean;
  /** Lets the bot delete nothing. */
  keeps: boolean;
  /** What the platform does not let the bot do. */
  hindered: Hindrance | null;
}

/** What the core needs of the world, made up: chats in memory, a clock that stands still, and everything else at rest. */
export interface FakeWorld<S extends Store = MemoryStore> extends World {
  store: S;
  archive: MemoryArchive<Archived>;
  trail: MemoryArchive<HistoryEntry>;
  slack: FakeChat;
  teams: FakeChat;
  /** The administrators who get messages, and who may act unless `roles` says something else. */
  admins: Set<Identity>;
  roles: Map<Identity, AdminRole>;
  /** Accounts in Entra, as `<tenant> <object id>`. */
  accounts: Map<Identity, string>;
  /** The tenant in Entra that is asked about everybody; null for none. */
  entraTenant: string | null;
  time: FakeTime;
  domains: Map<string, 'yes' | 'no' | 'unknown'>;
  attempts: string[];
  /** Has these receivers get what waits for them. */
  wakeOutgoing(receivers: Iterable<string>): void;
  /** How often a calendar was read. */
  calendarReads: number;
  /** What stands at the addresses of calendars, or why nothing does. */
  calendarTexts: Map<string, string | Extract<CalendarRead, { kind: 'failed' }>>;
  /** What was measured, by the name of the metric. */
  delays: { name: MetricName<'histogram'>; severity: string; seconds: number }[];
}

/** The real one: pure, and read once for all tests of a file. */
const { faq } = faqLoader();

let references = 0;

/** Returns a world in which nobody is and nothing has happened. */
export function fakeWorld<S extends Store>(store: S): FakeWorld<S> {
  const time = fakeTime(today);
  const slack = fakeChat('slack', time);
  const teams = fakeChat('teams', time);
  const admins = new Set<Identity>();
  const rights = remembering<AdminRole>(time);
  const domains = new Map<string, 'yes' | 'no' | 'unknown'>();
  const attempts: string[] = [];
  const calendars: FakeWorld<S>['calendarTexts'] = new Map();
  const delays: FakeWorld['delays'] = [];
  const world: FakeWorld<S> = {
    slack,
    teams,
    admins,
    roles: new Map(),
    accounts: new Map(),
    entraTenant: null,
    time,
    domains,
    attempts,
    calendarTexts: calendars,
    delays,
    store: marking(
      recording(store, {
        receivers: { list: () => world.receivers.list() },
        now: () => world.steady.now(),
        sources: () => world.settings.sources,
        wake: (receivers) => world.wakeOutgoing(receivers),
      }),
      (queues) => world.wake(queues),
    ),
    receivers: noReceivers,
    wakeOutgoing: () => {},
    archive: memoryArchive<Archived>(({ id }) => id),
    trail: memoryArchive<HistoryEntry>(({ number }) => number),
    disk: async () => ({ freeBytes: 1e12, writable: true }),
    chats: { slack, teams },
    directory: {
      roleOf: async (id, fresh) => rights(id, fresh, () => world.roles.get(id) ?? (admins.has(id) ? 'admin' : 'none')),
      adminsToTell: async (limit) => [...admins].slice(0, limit),
      entraAccountOf: (id) => world.accounts.get(id) ?? null,
      entraTenantOf: () => world.entraTenant,
    },
    mail: { takesMail: async (domain) => domains.get(domain) ?? 'unknown' },
    calendarReads: 0,
    calendars: {
      read: async ({ address, version, ...query }) => {
        world.calendarReads += 1;
        const text = calendars.get(address) ?? { kind: 'failed', why: 'unreachable' };
        if (typeof text !== 'string') return text;
        const made = JSON.stringify([text, query]);
        if (made === version) return { kind: 'unchanged' };
        const contents = readCalendar(text, query);
        return contents.kind === 'failed' ? contents : { ...contents, kind: 'read', version: made };
      },
    },
    readDomain: domainToUnicode,
    faq,
    version: '1.2.3',
    clock: time,
    uptimeMs: time.passed,
    run: 'made up',
    steady: steadyClock({ clock: time, uptimeMs: time.passed }),
    timers: time,
    meter: {
      count(name, labels) {
        if (name === 'delivery_attempts_total') attempts.push(labels.join(' '));
      },
      observe: (name, [severity = ''], seconds) => void delays.push({ name, severity, seconds }),
    },
    refusedRequests: { waiting: () => new Map(), stored: () => {} },
    dice: () => 0.5,
    wake: () => {},
    onBug: (error) => {
      throw error;
    },
    ids: { reference: () => `TEST-${String(++references).padStart(4, '0')}` },
    settings: featureSettings(Settings.parse({ DRILL_SCHEDULE: 'off' })),
    defaults: { locale: 'en', timezone: 'UTC' },
  };
  return world;
}

/** As the adapters: who does not ask afresh gets an answer that is up to 5 minutes old. */
function remembering<T>(time: FakeTime) {
  const answers = new Map<Identity, { answer: T; at: number }>();
  return (id: Identity, fresh: boolean, ask: () => T): T => {
    const now = time.passed();
    const before = answers.get(id);
    if (before && !fresh && now - before.at < 300_000) return before.answer;
    const answer = ask();
    answers.set(id, { answer, at: now });
    return answer;
  };
}

function fakeChat(platform: Platform, time: FakeTime): FakeChat {
  const people: FakeChat['people'] = new Map();
  const channels: FakeChat['channels'] = new Map();
  const groups: FakeChat['groups'] = new Map();
  const known = remembering<Person>(time);
  let posts = 0;
  const chat: FakeChat = {
    people,
    channels,
    groups,
    messages: [],
    files: [],
    failing: null,
    fault: null,
    fails: (kind, reason, ...queues) => {
      const fault = { error: new ChatError(kind, reason), after: false };
      chat.fault = (queue) => (queues.length === 0 || queues.includes(queue) ? fault : null);
    },
    heals: () => {
      chat.fault = null;
    },
    calls: 0,
    bare: false,
    keeps: false,
    hindered: null,
    postIntervalMs: 1_020,
    person: async (id, fresh) =>
      known(id, fresh, () => ask(() => people.get(id) ?? { kind: 'stranger', id, why: 'not found' })),
    firstMet: (id) => id,
    forget: async () => {},
    // As Slack: who was deactivated is not found.
    byEmail: async (address) =>
      ask(() => {
        const found = [...people.values()].find(
          (one) => one.kind === 'member' && one.email?.toLowerCase() === address.toLowerCase(),
        );
        return found?.kind === 'member' ? found : null;
      }),
    group: async (idOrName) =>
      ask(() => groups.get(idOrName) ?? [...groups.values()].find(({ name }) => name === `@${idOrName}`) ?? null),
    channel: async (address) => ask(() => channels.get(address)?.facts ?? { kind: 'not found' }),
    join: async (address) =>
      ask(() => {
        const there = channels.get(address);
        if (there?.facts.kind !== 'joinable') return false;
        there.facts = { ...there.facts, kind: 'joined' };
        return true;
      }),
    hasMember: async (address, id) => ask(() => channels.get(address)?.members.includes(id) ?? false),
    knownChannels: async () =>
      [...channels.keys()].map((address) => ({ channel: { platform, address }, name: address })),
    post: async (to, card, how) => write(queueOf(to), 'post', () => posted(to, card, how)),
    update: async ({ to, message }, card) => write(queueOf(to), 'edit', () => edit(to, message, card)),
    // As long as real ones are.
    linkTo: async ({ to, message }) => {
      if (to.kind !== 'channel' || message === null) return null;
      if (platform === 'slack') return slackLink('https://contoso-partners.slack.com/', to.channel.address, message);
      const reference = { tenant: contoso, group: contoso, serviceUrl: 'https://smba.trafficmanager.net/emea/' };
      const { address } = to.channel;
      return teamsLink({ id: address, platform, address, name: '', kind: 'channel', reference }, message);
    },
    remove: async ({ to, message }) => write(queueOf(to), 'edit', () => remove(to, message)),
    time: () => null,
    hindrance: () => chat.hindered,
    find: async (_to, { deliveryId }) => {
      const found = chat.messages.find((message) => message.deliveryId === deliveryId);
      if (platform === 'teams') return 'unknowable';
      return found ? { to: _to, message: found.message } : 'absent';
    },
    upload: async (id, { name, content }) => {
      chat.files.push({ to: id, name, content });
      return 'sent';
    },
  };
  function ask<T>(what: () => T): T {
    if (chat.failing) throw chat.failing;
    return what();
  }
  async function write<T>(queue: string, kind: 'post' | 'edit', what: () => T): Promise<T> {
    chat.calls++;
    const fault = chat.fault?.(queue, kind) ?? null;
    if (fault && 'lateMs' in fault) return late(fault, what);
    if (fault && !fault.after) throw fault.error;
    const done = what();
    if (fault) throw fault.error;
    return done;
  }
  async function late(
    { error, lateMs, givenUpMs }: Extract<ChatFault, { lateMs: number }>,
    what: () => unknown,
  ): Promise<never> {
    void arrive(time.passed() + lateMs, what);
    // Who was killed meanwhile learns nothing any more.
    if (!(await time.wait(givenUpMs))) await new Promise(() => {});
    throw error;
  }
  async function arrive(due: number, what: () => unknown): Promise<void> {
    while (time.passed() < due) await time.wait(due - time.passed());
    try {
      what();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
    }
  }
  function refuseUnlessIn(to: Destination): void {
    if (to.kind === 'channel' && channels.get(to.channel.address)?.facts.kind !== 'joined')
      throw new ChatError('refused', 'channel_not_found');
  }
  function posted(to: Destination, card: Card, how: PostHow): Posted {
    refuseUnlessIn(to);
    const message = `${platform}-${++posts}`;
    chat.messages.push({ to: queueOf(to), card, message, edits: 0, at: time.now(), ...how });
    return { to, message: chat.bare ? null : message };
  }
  function standing(to: Destination, message: string | null): Message {
    refuseUnlessIn(to);
    const found = chat.messages.find((one) => one.message === message && !one.removed);
    if (!found) throw new ChatError('gone', 'message_not_found');
    return found;
  }
  function remove(to: Destination, message: string | null): void {
    if (chat.keeps) throw new ChatError('refused', 'cant_delete_message');
    standing(to, message).removed = true;
  }
  function edit(to: Destination, message: string | null, card: Card): void {
    const found = standing(to, message);
    found.card = card;
    found.edits++;
  }
  return chat;
}
