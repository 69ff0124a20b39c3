/** Asks for the gauges at each scrape. */
import { severities } from '../../src/domain/alert/severity.ts';
import type { MetricName } from '../../src/ports/meter.ts';
import type { Unacknowledged } from '../../src/store/open-alerts.ts';
import type { SocketState } from '../chat/platform.ts';
import type { gaugeSourcesOf } from './gauge-sources.ts';
import { commit, version } from './version.ts';

/**
 * Answers the questions of each scrape. A number that nobody gives counts as zero, and a time that nobody knows is left
 * out. Times are ISO 8601 in UTC.
 */
export interface GaugeSources extends ReturnType<typeof gaugeSourcesOf> {
  /** Returns whether the audit trail is not as it was written. */
  trailBroken(): boolean;
  /** Returns the bytes that are kept for requests that have not arrived whole. */
  bodyBytes(): number;
  /** Returns when the last backup was made. */
  lastBackupAt(): Promise<string | null>;
  /** Returns when Microsoft Graph last answered, by signal. */
  lastMicrosoftSuccess(): ReadonlyMap<string, string>;
  /** Returns when the last heartbeat was taken. */
  lastHeartbeatAt(): string | null;
  /** Returns what this replica does, on PostgreSQL. */
  replica(): ReplicaState;
}

/** What a replica does. */
interface ReplicaState {
  acts: boolean;
  /** The term of whoever acts, or acted last; null before this replica reached the database. */
  term: string | null;
  /** For how many milliseconds it has not known all that was committed. */
  lagMs: number;
}

/** Numbers, each with the values of the gauge's labels in the order of the table. */
type Samples = Iterable<readonly [labels: readonly string[], number]>;
type AskGauge = (sources: Partial<GaugeSources>) => Samples | Promise<Samples>;

/** Makes a gauge with one sample and no labels. A missing value is exported as 0. */
const single =
  (ask: (sources: Partial<GaugeSources>) => unknown): AskGauge =>
  async (sources) => [[[], Number((await ask(sources)) ?? 0)]];

/** Returns the seconds since 1970, which Prometheus compares with its `time()`; nothing for a time that is not known. */
function secondsOf(labels: readonly string[], at: string | null | undefined): [readonly string[], number][] {
  return at ? [[labels, Date.parse(at) / 1_000]] : [];
}

/** Returns a sample for each pair of a label's value and a number. */
function labelled(pairs: Iterable<readonly [string, number]>): Samples {
  return [...pairs].map(([value, number]) => [[value], number] as const);
}

const bySeverity =
  (ask: (row: Unacknowledged) => number): AskGauge =>
  async (from) => {
    const rows = await from.unacknowledged?.();
    return labelled(severities.map((severity) => [severity, rows ? ask(rows[severity]) : 0]));
  };

const ofSocket =
  (ask: (socket: SocketState) => number): AskGauge =>
  (from) => {
    const socket = from.slackSocket?.();
    return socket ? [[[], ask(socket)]] : [];
  };

const ofReplica =
  (ask: (replica: ReplicaState) => string | number | null): AskGauge =>
  (from) => {
    const replica = from.replica?.();
    const value = replica ? ask(replica) : null;
    return value === null ? [] : [[[], Number(value)]];
  };

/** The gauges of a replica that follows. All others are about what the one that acts does. */
const followerGauges: readonly MetricName<'gauge'>[] = [
  ...(['info', 'http_body_bytes', 'replica_acting', 'replica_term', 'replica_lag_seconds'] as const),
];

/** Returns whether a gauge is left out, since this replica follows. */
export function isFollowing(from: Partial<GaugeSources>, name: MetricName<'gauge'>): boolean {
  return from.replica?.().acts === false && !followerGauges.includes(name);
}

/** Asks for each gauge of the table. */
export const gauges: Readonly<Record<MetricName<'gauge'>, AskGauge>> = {
  microsoft_last_success_timestamp_seconds: (from) =>
    [...(from.lastMicrosoftSuccess?.() ?? [])].flatMap(([signal, at]) => secondsOf([signal], at)),
  info: () => [[[version, commit ?? ''], 1]],
  ready: async (from) => labelled([...((await from.ready?.()) ?? [])].map(([check, works]) => [check, works ? 1 : 0])),
  deliveries_waiting: async (from) => labelled(Object.entries((await from.outbox?.())?.waiting ?? {})),
  deliveries_oldest_seconds: single(async (from) => (await from.outbox?.())?.oldestSeconds),
  outgoing_waiting: async (from) =>
    labelled(((await from.receivers?.()) ?? []).map(({ name, waiting }) => [name, waiting])),
  outgoing_oldest_seconds: async (from) =>
    labelled(((await from.receivers?.()) ?? []).map(({ name, waitingSeconds }) => [name, waitingSeconds])),
  alerts_stranded: single(async (from) => (await from.outbox?.())?.stranded),
  alerts_unacknowledged: bySeverity(({ count }) => count),
  alerts_unacknowledged_oldest_seconds: bySeverity(({ oldestSeconds }) => oldestSeconds),
  findings_open: async (from) => labelled((await from.findings?.()) ?? []),
  slack_socket_connected: ofSocket((socket) => (socket.isConnected() ? 1 : 0)),
  slack_socket_disconnected_seconds: ofSocket((socket) => socket.downMs() / 1_000),
  replica_acting: ofReplica(({ acts }) => (acts ? 1 : 0)),
  replica_term: ofReplica(({ term }) => term),
  replica_lag_seconds: ofReplica(({ lagMs }) => lagMs / 1_000),
  store_bytes: single(async (from) => (await from.usage?.())?.bytes),
  store_limit_bytes: single(async (from) => (await from.usage?.())?.limit),
  tick_age_seconds: single((from) => (from.tickAgeMs?.() ?? 0) / 1_000),
  http_body_bytes: single((from) => from.bodyBytes?.()),
  audit_trail_broken: single((from) => from.trailBroken?.()),
  last_drill_timestamp_seconds: async (from) => secondsOf([], await from.lastDrillAt?.()),
  last_backup_timestamp_seconds: async (from) => secondsOf([], await from.lastBackupAt?.()),
  last_heartbeat_timestamp_seconds: (from) => secondsOf([], from.lastHeartbeatAt?.()),
  last_contact_timestamp_seconds: (from) =>
    [...(from.lastContacts?.() ?? [])].flatMap(([platform, at]) => secondsOf([platform], at)),
};
