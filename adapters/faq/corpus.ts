import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { type FaqCorpus, FaqEntry, Groups, Lexicon, Placeholders } from '../../src/domain/faq/entry.ts';

/** This folder has the curated FAQ files and the trained model. */
export const folder = join(import.meta.dirname, '../../data/faq');

/** Reads the curated files. Throws an error that names the file when one does not fit its schema. */
export const readCorpus = (): FaqCorpus => atOnce(corpusInSlices());

/** Reads the curated files, one a slice. Throws as `readCorpus`. */
export function* corpusInSlices(): Slices<FaqCorpus> {
  const topics = readdirSync(join(folder, 'topics')).filter((name) => name.endsWith('.json'));
  const entries: FaqEntry[] = [];
  for (const name of topics.sort()) {
    entries.push(parsed(join('topics', name), FaqEntry));
    yield;
  }
  const { groups } = parsed('groups.json', Groups);
  const placeholders = parsed('placeholders.json', Placeholders);
  yield;
  const lexicon = parsed('lexicon.json', Lexicon);
  yield;
  return { entries, groups, lexicon, placeholders };
}

/** Reads a JSON file below `data/faq`. Throws an error that names the file when it does not fit the schema. */
export function parsed<T extends z.ZodType>(name: string, schema: T): z.infer<T> {
  const file = join(folder, name);
  const { data, error } = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!error) return data;
  throw new Error(`${file}: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
}

/** Work in slices: between two of them, others may have their turn. A slice takes a few milliseconds. */
export type Slices<T> = Generator<void, T>;

/** Does all slices at once, and returns what they make. */
export function atOnce<T>(slices: Slices<T>): T {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}
