import { type Severity, severities } from '../../src/domain/alert/severity.ts';

/**
 * Returns a histogram that has counted nothing. It says zero for every severity from the start, so that `increase` sees the
 * first delay. `buckets` are the upper bounds of its buckets in seconds, the smallest first. prom-client cannot be given
 * the counts of buckets, only one delay after the other, so this one writes its own text.
 */
export function createHistogram(name: string, help: string, buckets: readonly number[]) {
  const counted = new Map(severities.map((severity) => [severity, { within: buckets.map(() => 0), count: 0, sum: 0 }]));
  return {
    /** Notes a delay, in seconds. */
    observe(severity: Severity, seconds: number): void {
      const row = counted.get(severity);
      if (!row) return;
      row.within = row.within.map((count, index) => count + (seconds <= (buckets[index] ?? 0) ? 1 : 0));
      row.count += 1;
      row.sum += seconds;
    },
    /** Returns all values in Prometheus' text format. https://prometheus.io/docs/instrumenting/exposition_formats/ */
    text: () =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} histogram`,
        ...[...counted].flatMap(([severity, { within, count, sum }]) => [
          ...buckets.map((bound, index) => `${name}_bucket{severity="${severity}",le="${bound}"} ${within[index]}`),
          `${name}_bucket{severity="${severity}",le="+Inf"} ${count}`,
          `${name}_sum{severity="${severity}"} ${sum}`,
          `${name}_count{severity="${severity}"} ${count}`,
        ]),
        '',
      ].join('\n'),
  };
}
