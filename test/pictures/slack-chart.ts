/** A chart as SVG, as plain as Slack's: a look-alike. */
import type { DataVisualizationBlock } from '../../adapters/slack/render/card.ts';
import { escaped } from './slack-text.ts';

const [width, height, left, bottom] = [280, 130, 22, 26];
const colours = ['#1264a3', '#e01e5a'] as const;

export function chartHtml({ title, chart: { type, series, axis_config } }: DataVisualizationBlock): string {
  const { categories } = axis_config;
  const greatest = Math.max(1, ...series.flatMap(({ data }) => data.map(({ value }) => value)));
  const step = (width - left) / categories.length;
  const y = (value: number) => (height - bottom) * (1 - value / greatest) + 8;
  const middle = (index: number) => left + step * (index + 0.5);
  const drawn = series.map(({ data }, nth) => {
    const colour = colours[nth] ?? '#000000';
    if (type === 'line')
      return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${data.map(({ value }, index) => `${middle(index)},${y(value)}`).join(' ')}"/>`;
    const bar = (step * 0.7) / series.length;
    return data
      .map(
        ({ value }, index) =>
          `<rect fill="${colour}" x="${middle(index) - step * 0.35 + nth * bar}" y="${y(value)}" width="${bar - 1}" height="${y(0) - y(value)}"/>`,
      )
      .join('');
  });
  // As many labels as there is room for.
  const every = Math.ceil((Math.max(...categories.map((label) => label.length)) * 4.6) / step);
  const labels = categories.flatMap((label, index) =>
    index % every === 0
      ? `<text x="${middle(index)}" y="${height + 4}" text-anchor="middle">${escaped(label)}</text>`
      : [],
  );
  const legend =
    series.length > 1
      ? series.map(({ name }, nth) => `<i style="color:${colours[nth]}">■</i> ${escaped(name)}`).join(' &nbsp; ')
      : '';
  return `<div class="chart"><b>${escaped(title)}</b><svg viewBox="0 0 ${width} ${height + 10}"><text x="0" y="14">${greatest}</text>
    <text x="0" y="${y(0)}">0</text><line x1="${left}" x2="${width}" y1="${y(0)}" y2="${y(0)}"/>${drawn.join('')}${labels.join('')}</svg><small>${legend}</small></div>`;
}
