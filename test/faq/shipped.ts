/**
 * What the matcher that is shipped makes of one set of questions: `node test/faq/shipped.ts wordings-untaught` prints totals,
 * and `-v` each question that went wrong. Of `wordings-frozen` it prints totals only: `--write` commits to them in
 * `frozen-figures.json`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faqLoader } from '../../adapters/faq/faq.ts';
import { type Question, questionSets, questions } from '../../adapters/faq/questions.ts';
import { answerAsJson } from '../../src/faq/ask/answer-as-text.ts';
import type { Faq } from '../../src/ports/faq.ts';
import { type Asked, line, type Measure, measure, measures, type Share } from './measure.ts';

/** The SHA-256 of the set that nobody may change. */
export const frozenHash = '61871c1e705d0f48b8186306b71a8622c98a0fd44e6d7f898cc737646939fc8d';

/** Returns the SHA-256 of the frozen set as it stands on the disk. */
export function hashOfFrozen(): string {
  return createHash('sha256')
    .update(readFileSync(join(import.meta.dirname, './wordings-frozen.jsonl')))
    .digest('hex');
}

/** Returns a hash of what the matcher says to the two other sets of wordings: when it changes, the committed figures are of another matcher. */
export function hashOfAnswers(faq: Faq): string {
  const said = [...questions('wordings-taught'), ...questions('wordings-untaught')].map(({ text }) =>
    answerAsJson(faq, text),
  );
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

/** Returns the totals of these questions, as the matcher answers them now. */
export function measured(faq: Faq, all: readonly Question[]): Record<Measure, Share> {
  return measure(all.map((question) => [question, answerAsJson(faq, question.text)] as const));
}

function wrong({ topic, lang }: Question, asked: Asked): boolean {
  return asked.lang !== lang || asked.answer !== topic || (topic !== null && asked.suggestions[0] !== topic);
}

if (import.meta.main) {
  const name = questionSets.find((set) => process.argv.includes(set)) ?? 'wordings-untaught';
  const isFrozen = name === 'wordings-frozen';
  const faq = faqLoader()();
  const figures = measured(faq, questions(name));
  for (const one of measures) console.log(line(one, figures[one]));
  for (const question of process.argv.includes('-v') && !isFrozen ? questions(name) : []) {
    const { kind, topic, text } = question;
    const asked = answerAsJson(faq, text);
    if (wrong(question, asked))
      console.log(kind, topic, '->', asked.answer, asked.suggestions.slice(0, 3).join(' '), text);
  }
  if (isFrozen && process.argv.includes('--write'))
    writeFileSync(
      join(import.meta.dirname, './frozen-figures.json'),
      `${JSON.stringify({ answers: hashOfAnswers(faq), figures }, null, 2)}\n`,
    );
}
