import type { Severity } from '../domain/alert/severity.ts';

/** Lists what the core counts, by the name of the metric: its help text and its labels. A label has few values: never an id. */
export const counters = {
  alerts_total: { help: 'Alerts that came in, new ones and repeats.', labels: ['outcome'] },
  alerts_overdue_total: {
    help: 'Alerts that nobody acknowledged or resolved within 24 hours of their detection.',
    labels: ['severity'],
  },
  delivery_attempts_total: {
    help: 'Calls to a chat platform that post or edit a message, by outcome.',
    labels: ['platform', 'outcome'],
  },
} as const;

/**
 * Lists the delays that the core measures, by the name of the metric: its help text, and the upper bounds of its buckets in
 * seconds. Each alert counts once, by its severity. Drills and tests do not count.
 */
export const delays = {
  alert_post_delay_seconds: {
    help: 'Time from the acceptance of an alert until its own card was posted first.',
    buckets: [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400],
  },
  alert_acknowledge_delay_seconds: {
    help: 'Time from the detection of an alert until somebody acknowledged or resolved it.',
    buckets: [60, 300, 900, 3_600, 14_400, 43_200, 72_000, 86_400],
  },
} as const;

/** Counts and measures what happens. */
export interface Meter {
  /** Adds 1, or `times`, to a counter of the table. `labels` are the values of its labels, in the order of the table. */
  count(name: keyof typeof counters, labels: readonly string[], times?: number): void;
  /** Notes the delay of one alert, in seconds. */
  observe(name: keyof typeof delays, severity: Severity, seconds: number): void;
}
