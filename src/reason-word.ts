import type { ResolvedReason } from './domain/alert.ts';
import { fold } from './domain/fold.ts';
import { reasonWords } from './messages/verbs.ts';

/** The reason that a word behind `resolve 17` names; null for none. */
export function reasonOf(word: string): ResolvedReason | null {
  const said = fold(word).replaceAll(/[!.,:;–—-]/g, '');
  const reasons: [ResolvedReason, readonly string[]][] = [
    ['legitimate', reasonWords.legitimate],
    ['fraud', reasonWords.fraud],
    ['ignore', reasonWords.ignore],
  ];
  return reasons.find(([, words]) => words.includes(said))?.[0] ?? null;
}
