import type { Question } from '../../adapters/faq/questions.ts';
import { seededRandom } from '../../src/faq/training/seeded-random.ts';

export interface Fold {
  tested: Question[];
  heard: Question[];
}

/** The questions in so many parts, each tested by who heard the others. No pattern is in two of them, and they are always the same. */
export function folded(all: readonly Question[], folds: number): Fold[] {
  const next = seededRandom(11);
  const foldOf = new Map(
    [...new Set(all.map(({ template }) => template))].map((one) => [one, Math.floor(next() * folds)]),
  );
  return Array.from({ length: folds }, (_, fold) => ({
    tested: all.filter(({ template }) => foldOf.get(template) === fold),
    heard: folds === 1 ? [] : all.filter(({ template }) => foldOf.get(template) !== fold),
  }));
}

/** One persona of `personas-taught.jsonl` after the other, tested by who heard all questions but theirs: how strangers are answered. */
export function withoutPersona(all: readonly Question[]): Fold[] {
  const personas = [...new Set(all.flatMap((question) => personaOf(question) ?? []))];
  return personas.map((persona) => ({
    tested: all.filter((question) => personaOf(question) === persona),
    heard: all.filter((question) => personaOf(question) !== persona),
  }));
}

export function personaOf({ template }: Question): string | null {
  return /^persona-(.+)-\d+$/.exec(template)?.[1] ?? null;
}
