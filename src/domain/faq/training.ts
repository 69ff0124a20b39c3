import { z } from 'zod';
import { FaqLanguage, inFaqLanguages } from '../tenant/locales.ts';

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
