/** Cards, forms and answers as lines of text: what a test searches, and what it prints when it fails. */

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns a card, a form, an answer or any part of one as lines, with everything that it holds but nulls and empty lists. Throws if there is none.
 *
 * ```
 * title: Mining
 * text:
 *   Acknowledged by Sam <slack:T1/USAM> at 24 Nov 2026, 09:05 UTC <2026-11-24T09:05:00.000Z>
 * facts:
 *   Severity: High
 * buttons:
 *   [Resolve] alerts.resolve webhook:default a1 (primary)
 * ```
 */
export function text(value: unknown): string {
  if (value === undefined) throw new Error('there is nothing to show');
  return value === null ? 'null' : linesOf(value).join('\n');
}

function linesOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  const words = wordsOf(value);
  if (words !== null) return words.split('\n');
  if (Array.isArray(value)) return value.flatMap((one) => (isRecord(one) ? listed(linesOf(one)) : linesOf(one)));
  const fields = value as Fields;
  if (isButton(fields)) return buttonLines(fields);
  if (isFact(fields)) return factLines(fields);
  return Object.entries(fields).flatMap(([key, one]) => named(key, texts.includes(key) ? inOne(one) : one));
}

/** Fields of cards, rows and forms that are one text, whose runs may stand in a list. */
const texts = ['title', 'detail', 'footer', 'notice', 'brief'];
const inOne = (value: unknown) => (Array.isArray(value) && joined(value)) || value;

/** Returns what is one text: a word, a number, a run or all runs of a text; null for what is none. Sentences alone are no runs. */
function wordsOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value)) return runOf(value as Fields);
  return value.some((one) => typeof one === 'object') ? joined(value) : null;
}

function joined(values: readonly unknown[]): string | null {
  const runs = values.map((one) => (Array.isArray(one) ? null : wordsOf(one)));
  return runs.includes(null) ? null : runs.join('');
}

function runOf({ kind, ...run }: Fields): string | null {
  if (kind === 'time' && 'fallback' in run)
    return `${run.fallback} <${run.at}>${run.dayOnly ? ' (day only)' : ''}${run.timeOnly ? ' (time only)' : ''}`;
  if (kind === 'strong' || kind === 'code') return String(run.text);
  if (kind === 'person' && 'name' in run) return `${run.name} <${run.id}>`;
  if (kind === 'channel' && 'channel' in run)
    return `${run.name} <${linesOf(Object.values(Object(run.channel))).join(':')}>`;
  if (kind === 'link' && 'url' in run) return `${run.label} <${run.url}>`;
  return null;
}

function buttonLines({ kind, id, label, value, style, confirm, ...more }: Fields): string[] {
  const how = [kind, style].filter((word) => word !== 'press' && word !== 'plain');
  const words = [`[${label}]`, id, value, ...(how.length > 0 ? [`(${how.join(', ')})`] : [])];
  return [words.join(' '), ...indented([...named('confirm', confirm), ...linesOf(more)])];
}

function factLines({ label, value, ...more }: Fields): string[] {
  return [...named(String(label), inOne(value)), ...indented(linesOf(more))];
}

function named(key: string, value: unknown): string[] {
  const lines = linesOf(value);
  if (lines.length === 0) return [];
  return lines.length === 1 && wordsOf(value) !== null ? [`${key}: ${lines[0]}`] : [`${key}:`, ...indented(lines)];
}

const isButton = (fields: Fields) => 'kind' in fields && 'label' in fields && 'style' in fields;
const isFact = (fields: Fields) => 'label' in fields && 'value' in fields && !('kind' in fields);
const isRecord = (value: unknown) =>
  typeof value === 'object' &&
  wordsOf(value) === null &&
  !Array.isArray(value) &&
  !isButton(value as Fields) &&
  !isFact(value as Fields);
const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
const listed = (lines: readonly string[]) => lines.map((line, n) => (n === 0 ? `- ${line}` : `  ${line}`));
