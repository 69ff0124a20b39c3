import { type FaqEntry, isOwnRecord, ownRecord, ownRecordIds } from '../../domain/faq/entry.ts';
import type { FaqMatch } from '../../ports/world.ts';

/** An answer must be this likely. This number and the others here were chosen on the sets of `test/faq` that nobody taught. */
export const answerThreshold = 0.4;
/**
 * The smallest ratio of the best answer to "no answer" and to the runner-up. Out-of-scope messages often have a likely entry, but fail
 * this.
 */
export const clearRatio = { ofNone: 3.5, ofNext: 1.3 } as const;
/** Threshold for an entry outside the 28 topics, which is higher because it has few phrasings to learn from. */
export const answerThresholdBeside = 0.6;
/** A question about the own record must be this likely. */
export const answerThresholdRecord = 0.7;
/**
 * For two questions in one message to be answered, each must be this likely, with these ratios to "no answer" and to the runner-up, and
 * this likely in the message as a whole. One that asks and is `alone` likely needs no share in the message.
 */
export const partThreshold = { likely: 0.35, ratio: 1.2, inMessage: 0.05, alone: 0.75 } as const;
/** Two entries that the message as a whole is about, and nothing else, are both answered: each is this likely, and both together. */
export const pairThreshold = { each: 0.3, both: 0.85, none: 0.1 } as const;
/** An entry must be this likely to get a button. */
export const buttonThreshold = 0.02;
/** Something is offered when the likeliest is this likely, and "no answer" at most this many times as likely. */
export const offerThreshold = { likely: 0.13, noneRatio: 5 } as const;
/** The most questions that the bot offers when the matcher is not sure. */
export const maxButtons = 3;

/** Returns the id whose answer is certain; null when none is. `isBeside` returns whether an id is outside the 28 topics. */
export function sureAnswer({ noneLikely, ranked }: Ranking, isBeside: (id: string) => boolean): string | null {
  const [best] = ranked;
  if (!best) return null;
  const likely = likelyOf(best.id, ranked);
  const next = ranked.find(({ id }) => !isAlike(id, best.id))?.likely ?? 0;
  const isClear = likely >= clearRatio.ofNone * noneLikely && likely >= clearRatio.ofNext * next;
  return isClear && likely >= leastFor(best.id, isBeside) ? best.id : null;
}

/** Questions about the own record are near to each other: the likeliest is answered when it is sure that it is one of them. */
function isAlike(one: string, other: string): boolean {
  return one === other || (isOwnRecord(one) && isOwnRecord(other));
}

function likelyOf(best: string, ranked: Ranking['ranked']): number {
  return ranked.reduce((sum, { id, likely }) => sum + (isAlike(id, best) ? likely : 0), 0);
}

function leastFor(id: string, isBeside: (id: string) => boolean): number {
  if (isOwnRecord(id)) return answerThresholdRecord;
  return isBeside(id) ? answerThresholdBeside : answerThreshold;
}

/** A part of a message that may be a question of its own; `asks` is true when its words ask. */
export type QuestionPart = { ranking: Ranking; asks: boolean };

/**
 * Returns the two different entries that answer a message for sure, in the order in which they are answered; null when there are no two.
 * A part may be a question of its own, and `asks` is true when its words ask. `message` is the ranking of it all, whose likeliest comes
 * first where a part only tells what the question is about. `mayPair`: it may ask two things although it has no parts.
 */
export function sureEntries(
  parts: readonly QuestionPart[],
  message: Ranking,
  mayPair: boolean,
): readonly [string, string] | null {
  const sure = parts.flatMap(({ ranking, asks }) => {
    const found = surePart(ranking);
    if (!found) return [];
    const isAlone = asks && found.likely >= partThreshold.alone;
    return isAlone || inMessage(found.id, message) >= partThreshold.inMessage ? { ...found, asks, isAlone } : [];
  });
  const [first] = sure;
  const second = sure.find(({ id }) => id !== first?.id);
  const [likeliest] = message.ranked;
  if (!first || !second || !likeliest) return mayPair ? surePair(message) : null;
  if (first.isAlone && second.isAlone) return [first.id, second.id];
  if (likeliest.likely < clearRatio.ofNone * message.noneLikely) return null;
  if (likeliest.id !== first.id && likeliest.id !== second.id) return null;
  const inOrder = likeliest.id === first.id || (first.asks && second.asks);
  return inOrder ? [first.id, second.id] : [second.id, first.id];
}

function inMessage(id: string, { ranked }: Ranking): number {
  return ranked.find((one) => one.id === id)?.likely ?? 0;
}

/** Returns what answers a part for sure, and how likely that is; null for nothing. */
export function surePart({ noneLikely, ranked }: Ranking): { id: string; likely: number } | null {
  const [best] = ranked;
  if (!best) return null;
  const likely = likelyOf(best.id, ranked);
  const next = ranked.find(({ id }) => !isAlike(id, best.id))?.likely ?? 0;
  const least = isOwnRecord(best.id) ? partThreshold.alone : partThreshold.likely;
  return likely >= Math.max(least, partThreshold.ratio * Math.max(noneLikely, next)) ? { id: best.id, likely } : null;
}

/** Returns the two entries that share a message which has no parts: «how do I change it, and who may». */
function surePair({ noneLikely, ranked: [first, second] }: Ranking): readonly [string, string] | null {
  const { each, both, none } = pairThreshold;
  if (!first || !second || isAlike(first.id, second.id)) return null;
  const isPair = second.likely >= each && first.likely + second.likely >= both && noneLikely < none;
  return isPair ? [first.id, second.id] : null;
}

/** Returns true when no answer is likelier than every entry. */
export function isOutside({ noneLikely, ranked: [best] }: Ranking): boolean {
  return noneLikely >= (best?.likely ?? 0);
}

/** Returns the outcome of a message that has no sure answer: what it may mean, or nothing when it is far from everything. */
export function unsureOutcome(ranking: Ranking): FaqMatch['outcome'] {
  const best = ranking.ranked[0]?.likely ?? 0;
  const isFar = best < offerThreshold.likely || best * offerThreshold.noneRatio < ranking.noneLikely;
  if (isFar) return { kind: 'unknown' };
  return unsure(ranking, offers(ranking));
}

/** The first offer stands with its answer, and the others as buttons alone, when it is this many times as likely as the second. */
const muchLikelier = 4;

/** Returns the outcome that offers these entries of a ranking. */
export function unsure({ ranked }: Ranking, entries: readonly string[]): FaqMatch['outcome'] {
  const [first = 0, second = 0] = entries.map((id) => ranked.find((one) => one.id === id)?.likely ?? 0);
  return { kind: 'unsure', entries, ...(first >= muchLikelier * second ? { isLikely: true } : {}) };
}

/**
 * Returns at least one offer and at most three. Of the questions about the own record, which are near to each other, it has the likeliest
 * alone.
 */
export function offers({ ranked }: Ranking): string[] {
  const ownRecord = ranked.find(({ id }) => isOwnRecord(id));
  const offered = ranked.filter((one) => one === ownRecord || !isOwnRecord(one.id));
  return offered
    .flatMap(({ id, likely }, at) => (at === 0 || likely >= buttonThreshold ? id : []))
    .slice(0, maxButtons);
}

/**
 * A ranking has the likelihoods of all that may answer a message, the likeliest first, and that of `none`, the class of messages that
 * nothing answers. Together they are 1.
 */
export interface Ranking {
  noneLikely: number;
  ranked: readonly { id: string; likely: number }[];
}

/** Returns the ranking of likelihoods, which stand in the order of the model's classes: `none` first. */
export function rankingOf(likelihoods: Float64Array, classes: readonly string[]): Ranking {
  const ranked = classes.map((id, at) => ({ id, likely: likelihoods[at] ?? 0 })).slice(1);
  return { noneLikely: likelihoods[0] ?? 0, ranked: ranked.sort((a, b) => b.likely - a.likely) };
}

/** Programs know only the 28 topics: anything else adds this share of its likelihood to its nearest topic. */
const besideShare = 0.6;
/** Returns the nearest of the 28 topics, by id, for everything else: further entries, and questions about the own record. */
export function nearestTopics(entries: readonly FaqEntry[]): ReadonlyMap<string, string> {
  const ofEntries = entries.flatMap(({ id, near }) => (near?.[0] ? ([[id, near[0]]] as const) : []));
  return new Map([...ofEntries, ...ownRecordIds.map((id) => [id, ownRecord[id].near] as const)]);
}

/** Returns the 28 topics, the likeliest first. */
export function topicRanking({ ranked }: Ranking, nearest: ReadonlyMap<string, string>): string[] {
  const sums = new Map<string, number>();
  for (const { id, likely } of ranked) {
    const near = nearest.get(id);
    sums.set(near ?? id, (sums.get(near ?? id) ?? 0) + likely * (near ? besideShare : 1));
  }
  return [...sums].sort(([, a], [, b]) => b - a).map(([topic]) => topic);
}
