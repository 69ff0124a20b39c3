/** When a message goes on from the answer before it, and what it then may mean: at the borders themselves. */
import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../adapters/faq/corpus.ts';
import { isOwnRecord, ownRecordIds } from '../../src/domain/faq/entry.ts';
import { beforeOf, followUpOutcome, followUpRanking, goesOn, isFollowUp } from '../../src/faq/matcher/follow-up.ts';
import {
  nearestTopics,
  type Ranking,
  sureEntries,
  topicRanking,
  unsureOutcome,
} from '../../src/faq/matcher/outcome.ts';

const { entries } = readCorpus();
const before = beforeOf(entries, entries[0]?.id ?? null, 'en') ?? fail();
const related = before.related[0] ?? fail();
const [stranger, another] = entries.filter(({ id }) => id !== before.id && !before.related.includes(id));
const record = ownRecordIds[0] ?? fail();

function fail(): never {
  throw new Error('not there');
}

/** A ranking of these likelihoods, the likeliest first. */
function ranking(likely: Record<string, number>, noneLikely = 0): Ranking {
  const ranked = Object.entries(likely).map(([id, share]) => ({ id, likely: share }));
  return { noneLikely, ranked: ranked.sort((a, b) => b.likely - a.likely) };
}
const words = (count: number, first = 'alpha') => [first, ...Array(count - 1).fill('alpha')].join(' ');

describe('a message needs the answer before it', () => {
  it.each([
    ['of four words', words(4), 0, true],
    ['of five words', words(5), 0, false],
    ['of four words, far from all that is answered', words(4), 0.85, false],
    ['of four words, nearly as far', words(4), 0.84, true],
    ['that goes on, however far', words(5, 'and'), 0.99, true],
  ])('%s', (_which, plain, noneLikely, expected) => {
    expect(isFollowUp(plain, ranking({}, noneLikely))).toBe(expected);
  });

  it('because it says that it goes on, with twenty words at most', () => {
    expect([goesOn(words(20, 'and')), goesOn(words(21, 'and'))]).toEqual([true, false]);
  });
});

describe('what it may mean', () => {
  const shareOf = (id: string, alone: number, behind: number) =>
    followUpRanking(ranking({ [id]: alone }), ranking({ [id]: behind }), before).ranked[0]?.likely ?? 0;
  const other = stranger?.id ?? fail();

  it('weighs the message alone and behind the question before it, half each', () => {
    expect([shareOf(other, 0.8, 0), shareOf(other, 0, 0.8)]).toEqual([0.4, 0.4]);
    const both = followUpRanking(ranking({}, 0.8), ranking({}, 0.2), before);
    expect(both.noneLikely).toBeCloseTo(0.5);
  });

  it.each([
    ['what is related to the answer before it is two tenths likelier', related, 0.6],
    ['the same answer again is four times less likely', before.id, 0.1],
    ['the own record is ten times less likely', record, 0.04],
  ])('%s', (_what, id, expected) => {
    expect(shareOf(id, 0.4, 0.4)).toBeCloseTo(expected);
  });

  it('is answered where one is clear, and never the answer before it', () => {
    const alone = ranking({ [other]: 0.3, [before.id]: 0.2 });
    const outcome = (next: number, noneLikely = 0.1) =>
      followUpOutcome(alone, ranking({ [related]: 0.45, [other]: next }, noneLikely), before);
    expect(outcome(0.299)).toEqual({ kind: 'answer', entry: related });
    expect(outcome(0.301)).toEqual({ kind: 'unsure', entries: [related, other] });
    expect(outcome(0.1, 0.46).kind).toBe('unsure');
    expect(followUpOutcome(alone, ranking({ [before.id]: 0.9, [related]: 0.1 }), before)).toMatchObject({
      entries: [related],
    });
  });

  it('is offered: what it means alone first, where that is likely', () => {
    const after = ranking({ [related]: 0.4, [other]: 0.35 });
    const first = (likely: number) => followUpOutcome(ranking({ [other]: likely }), after, before);
    expect(first(0.501)).toEqual({ kind: 'unsure', entries: [other, related] });
    expect(first(0.499)).toEqual({ kind: 'unsure', entries: [related, other] });
  });

  it('after a fact of the own record may be another one', () => {
    const fact = beforeOf(entries, record, 'en') ?? fail();
    const after = followUpRanking(ranking({ [record]: 0.6 }), ranking({ [record]: 0.6 }), fact);
    expect(followUpOutcome(ranking({}), after, fact)).toEqual({ kind: 'record', about: record });
  });
});

describe('offers and topics', () => {
  it('have the likeliest question about the own record alone, since these are near to each other', () => {
    const [first = fail(), second = fail()] = ownRecordIds.filter(isOwnRecord);
    const outcome = unsureOutcome(ranking({ [first]: 0.3, [second]: 0.25, [another?.id ?? fail()]: 0.2 }, 0.2));
    expect(outcome).toEqual({ kind: 'unsure', entries: [first, another?.id] });
  });

  it('count what stands beside the 28 topics for its nearest topic, by six tenths', () => {
    const nearest = new Map([['beside', 'near']]);
    expect(topicRanking(ranking({ beside: 0.5, rival: 0.31 }), nearest)).toEqual(['rival', 'near']);
    expect(topicRanking(ranking({ beside: 0.5, rival: 0.29 }), nearest)).toEqual(['near', 'rival']);
    expect(topicRanking(ranking({ beside: 0.5, near: 0.1, rival: 0.39 }), nearest)).toEqual(['near', 'rival']);
    expect(nearestTopics(entries).get(record)).toBeDefined();
  });
});

describe('two questions in one message', () => {
  const part = (id: string, asks: boolean) => ({ ranking: ranking({ [id]: 0.7 }), asks });
  const [one, two] = ['who-can-update', 'api-update'] as const;

  it('are answered only where no answer is far less likely than the likeliest', () => {
    const at = (noneLikely: number) =>
      sureEntries([part(one, true), part(two, true)], ranking({ [one]: 0.35, [two]: 0.3 }, noneLikely), true);
    expect(at(0.0999)).toEqual([one, two]);
    expect(at(0.1001)).toBeNull();
  });

  it('are answered in their order where both ask, and the likeliest first where one only tells', () => {
    const order = (asks: boolean) =>
      sureEntries([part(one, asks), part(two, true)], ranking({ [two]: 0.6, [one]: 0.3 }), false);
    expect([order(true), order(false)]).toEqual([
      [one, two],
      [two, one],
    ]);
  });
});
