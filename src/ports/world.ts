import type { HistoryEntry } from '../domain/history.ts';
import type { Identity, Platform } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import type { Chat } from './chat.ts';
import type { Faq } from './faq.ts';
import type { Archive, Store } from './store.ts';

// ── The rest ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Knows the organisation's Global Administrators. */
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

/** The wall clock. */
export interface Clock {
  /** ISO 8601, UTC. */
  now(): string;
}

/** Lets time pass. Rejects with nothing: it resolves early, with false, when the bot stops. */
export interface Timers {
  wait(ms: number): Promise<boolean>;
}

/** Returns what comes within that time; null when it does not: somebody waits for an answer that can do without it. */
export function inTime<T>(work: Promise<T>, ms: number, { timers }: Pick<World, 'timers'>): Promise<T | null> {
  return Promise.race([work, timers.wait(ms).then(() => null)]);
}

/** What the core counts, by the name of the metric: its help text and its labels. A label has few and fixed values: never an id. */
export const counters = {
  alerts_total: { help: 'Alerts that came in.', labels: ['outcome'] },
  delivery_attempts_total: { help: 'Calls to a platform, by what came of them.', labels: ['platform', 'outcome'] },
} as const;

/** Counts what happens. */
export interface Meter {
  /** Adds 1, or `times`, to a counter of the table. `labels` are the values of its labels, in the order of the table. */
  count(name: keyof typeof counters, labels: readonly string[], times?: number): void;
}

/** Makes ids. */
export interface Ids {
  /** A short reference that a person can read out, for example `K7Q2-9F4M`. */
  reference(): string;
}

/** The settings that the features go by. */
export interface FeatureSettings {
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
  settings: FeatureSettings;
  defaults: { locale: Locale; timezone: string };
}
