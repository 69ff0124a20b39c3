import type { Lexicon } from '../../domain/faq/entry.ts';
import { locales } from '../../domain/tenant/locales.ts';
import type { Faq } from '../../ports/world.ts';
import { featuresOf, type ReadingTables, readingTables } from './features.ts';
import { languageOf } from './language.ts';
import { meanings } from './lexicon.ts';
import { likelihoods, type Model, vectorOf } from './model.ts';
import { looksHostile, normal } from './normalize.ts';

/** The numbers of alerts, and ranges of them. All are one word for the model, which shall not learn single numbers. */
const numbers = /#?(?<![\p{L}\d])\d{1,6}(?![\p{L}\d])/gu;

/** Returns a text with one word in place of each number, as the model of intents reads it. */
export function withoutNumbers(text: string): string {
  return text.replace(numbers, 'numero');
}

/** Returns the function that rates what a message asks the bot to do, by the model of intents. `known` as `matcher` has it. */
export function intentRater(lexicon: Lexicon, model: Model, known?: ReadingTables): Faq['intentsOf'] {
  const tables = known ?? readingTables(meanings(lexicon), model.words);
  return (text, otherwise) => {
    if (looksHostile(text)) return [];
    const language = languageOf(text, model.language, locales[otherwise].faq);
    const rates = likelihoods(vectorOf(featuresOf(normal(withoutNumbers(text)), language, tables), model), model);
    const rated = model.classes.map((id, at) => ({ id, likely: rates[at] ?? 0 }));
    return rated.sort((a, b) => b.likely - a.likely);
  };
}
