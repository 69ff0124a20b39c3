import { memoize } from '../../domain/text/memoize.ts';

/** Returns the known word that a mistyped word stands for; null when none is near enough. */
export type Repair = (word: string) => string | null;

interface KnownWord {
  word: string;
  count: number;
  letters: number;
}

/** Returns a spelling corrector for the words of `counts`. A word of four to six letters may have one mistake, a longer one two. Of equally near words it takes the most frequent. */
export function repairer(counts: ReadonlyMap<string, number>): Repair {
  const known = [...counts]
    .filter(([word]) => word.length > 3 && /^[a-z]+$/.test(word))
    .map(([word, count]): KnownWord => ({ word, count, letters: lettersOf(word) }));
  const byLength = Map.groupBy(known, ({ word }) => word.length);
  return memoize(5_000, (word: string) => (/^[a-z]{4,20}$/.test(word) ? nearestWord(word, byLength) : null));
}

function nearestWord(word: string, byLength: ReadonlyMap<number, readonly KnownWord[]>): string | null {
  const allowed = word.length > 6 ? 2 : 1;
  const letters = lettersOf(word);
  let best: KnownWord | null = null;
  let fewest = allowed + 1;
  for (let length = word.length - allowed; length <= word.length + allowed; length++) {
    for (const one of byLength.get(length) ?? []) {
      // Each mistake changes at most two letters of the alphabet: comparing bits is much quicker than counting mistakes.
      if (bitsOf(letters ^ one.letters) > 2 * allowed) continue;
      const mistakes = mistakesBetween(word, one.word, Math.min(fewest, allowed));
      if (mistakes < fewest || (mistakes === fewest && best && mistakes <= allowed && one.count > best.count)) {
        best = one;
        fewest = mistakes;
      }
    }
  }
  return best?.word ?? null;
}

/** Returns the letters of a word as bits: bit 0 is `a`. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at++) bits |= 1 << (word.charCodeAt(at) - 97);
  return bits;
}

function bitsOf(value: number): number {
  let count = 0;
  for (let left = value; left !== 0; left &= left - 1) count++;
  return count;
}

/** Returns the number of letters added, left out, swapped or mistaken between two words; `limit + 1` when there are more than `limit`. */
export function mistakesBetween(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}
