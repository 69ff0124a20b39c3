import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  type FaqCorpus,
  FaqEntry,
  Fillers,
  Groups,
  Lexicon,
  Negatives,
  Placeholders,
} from '../../src/domain/faq/entry.ts';

/** This folder has the curated FAQ files and the trained model. */
export const folder = join(import.meta.dirname, '../../data/faq');

/** Reads the curated files. Throws an error that names the file when one does not fit its schema. */
export function readCorpus(): FaqCorpus {
  const topics = readdirSync(join(folder, 'topics')).filter((name) => name.endsWith('.json'));
  return {
    entries: topics.sort().map((name) => parsed(join('topics', name), FaqEntry)),
    groups: parsed('groups.json', Groups).groups,
    negatives: parsed('negatives.json', Negatives),
    lexicon: parsed('lexicon.json', Lexicon),
    fillers: parsed('fillers.json', Fillers),
    placeholders: parsed('placeholders.json', Placeholders),
  };
}

/** Returns the hash of everything that the model learns from the curated files. It does not learn from the answers. */
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

/** Returns the first 16 hex digits of the SHA-256 of a value's JSON, which tell two sets of training data apart. */
export function hashOf(trainingData: unknown): string {
  return createHash('sha256').update(JSON.stringify(trainingData)).digest('hex').slice(0, 16);
}

function parsed<T extends z.ZodType>(name: string, schema: T): z.infer<T> {
  const file = join(folder, name);
  const { data, error } = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!error) return data;
  throw new Error(`${file}: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
}
