/** How sure the matcher has to be, at the borders themselves: no question of any set lies there. */
import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../adapters/faq/corpus.ts';
import { answerIds } from '../../adapters/faq/faq.ts';
import { readModel } from '../../adapters/faq/model-file.ts';
import { ownRecordIds } from '../../src/domain/faq/entry.ts';
import { matcher } from '../../src/faq/matcher/matcher.ts';
import { none } from '../../src/faq/matcher/model.ts';
import {
  answerThreshold,
  answerThresholdBeside,
  answerThresholdRecord,
  buttonThreshold,
  clearRatio,
  maxButtons,
  offerThreshold,
  partThreshold,
  type Ranking,
  sureEntries,
} from '../../src/faq/matcher/outcome.ts';

const corpus = readCorpus();
const besideTopics = corpus.entries.find(({ near }) => near)?.id ?? '';
/** A little more or less than a border. */
const little = 0.002;

/** What the matcher says of a text when its model finds these likelihoods for all texts; what is left over is of entries that are not looked at. */
function outcomeAt(likely: Record<string, number>, text = 'may the phone be a pager', after: string | null = null) {
  const shares = Object.entries(likely);
  const left = 1 - shares.reduce((sum, [, share]) => sum + share, 0);
  const others = answerIds(corpus).filter((id) => !(id in likely));
  const all = [...shares, ...others.map((id) => [id, left / others.length] as const)];
  const model = {
    ...readModel(),
    classes: all.map(([id]) => id),
    bias: Float32Array.from(all, ([, share]) => Math.log(share)),
    weights: new Float32Array(),
    steps: new Float32Array(all.length),
    positions: new Map<string, number>(),
  };
  return matcher(corpus, model)(text, { otherwise: 'en', after }).outcome;
}

/** No question about the own record is likely. */
const noRecord = Object.fromEntries(ownRecordIds.map((id) => [id, 0]));

describe('an answer is given', () => {
  it.each([
    ['an entry', 'who-can-update', answerThreshold, 'answer'],
    ['an entry beside the 28 topics', besideTopics, answerThresholdBeside, 'answer'],
    ['a question about the own record', 'our-history', answerThresholdRecord, 'record'],
  ])('by %s that is as likely as it must be, and not by a less likely one', (_what, id, threshold, kind) => {
    const at = (likely: number) => outcomeAt({ ...noRecord, [none]: 0.05, [id]: likely }).kind;
    expect(at(threshold + little)).toBe(kind);
    expect(at(threshold - little)).toBe('unsure');
  });

  it('from the own record when it is sure to be about that, whichever of its questions it is', () => {
    const at = (each: number) => outcomeAt({ [none]: 0.05, ...noRecord, 'our-history': each, 'our-check': each });
    expect(at(answerThresholdRecord / 2 + little)).toEqual({ kind: 'record', about: 'our-history' });
    expect(at(answerThresholdRecord / 2 - little).kind).toBe('unsure');
  });

  it('by an entry that is clearly likelier than the next one', () => {
    const likely = answerThreshold + 0.05;
    const at = (next: number) => outcomeAt({ [none]: 0.05, 'who-can-update': likely, 'api-update': next }).kind;
    expect(at(likely / clearRatio.ofNext - little)).toBe('answer');
    expect(at(likely / clearRatio.ofNext + little)).toBe('unsure');
  });

  it('by an entry that is clearly likelier than none', () => {
    const likely = answerThreshold + 0.05;
    const at = (noneLikely: number) => outcomeAt({ [none]: noneLikely, 'who-can-update': likely }).kind;
    expect(at(likely / clearRatio.ofNone - little)).toBe('answer');
    expect(at(likely / clearRatio.ofNone + little)).toBe('unsure');
  });
});

describe('questions are offered', () => {
  it('where one is likely enough', () => {
    const at = (likely: number) => outcomeAt({ [none]: 0.5, 'who-can-update': likely });
    expect(at(offerThreshold.likely + little).kind).toBe('unsure');
    expect(at(offerThreshold.likely - little)).toEqual({ kind: 'unknown' });
  });

  it('where no answer is not much likelier', () => {
    const likely = offerThreshold.likely + 0.02;
    const at = (noneLikely: number) => outcomeAt({ [none]: noneLikely, 'who-can-update': likely });
    expect(at(offerThreshold.noneRatio * likely - little).kind).toBe('unsure');
    expect(at(offerThreshold.noneRatio * likely + little)).toEqual({ kind: 'unknown' });
  });

  it('each of which is not quite unlikely', () => {
    const likely = answerThreshold - 0.05;
    const at = (next: number) => outcomeAt({ [none]: 0.45, 'who-can-update': likely, 'our-history': next });
    expect(at(buttonThreshold + little)).toEqual({
      kind: 'unsure',
      entries: ['who-can-update', 'our-history'],
      isLikely: true,
    });
    expect(at(buttonThreshold - little)).toEqual({ kind: 'unsure', entries: ['who-can-update'], isLikely: true });
  });

  it('three at most', () => {
    const found = outcomeAt({ [none]: 0.1, 'what-is': 0.2, 'what-mail': 0.2, 'who-can-view': 0.2, 'api-update': 0.2 });
    expect(found.kind === 'unsure' && found.entries).toHaveLength(maxButtons);
  });
});

describe('two questions of a message are both answered', () => {
  const { likely, ratio, inMessage, alone } = partThreshold;
  const sure = likely + 0.1;
  /** Two questions, the second of which is so likely, and as likely beside it none and the next one; it is so likely in the message, where something else may be likelier than both. */
  const answeredAt = ({ second = 0.7, noneLikely = 0, next = 0, whole = 0.4, another = 0 }) => {
    const ranking = (of: string, share: number, others: { noneLikely: number; next: number }): Ranking => ({
      noneLikely: others.noneLikely,
      ranked: [
        { id: of, likely: share },
        { id: 'what-is', likely: others.next },
      ],
    });
    const parts = [
      ranking('who-can-update', 0.9, { noneLikely: 0, next: 0 }),
      ranking('api-update', second, { noneLikely, next }),
    ];
    const message = {
      noneLikely: 0.1,
      ranked: [
        { id: 'what-mail', likely: another },
        { id: 'who-can-update', likely: 0.5 },
        { id: 'api-update', likely: whole },
      ].sort((a, b) => b.likely - a.likely),
    };
    return sureEntries(
      parts.map((one) => ({ ranking: one, asks: true })),
      message,
      false,
    );
  };

  it.each([
    ['as likely as it must be', { second: likely + little }, { second: likely - little }],
    ['likely in the message too', { whole: inMessage + little }, { whole: inMessage - little }],
    [
      'clearly likelier than none',
      { second: sure, noneLikely: sure / ratio - little },
      { second: sure, noneLikely: sure / ratio + little },
    ],
    [
      'clearly likelier than the next one',
      { second: sure, next: sure / ratio - little },
      { second: sure, next: sure / ratio + little },
    ],
  ])('when each is %s', (_how, enough, less) => {
    expect(answeredAt(enough)).toEqual(['who-can-update', 'api-update']);
    expect(answeredAt(less)).toBeNull();
  });

  it('when each is so sure by itself that it needs no share in the message', () => {
    expect(answeredAt({ second: alone + little, whole: 0 })).toEqual(['who-can-update', 'api-update']);
    expect(answeredAt({ second: alone - little, whole: 0 })).toBeNull();
  });

  it('when nothing else is likelier in the message than both', () => {
    expect(answeredAt({ another: 0.5 - little })).toEqual(['who-can-update', 'api-update']);
    expect(answeredAt({ another: 0.5 + little })).toBeNull();
  });
});

describe('a message that goes on from an answer', () => {
  const text = 'and may it be a pager';

  it('is never answered by the same entry again', () => {
    const again = outcomeAt({ [none]: 0.05, 'azure-fraud': 0.9 }, text, 'azure-fraud');
    expect(again.kind).toBe('unsure');
  });
});
