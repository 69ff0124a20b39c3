import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { type FaqCorpus, FaqEntry, Fillers, Lexicon, Negatives, Placeholders } from '../../src/domain/faq/entry.ts';

/** The folder of the curated FAQ files and of the trained model. */
export const folder = join(import.meta.dirname, '../../data/faq');
const topics = join(folder, 'topics');

/** Reads what is curated. A file that does not fit its schema stops the program and is named. */
export function readCorpus(): FaqCorpus {
  return {
    entries: topicFiles().map((name) => parsed(join(topics, name), FaqEntry)),
    negatives: parsed(join(folder, 'negatives.json'), Negatives),
    lexicon: parsed(join(folder, 'lexicon.json'), Lexicon),
    fillers: parsed(join(folder, 'fillers.json'), Fillers),
    placeholders: parsed(join(folder, 'placeholders.json'), Placeholders),
  };
}

/** The hash of what the model learns from the curated files. It does not learn from the answers. */
export function corpusHash({ entries, negatives, lexicon, fillers }: FaqCorpus): string {
  const asked = entries.map(({ id, kin, en, fr }) => [
    id,
    kin ?? false,
    en.question,
    en.phrasings,
    fr.question,
    fr.phrasings,
  ]);
  return hashOf({ asked, negatives, lexicon, fillers });
}

/** The first 16 hex digits of the SHA-256 of the value's JSON: it tells two sets of training data apart. */
export function hashOf(taught: unknown): string {
  return createHash('sha256').update(JSON.stringify(taught)).digest('hex').slice(0, 16);
}

function topicFiles(): string[] {
  return readdirSync(topics)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

function parsed<T extends z.ZodType>(file: string, schema: T): z.infer<T> {
  const result = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  throw new Error(
    `${file}: ${result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`,
  );
}
