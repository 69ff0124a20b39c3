/** Reads what the classifier learns from: the files below `data/faq/training`. The bot itself needs the trained model alone. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type FaqCorpus, Fillers, TrainingQuestion } from '../../src/domain/faq/entry.ts';
import { FaqLanguage } from '../../src/domain/tenant/locales.ts';
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
  const files = readdirSync(join(folder, 'training')).filter((name) => name.endsWith('.jsonl'));
  const titles = FaqLanguage.options.flatMap((lang) =>
    entries.map((entry): TaughtQuestion => ({ text: entry[lang].question, of: entry.id, lang, from: 'titles' })),
  );
  const questions = [...titles, ...files.sort().flatMap(questionsOf)];
  return { questions, fillers: parsed('training/fillers.json', Fillers) };
}

function questionsOf(name: string): TaughtQuestion[] {
  const lines = readFileSync(join(folder, 'training', name), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line === '') return [];
    const { data, error } = TrainingQuestion.safeParse(JSON.parse(line));
    if (error) throw new Error(`data/faq/training/${name}, line ${at + 1}: ${error.message}`);
    return { ...data, from: [basename(name, '.jsonl'), ...(data.by ? [data.by] : [])].join('/') };
  });
}

/** Returns the first 16 hex digits of the SHA-256 of everything that the model learns from. The answers are no part of that. */
export function trainingHash({ questions, fillers }: TrainingFiles, { lexicon }: Pick<FaqCorpus, 'lexicon'>): string {
  const taught = questions.map(({ text, of, lang }) => [text, of, lang]);
  return createHash('sha256').update(JSON.stringify({ taught, fillers, lexicon })).digest('hex').slice(0, 16);
}
