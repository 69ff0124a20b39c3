/** Lists what is asked for at each scrape, as it is then. */
import type { Backlog } from '../../src/delivery/backlog.ts';
import { type Severity, severities } from '../../src/domain/alert/severity.ts';
import type { Usage } from '../../src/ports/store.ts';
import type { Unacknowledged } from '../../src/store/open-alerts.ts';
import type { SocketState } from '../platform.ts';
import { commit, version } from './version.ts';

/**
 * Answers the questions of each scrape. A number that nobody gives counts as zero, and a time that nobody knows is left
 * out. Times are ISO 8601 in UTC.
 */
export interface GaugeSources {
  /** Resolves with what waits to be delivered. `stranded` is the number of alerts that reach nobody. */
  backlog(): Promise<Backlog & { stranded: number }>;
  /** Resolves with the alerts that nobody acknowledged. */
  unacknowledged(): Promise<Readonly<Record<Severity, Unacknowledged>>>;
  /** Resolves with the number of open findings, by code. */
  findings(): Promise<ReadonlyMap<string, number>>;
  /** Resolves with how much is stored. */
  usage(): Promise<Usage>;
  /** Resolves with whether each part works that the bot cannot do without, by its name in /readyz. */
  ready(): Promise<ReadonlyMap<string, boolean>>;
  /** Returns whether the audit trail is not as it was written. */
  trailBroken(): boolean;
  /** Resolves with when a drill last began. */
  lastDrillAt(): Promise<string | null>;
  /** Returns when the last backup was made. */
  lastBackupAt(): string | null;
  /** Returns when the last heartbeat was taken. */
  lastHeartbeatAt(): string | null;
  /** Returns when each platform was last in contact, by its name. */
  lastContacts(): ReadonlyMap<string, string | null>;
  /** Returns the milliseconds since the last tick ended. */
  tickAgeMs(): number;
  /** Returns the bytes that are kept for requests that have not arrived whole. */
  bodyBytes(): number;
  /** Returns the connection of Socket Mode; null where Slack comes by HTTP, or not at all. */
  slackSocket(): SocketState | null;
}

type Samples = Iterable<readonly [string, number]>;

/** A number that may fall. */
interface GaugeDescription {
  /** The name of the metric, without `security_contact_bot_`. */
  name: string;
  help: string;
  /** The name of its label; null for one number without a label. */
  label: string | null;
  /** Labels whose values never change, beside it. */
  fixed?: Readonly<Record<string, string>>;
  /** Resolves with the numbers, each with the value of its label. */
  ask(sources: Partial<GaugeSources>): Promise<Samples>;
}

function single(name: string, help: string, ask: (sources: Partial<GaugeSources>) => unknown): GaugeDescription {
  return { name, help, label: null, ask: async (sources) => [['', Number((await ask(sources)) ?? 0)]] };
}

/** Returns the seconds since 1970, which Prometheus compares with its `time()`; nothing for a time that is not known. */
function secondsOf(label: string, at: string | null | undefined): [string, number][] {
  return at ? [[label, Date.parse(at) / 1_000]] : [];
}

const bySeverity = (ask: (row: Unacknowledged) => number) => async (from: Partial<GaugeSources>) => {
  const rows = await from.unacknowledged?.();
  return severities.map((severity) => [severity, rows ? ask(rows[severity]) : 0] as const);
};

const ofSocket = (ask: (socket: SocketState) => number) => async (from: Partial<GaugeSources>) => {
  const socket = from.slackSocket?.();
  return socket ? ([['', ask(socket)]] as const) : [];
};

/** Lists every gauge. A label has few and fixed values: never an id. */
export const gauges: readonly GaugeDescription[] = [
  {
    name: 'info',
    help: 'Always 1: the labels say which version and commit of the bot run.',
    label: 'version',
    fixed: { commit: commit ?? '' },
    ask: async () => [[version, 1]],
  },
  {
    name: 'ready',
    help: 'Whether a part works that the bot cannot do without: 1 for yes, 0 for no.',
    label: 'check',
    ask: async (from) => [...((await from.ready?.()) ?? [])].map(([check, works]) => [check, works ? 1 : 0]),
  },
  {
    name: 'deliveries_waiting',
    help: 'Messages that still have to be posted or edited.',
    label: 'platform',
    ask: async (from) => Object.entries((await from.backlog?.())?.waiting ?? {}),
  },
  single(
    'deliveries_oldest_seconds',
    'Seconds for which the oldest message waits to be posted or edited.',
    async (from) => (await from.backlog?.())?.oldestSeconds,
  ),
  single(
    'alerts_stranded',
    'Open alerts that no channel and no admin has or will get.',
    async (from) => (await from.backlog?.())?.stranded,
  ),
  {
    name: 'alerts_unacknowledged',
    help: 'Open alerts that nobody acknowledged, without drills and tests.',
    label: 'severity',
    ask: bySeverity(({ count }) => count),
  },
  {
    name: 'alerts_unacknowledged_oldest_seconds',
    help: 'Seconds since the detection of the oldest alert that nobody acknowledged.',
    label: 'severity',
    ask: bySeverity(({ oldestSeconds }) => oldestSeconds),
  },
  {
    name: 'findings_open',
    help: 'Reasons why a contact looks outdated, and sources of alerts that are silent.',
    label: 'code',
    ask: async (from) => (await from.findings?.()) ?? [],
  },
  {
    name: 'slack_socket_connected',
    help: 'Whether Slack is connected by Socket Mode: 1 for yes, 0 for no. Absent where Slack comes by HTTP.',
    label: null,
    ask: ofSocket((socket) => (socket.isConnected() ? 1 : 0)),
  },
  {
    name: 'slack_socket_disconnected_seconds',
    help: 'Seconds for which Slack has not been connected by Socket Mode, 0 while it is. Absent where Slack comes by HTTP.',
    label: null,
    ask: ofSocket((socket) => socket.downMs() / 1_000),
  },
  single(
    'store_bytes',
    'Bytes that the store holds, without the archive and without marks of what was done.',
    async (from) => (await from.usage?.())?.bytes,
  ),
  single(
    'store_limit_bytes',
    'STATE_LIMIT, in bytes: from half of it on each source has a share, from 80 % on only high alerts are taken, and at it none.',
    async (from) => (await from.usage?.())?.limit,
  ),
  single(
    'tick_age_seconds',
    'Seconds since the last tick ended (reminders, escalations, what is due by time). Above 300 the bot is not ready.',
    (from) => (from.tickAgeMs?.() ?? 0) / 1_000,
  ),
  single('http_body_bytes', 'Bytes kept for HTTP requests that have not arrived whole.', (from) => from.bodyBytes?.()),
  single('audit_trail_broken', 'Whether the audit trail is not as it was written: 1 for broken, 0 for whole.', (from) =>
    from.trailBroken?.(),
  ),
  {
    name: 'last_drill_timestamp_seconds',
    help: 'When a drill last began, in seconds since 1970. Absent before the first one that this bot noted.',
    label: null,
    ask: async (from) => secondsOf('', await from.lastDrillAt?.()),
  },
  {
    name: 'last_backup_timestamp_seconds',
    help: 'When the last backup was made, in seconds since 1970. Absent before the first.',
    label: null,
    ask: async (from) => secondsOf('', from.lastBackupAt?.()),
  },
  {
    name: 'last_heartbeat_timestamp_seconds',
    help: 'When the service behind HEARTBEAT_URL last took a call, in seconds since 1970. Absent before the first.',
    label: null,
    ask: async (from) => secondsOf('', from.lastHeartbeatAt?.()),
  },
  {
    name: 'last_contact_timestamp_seconds',
    help: 'When a chat platform last answered or sent something since the start, in seconds since 1970. Absent before.',
    label: 'platform',
    ask: async (from) => [...(from.lastContacts?.() ?? [])].flatMap(([platform, at]) => secondsOf(platform, at)),
  },
];
