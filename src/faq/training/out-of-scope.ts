import type { FaqCorpus } from '../../domain/faq/entry.ts';
import type { FaqLanguage } from '../../domain/tenant/locales.ts';

/** People call the security contact by these names; the longest come first. */
const ours = {
  en: /\b(?:microsoft's |csp |partner center )?(?:security|sec|secuirty) contact(?: person)?s?\b/i,
  fr: /\bcontact (?:de )?s[ée]cu(?:rit[ée])?(?: csp)?(?![\p{L}])|\bsecurity contact\b/iu,
} as const;
/** These words belong to Microsoft alone: a question with one of them cannot be about another provider. */
const here = /microsoft|partner cent|espace partenaires|\bcsp\b|azure|tenant|locataire|portal|portail/i;
/** One of so many phrasings is rewritten to be about another thing, or about another provider. */
const every = { instead: 3, elsewhere: 3 } as const;

/**
 * Returns questions that no entry answers, made from the phrasings of entries by changing one word: about another thing (“who may change
 * the price list”) or about another provider (“the security contact in AWS”). Entries marked `kin`, which are about other contacts too, are left out.
 */
export function outOfScopeQuestions({ entries, negatives }: FaqCorpus, lang: FaqLanguage): string[] {
  const about = entries
    .filter(({ kin }) => !kin)
    .flatMap(({ [lang]: { phrasings } }) => phrasings)
    .filter((text) => ours[lang].test(text));
  const instead = spread(about, every.instead, negatives.strangers[lang], (text, other) =>
    text.replace(ours[lang], other),
  );
  const anywhere = about.filter((text) => !here.test(text));
  const elsewhere = spread(anywhere, every.elsewhere, negatives.elsewhere[lang], (text, place) =>
    text.replace(ours[lang], (said) => `${said} ${place}`),
  );
  return [...instead, ...elsewhere];
}

/** Returns every `step`th text, changed by the next of the words in turn. */
function spread(
  texts: readonly string[],
  step: number,
  words: readonly string[],
  changed: (text: string, word: string) => string,
): string[] {
  return texts.filter((_, at) => at % step === 0).map((text, at) => changed(text, words[at % words.length] ?? ''));
}
