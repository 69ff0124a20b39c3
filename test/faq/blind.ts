/**
 * The second set, which the model never learns: written from the topics' definitions alone, looked at after its first measure.
 * `node test/faq/blind.ts [-v]`; `-v` tells what went wrong.
 */
import { faqFiles } from '../../adapters/faq/faq.ts';
import { type Question, questions } from '../../adapters/faq/questions.ts';
import { askedBy } from '../../src/faq/ask/as-text.ts';
import type { Faq } from '../../src/ports/faq.ts';
import { type Asked, line, type Measure, measure, measures, type Share } from './measure.ts';

export function measured(faq: Faq, all: readonly Question[]): Record<Measure, Share> {
  return measure(all.map((question) => [question, askedBy(faq, question.text)] as const));
}

function wrong({ topic, lang }: Question, asked: Asked): boolean {
  return asked.lang !== lang || asked.answer !== topic || (topic !== null && asked.suggestions[0] !== topic);
}

if (import.meta.main) {
  const faq = faqFiles()();
  const all = questions('blind');
  const found = measured(faq, all);
  for (const name of measures) console.log(line(name, found[name]));
  for (const question of process.argv.includes('-v') ? all : []) {
    const asked = askedBy(faq, question.text);
    if (wrong(question, asked))
      console.log(
        question.kind,
        question.topic,
        '->',
        asked.answer,
        asked.suggestions.slice(0, 3).join(' '),
        question.text,
      );
  }
}
