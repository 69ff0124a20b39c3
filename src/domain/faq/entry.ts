import { z } from 'zod';
import { inFaqLanguages } from '../tenant/locales.ts';

const Source = z.strictObject({ url: z.url({ protocol: /^https$/ }), checked: z.iso.date() });

const QuestionAndAnswer = z.strictObject({
  /** The question stands like this above the answer and on buttons. */
  question: z.string().min(1).max(150),
  /** People ask it in these other ways; the classifier learns from them. */
  phrasings: z.array(z.string().min(1)).min(8),
  answer: z.strictObject({
    short: z.string().min(1).max(220),
    body: z.array(z.string().min(1).max(520)).min(1).max(4),
  }),
});

/** An entry is one question with its answer in each language: a file under `data/faq/topics`. */
export const FaqEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** An entry that has this is not one of the 28 topics that programs know, and is shown to people only. It lists the topics nearest to it, the nearest first. */
  near: z.array(z.string()).min(1).optional(),
  /** It is true where people may rightly ask the same question of other contacts or records. */
  kin: z.literal(true).optional(),
  tags: z.array(z.string()).min(1),
  related: z.array(z.string()).min(2).max(3),
  /** An entry about this bot has null: its own documents are the source. */
  source: Source.nullable(),
  otherSources: z.array(Source).default([]),
  ...inFaqLanguages(QuestionAndAnswer),
});
/** An entry is one question with its answer in each language. */
export type FaqEntry = z.infer<typeof FaqEntry>;

/** The questions are listed below these themes, in this order. */
export const FaqGroup = z.enum(['basics', 'choice', 'entry', 'rules', 'mails', 'alerts', 'fraud', 'bot']);
/** Questions are listed below a theme. */
export type FaqGroup = z.infer<typeof FaqGroup>;

/** `data/faq/groups.json` has the ids of the entries below each theme, in the order of the list. */
export const Groups = z.strictObject({ about: z.string(), groups: z.record(FaqGroup, z.array(z.string())) });

/** A text with a choice in it, such as “who is {our DPO|our lawyer}”, stands for several texts. */
const Patterns = z.array(z.string()).transform((patterns) => patterns.flatMap(spelledOut));

function spelledOut(pattern: string): string[] {
  const [before = '', choice] = pattern.split(/[{}]/);
  if (choice === undefined) return [before];
  const rests = spelledOut(pattern.slice(before.length + choice.length + 2));
  return choice.split('|').flatMap((one) => rests.map((rest) => `${before}${one}${rest}`));
}

const InEachLanguage = z.strictObject(inFaqLanguages(z.array(z.string())));

/** `data/faq/negatives.json` has questions that the FAQ does not answer, most of them near misses. */
export const Negatives = z.strictObject({
  ...inFaqLanguages(Patterns),
  /** Training puts these things in place of the security contact. They stand with their article where the language has one there. */
  strangers: InEachLanguage,
  /** Other people keep a security contact at these providers, which is none of ours. They stand with their preposition. */
  elsewhere: InEachLanguage,
});
/** Negatives are questions that the FAQ does not answer. */
export type Negatives = z.infer<typeof Negatives>;

/** `data/faq/lexicon.json` groups words of one meaning, in all languages, and explains shorthand. */
export const Lexicon = z.strictObject({
  about: z.string(),
  /** Each concept has folded terms with commas between them; a trailing `*` takes any ending, a space makes a phrase. */
  concepts: z.record(
    z.string(),
    z.string().transform((terms) => terms.split(', ')),
  ),
  /** Each shorthand, or pattern of one, has its meaning in each language, in the order of `FaqLanguage`. */
  shorthand: z
    .record(z.string(), z.tuple([z.string(), z.string()]))
    .transform((all) =>
      Object.fromEntries(
        Object.entries(all).flatMap(([typed, meaning]) => spelledOut(typed).map((one) => [one, meaning])),
      ),
    ),
  /** People greet and thank with these words: a message of nothing else is no question. */
  smalltalk: z.array(z.string()),
  /** People insult with these words and phrases. They are folded. */
  rude: z.array(z.string()),
});
/** The lexicon groups words of one meaning, in all languages, and explains shorthand. */
export type Lexicon = z.infer<typeof Lexicon>;

/** `data/faq/fillers.json` has words that people write around a question. Training puts them there too. */
export const Fillers = z.strictObject(
  inFaqLanguages(z.strictObject({ before: z.array(z.string()), after: z.array(z.string()) })),
);
/** People write these words around a question. */
export type Fillers = z.infer<typeof Fillers>;

const Facts = z.strictObject({
  contactName: z.string(),
  contactEmail: z.string(),
  contactPhone: z.string(),
  admins: z.string(),
  tenantName: z.string(),
  lastConfirmed: z.string(),
  anniversaryMonth: z.string(),
});
/** `data/faq/placeholders.json` has the words that stand for a fact that the register does not have. */
export const Placeholders = z.strictObject({ about: z.string(), ...inFaqLanguages(Facts) });
/** These words stand for a fact that the register does not have. */
export type Placeholders = z.infer<typeof Placeholders>;

/** People wrote and check all of this. */
export interface FaqCorpus {
  /** They are in order of id. */
  entries: readonly FaqEntry[];
  groups: Readonly<Record<FaqGroup, readonly string[]>>;
  negatives: Negatives;
  lexicon: Lexicon;
  fillers: Fillers;
  placeholders: Placeholders;
}

/** Returns the entry with an id; null when there is none, or no longer. */
export function entryOf({ entries }: Pick<FaqCorpus, 'entries'>, id: string | null): FaqEntry | null {
  return entries.find((entry) => entry.id === id) ?? null;
}
