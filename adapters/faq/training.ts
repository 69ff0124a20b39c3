/**
 * Reads what the classifiers learn from: the files below `data/faq/training` and `data/commands/phrases`. The bot itself needs the trained
 * models alone.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type FaqCorpus, Fillers, isOwnRecord, TrainingQuestion } from '../../src/domain/faq/entry.ts';
import { FaqLanguage } from '../../src/domain/tenant/locales.ts';
import { withoutNumbers } from '../../src/faq/matcher/intents.ts';
import { none } from '../../src/faq/matcher/model.ts';
import { folder, parsed } from './corpus.ts';

/** A question that is taught, with the file and the writer that it is from: `personas/mixed`. */
export interface TaughtQuestion extends TrainingQuestion {
  from: string;
}

/** What the classifier learns from, in addition to the lexicon. */
export type TrainingFiles = ReturnType<typeof readTraining>;

/**
 * Reads all files, in order of name, and the questions above the answers. Throws an error that names the file when a line does not fit its
 * schema.
 */
export function readTraining({ entries }: Pick<FaqCorpus, 'entries'>) {
  const titles = FaqLanguage.options.flatMap((lang) =>
    entries.map((entry): TaughtQuestion => ({ text: entry[lang].question, of: entry.id, lang, from: 'titles' })),
  );
  const questions = [...titles, ...questionsBelow('training')];
  return { questions, fillers: parsed('training/fillers.json', Fillers) };
}

/**
 * One in this many questions of the FAQ is taught to the model of commands too: of those that it answers, and of those of each file that
 * nothing answers. More would drown the phrases of single intents.
 */
const oneIn = {
  answered: 9,
  unanswered: { manners: 4, 'off-topic': 4, 'own-record': 1, 'near-misses': 6, negatives: 10 },
} as const;

/**
 * Reads what the model of commands learns from, without numbers: phrases for each intent, some of the questions that the FAQ answers, of
 * the class `faq`, and some that nothing answers.
 */
export function readPhrases(corpus: Pick<FaqCorpus, 'entries'>) {
  const { questions, fillers } = readTraining(corpus);
  const every = (all: readonly TaughtQuestion[], nth: number) => all.filter((_, at) => at % nth === 0);
  const answered = questions.filter(({ of }) => of !== none && !isOwnRecord(of));
  const unanswered = Object.entries(oneIn.unanswered).flatMap(([file, nth]) =>
    every(
      questions.filter(({ of, from }) => of === none && from.startsWith(file)),
      nth,
    ),
  );
  const asked = every(answered, oneIn.answered).map((one) => ({ ...one, of: 'faq' }));
  const phrases = questionsBelow('../commands/phrases');
  const taught = [...phrases, ...asked, ...unanswered].map((one) => ({ ...one, text: withoutNumbers(one.text) }));
  const ids = [...new Set(phrases.map(({ of }) => of))].filter((id) => id !== none).sort();
  return { ids: [...ids, 'faq'], questions: taught, fillers };
}

function questionsBelow(below: string): TaughtQuestion[] {
  const files = readdirSync(join(folder, below)).filter((name) => name.endsWith('.jsonl'));
  return files.sort().flatMap((name) => questionsOf(join(below, name)));
}

function questionsOf(name: string): TaughtQuestion[] {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line === '') return [];
    const { data, error } = TrainingQuestion.safeParse(JSON.parse(line));
    if (error) throw new Error(`${join(folder, name)}, line ${at + 1}: ${error.message}`);
    return { ...data, from: [basename(name, '.jsonl'), ...(data.by ? [data.by] : [])].join('/') };
  });
}

/** Returns the first 16 hex digits of the SHA-256 of everything that a model learns from. The answers are no part of that. */
export function trainingHash({ questions, fillers }: TrainingFiles, { lexicon }: Pick<FaqCorpus, 'lexicon'>): string {
  const taught = questions.map(({ text, of, lang }) => [text, of, lang]);
  return createHash('sha256').update(JSON.stringify({ taught, fillers, lexicon })).digest('hex').slice(0, 16);
}
