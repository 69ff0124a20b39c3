/** Describes a chart as text, for platforms that draw none. */
import type { Chart } from './view.ts';

/** The most blocks of a bar, so that it and its label share a line at 320 px. */
const longestBar = 10;
/** The blocks of the first and of the second series: they differ where colours do not. */
const blocks = ['█', '▒'] as const;

/** Returns a line for each category of the chart. */
export function chartLines({ categories, series }: Chart) {
  const valuesAt = (index: number) => series.map(({ values }) => values[index] ?? 0);
  const greatest = Math.max(...categories.map((_, index) => sumOf(valuesAt(index))), 1);
  const lengthOf = (values: readonly number[]) => Math.round((sumOf(values) / greatest) * longestBar);
  return categories.map(({ label }, index) => {
    const values = valuesAt(index);
    // Where a part ends is rounded, and not its length: the parts are never longer together than their sum.
    const lengths = values.map((_, nth) => lengthOf(values.slice(0, nth + 1)) - lengthOf(values.slice(0, nth)));
    return {
      label,
      /** The bar has a part for each series; all bars of a chart share one scale. */
      bar: lengths.map((length, nth) => (blocks[nth] ?? '').repeat(length)),
      /** The numbers carry the meaning: `3`, or `3 + 1` where the second series has a value too. */
      numbers: values.slice(0, Math.max(1, values.findLastIndex((value) => value > 0) + 1)).join(' + '),
    };
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Returns the legend of a chart with two series; null for one series, whose title says it. */
export function chartLegend({ series }: Chart): string | null {
  return series.length < 2 ? null : series.map(({ name }, nth) => `${blocks[nth] ?? ''} ${name}`).join(' · ');
}
