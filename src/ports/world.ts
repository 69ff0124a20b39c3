import type { SourceRule } from '../domain/alert/rule.ts';
import type { FaqCorpus, OwnRecordId } from '../domain/faq/entry.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { Identity, Platform } from '../domain/tenant/identity.ts';
import type { FaqLanguage, Locale } from '../domain/tenant/locales.ts';
import type { CalendarTrouble } from '../domain/tenant/rota.ts';
import type { SteadyClock } from '../domain/time/trusted-time.ts';
import type { Chat } from './chat.ts';
import type { Meter } from './meter.ts';
import type { Receivers } from './receivers.ts';
import type { Archive, Store } from './store.ts';

/**
 * The answer about somebody's role. `admin`: they hold Microsoft's Global Administrator role now, or ADMINS names them and Entra is not
 * asked about anybody. `breakGlass`: they may act by ADMINS alone, whatever Entra says. `unlinked`: Entra is asked, and nobody told the bot
 * which account of Entra is theirs.
 */
export type AdminRole = 'admin' | 'breakGlass' | 'none' | 'unlinked';

/** Looks up the organisation's Global Administrators. */
export interface Directory {
  /**
   * Resolves with the person's role; unless `fresh`, by an answer that may be 5 minutes old. Rejects with ChatError when nobody can tell:
   * that denies.
   */
  roleOf(id: Identity, fresh: boolean): Promise<AdminRole>;
  /**
   * Resolves with the administrators who get messages and can help, at most `limit`: whoever may become active again, so that nothing
   * depends on who has activated the role at this hour. Rejects with ChatError when the directory does not answer.
   */
  adminsToTell(limit: number): Promise<readonly Identity[]>;
  /** Returns the person's account in Entra, as its tenant and object id; null where the bot does not know it. */
  entraAccountOf(id: Identity): string | null;
  /** Returns the id of the tenant in Microsoft Entra that is asked about the person; null where Entra is not asked about them. */
  entraTenantOf(id: Identity): string | null;
}

/** Looks up whether a domain accepts mail. */
export interface MailDomains {
  /**
   * Resolves within 1 s. `no` is certain: the domain does not exist, has no mail host, or says so.
   * https://www.rfc-editor.org/rfc/rfc7505
   */
  takesMail(domain: string): Promise<'yes' | 'no' | 'unknown'>;
}

/**
 * Returns a host name as people read it: labels that are encoded (`xn--`) are decoded. Empty, or as it is, for
 * a name that is not allowed.
 * https://www.unicode.org/reports/tr46/
 */
export type ReadDomain = (domain: string) => string;

/** The wall clock, which somebody may set: `2026-11-24T08:00:00.000Z`. What must not jump uses `uptimeMs`. */
export interface Clock {
  /** Returns the time, ISO 8601 in UTC. */
  now(): string;
}

/** Lets time pass. */
export interface Timers {
  /** Resolves with true after `ms` milliseconds; early, with false, when the bot stops. Never rejects. */
  wait(ms: number): Promise<boolean>;
}

/**
 * Resolves as `work` does within `ms` milliseconds, and with null when it takes longer: for an answer that can do
 * without it.
 */
export function inTime<T>(work: Promise<T>, ms: number, { timers }: Pick<World, 'timers'>): Promise<T | null> {
  return Promise.race([work, timers.wait(ms).then(() => null)]);
}

/** Makes ids. */
export interface Ids {
  /** Returns a short reference that a person can read out, for example `K7Q2-9F4M`. */
  reference(): string;
}

/** A sender of the sources' file, as far as people see it. */
export interface SourceSettings {
  name: string;
  /** Itself, as its alerts have it: `webhook:cipp`, `microsoft:<partner tenant>`, `mail:<partner tenant>`. */
  source: string;
  /** The name of its preset, and of the way in which it proves who it is. */
  preset: string;
  auth: string;
  /** True for a token in the URL, which proxies and logs may see. */
  weak: boolean;
  /** False for one whose alerts go to the admins when there are several partner tenants. */
  namesTenant: boolean;
  /** The ids of the partner tenants to which its entry in the file sends alerts; absent when it has no `tenant`. */
  tenants?: readonly string[];
  /** Rate limit: at most `alerts` of one severity within `ms` get their own cards. Further ones go into a digest. */
  pace: { alerts: number; ms: number };
  /** How long (ms) it may send nothing before it counts as silent; null when nobody minds. */
  expectEveryMs: number | null;
  /** Its rules, of which the first that fits an alert counts; absent when it has none. */
  rules?: readonly SourceRule[];
  /** True where the answers to its alerts are written back to it. */
  writesBack?: true;
}

/** The settings that the features read. Those that are in files change while the bot runs: read them when they are needed. */
export interface FeatureSettings {
  /** More than this many waiting for one channel are a storm. */
  stormLimit: number;
  /** True when Azure fraud goes to the security contact too. */
  fraudToContact: boolean;
  /** Cron expression in the contact's time zone; null for no scheduled drills. */
  drillSchedule: string | null;
  retentionDays: number;
  /** The days without news after which an alert closes by age. */
  closeAfterDays: number;
  /** The minutes after detection from which admins are reminded of a high alert that nobody acknowledged. */
  escalateAfterMinutes: number;
  /** The days for which a confirmation of the contact holds. */
  confirmEvery: number;
  /** The senders of the sources' file, and what Microsoft is asked for alerts. */
  sources: readonly SourceSettings[];
  /** Nobody is reminded on these dates, such as `2026-12-25`. */
  holidays: readonly string[];
  /** Whom the settings name as administrators. Absent in tests whose directory names them. */
  admins?: readonly Identity[];
  /** True when changes of contacts wait for a second administrator. */
  approvals: boolean;
  /** True in local mode: its tenant is made up, and a test alert wakes nobody. */
  local?: boolean;
}

/** A mistake in a setting, or in the file that it names. `path` is empty where it is about the whole; `sentence` repeats no value. */
export interface SettingMistake {
  setting: string;
  path: string;
  sentence: string;
}

/** Why the last reload of the settings was refused, and when that was (ISO 8601). */
export interface RefusedSettings {
  mistakes: readonly SettingMistake[];
  at: string;
}

/** Counts the requests that were refused in the name of a source, until their number is stored. */
export interface RefusedRequests {
  /** Returns the numbers that are not stored yet, by the name of the source. */
  waiting(): ReadonlyMap<string, number>;
  /** Subtracts these counts, once they are stored. */
  stored(counts: ReadonlyMap<string, number>): void;
}

/** What the store writes to: the disk of the state folder, or a database; and whether it takes writes now. */
export interface DiskState {
  /** Null for a database, which does not tell. */
  freeBytes: number | null;
  writable: boolean;
  /** Why a database cannot be used that is neither full nor read-only, such as `ECONNREFUSED`. */
  trouble?: string;
}

/** What a database lost although it had confirmed it. */
export interface FoundLosses {
  /** How many writes were made again, so that nothing of them is missing. */
  putBack: number;
  /** Alerts that were gone when this process looked, and when that was (ISO 8601); null for none. */
  lost: { alertIds: readonly string[]; at: string } | null;
}

/** Keeps what the database lost until the admins are told. */
export interface DatabaseLosses {
  waiting(): FoundLosses;
  /** Forgets this, of which they were told. */
  told(losses: FoundLosses): void;
}

/**
 * Everything outside the features: store, chat platforms, time, chance. Tests hand in one of their own.
 *
 * @example const at = world.clock.now(); await world.store.change((tx) => enqueue(tx, request, at));
 */
export interface World {
  store: Store;
  archive: Archive;
  /** The archive of the older part of the audit trail, in segments like `history-2026-11`. The id of a row is its number. */
  trail: Archive<HistoryEntry>;
  /** Resolves with the state of the disk; with null when there is none, or it does not answer within a second. */
  disk(): Promise<DiskState | null>;
  chats: Partial<Record<Platform, Chat>>;
  directory: Directory;
  mail: MailDomains;
  calendars: Calendars;
  receivers: Receivers;
  readDomain: ReadDomain;
  /** Returns the FAQ, which is loaded when it is first asked for. */
  faq(): Faq;
  /** The bot's own version, for example `0.2.0`. */
  version: string;
  clock: Clock;
  /** Returns the milliseconds since this process began, whatever somebody does to the clock. */
  uptimeMs(): number;
  /** The one of this process, which the tick looks at regularly. */
  steady: SteadyClock;
  /** The id of this process, stored with each time by `uptimeMs`. */
  run: string;
  ids: Ids;
  timers: Timers;
  meter: Meter;
  refusedRequests: RefusedRequests;
  /** Absent where the store is no database. */
  losses?: DatabaseLosses | undefined;
  /** Returns why the last reload of the settings was refused; null when it was not. Absent where there is none. */
  refusedSettings?: (() => RefusedSettings | null) | undefined;
  /** Returns a random number from 0 up to but not including 1. */
  dice(): number;
  /** Notifies the outbox that these queues have work. */
  wake(queues: Iterable<string>): void;
  /** Logs an error of the bot's own, which must not stop the work that met it. `part` begins the name of the log's event. */
  onBug(error: unknown, part: 'outbox' | 'directory' | 'calendar' | 'microsoft' | 'outgoing' | 'audit'): void;
  settings: FeatureSettings;
  defaults: { locale: Locale; timezone: string };
}

/* Reads on-call calendars (iCalendar, https://www.rfc-editor.org/rfc/rfc5545), which other products publish at a secret address. */

/** The part of time that is wanted, and what is known already. */
export interface CalendarQuery {
  /** The address, with the scheme `https`. It is a secret. */
  address: string;
  /** Only events that touch this time are wanted (ISO 8601, UTC). */
  from: string;
  until: string;
  /** The zone in which times without a zone and all-day events are meant. */
  timezone: string;
  /** The version that is stored; null for none. The same contents are not read again. */
  version: string | null;
}

/** Why a calendar could not be read, as far as reading alone goes. */
export type ReadTrouble = Exclude<CalendarTrouble, 'people' | 'bug'>;

/** One event of a calendar, or one of its recurrences, while it lasts. */
export interface CalendarEvent {
  /** ISO 8601, UTC; `end` is the first instant that no longer belongs to it. */
  start: string;
  end: string;
  summary: string;
  /** The people who were invited and did not decline, without the organiser; null when nobody else was invited. */
  attendees: readonly CalendarPerson[] | null;
}

/** Somebody in a calendar. The name is empty when the calendar has none. */
export type CalendarPerson = Record<'email' | 'name', string>;

/** The outcome of reading a calendar. */
export type CalendarRead =
  | { kind: 'unchanged' }
  | {
      kind: 'read';
      version: string;
      events: readonly CalendarEvent[];
      /** The names of time zones that nobody knows. Events in them are left out. */
      unknownZones: readonly string[];
    }
  | { kind: 'failed'; why: ReadTrouble };

/** Reads calendars. */
export interface Calendars {
  /** Resolves within 25 s, and within 70 s where others of several MB are read first. Rejects for an error of the bot's own alone. */
  read(query: CalendarQuery): Promise<CalendarRead>;
}

/* Answers questions from the curated list. */

/** The FAQ's match for a message. An offer is the id of an entry, or of a question about the organisation's own record. */
export interface FaqMatch {
  /** The language of the text; `otherwise` when the text does not tell. */
  language: FaqLanguage;
  outcome: /** `unanswered`: another question of the same message, as it was typed; absent for none. */
    | { kind: 'answer'; entry: string; unanswered?: string }
    /** Two questions in one message: both are answered, in their order, by entries or from the own record. */
    | { kind: 'answers'; entries: readonly [string, string] }
    /** The register answers it, not an entry. */
    | { kind: 'record'; about: OwnRecordId }
    /** At most three offers that the message may mean, the likeliest first. `isLikely`: the first is much likelier than the second. */
    | { kind: 'unsure'; entries: readonly string[]; isLikely?: true }
    /** The message is far from everything that is answered. */
    | { kind: 'unknown' }
    /** The text is no question: a greeting, thanks, emoji, nothing at all. */
    | { kind: 'smalltalk' };
  /** The topics, by the ids that programs know, the likeliest first. */
  topics: readonly string[];
  /** The message wishes for `language`, in which `outcome` repeats what was answered before; absent for any other message. */
  isWish?: true;
}

/** Context for matching that the text of the message does not contain. */
export interface FaqContext {
  /** The language to assume when the text does not show its language. */
  otherwise: Locale;
  /** The entry that was answered last, which a follow-up may need: «and if he is away?». Null for none. */
  after: string | null;
}

/** The curated questions and answers, and the search in them. */
export interface Faq extends Pick<FaqCorpus, 'entries' | 'groups' | 'placeholders'> {
  /** Returns what the FAQ finds for a text. The same text and context always find the same. Any text will do. */
  match(text: string, context: FaqContext): FaqMatch;
  /**
   * Returns what a text may ask the bot to do, the likeliest first; nothing of one that looks like an attack. The ids are those of `src/request/intent/intents.ts`, with `faq` for a
   * question to the FAQ, and `none`. `otherwise` is the language to assume when the text does not show its own.
   */
  intentsOf(text: string, otherwise: Locale): readonly RatedIntent[];
}

/** Something that a text may ask the bot to do. The likelihoods of all of them are 1 together. */
export interface RatedIntent {
  id: string;
  likely: number;
}
