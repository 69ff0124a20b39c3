import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../adapters/faq/corpus.ts';
import { answerIds, faqLoader, faqOf } from '../../adapters/faq/faq.ts';
import { readModel } from '../../adapters/faq/model-file.ts';
import { readPhrases, readTraining, trainingHash } from '../../adapters/faq/training.ts';
import type { TrainingQuestion } from '../../src/domain/faq/entry.ts';
import { none } from '../../src/faq/matcher/model.ts';
import { normal, tokens } from '../../src/faq/matcher/normalize.ts';
import { typedAnywhere } from '../../src/messages/messages.ts';
import { intents } from '../../src/request/intent/intents.ts';
import { answerIdsOf } from '../../src/request/interpret.ts';

const corpus = readCorpus();
const faq = faqLoader().faq();
const training = readTraining(corpus);
const ids = corpus.entries.map(({ id }) => id);
const topics =
  `what-is why-needed who-must-provide person-or-group why-not-global-admin who-can-update who-can-view how-to-update
  api-update which-fields group-name email-distribution-list phone-24x7 account-verification required-to-update-profile
  keep-up-to-date multiple-tenants what-mail which-customers what-is-expected respond-how-fast examples-of-issues azure-fraud
  azure-fraud-subscribe compliance-contact authorization-requirement security-alerts-dashboard security-roles`.split(
    /\s+/,
  );
const gaps = (texts: readonly string[]) => [...new Set(texts.join(' ').match(/\{\w+\}/g))].sort();

it('has every topic that programs know, and others only beside them', () => {
  expect(corpus.entries.flatMap(({ id, near }) => (near ? [] : [id])).sort()).toEqual(topics.toSorted());
  expect(corpus.entries.flatMap(({ near }) => near ?? []).filter((id) => !topics.includes(id))).toEqual([]);
});

it('lists entries that exist below its themes, each once', () => {
  const listed = Object.values(corpus.groups).flat();
  expect(listed.filter((id) => !ids.includes(id))).toEqual([]);
  expect(listed).toHaveLength(new Set(listed).size);
});

it('was learnt as it is now: otherwise `npm run faq:train`', () => {
  expect(readModel().version).toBe(trainingHash(training, corpus));
});

it('commands were learnt as they are now, and each class has its intent: otherwise `npm run commands:train`', () => {
  const commands = readModel('commands');
  expect(commands.version).toBe(trainingHash(readPhrases(corpus), corpus));
  const others = ['none', 'faq', ...typedAnywhere(({ slots }) => [slots.asksFor])];
  expect(commands.classes.filter((id) => !others.includes(id)).sort()).toEqual(Object.keys(intents).sort());
});

it('is refused with a model that knows other entries, and taken with an answer put right', () => {
  const [first, ...others] = corpus.entries;
  if (!first) throw new Error('no entry');
  const added = { ...first, id: 'zebra' };
  expect(() => faqOf({ ...corpus, entries: others }, readModel())).toThrow('npm run faq:train');
  expect(() => faqOf({ ...corpus, entries: [...corpus.entries, added] }, readModel())).toThrow('npm run faq:train');
  const answered = { ...first, en: { ...first.en, answer: { short: 'Put right.', body: ['So it is.'] } } };
  expect(faqOf({ ...corpus, entries: [answered, ...others] }, readModel()).entries[0]).toEqual(answered);
});

it('is refused with a model that does not know a question about the own record', () => {
  const model = readModel();
  const classes = model.classes.filter((id) => id !== 'our-history');
  expect(() => faqOf(corpus, { ...model, classes })).toThrow('npm run faq:train');
});

describe('what is taught', () => {
  it('is of an entry, of a question about the own record, or of none', () => {
    const known = new Set([none, ...answerIds(corpus)]);
    expect(training.questions.filter(({ of }) => !known.has(of))).toEqual([]);
  });

  it('has no text of two classes, so none that is out of scope and answered', () => {
    const byText = Map.groupBy(training.questions, ({ text }) => tokens(normal(text)).join(' '));
    const twice = [...byText].filter(([text, all]) => text !== '' && new Set(all.map(({ of }) => of)).size > 1);
    expect(twice.map(([text, all]) => [text, ...all.map(({ of, from }) => `${of} in ${from}`)])).toEqual([]);
  });

  it.each(['en', 'fr'] as const)('has phrasings enough of each class in %s', (lang) => {
    const counts = Map.groupBy(
      training.questions.filter((one) => one.lang === lang),
      ({ of }) => of,
    );
    const count = (id: string) => counts.get(id)?.length ?? 0;
    expect(answerIds(corpus).filter((id) => count(id) < 8)).toEqual([]);
    expect(count(none)).toBeGreaterThan(150);
  });

  it('leaves its hash as it is where an answer is put right, and a question that is taught anew does not', () => {
    const [first, ...others] = corpus.entries;
    if (!first) throw new Error('no entry');
    const answered = { ...first, en: { ...first.en, answer: { short: 'Put right.', body: ['So it is.'] } } };
    expect(trainingHash(readTraining({ entries: [answered, ...others] }), corpus)).toBe(readModel().version);
    const anew = { text: 'a new way to ask it', of: first.id, lang: 'en', from: 'anew' } as const;
    const more = { ...training, questions: [...training.questions, anew] };
    expect(trainingHash(more, corpus)).not.toBe(readModel().version);
  });

  it('is nearly all answered first as it was taught', () => {
    const ours = training.questions.filter(({ of, from }) => from === 'phrasings' && of !== none);
    expect(ours.length).toBeGreaterThan(1_000);
    expect(ours.filter((one) => !isFirst(one)).length / ours.length).toBeLessThan(0.005);
  });
});

/** Whether the matcher answers with what was taught, or offers it first. */
function isFirst({ text, of, lang }: TrainingQuestion): boolean {
  const { outcome } = faq.match(text, { otherwise: lang, after: null });
  const [first = null] = outcome.kind === 'unsure' ? outcome.entries : answerIdsOf(outcome);
  // One question has two halves, and the first half is answered from the own record.
  return first === of || (outcome.kind === 'answers' && outcome.entries.includes(of));
}

describe.each(corpus.entries)('$id', (entry) => {
  it('names sources on Microsoft Learn, unless it is about this bot, and entries that exist', () => {
    expect(entry.source === null).toBe(entry.tags.includes('bot') && entry.near !== undefined);
    for (const { url } of [...(entry.source ? [entry.source] : []), ...entry.otherSources])
      expect(url).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    expect(entry.related.filter((id) => !ids.includes(id) || id === entry.id)).toEqual([]);
  });

  it('has the same gaps in both languages, each with plain words', () => {
    const [en, fr] = [entry.en, entry.fr].map(({ answer }) => gaps([answer.short, ...answer.body]));
    expect(en).toEqual(fr);
    for (const gap of en ?? []) expect(corpus.placeholders.en).toHaveProperty(gap.slice(1, -1));
  });

  it.each(['en', 'fr'] as const)('is the first answer to its own question in %s', (lang) => {
    expect(isFirst({ text: entry[lang].question, of: entry.id, lang })).toBe(true);
  });
});
