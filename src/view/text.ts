import { cleanedLine } from '../domain/text/clean-text.ts';
import type { Inline, Text } from './view.ts';

/** Returns how many characters a text has at least, its markup on a platform not counted. */
export function lengthOf(text: Text): number {
  return typeof text === 'string' ? text.length : text.reduce((sum, run) => sum + runLength(run), 0);
}

function runLength(run: Inline): number {
  if (typeof run === 'string') return run.length;
  if (run.kind === 'strong') return run.text.length;
  if (run.kind === 'time') return run.fallback.length;
  return run.kind === 'link' ? run.label.length + run.url.length : run.name.length;
}

/** Returns the text as it is read where there is no markup. */
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

/** Returns the texts in a row, with a separator between each two. */
export function joined(texts: readonly Text[], separator: string): Inline[] {
  return texts.flatMap((text, index): Inline[] => [...(index === 0 ? [] : [separator]), ...[text].flat()]);
}

/** Returns the texts one below the other. */
export function lines(texts: readonly Text[]): Inline[] {
  return joined(texts, '\n');
}

/** Returns what somebody typed as it is quoted: its beginning, at most `maxLength` characters with an ellipsis. */
export function quoted(typed: string, maxLength = 60): string {
  return typed.length > maxLength ? `${typed.slice(0, maxLength - 1)}…` : typed;
}

/**
 * Returns how much of a message a text may take on any platform: three characters may count as they are escaped, and JSON
 * marks quotes, backslashes and line breaks. One for anything else, in UTF-16 units.
 */
export function renderedLength(text: string): number {
  let room = text.length;
  for (const [found] of text.matchAll(/[&<>"\\\n]/g)) room += more[found] ?? 1;
  return room;
}

const more: Readonly<Record<string, number>> = { '&': 4, '<': 3, '>': 3 };

/** Returns a text from outside as it fits into that room: shortened, with an ellipsis, where it is longer. Our own words are never shortened. */
export function truncate(text: string, room: number): string {
  if (text.length * 5 <= room || renderedLength(text) <= room) return text;
  let left = room - ellipsis.length;
  let end = 0;
  for (const character of text) {
    left -= renderedLength(character);
    if (left < 0) break;
    end += character.length;
  }
  return `${text.slice(0, end).trimEnd()}${ellipsis}`;
}

/** Returns the beginning of a text from outside as one line of at most that many characters, up to the end of a word; with an ellipsis where there is more. */
export function glimpse(text: string, most: number): string {
  const line = cleanedLine(text);
  const letters = [...line.slice(0, 2 * most + 2)];
  if (letters.length <= most) return line;
  const kept = letters.slice(0, most - 2).join('');
  const space = kept.lastIndexOf(' ');
  return `${kept.slice(0, space > kept.length / 2 ? space : kept.length).trimEnd()}\u00a0…`;
}

const ellipsis = ' …';
