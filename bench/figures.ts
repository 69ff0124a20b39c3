/** One line of the table: a measure, its floor in the same run, and what it must reach. */
export interface Row {
  measure: string;
  floor: string;
  ours: string;
  ratio: string;
  must: string;
}

const standardHeads = { measure: 'measure', floor: 'floor' };

/** `heads`: what to call the first two columns. */
export function table(rows: readonly Row[], heads: Pick<Row, 'measure' | 'floor'> = standardHeads): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = [heads.measure, heads.floor, 'ours', 'ratio', 'must reach'];
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(({ measure, floor, ours, ratio, must }) => line([measure, floor, ours, ratio, must])),
  ].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** «median (least to most)». */
export function spread(values: readonly number[], digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
