/** Lists what the core counts, by the name of the metric: its help text and its labels. A label has few and fixed values: never an id. */
export const counters = {
  alerts_total: { help: 'Alerts that came in.', labels: ['outcome'] },
  delivery_attempts_total: { help: 'Calls to a platform, by what came of them.', labels: ['platform', 'outcome'] },
} as const;

/** Counts what happens. */
export interface Meter {
  /** Adds 1, or `times`, to a counter of the table. `labels` are the values of its labels, in the order of the table. */
  count(name: keyof typeof counters, labels: readonly string[], times?: number): void;
}
