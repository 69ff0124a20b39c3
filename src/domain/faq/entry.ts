import { z } from 'zod';
import { inFaqLanguages } from '../tenant/locales.ts';

const Source = z.strictObject({ url: z.url({ protocol: /^https$/ }), checked: z.iso.date() });

const QuestionAndAnswer = z.strictObject({
  /** The question as it stands above the answer and on buttons. */
  question: z.string().min(1).max(150),
  /** Other ways in which people ask it; the classifier learns from them. */
  phrasings: z.array(z.string().min(1)).min(8),
  answer: z.strictObject({
    short: z.string().min(1).max(220),
    body: z.array(z.string().min(1).max(520)).min(1).max(4),
  }),
});

/** One question with its answer in each language: a file under `data/faq/topics`. */
export const FaqEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Present for an entry that is not one of the 28 topics that programs know, and is shown to people only: the topics nearest to it, the nearest first. */
  near: z.array(z.string()).min(1).optional(),
  /** True where the same question may rightly be asked of other contacts or records. */
  kin: z.literal(true).optional(),
  tags: z.array(z.string()).min(1),
  related: z.array(z.string()).min(2).max(3),
  /** Null for an entry about this bot: its own documents are the source. */
  source: Source.nullable(),
  otherSources: z.array(Source).default([]),
  ...inFaqLanguages(QuestionAndAnswer),
});
/** One question with its answer in each language. */
export type FaqEntry = z.infer<typeof FaqEntry>;

/** The themes under which the questions are listed, in the order of the list. */
export const FaqGroup = z.enum(['basics', 'choice', 'entry', 'rules', 'mails', 'alerts', 'fraud', 'bot']);
/** A theme under which questions are listed. */
export type FaqGroup = z.infer<typeof FaqGroup>;

/** The ids of the entries below each theme, in the order of the list: `data/faq/groups.json`. */
export const Groups = z.strictObject({ about: z.string(), groups: z.record(FaqGroup, z.array(z.string())) });

/** Texts of which one with a choice in it, such as “who is {our DPO|our lawyer}”, stands for several. */
const Patterns = z.array(z.string()).transform((patterns) => patterns.flatMap(spelledOut));

function spelledOut(pattern: string): string[] {
  const [before = '', choice] = pattern.split(/[{}]/);
  if (choice === undefined) return [before];
  const rests = spelledOut(pattern.slice(before.length + choice.length + 2));
  return choice.split('|').flatMap((one) => rests.map((rest) => `${before}${one}${rest}`));
}

const InEachLanguage = z.strictObject(inFaqLanguages(z.array(z.string())));

/** Questions that the FAQ does not answer, most of them near misses: `data/faq/negatives.json`. */
export const Negatives = z.strictObject({
  ...inFaqLanguages(Patterns),
  /** Things that are none of ours, with their article where the language has one there. Training puts them in place of the security contact. */
  strangers: InEachLanguage,
  /** Providers where other people keep a security contact, which is none of ours: with the preposition. */
  elsewhere: InEachLanguage,
});
/** Questions that the FAQ does not answer. */
export type Negatives = z.infer<typeof Negatives>;

/** Words of one meaning in all languages, and shorthand: `data/faq/lexicon.json`. */
export const Lexicon = z.strictObject({
  about: z.string(),
  /** Folded terms, with commas between them; a trailing `*` takes any ending, a space makes a phrase. */
  concepts: z.record(
    z.string(),
    z.string().transform((terms) => terms.split(', ')),
  ),
  /** The meaning of what people type for short, or of patterns of it, in each language, in the order of `FaqLanguage`. */
  shorthand: z
    .record(z.string(), z.tuple([z.string(), z.string()]))
    .transform((all) =>
      Object.fromEntries(
        Object.entries(all).flatMap(([typed, meaning]) => spelledOut(typed).map((one) => [one, meaning])),
      ),
    ),
  /** Words of greetings and thanks: a message of nothing else is no question. */
  smalltalk: z.array(z.string()),
  /** Insults: folded words and phrases. */
  rude: z.array(z.string()),
});
/** Words of one meaning in all languages. */
export type Lexicon = z.infer<typeof Lexicon>;

/** Words that people write around a question: `data/faq/fillers.json`. Training puts them there too. */
export const Fillers = z.strictObject(
  inFaqLanguages(z.strictObject({ before: z.array(z.string()), after: z.array(z.string()) })),
);
/** Words that people write around a question. */
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
/** Words that stand for a fact of the register that is not there: `data/faq/placeholders.json`. */
export const Placeholders = z.strictObject({ about: z.string(), ...inFaqLanguages(Facts) });
/** Words that stand for a fact of the register that is not there. */
export type Placeholders = z.infer<typeof Placeholders>;

/** Everything that is curated. */
export interface FaqCorpus {
  /** In order of id. */
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
