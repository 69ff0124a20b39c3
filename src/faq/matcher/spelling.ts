/** Returns the known word that a mistyped word stands for; null when none is near enough. */
export type Repair = (word: string) => string | null;

interface Known {
  word: string;
  count: number;
  letters: number;
}

/** Returns a spelling corrector for the words of `counts`. A word of four to six letters may have one mistake, a longer one two. Of equally near words it takes the most frequent. */
export function repairer(counts: ReadonlyMap<string, number>): Repair {
  const known = [...counts]
    .filter(([word]) => word.length > 3 && /^[a-z]+$/.test(word))
    .map(([word, count]): Known => ({ word, count, letters: lettersOf(word) }));
  const byLength = Map.groupBy(known, ({ word }) => word.length);
  const asked = new Map<string, string | null>();
  return (word) => {
    if (word.length < 4 || word.length > 20 || !/^[a-z]+$/.test(word)) return null;
    const before = asked.get(word);
    if (before !== undefined) return before;
    const found = nearest(word, byLength);
    if (asked.size < 5_000) asked.set(word, found);
    return found;
  };
}

function nearest(word: string, byLength: ReadonlyMap<number, readonly Known[]>): string | null {
  const slips = word.length > 6 ? 2 : 1;
  const letters = lettersOf(word);
  let best: Known | null = null;
  let least = slips + 1;
  for (let length = word.length - slips; length <= word.length + slips; length++) {
    for (const one of byLength.get(length) ?? []) {
      if (differing(letters, one.letters) > 2 * slips) continue;
      const far = slipsBetween(word, one.word, Math.min(least, slips));
      if (far < least || (far === least && best && far <= slips && one.count > best.count)) {
        best = one;
        least = far;
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

function differing(a: number, b: number): number {
  let bits = a ^ b;
  let count = 0;
  for (; bits !== 0; count++) bits &= bits - 1;
  return count;
}

/** Returns the number of letters added, left out, swapped or mistaken between two words; `most + 1` when there are more than `most`. */
export function slipsBetween(a: string, b: string, most: number): number {
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
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}
