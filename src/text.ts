import type { Inline, Text } from './view.ts';

/** How many characters a text has at least, its markup on a platform not counted. */
export function lengthOf(text: Text): number {
  return typeof text === 'string' ? text.length : text.reduce((sum, run) => sum + runLength(run), 0);
}

function runLength(run: Inline): number {
  if (typeof run === 'string') return run.length;
  if (run.kind === 'strong') return run.text.length;
  if (run.kind === 'time') return run.fallback.length;
  return run.kind === 'link' ? run.label.length + run.url.length : run.name.length;
}

/** As it is read where there is no markup. */
export function plainOf(text: Text): string {
  return typeof text === 'string' ? text : text.map(plainRun).join('');
}

function plainRun(run: Inline): string {
  if (typeof run === 'string') return run;
  if (run.kind === 'strong') return run.text;
  if (run.kind === 'time') return run.fallback;
  if (run.kind !== 'link') return run.name;
  return /^https?:/.test(run.url) ? run.url : run.label;
}

/** Texts one below the other. */
export function lines(texts: readonly Text[]): Text {
  return texts.flatMap((text, index): Inline[] => [...(index === 0 ? [] : ['\n']), ...[text].flat()]);
}

/** Characters of what somebody typed that are said back to them. */
const mostQuoted = 60;

export function quoted(typed: string): string {
  return typed.length > mostQuoted ? `${typed.slice(0, mostQuoted - 1)}…` : typed;
}
