import { cleaned, withoutMiddle } from '../../domain/text/clean-text.ts';
import { memoize } from '../../domain/text/memoize.ts';
import { fold } from '../../domain/text/words.ts';

/** The most words of a text that the matcher reads. */
const maxTokens = 400;

/** These signs of an attack do not stand in questions of people: mentions, markup, code, instructions to a language model. */
const marks = [
  /<[@!#][^>]{0,80}>/,
  /<\/?[a-z][^>]{0,200}>/i,
  /@(everyone|channel|here|all)\b/i,
  /```|\{\{|\$\{|\[\/?INST\]|\{"|javascript:|\.\.\/|=>|\/etc\//i,
  /\b(drop\s+table|insert\s+into|union\s+select)\b/i,
  /\bselect\s+[\w*.]+(\s*,\s*[\w*.]+)*\s+from\s+\w+\s*(where\b|limit\b|order\b|;|--|$)/i,
  /\b(ignore[rz]?|disregard|forget|override|oublie[rz]?)\b.{0,12}\b(all|any|your|previous|prior|above|earlier|toute?s?|tous|tes|vos)\b.{0,30}\b(instructions?|rules|prompts?|consignes|regles|règles)\b/i,
  /\b(ignore[rz]?|oublie[rz]?)\b.{0,30}\b(consignes|instructions|r[eè]gles) (pr[eé]c[eé]dentes|ci-dessus)(?![\p{L}])/iu,
  /\b(system|hidden|initial) prompt\b|\bprompt syst|\byou are now\b|\btu es (maintenant|désormais|desormais)\b|\b(repeat|répète|repete) after\b/i,
];

/** Returns true when a text looks like an attack: markup, code, or instructions to a language model. The matcher gives it no answer. */
export function looksHostile(text: string): boolean {
  const read = withoutMiddle(text) ?? text;
  return marks.some((mark) => mark.test(read));
}

/**
 * Returns a question as the matcher reads it: its two ends, since the question of a long message often stands at its end, in lower case,
 * without accents, markup, links and addresses.
 */
export function normal(text: string): string {
  const plain = cleaned((withoutMiddle(text) ?? text).normalize('NFKC'))
    .replace(/<(https?:[^|<>]*)(\|[^<>]*)?>/g, ' ')
    .replace(/<[@!#/a-zA-Z][^>]{0,200}>/g, ' ')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\S+/g, (word) => (isAddress(word) ? ' address@ ' : word))
    .replaceAll('\uFE0F', '')
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .replace(/[’‘´`]/g, "'");
  return fold(plain);
}

/** Returns true for a word with an @ inside it and a dot inside what follows. */
function isAddress(word: string): boolean {
  const at = word.indexOf('@', 1);
  return at > 0 && word.lastIndexOf('.', word.length - 2) > at + 1;
}

/** Splits a text into words and numbers. `24/7` stays one token, and an elided article (`l'`, `d'`) is one of its own. */
export function tokens(normalText: string): string[] {
  return (normalText.match(/\d{1,9}[a-z]?[/x]\d{1,9}[a-z]?|[a-z0-9]+@?/g) ?? []).slice(0, maxTokens);
}

/** Forms of one English or French word differ by these endings. The longest one that leaves three letters is cut. */
const ending =
  /(?<=.{3})(?:issements?|ations?|ements?|ments?|ions?|ings?|ables?|ees?|ers?|ez|ent|ed|es|al|aux|ly|e|s|x|y)$/;

/**
 * Returns the stem of an English or French word by cutting its ending. The stem need not be a word: it only has to be the same for all
 * forms.
 */
export function stem(word: string): string {
  return word.length < 4 || /\d/.test(word) ? word : word.replace(ending, '');
}

/**
 * Returns each run of `shortest` to four letters of a word, between a `^` at its start and a `$` at its end. Only the first 20 letters
 * count.
 */
export function ngrams(word: string, shortest: number): string[] {
  const edged = `^${word.slice(0, 20)}$`;
  const found: string[] = [];
  for (let size = shortest; size <= 4; size++)
    for (let at = 0; at + size <= edged.length; at++) found.push(edged.slice(at, at + size));
  return found;
}

const betweenSentences = /(?<=[.!?;…])\s+|\n+|\s[-–—>]+\s/;
const betweenQuestions =
  /(?<=[?.!;])\s+|\n+|,\s+(?:and|et|plus|also)\b,?\s+|\s(?:and|et)\s(?=(?:who|whom|whose|what|when|where|why|how|which|can|could|may|must|should|do|does|is|are|will|in|if|qui|que|quoi|quand|o[uù]|comment|pourquoi|combien|quel|quels|quelle|quelles|est-ce|peut|faut|doit|dois|si|[aà]|y|c['’]est|le|la)(?![\p{L}\p{N}]))|\s[+–—-]\s/iu;

/** Splits a text into its sentences and lines. Each keeps its last sign. */
export function sentencesIn(normalText: string): string[] {
  return partsOf(normalText, betweenSentences);
}

/** Splits a text into its questions: “who may change it and how fast must we answer?” has two. */
export function questionsIn(text: string): string[] {
  return partsOf(text, betweenQuestions);
}

function partsOf(text: string, separator: RegExp): string[] {
  const parts = text.split(separator).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** Returns the known word that a mistyped word means; null when none is near enough. */
export type Repair = (word: string) => string | null;

interface KnownWord {
  word: string;
  count: number;
  letters: number;
}

/**
 * Returns a spelling corrector for the words of `counts`. A word of four to six letters may have one mistake, a longer one two. Of equally
 * near words it takes the most frequent.
 */
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
