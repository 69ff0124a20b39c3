import { cleanedLine } from './domain/clean-text.ts';

/**
 * How much of a message a text may take on any platform: three characters may count as they are escaped, and JSON
 * marks quotes, backslashes and line breaks. One for anything else, in UTF-16 units.
 */
export function roomOf(text: string): number {
  let room = text.length;
  for (const [found] of text.matchAll(/[&<>"\\\n]/g)) room += more[found] ?? 1;
  return room;
}

const more: Readonly<Record<string, number>> = { '&': 4, '<': 3, '>': 3 };

/** A text from outside in that room: shortened, with an ellipsis, where it does not fit. Our own words never are. */
export function fitted(text: string, room: number): string {
  if (text.length * 5 <= room || roomOf(text) <= room) return text;
  let left = room - ellipsis.length;
  let end = 0;
  for (const character of text) {
    left -= roomOf(character);
    if (left < 0) break;
    end += character.length;
  }
  return `${text.slice(0, end).trimEnd()}${ellipsis}`;
}

/** The beginning of a text from outside as one line of at most that many characters, up to the end of a word; with an ellipsis where there is more. */
export function glimpse(text: string, most: number): string {
  const line = cleanedLine(text);
  const letters = [...line.slice(0, 2 * most + 2)];
  if (letters.length <= most) return line;
  const kept = letters.slice(0, most - 2).join('');
  const space = kept.lastIndexOf(' ');
  return `${kept.slice(0, space > kept.length / 2 ? space : kept.length).trimEnd()}\u00a0…`;
}

const ellipsis = ' …';
