import type { FaqCorpus } from '../domain/faq-entry.ts';
import type { Locale } from '../domain/partner-tenant.ts';

/** How people name what the FAQ is about, longest first. */
const ours = {
  en: /\b(?:microsoft's |csp |partner center )?(?:security|sec|secuirty) contact(?: person)?s?\b/i,
  fr: /\bcontact (?:de )?s[ée]cu(?:rit[ée])?(?: csp)?(?![\p{L}])|\bsecurity contact\b/iu,
} as const;
/** Of so many phrasings one is asked about something else. */
const every = 3;

/**
 * Our own questions about something that is none of ours (“who may change the price list”): they look like ours but for the one
 * word that counts. Entries that are about other contacts too say so with `kin` and are left out.
 */
export function strangerQuestions({ entries, negatives }: FaqCorpus, lang: Locale): string[] {
  const others = negatives.strangers[lang];
  const about = entries
    .filter(({ kin }) => !kin)
    .flatMap(({ [lang]: { phrasings } }) => phrasings)
    .filter((text) => ours[lang].test(text));
  return about
    .filter((_, at) => at % every === 0)
    .map((text, at) => text.replace(ours[lang], others[at % others.length] ?? ''));
}
