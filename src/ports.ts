/** What the core needs of the world. Each is implemented under `adapters/` and, for tests, under `test/fakes/`. */
import type { HistoryEntry, NewEntry } from './domain/history.ts';
import type { Channel, Identity, Platform } from './domain/identity.ts';
import type { Locale, Organisation, StoredTenant } from './domain/partner-tenant.ts';
import type { Card } from './view.ts';

// ── Store ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the bot knows of a person it has met, so that a name can be shown without asking the platform. */
export interface KnownPerson {
  id: Identity;
  name: string;
}

/** The mark that something was done, with its outcome for a repeat. */
export interface Seen {
  /** A Slack event id, a Teams activity id, the id of a pressed button's request … */
  id: string;
  at: string;
  /** JSON; what the first one was answered. */
  outcome: unknown;
}

/** Where a platform's chat can be reached again, and what it is called. An adapter keeps its own; the core adds the names of channels that it saved. */
export interface Conversation {
  /** `teams:<address>` or `slack:<address>`. */
  id: string;
  platform: Platform;
  address: string;
  name: string;
  kind: 'personal' | 'group' | 'channel';
  /** The adapter's own: service URL, team id … */
  reference: Readonly<Record<string, string>>;
}

/** What is stored, by collection. Every row has a string `id`, unique in its collection. */
export interface Collections {
  organisation: Organisation & { id: 'organisation' };
  tenants: StoredTenant;
  people: KnownPerson;
  conversations: Conversation;
  seen: Seen;
}

export interface HistoryQuery {
  /** Null for all, those without a tenant included. */
  tenantId: string | null;
  /** Only entries with a smaller number; null for the newest. */
  before: number | null;
  limit: number;
}

export interface Reader {
  get<C extends keyof Collections>(collection: C, id: string): Promise<Collections[C] | null>;
  /** All rows, in order of id. */
  list<C extends keyof Collections>(collection: C): Promise<readonly Collections[C][]>;
  /** Newest first. */
  history(query: HistoryQuery): Promise<readonly HistoryEntry[]>;
}

export interface Tx extends Reader {
  put<C extends keyof Collections>(collection: C, row: Collections[C]): Promise<void>;
  remove<C extends keyof Collections>(collection: C, id: string): Promise<void>;
  /** Adds a line to the audit trail. */
  record(entry: NewEntry): Promise<void>;
}

export interface Store {
  /** Rows are shared: never change one in place. */
  read<T>(what: (reader: Reader) => Promise<T>): Promise<T>;
  /**
   * All or nothing, and durable when it resolves. `what` may run again: no I/O inside, and nothing awaited but `tx`.
   * When `what` throws, nothing is changed and the error comes through. Rejects with StoreUnwritable when the disk refuses.
   */
  change<T>(what: (tx: Tx) => Promise<T>): Promise<T>;
}

/** The store could not make a change durable (disk full, read-only): nothing of it happened, and a later try may succeed. */
export class StoreUnwritable extends Error {
  override name = 'StoreUnwritable';
}

// ── Chat ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Member {
  kind: 'member';
  id: Identity;
  name: string;
  email: string | null;
  /** Null when the platform does not know, or knows one that we do not speak. */
  locale: Locale | null;
  /** IANA zone as the platform knows it. */
  timezone: string | null;
}

export type Person =
  | Member
  | { kind: 'stranger'; id: Identity; why: 'guest' | 'bot' | 'other organisation' | 'deactivated' | 'not found' };

export type ChannelFacts =
  /** The bot is in it and can post. `open`: everybody of the organisation can read it. `external`: people of other organisations can. */
  | { kind: 'joined'; name: string; open: boolean; external: boolean }
  /** It exists, and somebody has to add the bot. */
  | { kind: 'not joined'; name: string }
  | { kind: 'archived'; name: string }
  | { kind: 'not found' };

/** Where a card was posted; what `update` needs to edit it. */
export interface Posted {
  channel: Channel;
  message: string;
}

/** A platform as the core uses it. Every call rejects with ChatError, and with nothing else, and takes at most its time-out. */
export interface Chat {
  /** `fresh` asks the platform now; otherwise an answer up to 5 minutes old will do. At most 1 s. */
  person(id: Identity, fresh: boolean): Promise<Person>;
  /** Joins first where a bot may join by itself. At most 1 s. */
  channel(address: string): Promise<ChannelFacts>;
  /** Whether the person is in the channel's member list. At most 1 s. */
  hasMember(address: string, id: Identity): Promise<boolean>;
  /** Channels that the bot has been in; empty where the platform's own picker knows better. */
  knownChannels(): Promise<readonly { channel: Channel; name: string }[]>;
  post(address: string, card: Card): Promise<Posted>;
  /** To one person, in private. */
  tell(id: Identity, card: Card): Promise<Posted>;
  update(posted: Posted, card: Card): Promise<void>;
}

/** `refused`: the platform said no and would again. `unreachable`: no answer, too slow, or busy. */
export class ChatError extends Error {
  override name = 'ChatError';
  readonly kind: 'refused' | 'unreachable';
  /** The platform's own code, for logs and metrics: `channel_not_found`, `timeout`. */
  readonly reason: string;
  readonly retryAfterMs: number | null;
  constructor(kind: 'refused' | 'unreachable', reason: string, retryAfterMs: number | null = null) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

// ── The rest ─────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Directory {
  /** Whether the person holds Microsoft's Global Administrator role now. Rejects when it cannot be told: that denies. */
  isGlobalAdmin(id: Identity, fresh: boolean): Promise<boolean>;
  /** Those who can help, at most `limit`. */
  globalAdmins(limit: number): Promise<readonly Identity[]>;
}

/** Whether a domain takes mail. `no` is certain: the domain does not exist, has no mail host, or says so (RFC 7505). At most 1 s. */
export interface MailDomains {
  takesMail(domain: string): Promise<'yes' | 'no' | 'unknown'>;
}

export interface Clock {
  /** ISO 8601, UTC. */
  now(): string;
}

export interface Ids {
  /** A short reference that a person can read out, for example `K7Q2-9F4M`. */
  reference(): string;
}

/** Everything above, as the features take it. */
export interface World {
  store: Store;
  chats: Partial<Record<Platform, Chat>>;
  directory: Directory;
  mail: MailDomains;
  clock: Clock;
  ids: Ids;
  defaults: { locale: Locale; timezone: string };
}
