import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { type FaqCorpus, FaqEntry, Groups, Lexicon, Placeholders } from '../../src/domain/faq/entry.ts';

/** This folder has the curated FAQ files and the trained model. */
export const folder = join(import.meta.dirname, '../../data/faq');

/** Reads the curated files. Throws an error that names the file when one does not fit its schema. */
export function readCorpus(): FaqCorpus {
  const topics = readdirSync(join(folder, 'topics')).filter((name) => name.endsWith('.json'));
  return {
    entries: topics.sort().map((name) => parsed(join('topics', name), FaqEntry)),
    groups: parsed('groups.json', Groups).groups,
    lexicon: parsed('lexicon.json', Lexicon),
    placeholders: parsed('placeholders.json', Placeholders),
  };
}

/** Reads a JSON file below `data/faq`. Throws an error that names the file when it does not fit the schema. */
export function parsed<T extends z.ZodType>(name: string, schema: T): z.infer<T> {
  const file = join(folder, name);
  const { data, error } = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!error) return data;
  throw new Error(`${file}: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
}
