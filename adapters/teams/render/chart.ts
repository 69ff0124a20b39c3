import { chartLegend, chartLines } from '../../../src/view/chart-text.ts';
import type { Category, Chart, Series, Tone } from '../../../src/view/view.ts';
import type { Surface } from './action.ts';
import { escapeRun } from './escape.ts';
import { columns, type Element, paragraph, runs } from './text.ts';

/** Colours that are told apart by people who see no red or no green, too. */
const colours = { neutral: 'categoricalBlue', good: 'good', warning: 'warning', danger: 'attention' } as const;
const textColours = { neutral: 'Accent', good: 'Good', warning: 'Warning', danger: 'Attention' } as const;

/**
 * Returns a chart below its title. The chart's own title is for screen readers: clients draw it only where `showTitle`
 * is true. A client that draws no charts shows bars of text, and so does a dialog.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
 */
export function chartElements(chart: Chart, surface: Surface): Element[] {
  const text = { type: 'Container', spacing: 'Small', items: textBars(chart) };
  const drawn = { ...drawing(chart), title: escapeRun(chart.title), fallback: text };
  return [paragraph(chart.title, { weight: 'Bolder' }), surface === 'dialog' ? text : drawn];
}

/** One series of bars lies down and has its numbers, two stand side by side. */
function drawing({ kind, categories, series }: Chart): Element {
  const [first, second] = series;
  const several = { yMin: 0, yMax: axisEnd(series), data: legends(series, categories) };
  if (kind === 'line') return { type: 'Chart.Line', ...several };
  if (first && !second)
    return {
      ...{ type: 'Chart.HorizontalBar', displayMode: 'AbsoluteNoAxis' },
      ...{ color: colours[first.tone], data: points(first, categories) },
    };
  return { type: 'Chart.VerticalBar.Grouped', showBarValues: true, ...several };
}

function legends(series: readonly Series[], categories: readonly Category[]): Element[] {
  return series.map((one) => ({
    legend: escapeRun(one.name),
    color: colours[one.tone],
    values: points(one, categories),
  }));
}

function points({ values }: Series, categories: readonly Category[]): Element[] {
  return categories.map(({ label, short }, index) => ({ x: escapeRun(short ?? label), y: values[index] ?? 0 }));
}

/**
 * Clients divide the axis into four: its end is a multiple of four, so that they write whole numbers. Agents Playground
 * heeds it for lines, and not for bars.
 */
function axisEnd(series: readonly Series[]): number {
  return 4 * Math.ceil(Math.max(1, ...series.flatMap(({ values }) => values)) / 4);
}

function textBars(chart: Chart): Element[] {
  const legend = chartLegend(chart);
  const colourOf = (nth: number): Tone => chart.series[nth]?.tone ?? 'neutral';
  const lines = chartLines(chart).map(({ label, bar, numbers }) => {
    const drawn = bar.flatMap((part, nth) => (part === '' ? [] : runs(part, { color: textColours[colourOf(nth)] })));
    const inlines = [...drawn, ...runs(` ${numbers}`)];
    return columns({ spacing: 'Small' }, [2, [paragraph(label)]], [3, [{ type: 'RichTextBlock', inlines }]]);
  });
  return [...(legend === null ? [] : [paragraph(legend, { isSubtle: true })]), ...lines];
}
