/** The FAQ is loaded in slices after the start. What a slice costs is not measured here: that there are many, and that all work goes on between them. */
import { expect, it, vi } from 'vitest';
import { atOnce } from '../../adapters/faq/corpus.ts';
import { faqInSlices, faqLoader } from '../../adapters/faq/faq.ts';
import { unpackModelsNow } from '../../adapters/faq/model-file.ts';
import { bot, folder, patient } from '../adapters/process/child.ts';

const question = ['who can change the security contact?', { otherwise: 'en', after: null }] as const;
const answer = { kind: 'answer', entry: 'who-can-update' };

it('the FAQ is loaded in more than sixty slices, and everybody has a turn after each', async () => {
  let slices = 0;
  const all = faqInSlices(unpackModelsNow());
  while (!all.next().done) slices++;
  let turns = 0;
  let done = false;
  const count = () => {
    turns++;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  const { faq, load } = faqLoader();
  await load();
  done = true;
  expect([slices > 60, turns >= slices]).toEqual([true, true]);
  expect(faq().match(...question).outcome).toEqual(answer);
});

it('a question that comes before that is answered at once, and nothing is loaded twice', async () => {
  const { faq, load } = faqLoader();
  const loading = load();
  const early = faq();
  expect(early.match(...question).outcome).toEqual(answer);
  await loading;
  expect(faq()).toBe(early);
});

it('a question in the midst of loading goes on from there', async () => {
  const { faq, load } = faqLoader();
  let early: ReturnType<typeof faq> | null = null;
  const loading = load();
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  early = faq();
  await loading;
  expect(faq()).toBe(early);
});

it('the slices make the same as one piece', () => {
  expect(atOnce(faqInSlices(unpackModelsNow())).match(...question)).toEqual(
    faqLoader()
      .faq()
      .match(...question),
  );
});

it('the bot loads the FAQ once it listens, before anybody asks', async () => {
  const { said } = await bot({ STATE_DIR: folder(), LOG_LEVEL: 'debug' });
  await vi.waitFor(() => expect(said.out).toContain('FAQ loaded'), patient);
  expect(said.out.indexOf('"listening"')).toBeLessThan(said.out.indexOf('FAQ loaded'));
});
