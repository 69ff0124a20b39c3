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
  const whole = Map.groupBy(
    known.filter(({ length }) => length > 1),
    ([first, second]) => `${first} ${second}`,
  );
  const parts = new Set(known.flat().filter((part) => part.length >= shortest && !common.has(part)));
  const words = wordsIn(text);
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < words.length; ) {
    const length = wholeAt(text, words, at, whole) || (isPart(words[at], parts) ? 1 : 0);
    const [first, last] = [words[at], words[at + length - 1]];
    if (first && last && length > 0) {
      kept.push(text.slice(from, first.start), stands);
      from = last.end;
    }
    at += length || 1;
  }
  return [...kept, text.slice(from)].join('').replace(/\[name\](?:[\s-]+\[name\])+/g, stands);
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

/** How many words from there on are a whole name: the longest, 0 for none. Names are found by their first two words: thousands share one. */
function wholeAt(text: string, words: readonly Word[], at: number, whole: ReadonlyMap<string, string[][]>): number {
  const names = whole.get(`${fold(words[at]?.text ?? '')} ${fold(words[at + 1]?.text ?? '')}`) ?? [];
  const fitting = names.filter((name) =>
    name.every((part, of) => {
      const [before, word] = [words[at + of - 1], words[at + of]];
      const close = of === 0 || (before && word && /^[\s.'’-]{1,3}$/.test(text.slice(before.end, word.start)));
      return word && close && fold(word.text) === part;
    }),
  );
  return Math.max(0, ...fitting.map(({ length }) => length));
}

function isPart(word: Word | undefined, parts: ReadonlySet<string>): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word.text) && parts.has(fold(word.text));
}
