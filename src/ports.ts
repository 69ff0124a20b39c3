/** What the core needs of the world. Each is implemented under `adapters/` and, for tests, under `test/fakes/`. */

import type { Archived, Collections, Index, RowOf } from './collections.ts';
import type { Destination } from './domain/delivery.ts';
import type { FaqEntry, Placeholders } from './domain/faq-entry.ts';
import type { HistoryEntry, NewEntry } from './domain/history.ts';
import type { Channel, Identity, Platform } from './domain/identity.ts';
import type { FaqLanguage, Locale } from './domain/locales.ts';
import type { Card } from './view.ts';

// ── Store ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface ScanQuery {
  key: string;
  /** Only rows after this one's place; null from the start. */
  after: string | null;
  /** Absent for all. */
  limit?: number;
}

export interface HistoryQuery {
  /** Null for all. A tenant's entries come with those of the organisation, which belong to no tenant: they concern every one. */
  tenantId: string | null;
  /** Only entries with a smaller number; null for the newest. */
  before: number | null;
  limit: number;
}

export interface Reader {
  get<C extends keyof Collections>(collection: C, id: string): Promise<Collections[C] | null>;
  /** All rows, in order of id. */
  list<C extends keyof Collections>(collection: C): Promise<readonly Collections[C][]>;
  /** Rows of one key of an index, in its order. Costs what it returns, not what is stored. */
  scan<I extends Index>(index: I, query: ScanQuery): Promise<readonly RowOf<I>[]>;
  count(index: Index, key: string): Promise<number>;
  /** The keys under which the index has rows. */
  keys(index: Index): Promise<readonly string[]>;
  /** Newest first. Only what has not left for the archive: `historyPage` reads both. */
  history(query: HistoryQuery): Promise<readonly HistoryEntry[]>;
  /** The oldest entries that have not left yet, oldest first. */
  oldestHistory(limit: number): Promise<readonly HistoryEntry[]>;
  /** How much is stored. In a change, with what it did so far. */
  usage(): Promise<Usage>;
}

/** In bytes: of all rows and of the history, without the archive; and the setting STATE_LIMIT, above which no alert is taken. */
export interface Usage {
  bytes: number;
  limit: number;
}

export interface Tx extends Reader {
  put<C extends keyof Collections>(collection: C, row: Collections[C]): Promise<void>;
  remove<C extends keyof Collections>(collection: C, id: string): Promise<void>;
  /** Adds a line to the audit trail; returns its number. */
  record(entry: NewEntry): Promise<number>;
  /** Entries up to this number leave: the archive has them. The newest one stays, since the next is chained to it. */
  forgetHistory(upTo: number): Promise<void>;
}

export interface Store {
  /** Rows are shared: never change one in place. */
  read<T>(what: (reader: Reader) => Promise<T>): Promise<T>;
  /**
   * All or nothing, and durable when it resolves. `what` may run again: no I/O inside, and nothing awaited but `tx`.
   * When `what` throws, nothing is changed and the error comes through. Rejects with StoreUnwritable when the disk refuses, and with
   * StoreFull when it would add to a store that is more than a tenth above its limit, unless it settles something.
   */
  change<T>(what: (tx: Tx) => Promise<T>, how?: ChangeHow): Promise<T>;
}

export interface ChangeHow {
  /**
   * It answers what is there, keeps what became of it, or tells people that they have to answer, so that no limit stops it:
   * that is how room comes, and a message that went out and is not noted would go out again. What it adds is bounded by what
   * is there already.
   */
  settles?: true;
}

/**
 * What is closed and only read, apart from the live document: rows by segment, for example `alerts-2026-11`. Appending
 * is durable when it resolves; the same id again replaces the row, so that moving rows here may be repeated after a crash.
 */
export interface Archive<Row = Archived> {
  append(segment: string, rows: readonly Row[]): Promise<void>;
  /** In order of their first coming; empty when there is none. */
  read(segment: string): Promise<readonly Row[]>;
  /** In order of name. */
  segments(): Promise<readonly string[]>;
  /** Sets the segment aside, unread: it is no segment any more, and is kept until it is erased. Nothing when there is none. */
  drop(segment: string): Promise<void>;
  /** Deletes what was set aside. Nothing when there is none. */
  erase(segment: string): Promise<void>;
}

/** The store could not make a change durable (disk full, read-only): nothing of it happened, and a later try may succeed. */
export class StoreUnwritable extends Error {
  override name = 'StoreUnwritable';
}

/** The store has reached its limit: nothing of the change happened. Room comes when alerts are resolved, or with a higher STATE_LIMIT. */
export class StoreFull extends StoreUnwritable {
  override name = 'StoreFull';
  constructor({ bytes, limit }: Usage) {
    super(`${bytes} bytes are stored, and STATE_LIMIT is ${limit}`);
  }
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
  /** The bot is in it and can post. `open`: everybody of the organisation can read it. `external`: guests or people of other organisations can, or nobody can tell. */
  | { kind: 'joined'; name: string; open: boolean; external: boolean }
  /** The bot is not in it, and may join by itself. `open` and `external` as above. */
  | { kind: 'joinable'; name: string; open: boolean; external: boolean }
  /** It exists, and somebody has to add the bot. Null where the platform hides its name from who is not in it. */
  | { kind: 'not joined'; name: string | null }
  | { kind: 'archived'; name: string }
  | { kind: 'not found' };

/** A posted message; what `update` needs to edit it, and a reply to hang on it. `message` is the platform's own id. */
export interface Posted {
  to: Destination;
  /** Null when the platform took the message and did not say its id: it is there, and can be neither edited nor replied to. */
  message: string | null;
}

/**
 * What a platform does not let the bot do until whoever runs the bot mends it: its credentials are refused, or it lacks
 * permissions, by the platform's own names. `mute`: without them nothing can be posted.
 */
export type Hindrance =
  | { kind: 'credentials'; reason: string }
  | { kind: 'permissions'; missing: readonly string[]; mute: boolean };

export interface PostHow {
  /** Goes along as metadata, so that `find` can tell whether the message is there. */
  deliveryId: string;
  /** The message in whose thread it belongs; null for a message of its own. */
  thread: string | null;
  /** A reply that the channel shows too, where the platform notifies nobody of a reply. */
  aloud?: boolean;
}

/** When a delivery was last tried. */
export interface Tried {
  /** By this machine's clock. */
  at: string;
  /** By the platform's own clock; null where that was not known. */
  there: string | null;
  /** Whether the platform answered it, with a fault of its own: then nothing of it comes after that answer. */
  answered: boolean;
}

/** A platform as the core uses it. Every call rejects with ChatError, and with nothing else, and takes at most its time-out. */
export interface Chat {
  /** `fresh` asks the platform now; otherwise an answer up to 5 minutes old will do. At most 1 s. */
  person(id: Identity, fresh: boolean): Promise<Person>;
  /** Where one person has several identities (one in each workspace of a company), the one under which the bot met them first; else the same. */
  firstMet(id: Identity): Identity;
  /** The member whose own address it is; null for nobody who is active. At most 1 s. */
  byEmail(address: string): Promise<Member | null>;
  /** At most 1 s. */
  channel(address: string): Promise<ChannelFacts>;
  /** Joins a channel that is `joinable`, and only once somebody wants it there. False where somebody has to add the bot. At most 1 s. */
  join(address: string): Promise<boolean>;
  /** Whether the person is in the channel's member list. At most 1 s. */
  hasMember(address: string, id: Identity): Promise<boolean>;
  /** Channels that the bot has been in; empty where the platform's own picker knows better. */
  knownChannels(): Promise<readonly { channel: Channel; name: string }[]>;
  /** Time from an answer to the next call to the same channel. */
  paceMs: number;
  /** A new message. Rejects within 10 s; the outcome of `unreachable` without `retryAfterMs` is unknown. */
  post(to: Destination, card: Card, how: PostHow): Promise<Posted>;
  /** Edits a message that was posted. Rejects with `gone` when its id is not known. */
  update(posted: Posted, card: Card): Promise<void>;
  /** Deletes a message that was posted. Rejects with `gone` when it is not there, and with `refused` where the platform does not let the bot. */
  remove(posted: Posted): Promise<void>;
  /**
   * The message of that delivery, which was last tried then, if the platform has it; `absent` only once it can no longer
   * arrive; `unknowable` where the platform cannot tell. Rejects with `retryAfterMs` while it may still arrive, or more is to
   * be read.
   */
  find(to: Destination, how: PostHow, tried: Tried): Promise<Posted | 'absent' | 'unknowable'>;
  /** The address at which people open a message that was posted in a channel; null where there is none, or it is not known. */
  linkTo(posted: Posted): Promise<string | null>;
  /** The platform's own clock, ISO 8601 in UTC, as its answers told it; null before the first one, or when it tells none. */
  time(): string | null;
  /** Null while it lets the bot do all that it needs, and while that is not known. */
  hindrance(): Hindrance | null;
  /** A file to one person, in private. `offered`: they are asked first. `impossible`: this client knows no files. */
  upload(
    id: Identity,
    file: { name: string; type: string; content: string },
    comment: string,
  ): Promise<'sent' | 'offered' | 'impossible'>;
}

/**
 * `refused`: the platform said no, whatever the card, and would again. `card`: it does not take this card as it is (too
 * long, or something in it), which says nothing of the channel; a shorter one may go. `gone`: the message to be edited is not there any more, or takes no edits. `lockedOut`: it lets the bot in
 * nowhere for now (credentials, plan, a proxy), which says nothing of the channel. `unreachable`: no answer, too slow, or busy.
 */
export type ChatErrorKind = 'refused' | 'card' | 'gone' | 'lockedOut' | 'unreachable';

export class ChatError extends Error {
  override name = 'ChatError';
  readonly kind: ChatErrorKind;
  /** The platform's own code, for logs and metrics: `channel_not_found`, `timeout`. */
  readonly reason: string;
  readonly retryAfterMs: number | null;
  /** Whether it may have happened all the same: a lost answer, a 5xx. False when it certainly did not: a 429, no connection. */
  readonly maybeDone: boolean;
  /** Whether the platform itself answered, with a fault of its own: what it did of the call, it did before that. */
  readonly answered: boolean;
  constructor(
    kind: ChatErrorKind,
    reason: string,
    retryAfterMs: number | null = null,
    maybeDone = false,
    answered = false,
  ) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
    this.maybeDone = maybeDone;
    this.answered = answered;
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

/** Lets time pass. Rejects with nothing: it resolves early, with false, when the bot stops. */
export interface Timers {
  wait(ms: number): Promise<boolean>;
}

/** What is worth counting. Labels are few and fixed: never an id. */
export interface Meter {
  accepted(count: number, duplicates: number): void;
  /** One call to a platform: `posted`, `edited`, or the reason why not. */
  attempted(platform: Platform, outcome: string): void;
}

export interface Ids {
  /** A short reference that a person can read out, for example `K7Q2-9F4M`. */
  reference(): string;
}

export interface Settings {
  /** More than this many waiting for one channel are a storm. */
  stormLimit: number;
  /** Whether Azure fraud goes to the security contact too. */
  fraudToContact: boolean;
  /** Cron expression in the contact's time zone; null for no scheduled drills. */
  drillSchedule: string | null;
  retentionDays: number;
  /** Days without news after which an alert closes by age. */
  closeAfterDays: number;
  /** Days for which a confirmation of the contact holds. */
  confirmEvery: number;
  /** Dates without reminders, `2026-12-25`. */
  holidays: readonly string[];
  /** Local mode: its tenant is made up, and a test alert wakes nobody. */
  local?: boolean;
}

// ── FAQ ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a question met. */
export interface FaqMatch {
  /** Of the text; that of `otherwise` when the text does not tell. */
  language: FaqLanguage;
  outcome:
    | { kind: 'answer'; entry: string }
    /** At most three that may be meant, the likeliest first. */
    | { kind: 'unsure'; entries: readonly string[] }
    /** None answers it; the three nearest all the same. */
    | { kind: 'unknown'; nearest: readonly string[] }
    /** No question: a greeting, thanks, emoji, nothing at all. */
    | { kind: 'smalltalk' };
  /** The topics that programs know, the likeliest first. */
  topics: readonly string[];
}

/** The curated questions and answers, and what finds them. */
export interface Faq {
  entries: readonly FaqEntry[];
  placeholders: Placeholders;
  /** Pure: the same text always meets the same. Any text will do. */
  match(text: string, otherwise: Locale): FaqMatch;
}

/** Everything above, as the features take it. */
export interface World {
  store: Store;
  archive: Archive;
  /** The older part of the audit trail: `history-2026-11`. A row is known by its number. */
  trail: Archive<HistoryEntry>;
  chats: Partial<Record<Platform, Chat>>;
  directory: Directory;
  mail: MailDomains;
  /** Loaded when first asked for. */
  faq(): Faq;
  /** The bot's own version, for example `0.2.0`. */
  version: string;
  clock: Clock;
  /** Milliseconds since this process began, whatever somebody does to the clock. */
  uptimeMs(): number;
  ids: Ids;
  timers: Timers;
  meter: Meter;
  /** 0 up to but not including 1. */
  dice(): number;
  /** Tells the outbox that these queues have work. */
  wake(queues: Iterable<string>): void;
  settings: Settings;
  defaults: { locale: Locale; timezone: string };
}
