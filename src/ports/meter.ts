import type { Severity } from '../domain/alert/severity.ts';

/**
 * Every metric of the bot, by its name without `security_contact_bot_`. A `counter` only grows, and is counted by the values of its labels.
 * A `histogram` counts delays by severity, `buckets` are the upper bounds in seconds; each alert counts once, without drills and tests.
 * A `gauge` is asked for at each scrape. A label has few values: never an id. Names follow https://prometheus.io/docs/practices/naming/.
 */
export const metrics = {
  alerts_total: { type: 'counter', help: 'Alerts that came in, new ones and repeats.', labels: ['outcome'] },
  alerts_overdue_total: {
    type: 'counter',
    help: 'Alerts that nobody acknowledged or resolved within 24 hours of their detection.',
    labels: ['severity'],
  },
  delivery_attempts_total: {
    type: 'counter',
    help: 'Calls to a chat platform that post or edit a message, by outcome.',
    labels: ['platform', 'outcome'],
  },
  heartbeats_total: {
    type: 'counter',
    help: 'Heartbeats that were sent, failed or were withheld.',
    labels: ['outcome'],
  },
  http_requests_total: { type: 'counter', help: 'HTTP requests that were answered.', labels: ['route', 'status'] },
  interactions_total: {
    type: 'counter',
    help: 'Commands, presses and forms of people, done or failed.',
    labels: ['kind', 'outcome'],
  },
  source_requests_total: {
    type: 'counter',
    help: 'HTTP requests of sources of alerts, by outcome.',
    labels: ['source', 'outcome'],
  },
  slack_socket_reconnects_total: {
    type: 'counter',
    help: 'Socket Mode connections to Slack that took the place of another one.',
    labels: [],
  },
  store_changes_total: { type: 'counter', help: 'Changes of the store, done or failed.', labels: ['outcome'] },
  store_compactions_failed_total: {
    type: 'counter',
    help: 'Snapshots of the state that could not be written.',
    labels: [],
  },
  alert_post_delay_seconds: {
    type: 'histogram',
    help: 'Time from the acceptance of an alert until its own card was posted first.',
    buckets: [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400],
  },
  alert_acknowledge_delay_seconds: {
    type: 'histogram',
    help: 'Time from the detection of an alert until somebody acknowledged or resolved it.',
    buckets: [60, 300, 900, 3_600, 14_400, 43_200, 72_000, 86_400],
  },
  info: {
    type: 'gauge',
    help: 'Always 1: the labels say which version and commit of the bot run.',
    labels: ['version', 'commit'],
  },
  ready: {
    type: 'gauge',
    help: 'Whether a part works that the bot cannot do without: 1 for yes, 0 for no.',
    labels: ['check'],
  },
  deliveries_waiting: {
    type: 'gauge',
    help: 'Messages that still have to be posted or edited.',
    labels: ['platform'],
  },
  deliveries_oldest_seconds: {
    type: 'gauge',
    help: 'Seconds for which the oldest message waits to be posted or edited.',
    labels: [],
  },
  alerts_stranded: {
    type: 'gauge',
    help: 'Open alerts that no channel and no admin has or will get.',
    labels: [],
  },
  alerts_unacknowledged: {
    type: 'gauge',
    help: 'Open alerts that nobody acknowledged, without drills and tests.',
    labels: ['severity'],
  },
  alerts_unacknowledged_oldest_seconds: {
    type: 'gauge',
    help: 'Seconds since the detection of the oldest alert that nobody acknowledged.',
    labels: ['severity'],
  },
  findings_open: {
    type: 'gauge',
    help: 'Reasons why a contact looks outdated, and sources of alerts that are silent.',
    labels: ['code'],
  },
  slack_socket_connected: {
    type: 'gauge',
    help: 'Whether Slack is connected by Socket Mode: 1 for yes, 0 for no. Absent where Slack comes by HTTP.',
    labels: [],
  },
  slack_socket_disconnected_seconds: {
    type: 'gauge',
    help: 'Seconds for which Slack has not been connected by Socket Mode, 0 while it is. Absent where Slack comes by HTTP.',
    labels: [],
  },
  store_bytes: {
    type: 'gauge',
    help: 'Bytes that the store holds, without the archive and without marks of what was done.',
    labels: [],
  },
  store_limit_bytes: {
    type: 'gauge',
    help: 'STATE_LIMIT, in bytes: from half of it on each source has a share, from 80 % on only high alerts are taken, and at it none.',
    labels: [],
  },
  tick_age_seconds: {
    type: 'gauge',
    help: 'Seconds since the last tick ended (reminders, escalations, what is due by time). Above 300 the bot is not ready.',
    labels: [],
  },
  http_body_bytes: {
    type: 'gauge',
    help: 'Bytes kept for HTTP requests that have not arrived whole.',
    labels: [],
  },
  audit_trail_broken: {
    type: 'gauge',
    help: 'Whether the audit trail is not as it was written: 1 for broken, 0 for whole.',
    labels: [],
  },
  last_drill_timestamp_seconds: {
    type: 'gauge',
    help: 'When a drill last began, in seconds since 1970. Absent before the first one that this bot noted.',
    labels: [],
  },
  last_backup_timestamp_seconds: {
    type: 'gauge',
    help: 'When the last backup was made, in seconds since 1970. Absent before the first.',
    labels: [],
  },
  last_heartbeat_timestamp_seconds: {
    type: 'gauge',
    help: 'When the service behind HEARTBEAT_URL last took a call, in seconds since 1970. Absent before the first.',
    labels: [],
  },
  last_contact_timestamp_seconds: {
    type: 'gauge',
    help: 'When a chat platform last answered or sent something since the start, in seconds since 1970. Absent before.',
    labels: ['platform'],
  },
} as const;

type MetricTable = typeof metrics;
/** A row of the table. */
export type Metric<T extends MetricTable[keyof MetricTable]['type']> = Extract<
  MetricTable[keyof MetricTable],
  { type: T }
>;
/** The names of the metrics of a type. */
export type MetricName<T extends MetricTable[keyof MetricTable]['type']> = {
  [Name in keyof MetricTable]: MetricTable[Name] extends { type: T } ? Name : never;
}[keyof MetricTable];

/** Returns the metrics of a type, each with its name, in the order of the table. */
export function metricsOf<T extends MetricTable[keyof MetricTable]['type']>(
  type: T,
): (Metric<T> & { name: MetricName<T> })[] {
  const isOfType = (
    row: MetricTable[keyof MetricTable] & { name: string },
  ): row is Metric<T> & { name: MetricName<T> } => row.type === type;
  return Object.entries(metrics)
    .map(([name, row]) => ({ name, ...row }))
    .filter(isOfType);
}

/** Counts and measures what happens. */
export interface Meter {
  /** Adds 1, or `times`, to a counter. `labels` are the values of its labels, in the order of the table. */
  count(name: MetricName<'counter'>, labels: readonly string[], times?: number): void;
  /** Notes the delay of one alert, in seconds. */
  observe(name: MetricName<'histogram'>, severity: Severity, seconds: number): void;
}
