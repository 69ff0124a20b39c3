import type { AlertIn, ResolvedBySender } from './alert.ts';
import type { FoundRows, SameFinding } from './repeat.ts';
import type { HeldBy } from './rule.ts';
import type { SenderNotes } from './sender-notes.ts';
import type { Severity } from './severity.ts';

/* What the bot knows about a source: when it sends, and what people have still to be notified of. */

/** The share of all who send to the signed route: they have one secret, and what their bodies name as the source proves nothing. */
export const signedShare = 'signed' as const;

/** Matches a source that the sources' file may name: it has a credential of its own. */
const ofFile = /^webhook:(?!default$)[a-z0-9-]{1,30}$/;

/**
 * Returns the share that an alert counts for wherever sources take turns, or have a limit: its source where that has a credential of
 * its own, `signed` for all of the signed route, `person` for all that people raise, `bot` for drills. The share stands in the rows of
 * alerts and of their deliveries since this version: a name that the sources' file gives away later takes nothing along. Rows of older
 * states go by their source.
 */
export function shareOf({ source, share }: { source: string; share?: string }): string {
  if (share !== undefined) return share;
  return source.startsWith('webhook:') && !ofFile.test(source) ? signedShare : source;
}

/**
 * Returns the name by which people know a source of alerts: that of the sources' file, or how it is heard. All partner tenants that the bot
 * asks about itself have the same one, since a card names its tenant.
 */
export function sourceName(source: string): string {
  const [, way = '', name = source] = /^(webhook|microsoft|mail):(.*)$/s.exec(source) ?? [];
  return { microsoft: 'Microsoft', mail: 'e-mail' }[way] ?? name;
}

/** The products as people call them, by their presets, and by the names that their sources usually have. */
const products: Readonly<Record<string, string>> = {
  alertmanager: 'Alertmanager',
  'azure-monitor': 'Azure Monitor',
  cipp: 'CIPP',
  defender: 'Microsoft Defender',
  grafana: 'Grafana',
  sentinel: 'Microsoft Sentinel',
};

/**
 * Returns the product that sends, as people call it: by the preset of the source, or by its name (`webhook:cipp` is CIPP). Otherwise the
 * name of the source.
 */
export function productName({ source, preset = '' }: { source: string; preset?: string }): string {
  const name = sourceName(source);
  const ofSource = source.startsWith('webhook:') && Object.hasOwn(products, name) ? products[name] : undefined;
  return (Object.hasOwn(products, preset) ? products[preset] : ofSource) ?? name;
}

/** Returns whether a source is one that the bot asks by itself. */
export function isPolled(source: string): boolean {
  return /^(microsoft|mail):/.test(source);
}

/** Returns whether a source keeps the status of its alerts too: Partner Center does. */
export function keepsStatus(source: string): boolean {
  return source.startsWith('microsoft:');
}

/** Returns whether alerts of a source come from outside, so that they have an account of their own in the store. */
export function isFromOutside(source: string): boolean {
  return source.startsWith('webhook:') || isPolled(source);
}

/** A place in a body that could not be read, and why. */
export interface Unread {
  /** A JSON pointer; empty for the whole body. https://www.rfc-editor.org/rfc/rfc6901 */
  pointer: string;
  detail: string;
}

/** The outcome of a source that made no alert. */
export interface LeftOut {
  /** The number of bodies that could not be read, and the first problems. */
  unread: number;
  problems: readonly Unread[];
  /** The most alerts that the sender says it left out of one body. A group that it sends again leaves out the same ones. */
  truncated: number;
  /** The time of the first of them. */
  from: string;
}

/** The end of a silence: the source was heard, or the sources' file no longer expects it to be heard so often, or no longer has it. */
export interface SilenceEnd {
  at: string;
  why: 'heard' | 'allowed' | 'removed';
}

/** The name of the signed route (which has no source) among the stored sources. No source of the sources' file may have it. */
export const signedRoute = 'default';

/** A source as it is stored, by its name. It counts from `since` on. */
export interface StoredSource {
  id: string;
  since: string;
  /** The time of the last request that proved to be its own; null before the first. */
  heardAt: string | null;
  /** The trusted time's `runMs` at that time, or at `since` before it, as `runMsFrom` tells it. */
  heardRunMs: number;
  accepted: number;
  duplicate: number;
  /** The number of bodies that could not be read. */
  unread: number;
  /** The number of requests in its name that did not prove to be its own. */
  refused: number;
  /** What admins have still to be notified of; absent for nothing. */
  unreported?: LeftOut;
  /** The time at which they were notified last; absent before. */
  reportedAt?: string;
  /** The time at which it was found silent; absent while it is not. */
  silentAt?: string;
  /**
   * The time of its first request; absent before it, in older states, and for a source that those already knew: that one has no backlog.
   */
  firstHeardAt?: string;
  /** How many alerts came in the first 24 hours that were detected over 24 hours before its first request; absent for none. */
  old?: number;
  /**
   * The ids of these alerts while they are alerts like any other: they become backlog once there are more. Absent for none, and in older
   * states.
   */
  oldIds?: readonly string[];
  /** The time of the last alert of the signed route that named no partner tenant, to the hour; absent before the first. */
  unnamedAt?: string;
}

/** Returns a source that was not heard yet. `runMs` is the trusted time's. */
export function newSource(id: string, since: string, runMs: number): StoredSource {
  return { id, since, heardAt: null, heardRunMs: runMs, accepted: 0, duplicate: 0, unread: 0, refused: 0 };
}

/** The time (ms) after an alert without a partner tenant in which its sender counts as one that names none. */
const unnamedForMs = 30 * 24 * 3_600_000;

/** Returns whether an alert that named no partner tenant came from the source in the last 30 days. */
export function sentUnnamed({ unnamedAt = '' }: Pick<StoredSource, 'unnamedAt'>, now: string): boolean {
  return Date.parse(now) - Date.parse(unnamedAt) < unnamedForMs;
}

/** The most problems that one message names. */
const maxProblems = 3;

/** Returns the problems without those that say the same. */
function distinctProblems(problems: readonly Unread[]): Unread[] {
  return [...new Map(problems.map((one) => [`${one.pointer} ${one.detail}`, one])).values()];
}

/** Returns the source with more that it left out. */
export function leavingOut(source: StoredSource, more: Omit<LeftOut, 'from'>, at: string): StoredSource {
  if (more.unread === 0 && more.truncated === 0) return source;
  const nothing: LeftOut = { unread: 0, truncated: 0, problems: [], from: at };
  const { unread, truncated, problems, from } = source.unreported ?? nothing;
  const unreported = {
    unread: unread + more.unread,
    truncated: Math.max(truncated, more.truncated),
    problems: distinctProblems([...problems, ...more.problems]).slice(0, maxProblems),
    from,
  };
  return { ...source, unread: source.unread + more.unread, unreported };
}

/** The milliseconds from one message about what a source left out to the next. */
const tellEveryMs = 3_600_000;

/** Returns whether admins are due to be notified of what the source left out. */
export function isReportDue({ unreported, reportedAt }: StoredSource, now: string): boolean {
  const passed = reportedAt === undefined ? tellEveryMs : Date.parse(now) - Date.parse(reportedAt);
  // A time in the future was written by a clock that was ahead: it holds up nothing.
  return unreported !== undefined && (passed >= tellEveryMs || passed < 0);
}

/** Returns the time of the source's last request, since which it has been silent. */
export function quietSince({ heardAt, since }: StoredSource): string {
  return heardAt ?? since;
}

/**
 * Returns whether the source has sent nothing for longer than `expectEveryMs`, both by the clock and by the bot's own uptime (while
 * stopped, the bot receives nothing). A source that is already marked silent stays so when the clock is set back.
 */
export function isSilent(source: StoredSource, expectEveryMs: number | null, now: string, runMs: number): boolean {
  if (expectEveryMs === null) return false;
  if (runMs - source.heardRunMs <= expectEveryMs) return false;
  return source.silentAt !== undefined || Date.parse(now) - Date.parse(quietSince(source)) > expectEveryMs;
}

/** Returns the sources that were found silent, of those that are configured. */
export function silentAmong(rows: readonly StoredSource[], configured: readonly { name: string }[]) {
  return rows.filter(({ id, silentAt }) => silentAt !== undefined && configured.some(({ name }) => name === id));
}

/* What a source sends: alerts, and the news that one is over. A source is a sender of the sources' file. */

/**
 * One alert of a source, or the news that it is over, as a preset reads it.
 *
 * @example { content: { id: '4711', displayName: 'Risky sign-in', severity: 'high', … }, notes: {}, over: null }
 */
export interface SourceEvent {
  /** `partnerTenantId` is null when the only tenant is meant, or where `notes.customer` says that none fits. */
  content: AlertIn;
  notes: SenderNotes;
  /**
   * Set when the sender reports the alert as resolved, with the time (ISO 8601, UTC) if it gave one; null while the alert is active.
   * `continues`: the number of the incident as which it goes on at the sender (empty if unknown). Absent when it is resolved.
   */
  over: ResolvedBySender | null;
  /**
   * True when the sender does not say when it was detected: the content has the time of sending or receipt, and a repeat keeps that of
   * the first.
   */
  undated?: true;
  /** The id of the rule of its source that applied. Absent when none did. */
  rule?: string;
  /** The severity that the alert has without that rule. Absent when none applied. */
  given?: Severity;
  /** The maintenance window that holds it. Absent for none. */
  held?: HeldBy;
  /** By what a later alert is the same finding. Absent when none ever is. */
  same?: SameFinding;
  /** The rows of what was found. Absent for an alert without `same`. */
  rows?: FoundRows;
}
