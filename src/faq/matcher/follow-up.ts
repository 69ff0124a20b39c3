/** Reads a message together with what was answered before it: «and if he is away?». */
import { entryOf, type FaqEntry, isOwnRecord } from '../../domain/faq/entry.ts';
import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import { messages, typedAnywhere } from '../../messages/messages.ts';
import type { FaqMatch } from '../../ports/world.ts';
import { tokens } from './normalize.ts';
import { maxButtons, offers, type Ranking, unsure } from './outcome.ts';

/** What was answered last: an entry, or a question about the own record. */
export interface Before {
  id: string;
  question: string;
  related: readonly string[];
}

/** Returns what was answered last, by its id; null for none, and for an entry that is gone. */
export function beforeOf(entries: readonly FaqEntry[], id: string | null, language: FaqLanguage): Before | null {
  if (id !== null && isOwnRecord(id))
    return { id, question: messages(language).faq.ownRecord.questions[id], related: [] };
  const entry = entryOf({ entries }, id);
  return entry && { id: entry.id, question: entry[language].question, related: entry.related };
}

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
  if (goesOn(plain)) return true;
  if (alone.noneLikely >= elsewhere) return false;
  return tokens(plain).length <= fewWords || (hasPronoun(plain) && !nouns.some((noun) => noun.test(plain)));
}

/** Returns true for a text with a pronoun, which may stand for what was said before. */
export function hasPronoun(plain: string): boolean {
  return pronouns.some((pronoun) => pronoun.test(plain));
}

/** The message alone has this share in the ranking of a follow-up; the message behind the question before it has the rest. */
const aloneShare = 0.5;
/** People rarely ask again for what they were just answered, and hardly ever for the bot or their own record in between. */
const shares = { again: 0.25, bot: 0.2, ownRecord: 0.1 } as const;
/** Added to the likelihood of an entry that is related to the one before. */
const relatedBonus = 0.2;

/**
 * Returns the ranking of a follow-up to `before`: of the message alone, and of the question before together with it. The numbers are no
 * likelihoods any more.
 */
export function followUpRanking(alone: Ranking, behind: Ranking, before: Before): Ranking {
  const likelyBehind = new Map(behind.ranked.map(({ id, likely }) => [id, likely]));
  const ranked = alone.ranked.map(({ id, likely }) => {
    const both = aloneShare * likely + (1 - aloneShare) * (likelyBehind.get(id) ?? 0);
    return { id, likely: (both + (before.related.includes(id) ? relatedBonus : 0)) * shareOf(id, before) };
  });
  return {
    noneLikely: aloneShare * alone.noneLikely + (1 - aloneShare) * behind.noneLikely,
    ranked: ranked.sort((a, b) => b.likely - a.likely),
  };
}

/** After a fact of the own record, the same and the others are as likely as anything. */
function shareOf(id: string, before: Before): number {
  if (isOwnRecord(id)) return isOwnRecord(before.id) ? 1 : shares.ownRecord;
  if (id === before.id) return shares.again;
  return id.startsWith('bot-') ? shares.bot : 1;
}

/** A follow-up is answered when its likeliest meaning is this likely, and this many times as likely as the next. */
const clearAfter = { likely: 0.3, ofNext: 1.5 } as const;
/** What the message may mean alone is offered first when it is this likely. */
const offeredAlone = 0.5;

/**
 * Returns the outcome of a follow-up that says too little by itself: the answer where it is clear after the one before, otherwise what it
 * may mean, which is never the one before again.
 */
export function followUpOutcome(alone: Ranking, after: Ranking, before: Before): FaqMatch['outcome'] {
  const [best, next] = after.ranked;
  const isClear =
    best !== undefined &&
    best.likely >= Math.max(clearAfter.likely, clearAfter.ofNext * (next?.likely ?? 0)) &&
    best.likely > after.noneLikely &&
    (best.id !== before.id || isOwnRecord(best.id));
  if (isClear) return isOwnRecord(best.id) ? { kind: 'record', about: best.id } : { kind: 'answer', entry: best.id };
  const others = { ...after, ranked: after.ranked.filter(({ id }) => id !== before.id) };
  const [first] = alone.ranked;
  const isFirst = first !== undefined && first.likely >= offeredAlone && first.id !== before.id;
  const entries = new Set([...(isFirst ? [first.id] : []), ...offers(others)]);
  return unsure(others, [...entries].slice(0, maxButtons));
}
