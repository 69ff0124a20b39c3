import { fold } from './fold.ts';

/** Words that people's display names hold, and questions too. Folded. */
const common = new Set(
  'admin administrator alert alerts azure contact desk global helpdesk it microsoft partner security service soc support team tenant the'.split(
    ' ',
  ),
);
const shortest = 3;
const stands = '[name]';

/** A run of letters, and where it stands. */
interface Word {
  text: string;
  start: number;
  end: number;
}

/**
 * The text with `[name]` for these names: whole ones however they are written, and parts of them (a first name) where
 * they begin with a capital, since many are words as well.
 */
export function withoutNames(text: string, names: readonly string[]): string {
  const known = names.map((name) => wordsIn(name).map((word) => fold(word.text))).filter((name) => name.length > 0);
  const whole = treeOf(known.filter(({ length }) => length > 1));
  const parts = new Set(known.flat().filter((part) => part.length >= shortest && !common.has(part)));
  const words = wordsIn(text);
  const folded = words.map((word) => fold(word.text));
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < words.length; ) {
    const length = wholeAt(text, { words, folded }, at, whole) || (isPart(words[at], parts) ? 1 : 0);
    const [first, last] = [words[at], words[at + length - 1]];
    if (first && last && length > 0) {
      kept.push(text.slice(from, first.start), stands);
      from = last.end;
    }
    at += length || 1;
  }
  return [...kept, text.slice(from)].join('').replace(/\[name\](?:[\s-]+\[name\])+/g, stands);
}

/** Names by their words, one below the other: thousands may begin alike. */
interface Names {
  ends: boolean;
  next: Map<string, Names>;
}

function treeOf(names: readonly (readonly string[])[]): Names {
  const root: Names = { ends: false, next: new Map() };
  for (const name of names) {
    let at = root;
    for (const part of name) {
      const next: Names = at.next.get(part) ?? { ends: false, next: new Map() };
      at.next.set(part, next);
      at = next;
    }
    at.ends = true;
  }
  return root;
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

interface Said {
  words: readonly Word[];
  folded: readonly string[];
}

/** How many words from there on are a whole name: the longest, 0 for none. */
function wholeAt(text: string, { words, folded }: Said, at: number, names: Names): number {
  let longest = 0;
  let below = names.next.get(folded[at] ?? '');
  for (let length = 1; below; length++) {
    if (below.ends) longest = length;
    const [before, word] = [words[at + length - 1], words[at + length]];
    const close = before && word && /^[\s.'’-]{1,3}$/.test(text.slice(before.end, word.start));
    below = close ? below.next.get(folded[at + length] ?? '') : undefined;
  }
  return longest;
}

function isPart(word: Word | undefined, parts: ReadonlySet<string>): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word.text) && parts.has(fold(word.text));
}
