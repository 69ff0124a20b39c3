import type { types } from '@slack/bolt';
import { chartLegend, chartLines } from '../../../src/view/chart-text.ts';
import type { Chart } from '../../../src/view/view.ts';
import { checkSize, limits } from './limits.ts';
import { plain, titled } from './text.ts';

/** A point of a series. Its label is one of the categories. */
interface DataPoint {
  label: string;
  value: number;
}

/**
 * A chart as Slack draws it, in posted messages alone, as far as the bot uses it. Slack's own types do not have it yet.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
export interface DataVisualizationBlock extends types.Block {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'bar' | 'line';
    series: { name: string; data: DataPoint[] }[];
    axis_config: { categories: string[] };
  };
}

/** Returns a chart as Slack's block. Throws TooLong. */
export function chartBlock({ kind, title, categories, series }: Chart): DataVisualizationBlock {
  checkSize('categories of a chart', categories.length, limits.chart.categories);
  const labels = categories.map(({ label }) => plain(label, limits.chart.label).text);
  return {
    type: 'data_visualization',
    title: plain(title, limits.chart.title).text,
    chart: {
      type: kind === 'bars' ? 'bar' : 'line',
      series: series.map(({ name, values }) => ({
        name: plain(name, limits.chart.label).text,
        data: labels.map((label, index) => ({ label, value: values[index] ?? 0 })),
      })),
      axis_config: { categories: labels },
    },
  };
}

/** Returns a chart as bars of text, each with its numbers, which carry the meaning. Throws TooLong. */
export function chartText(chart: Chart): types.SectionBlock {
  const lines = chartLines(chart).map(({ bar, numbers, label }) => `${bar.join('')} ${numbers} · ${label}`.trim());
  const legend = chartLegend(chart);
  return {
    type: 'section',
    text: titled(chart.title, [...(legend === null ? [] : [legend]), ...lines].join('\n'), limits.text),
  };
}
