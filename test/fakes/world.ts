import type { Channel, Identity, Platform } from '../../src/domain/identity.ts';
import type { ChannelFacts, Chat, ChatError, Person, Posted, World } from '../../src/ports.ts';
import type { Card } from '../../src/view.ts';
import { memoryStore } from './memory-store.ts';

export const contoso = '11111111-1111-4111-8111-111111111111';

/** A chat in memory: people and channels that a test puts there; what is not there is not found. */
export interface FakeChat extends Chat {
  people: Map<Identity, Person>;
  channels: Map<string, { facts: ChannelFacts; members: Identity[] }>;
  posts: { to: string; card: Card }[];
  /** Every call fails with it, until null again. */
  failing: ChatError | null;
}

export interface FakeWorld extends World {
  slack: FakeChat;
  teams: FakeChat;
  admins: Set<Identity>;
  time: { now: string };
  domains: Map<string, 'yes' | 'no' | 'unknown'>;
}

export function fakeWorld(): FakeWorld {
  const slack = fakeChat('slack');
  const teams = fakeChat('teams');
  const admins = new Set<Identity>();
  const time = { now: '2026-11-24T09:00:00.000Z' };
  const domains = new Map<string, 'yes' | 'no' | 'unknown'>();
  return {
    slack,
    teams,
    admins,
    time,
    domains,
    store: memoryStore(),
    chats: { slack, teams },
    directory: {
      isGlobalAdmin: async (id) => admins.has(id),
      globalAdmins: async (limit) => [...admins].slice(0, limit),
    },
    mail: { takesMail: async (domain) => domains.get(domain) ?? 'unknown' },
    clock: { now: () => time.now },
    ids: { reference: () => 'TEST-0001' },
    defaults: { locale: 'en', timezone: 'UTC' },
  };
}

function fakeChat(platform: Platform): FakeChat {
  const people = new Map<Identity, Person>();
  const channels: FakeChat['channels'] = new Map();
  const posts: FakeChat['posts'] = [];
  const chat: FakeChat = {
    people,
    channels,
    posts,
    failing: null,
    person: async (id) => ask(() => people.get(id) ?? { kind: 'stranger', id, why: 'not found' }),
    channel: async (address) => ask(() => channels.get(address)?.facts ?? { kind: 'not found' }),
    hasMember: async (address, id) => ask(() => channels.get(address)?.members.includes(id) ?? false),
    knownChannels: async () =>
      [...channels.keys()].map((address) => ({ channel: { platform, address }, name: address })),
    post: async (address, card) => ask(() => posted(address, card)),
    tell: async (id, card) => ask(() => posted(id, card)),
    update: async () => ask(() => undefined),
  };
  function ask<T>(what: () => T): T {
    if (chat.failing) throw chat.failing;
    return what();
  }
  function posted(to: string, card: Card): Posted {
    posts.push({ to, card });
    const channel: Channel = { platform, address: to };
    return { channel, message: String(posts.length) };
  }
  return chat;
}
