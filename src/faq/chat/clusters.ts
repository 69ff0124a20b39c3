import type { FaqMiss } from '../../domain/faq-miss.ts';
import { normal, tokens } from '../normal.ts';
import { stem } from '../stem.ts';

/** Questions that ask much the same, the most frequent one first. */
export interface Cluster {
  misses: readonly FaqMiss[];
  count: number;
  last: string;
}

/** From this share of common words on, two questions are alike. */
const alike = 0.5;
/** Words that stand in any question. Folded. */
const little = new Set(
  'a an and are as at be by can de des do does du en est et for from how i il in is it je l la le les me my nous of on or our ou par pour que quel quelle qui quoi d se si sur the their there this to un une us we what when where which who why with you your vous comment quand est-ce c n'.split(
    ' ',
  ),
);

/** Groups alike questions, the most asked first. Deterministic. A complaint about an answer is grouped with those about the same answer for the same reason. */
export function clusters(misses: readonly FaqMiss[]): Cluster[] {
  const groups: { words: ReadonlySet<string>; kind: string; misses: FaqMiss[] }[] = [];
  for (const miss of misses.toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))) {
    const words = wordsOf(miss.text);
    const kind = miss.unhelpful ? `${miss.unhelpful.entry} ${miss.unhelpful.reason}` : '';
    const found = groups.find((group) => group.kind === kind && (kind !== '' || share(group.words, words) >= alike));
    if (found) found.misses.push(miss);
    else groups.push({ words, kind, misses: [miss] });
  }
  return groups
    .map(({ misses: some }) => ({
      misses: some,
      count: some.reduce((sum, { count }) => sum + count, 0),
      last:
        some
          .map(({ last }) => last)
          .toSorted()
          .at(-1) ?? '',
    }))
    .sort((a, b) => b.count - a.count || (a.last < b.last ? 1 : -1));
}

function wordsOf(text: string): ReadonlySet<string> {
  const said = tokens(normal(text)).filter((word) => !little.has(word));
  return new Set(said.map(stem));
}

/** Of the words of both, those that they share: 0 to 1. */
function share(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}
