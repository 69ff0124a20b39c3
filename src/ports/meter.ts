/** Makes a row of the table below: a counter, or a gauge, with the names of its labels. */
function counter(help: string, ...labels: readonly string[]) {
  return { type: 'counter', help, labels } as const;
}
function gauge(help: string, ...labels: readonly string[]) {
  return { type: 'gauge', help, labels } as const;
}
function histogram(help: string, buckets: readonly number[], ...labels: readonly 'severity'[]) {
  return { type: 'histogram', help, buckets, labels } as const;
}

/**
 * Every metric of the bot, by its name without `security_contact_bot_`. A `counter` only grows, and is counted by the values of its labels.
 * A `histogram` counts times, `buckets` are their upper bounds in seconds; of alerts each counts once, without drills and tests.
 * A `gauge` is asked for at each scrape. A label has few values: never an id. Names follow https://prometheus.io/docs/practices/naming/.
 */
export const metrics = {
  alerts_total: counter('Alerts that came in, new ones and repeats.', 'outcome'),
  alerts_overdue_total: counter(
    'Alerts that nobody acknowledged or resolved within 24 hours of their detection.',
    'severity',
  ),
  delivery_attempts_total: counter(
    'Calls to a chat platform that post or edit a message, by outcome.',
    'platform',
    'outcome',
  ),
  forwarded_requests_total: counter('HTTP requests that this replica passed on to the one that acts.', 'outcome'),
  heartbeats_total: counter('Heartbeats that were sent, failed or were withheld.', 'outcome'),
  http_requests_total: counter('HTTP requests that were answered.', 'route', 'status'),
  interactions_total: counter('Commands, presses and forms of people, done or failed.', 'kind', 'outcome'),
  source_requests_total: counter('HTTP requests of sources of alerts, by outcome.', 'source', 'outcome'),
  microsoft_requests_total: counter(
    'Requests to Microsoft Graph, by what they are for and by outcome.',
    'signal',
    'outcome',
  ),
  alert_write_backs_total: counter(
    'Attempts to write an answer back to the source of its alert, by outcome.',
    'outcome',
  ),
  outgoing_sent_total: counter('Events that were sent to receivers, by outcome.', 'receiver', 'outcome'),
  slack_socket_reconnects_total: counter('Socket Mode connections to Slack that took the place of another one.'),
  store_changes_total: counter('Changes of the store, done or failed.', 'outcome'),
  store_compactions_failed_total: counter('Snapshots of the state that could not be written.'),
  store_doubts_total: counter(
    'Commits to PostgreSQL whose answer was lost, by what the database then said about each.',
    'outcome',
  ),
  store_put_back_total: counter('Commits that PostgreSQL had confirmed and lost, and that the bot stored again.'),
  alert_post_delay_seconds: histogram(
    'Time from the acceptance of an alert until its own card was posted first.',
    [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400],
    'severity',
  ),
  alert_acknowledge_delay_seconds: histogram(
    'Time from the detection of an alert until somebody acknowledged or resolved it.',
    [60, 300, 900, 3_600, 14_400, 43_200, 72_000, 86_400],
    'severity',
  ),
  store_commit_seconds: histogram(
    'Time that a commit to PostgreSQL took, with the question what became of it where its answer was lost.',
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  ),
  microsoft_last_success_timestamp_seconds: gauge('When Microsoft Graph last answered, by what was asked.', 'signal'),
  info: gauge('Always 1: the labels say which version and commit of the bot run.', 'version', 'commit'),
  ready: gauge('Whether a part works that the bot cannot do without: 1 for yes, 0 for no.', 'check'),
  deliveries_waiting: gauge('Messages that still have to be posted or edited.', 'platform'),
  deliveries_oldest_seconds: gauge('Seconds for which the oldest message waits to be posted or edited.'),
  outgoing_waiting: gauge('Events that receivers have still to get.', 'receiver'),
  outgoing_oldest_seconds: gauge('Seconds for which the oldest event waits for a receiver.', 'receiver'),
  alerts_stranded: gauge('Open alerts that no channel and no admin has or will get.'),
  alerts_unacknowledged: gauge('Open alerts that nobody acknowledged, without drills and tests.', 'severity'),
  alerts_unacknowledged_oldest_seconds: gauge(
    'Seconds since the detection of the oldest alert that nobody acknowledged.',
    'severity',
  ),
  findings_open: gauge('Reasons why a contact looks outdated, and sources of alerts that are silent.', 'code'),
  slack_socket_connected: gauge(
    'Whether Slack is connected by Socket Mode: 1 for yes, 0 for no. Absent where Slack comes by HTTP.',
  ),
  slack_socket_disconnected_seconds: gauge(
    'Seconds for which Slack has not been connected by Socket Mode, 0 while it is. Absent where Slack comes by HTTP.',
  ),
  replica_acting: gauge('Whether this replica acts: 1 for yes, 0 while it follows. Absent without PostgreSQL.'),
  replica_term: gauge(
    'The number of times that a replica began to act, as this one last saw it. Absent without PostgreSQL.',
  ),
  replica_lag_seconds: gauge(
    'Seconds for which this replica has not known all that was committed, 0 on the one that acts. Absent without PostgreSQL.',
  ),
  store_bytes: gauge('Bytes that the store holds, without the archive and without marks of what was done.'),
  store_limit_bytes: gauge(
    'STATE_LIMIT, in bytes: from half of it on each source has a share, from 80 % on only high alerts are taken, and at it none.',
  ),
  tick_age_seconds: gauge(
    'Seconds since the last tick ended (reminders, escalations, what is due by time). Above 300 the bot is not ready.',
  ),
  http_body_bytes: gauge('Bytes kept for HTTP requests that have not arrived whole.'),
  audit_trail_broken: gauge('Whether the audit trail is not as it was written: 1 for broken, 0 for whole.'),
  last_drill_timestamp_seconds: gauge(
    'When a drill last began, in seconds since 1970. Absent before the first one that this bot noted.',
  ),
  last_backup_timestamp_seconds: gauge(
    'When the last backup was made, in seconds since 1970. Absent before the first.',
  ),
  last_heartbeat_timestamp_seconds: gauge(
    'When the service behind HEARTBEAT_URL last took a call, in seconds since 1970. Absent before the first.',
  ),
  last_contact_timestamp_seconds: gauge(
    'When a chat platform last answered or sent something since the start, in seconds since 1970. Absent before.',
    'platform',
  ),
};

type MetricTable = typeof metrics;
type AnyMetric = MetricTable[keyof MetricTable];
type MetricType = AnyMetric['type'];
type NamedMetric<T extends MetricType> = Metric<T> & { name: MetricName<T> };
/** A row of the table. */
export type Metric<T extends MetricType> = Extract<AnyMetric, { type: T }>;
/** The names of the metrics of a type. */
export type MetricName<T extends MetricType> = {
  [Name in keyof MetricTable]: MetricTable[Name] extends { type: T } ? Name : never;
}[keyof MetricTable];

/** Returns the metrics of a type, each with its name, in the order of the table. */
export function metricsOf<T extends MetricType>(type: T): NamedMetric<T>[] {
  const isOfType = (row: AnyMetric & { name: string }): row is NamedMetric<T> => row.type === type;
  return Object.entries(metrics)
    .map(([name, row]) => ({ name, ...row }))
    .filter(isOfType);
}

/** Counts and measures what happens. */
export interface Meter {
  /** Adds 1, or `times`, to a counter. `labels` are the values of its labels, in the order of the table. */
  count(name: MetricName<'counter'>, labels: readonly string[], times?: number): void;
  /** Records how long something took, in seconds. `labels` are the values of its labels. */
  observe(name: MetricName<'histogram'>, labels: readonly string[], seconds: number): void;
}
