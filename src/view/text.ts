import { cleanedLine } from '../domain/text/clean-text.ts';
import type { Inline, Text } from './view.ts';

/** Returns how many characters a text has at least, its markup on a platform not counted. */
export function lengthOf(text: Text): number {
  const urlLength = (run: Inline) => (typeof run !== 'string' && run.kind === 'link' ? run.url.length : 0);
  if (typeof text === 'string') return text.length;
  return text.reduce((sum, run) => sum + plainRun(run).length + urlLength(run), 0);
}

/** Returns the text as it is read where there is no markup: a page stands as its address. */
export function plainOf(text: Text): string {
  const plain = (run: Inline) =>
    typeof run !== 'string' && run.kind === 'link' && /^https?:/.test(run.url) ? run.url : plainRun(run);
  return [text].flat().map(plain).join('');
}

/** Returns the words that people see: a link is its label, a time its fallback. */
export function seenText(text: Text): string {
  return [text].flat().map(plainRun).join('');
}

/** Returns the words of a run that people see. */
export function plainRun(run: Inline): string {
  if (typeof run === 'string') return run;
  if (run.kind === 'strong') return run.text;
  if (run.kind === 'time') return run.fallback;
  return run.kind === 'link' ? run.label : run.name;
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
 * marks quotes, backslashes and line breaks. Any other UTF-16 unit counts as one.
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

/** Returns a text from outside in pieces of 1,400 characters: every platform takes those, whatever the characters are. */
export function inPieces(text: string): string[] {
  return text.match(/[\s\S]{1,1400}/gu) ?? [];
}

/** Returns the beginning of a text from outside as one line of at most that many characters, up to the end of a word; with an ellipsis where there is more. */
export function excerpt(text: string, maxLength: number): string {
  const line = cleanedLine(text);
  const letters = [...line.slice(0, 2 * maxLength + 2)];
  if (letters.length <= maxLength) return line;
  const kept = letters.slice(0, maxLength - 2).join('');
  const space = kept.lastIndexOf(' ');
  return `${kept.slice(0, space > kept.length / 2 ? space : kept.length).trimEnd()}\u00a0…`;
}

const ellipsis = ' …';
