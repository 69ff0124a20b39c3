/** How sure the matcher has to be, at the borders themselves: no question of any set lies there. */
import { expect, it } from 'vitest';
import { readCorpus } from '../../adapters/faq/corpus.ts';
import { readModel } from '../../adapters/faq/model-file.ts';
import { matcher } from '../../src/faq/matcher/matcher.ts';
import { none } from '../../src/faq/matcher/model.ts';

const corpus = readCorpus();
const besideTopics = corpus.entries.find(({ near }) => near)?.id ?? '';

/** What the matcher says of any text when its model finds these likelihoods; what is left over is of entries that are not looked at. */
function outcomeAt(likely: Record<string, number>) {
  const shares = Object.entries(likely);
  const left = 1 - shares.reduce((sum, [, share]) => sum + share, 0);
  const others = corpus.entries.map(({ id }) => id).filter((id) => !(id in likely));
  const all = [...shares, ...others.map((id) => [id, left / others.length] as const)];
  const model = {
    ...readModel(),
    classes: all.map(([id]) => id),
    bias: Float32Array.from(all, ([, share]) => Math.log(share)),
    weights: new Float32Array(),
    steps: new Float32Array(all.length),
    places: new Map<string, number>(),
  };
  return matcher(corpus, model)('may the phone be a pager', 'en').outcome;
}

it.each([
  ['as likely as it must be', { [none]: 0.05, 'who-can-update': 0.451, 'api-update': 0.05 }, 'answer'],
  ['a little less likely', { [none]: 0.05, 'who-can-update': 0.449, 'api-update': 0.05 }, 'unsure'],
  [
    'one and a half times as likely as the next',
    { [none]: 0.05, 'who-can-update': 0.46, 'api-update': 0.306 },
    'answer',
  ],
  ['not quite so much', { [none]: 0.05, 'who-can-update': 0.46, 'api-update': 0.308 }, 'unsure'],
  ['one and a half times as likely as none', { [none]: 0.306, 'who-can-update': 0.46, 'api-update': 0.05 }, 'answer'],
  ['not quite so much more than none', { [none]: 0.308, 'who-can-update': 0.46, 'api-update': 0.05 }, 'unsure'],
  [
    'beside the 28 topics, and as likely as those must be',
    { [none]: 0.05, [besideTopics]: 0.601, 'api-update': 0.05 },
    'answer',
  ],
  [
    'beside the 28 topics, and a little less likely',
    { [none]: 0.05, [besideTopics]: 0.599, 'api-update': 0.05 },
    'unsure',
  ],
])('an entry %s', (_how, likely, kind) => expect(outcomeAt(likely).kind).toBe(kind));
