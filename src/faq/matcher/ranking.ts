import { type FaqEntry, ownRecord, ownRecordIds } from '../../domain/faq/entry.ts';

/** A ranking has the likelihoods of all that may answer a message, the likeliest first, and that of `none`, the class of messages that nothing answers. Together they are 1. */
export interface Ranking {
  noneLikely: number;
  ranked: readonly { id: string; likely: number }[];
}

/** Returns the ranking of likelihoods, which stand in the order of the model's classes: `none` first. */
export function rankingOf(likelihoods: Float64Array, classes: readonly string[]): Ranking {
  const ranked = classes.map((id, at) => ({ id, likely: likelihoods[at] ?? 0 })).slice(1);
  return { noneLikely: likelihoods[0] ?? 0, ranked: ranked.sort((a, b) => b.likely - a.likely) };
}

/** Programs know the 28 topics alone: what stands beside them counts for its nearest topic, by this share of its likelihood. */
const besideShare = 0.6;
/** Returns by id the nearest of the 28 topics for what stands beside them: further entries and questions about the own record. */
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
