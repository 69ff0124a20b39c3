import { z } from 'zod';
import { FaqLanguage, inFaqLanguages } from '../tenant/locales.ts';

const Source = z.strictObject({
  url: z.url({ protocol: /^https$/ }),
  /** The day on which the answer was compared with our notes of this page: nobody need have opened the page itself on that day. */
  checked: z.iso.date(),
  /** The month of the page's text that our notes follow, such as `2023-05`; left out where they do not say it. */
  text: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
});

const QuestionAndAnswer = z.strictObject({
  /** The question stands like this above the answer and on buttons. */
  question: z.string().min(1).max(150),
  answer: z.strictObject({
    short: z.string().min(1).max(220),
    body: z.array(z.string().min(1).max(520)).min(1).max(4),
  }),
});

/** An entry is one question with its answer in each language: a file under `data/faq/topics`. */
export const FaqEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /**
   * An entry that has this is not one of the 28 topics that programs know, and is shown to people only. It lists the topics nearest to it,
   * the nearest first.
   */
  near: z.array(z.string()).min(1).optional(),
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

/** A text with a choice in it, such as “sec {poc|contact}”, is short for several texts. */
function spelledOut(pattern: string): string[] {
  const [before = '', choice] = pattern.split(/[{}]/);
  if (choice === undefined) return [before];
  const rests = spelledOut(pattern.slice(before.length + choice.length + 2));
  return choice.split('|').flatMap((one) => rests.map((rest) => `${before}${one}${rest}`));
}

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

const Facts = z.strictObject({
  contactName: z.string(),
  contactEmail: z.string(),
  contactPhone: z.string(),
  admins: z.string(),
  tenantName: z.string(),
  lastConfirmed: z.string(),
  anniversaryMonth: z.string(),
});
/** `data/faq/placeholders.json` has the general words that replace a fact that the register does not have. */
export const Placeholders = z.strictObject({ about: z.string(), ...inFaqLanguages(Facts) });
/** General words that replace a fact that the register does not have. */
export type Placeholders = z.infer<typeof Placeholders>;

/** People wrote and check all of this. */
export interface FaqCorpus {
  /** They are in order of id. */
  entries: readonly FaqEntry[];
  groups: Readonly<Record<FaqGroup, readonly string[]>>;
  lexicon: Lexicon;
  placeholders: Placeholders;
}

/** Returns the entry with an id; null when there is none, or no longer. */
export function entryOf({ entries }: Pick<FaqCorpus, 'entries'>, id: string | null): FaqEntry | null {
  return entries.find((entry) => entry.id === id) ?? null;
}

/**
 * Questions about the organisation's own record, by id. They are not entries of the FAQ, since the answer is a fact of the
 * register and no text. `verb` shows the fact, and `near` is the nearest of the 28 topics.
 */
export const ownRecord = {
  'our-contact': { verb: 'show', near: 'who-can-view' },
  'our-on-call': { verb: 'show', near: 'phone-24x7' },
  'our-confirmation': { verb: 'show', near: 'keep-up-to-date' },
  'our-approvers': { verb: 'show', near: 'who-can-update' },
  'our-history': { verb: 'history', near: 'keep-up-to-date' },
  'our-check': { verb: 'check', near: 'which-fields' },
  'our-reminders': { verb: 'reminders', near: 'keep-up-to-date' },
  'our-alerts': { verb: 'alerts', near: 'security-alerts-dashboard' },
  'our-report': { verb: 'report', near: 'respond-how-fast' },
} as const;
/** A question about the organisation's own record. */
export type OwnRecordId = keyof typeof ownRecord;

/** The ids of all questions about the own record. */
export const ownRecordIds: readonly OwnRecordId[] = Object.keys(ownRecord).filter(isOwnRecord);

/** Returns true for the id of a question about the organisation's own record. */
export function isOwnRecord(id: string): id is OwnRecordId {
  return Object.hasOwn(ownRecord, id);
}

/** A line of a file below `data/faq/training`: the classifier learns that `of` answers this text. */
export const TrainingQuestion = z.strictObject({
  text: z.string().min(1),
  /** The id of an entry or of a question about the own record; `none` where nothing answers the text. */
  of: z.string(),
  lang: FaqLanguage,
  /** Who wrote it, where several people wrote one file: a trial that leaves one of them out tells how strangers are answered. */
  by: z.string().optional(),
});
/** The classifier learns from questions of this shape. */
export type TrainingQuestion = z.infer<typeof TrainingQuestion>;

/** `data/faq/training/fillers.json` has words that people write around a question. Training puts them there too. */
export const Fillers = z.strictObject(
  inFaqLanguages(z.strictObject({ before: z.array(z.string()), after: z.array(z.string()) })),
);
/** People write these words around a question. */
export type Fillers = z.infer<typeof Fillers>;
