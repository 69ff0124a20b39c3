import { type Fillers, isOwnRecord, type Lexicon, type TrainingQuestion } from '../../domain/faq/entry.ts';
import { FaqLanguage } from '../../domain/tenant/locales.ts';
import { fold } from '../../domain/text/words.ts';
import { featuresOf, type ReadingTables, readingTables } from '../matcher/features.ts';
import { languageMarks } from '../matcher/language.ts';
import { meanings } from '../matcher/lexicon.ts';
import { type Model, none } from '../matcher/model.ts';
import { normal, tokens } from '../matcher/normalize.ts';
import { type Example, seededRandom, type Training, train } from './train.ts';

/** Cross-validation on the questions that the matcher is tuned on found these settings best. */
const settings: Training = { rounds: 22, rate: 0.15, decay: 0.0002, least: { words: 16, concepts: 16, letters: 48 } };
/** Marks that occur less often are left out: they tell languages apart no better, and cost room. */
const leastMarks = 16;
/**
 * An example counts less than a question of an entry as it is written when nothing answers it, when the own record does (there are many of
 * both), and when it was altered.
 */
const shares = { none: 0.4, ownRecord: 0.6, altered: 0.5 } as const;

/** What a model learns from. */
export interface Lessons {
  /** The ids of what may answer a question, in the order of the model's classes. */
  ids: readonly string[];
  questions: readonly TrainingQuestion[];
  fillers: Fillers;
  lexicon: Lexicon;
  /** A feature that fewer examples have is left out; absent for the questions of the FAQ. */
  least?: Training['least'];
}

/**
 * Trains a model. The same lessons give the same model, to the last bit. `onRound` hears after each round of the training how many are
 * done.
 */
export function learn(lessons: Lessons, version: string, onRound?: (done: number, of: number) => void): Model {
  const { ids, questions, fillers, lexicon, least = settings.least } = lessons;
  const classes = [none, ...ids];
  const known = meanings(lexicon);
  const words = tokensIn(fillers, questions, known.words());
  const tables = readingTables(known, words);
  const next = seededRandom(3);
  const examples = questions.flatMap((one) => examplesOf(one, fillers, classes, tables, next));
  const learnt = train(examples, classes.length, { ...settings, least }, (done) => onRound?.(done, settings.rounds));
  const steps = new Float32Array(classes.length).fill(1);
  return { version, classes, ...learnt, steps, words, language: languageIn(fillers, questions) };
}

/** Returns three examples of a question: as it is, with typing mistakes, and with words around it. */
function examplesOf(
  { text, of, lang }: TrainingQuestion,
  fillers: Fillers,
  classes: readonly string[],
  tables: ReadingTables,
  next: () => number,
): Example[] {
  const weight = of === none ? shares.none : isOwnRecord(of) ? shares.ownRecord : 1;
  const example = (words: string, share: number): Example => ({
    features: featuresOf(normal(words), lang, tables),
    of: classes.indexOf(of),
    weight: weight * share,
  });
  return [
    example(text, 1),
    ...(text.length > 8 ? [example(mistyped(text, next), shares.altered)] : []),
    example(surrounded(text, fillers[lang], next), shares.altered),
  ];
}

function surrounded(text: string, { before, after }: Fillers[FaqLanguage], next: () => number): string {
  const one = (of: readonly string[]) => of[Math.floor(next() * of.length)] ?? '';
  const chance = next();
  if (chance < 0.4) return `${one(before)} ${text}`;
  if (chance < 0.6) return `${text} ${one(after)}`;
  return chance < 0.8 ? `${one(before)} ${text} ${one(after)}` : `${one(before)} ${one(before)} ${text}`;
}

/** Returns a text with one or two letters left out, swapped, doubled or mistaken. */
function mistyped(text: string, next: () => number): string {
  const letters = [...text];
  for (let mistakes = 1 + Math.floor(next() * 2); mistakes > 0; mistakes--) {
    const at = 1 + Math.floor(next() * (letters.length - 2));
    const kind = next();
    const [a = '', b = ''] = letters.slice(at, at + 2);
    if (!/[a-z]/i.test(a)) continue;
    if (kind < 0.35) letters.splice(at, 1);
    else if (kind < 0.7) letters.splice(at, 2, b, a);
    else if (kind < 0.85) letters.splice(at, 0, a);
    else letters[at] = String.fromCharCode(97 + Math.floor(next() * 26));
  }
  return letters.join('');
}

/**
 * Returns the texts to learn from: questions and fillers. Answers are left out, so that correcting one does not change which questions
 * match.
 */
function allSaid(fillers: Fillers, taught: readonly TrainingQuestion[]): { text: string; lang: FaqLanguage }[] {
  const around = FaqLanguage.options.flatMap((lang) =>
    [...fillers[lang].before, ...fillers[lang].after].map((text) => ({ text, lang })),
  );
  return [...taught, ...around];
}

function tokensIn(fillers: Fillers, taught: readonly TrainingQuestion[], tables: ReadonlySet<string>) {
  const counts = new Map([...tables].sort().map((word) => [word, 1]));
  for (const { text } of allSaid(fillers, taught))
    for (const word of tokens(normal(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Returns by Naive Bayes how much more often each mark stands in French text than in English, as a logarithm within ±3. */
function languageIn(fillers: Fillers, taught: readonly TrainingQuestion[]): Map<string, number> {
  const counts = { en: new Map<string, number>(), fr: new Map<string, number>() };
  const totals = { en: 0, fr: 0 };
  const said = allSaid(fillers, taught);
  // People type French without accents too.
  const bare = said.filter(({ lang }) => lang === 'fr').map(({ text, lang }) => ({ text: fold(text), lang }));
  for (const { text, lang } of [...said, ...bare]) {
    for (const mark of languageMarks(text)) {
      counts[lang].set(mark, (counts[lang].get(mark) ?? 0) + 1);
      totals[lang]++;
    }
  }
  const marks = [...new Set([...counts.en.keys(), ...counts.fr.keys()])].sort();
  return new Map(
    marks.flatMap((mark) => {
      const [en, fr] = [counts.en.get(mark) ?? 0, counts.fr.get(mark) ?? 0];
      if (en + fr < leastMarks) return [];
      const weight = Math.log(((fr + 0.3) * totals.en) / ((en + 0.3) * totals.fr));
      return Math.abs(weight) < 0.7 ? [] : [[mark, Math.max(-3, Math.min(3, weight))]];
    }),
  );
}
