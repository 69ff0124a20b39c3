import { type FaqEntry, isOwnRecord } from '../../domain/faq/entry.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import { tokens } from './normalize.ts';
import type { Ranking } from './outcome.ts';

/** A message of so few words often needs what was said before. */
const fewWords = 4;
const beginnings = typedAnywhere(({ followUp }) => [followUp.begins]);
const pronouns = typedAnywhere(({ followUp }) => [followUp.pronoun]);
const nouns = typedAnywhere(({ followUp }) => [followUp.noun]);

/** A message of more words is a timeline of its own, however it begins. */
const mostWords = 20;

/** Returns true for a message that says that it goes on from what was said before: «and on weekends?». */
export function goesOn(plain: string): boolean {
  return tokens(plain).length <= mostWords && beginnings.some((pattern) => pattern.test(plain));
}

/** A message is about something else when no answer is so likely, unless it says that it goes on. */
const elsewhere = 0.85;

/**
 * Returns true for a message that may need the answer before it: it goes on («and for resellers?»), has a pronoun and names nothing
 * that the FAQ is about («what if he is away?»), or has four words at most. Unless it says that it goes on, it must also not be far from
 * all that is answered. `alone` is its own ranking.
 */
export function isFollowUp(plain: string, alone: Ranking): boolean {
  const some = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(plain));
  if (goesOn(plain)) return true;
  if (alone.noneLikely >= elsewhere) return false;
  return tokens(plain).length <= fewWords || (some(pronouns) && !some(nouns));
}

/** The message alone has this share in the ranking of a follow-up; the message behind the question before it has the rest. */
const aloneShare = 0.5;
/** People rarely ask again for what they were just answered, or for their own record in between. */
const shares = { again: 0.25, ownRecord: 0.3 } as const;
/** What is related to the entry before it is so much likelier. */
const relatedBonus = 0.1;

/** Returns the ranking of a follow-up to the entry `before`: of the message alone, and of the entry's question together with it. The numbers are no likelihoods any more, since they only choose what is offered. */
export function followUpRanking(alone: Ranking, behind: Ranking, before: FaqEntry): Ranking {
  const likelyBehind = new Map(behind.ranked.map(({ id, likely }) => [id, likely]));
  const share = (id: string) => (id === before.id ? shares.again : isOwnRecord(id) ? shares.ownRecord : 1);
  const ranked = alone.ranked.map(({ id, likely }) => {
    const both = aloneShare * likely + (1 - aloneShare) * (likelyBehind.get(id) ?? 0);
    return { id, likely: (both + (before.related.includes(id) ? relatedBonus : 0)) * share(id) };
  });
  return {
    noneLikely: aloneShare * alone.noneLikely + (1 - aloneShare) * behind.noneLikely,
    ranked: ranked.sort((a, b) => b.likely - a.likely),
  };
}

/** The answer of a message that says that it goes on must be this likely, since half of what it means was said before. */
export const goesOnThreshold = 0.6;

/** Returns true when a follow-up is answered by what it says alone: what came before it points to the same answer. One that says that it goes on hardly ever means the answer that was just given. */
export function isSureFollowUp(plain: string, alone: Ranking, ranking: Ranking, before: FaqEntry): boolean {
  const [best] = alone.ranked;
  if (!best || best.id !== ranking.ranked[0]?.id) return false;
  return !goesOn(plain) || (best.likely >= goesOnThreshold && best.id !== before.id);
}
