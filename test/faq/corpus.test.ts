import { describe, expect, it } from 'vitest';
import { corpusHash, hashOf, readCorpus } from '../../adapters/faq/corpus.ts';
import { faqLoader, faqOf } from '../../adapters/faq/faq.ts';
import { readModel } from '../../adapters/faq/model-file.ts';
import { toTrainingQuestions, tunedOn } from '../../adapters/faq/questions.ts';

const corpus = readCorpus();
const faq = faqLoader()();
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
  expect(readModel().version).toEqual({
    corpus: corpusHash(corpus),
    questions: hashOf(toTrainingQuestions(tunedOn())),
  });
});

it('is refused with a model that learnt other questions, and taken with an answer put right', () => {
  const [first, ...others] = corpus.entries;
  if (!first) throw new Error('no entry');
  const asked = { ...first, en: { ...first.en, phrasings: [...first.en.phrasings, 'a new way to ask it'] } };
  expect(() => faqOf({ ...corpus, entries: [asked, ...others] }, readModel())).toThrow('npm run faq:train');
  expect(() => faqOf({ ...corpus, entries: others }, readModel())).toThrow('npm run faq:train');
  const answered = { ...first, en: { ...first.en, answer: { short: 'Put right.', body: ['So it is.'] } } };
  expect(faqOf({ ...corpus, entries: [answered, ...others] }, readModel()).entries[0]).toEqual(answered);
});

it('teaches a question that an entry beside the topics answers as that entry’s', () => {
  const beside = corpus.entries.flatMap(({ id, near }) => (near ? [id] : []));
  const asked = tunedOn().filter(({ entry }) => entry !== undefined);
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter(({ topic, entry }) => topic !== null || !beside.includes(entry ?? ''))).toEqual([]);
  expect(toTrainingQuestions(asked).map(({ of }) => of)).toEqual(asked.map(({ entry }) => entry));
});

it('has negatives in both languages, none of them a phrasing', () => {
  const phrasings = new Set(corpus.entries.flatMap(({ en, fr }) => [...en.phrasings, ...fr.phrasings]));
  for (const lang of ['en', 'fr'] as const) {
    expect(corpus.negatives[lang].length).toBeGreaterThan(150);
    expect(corpus.negatives[lang].filter((text) => /[{}|]/.test(text))).toEqual([]);
    expect(corpus.negatives[lang].filter((text) => phrasings.has(text))).toEqual([]);
  }
});

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

  it.each(['en', 'fr'] as const)('is the first answer to each of its own phrasings in %s', (lang) => {
    const { question, phrasings } = entry[lang];
    const elsewhere = [question, ...phrasings].filter((text) => {
      const { outcome } = faq.match(text, lang);
      if (outcome.kind === 'answer') return outcome.entry !== entry.id;
      return outcome.kind !== 'unsure' || outcome.entries[0] !== entry.id;
    });
    expect(elsewhere).toEqual([]);
  });
});
