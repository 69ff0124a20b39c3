/** Finds the wish to have the last answer in another language: «in French, please», «et en anglais ?». */
import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import { tokens } from './normalize.ts';

/** A message of more words asks something else. */
const mostWords = 15;
/** A message of at most this many words is such a wish even where nothing was answered before. */
const fewWords = 6;

/** What people of either language call a language. */
const languageName =
  /\b(?:(engl?ish|anglais|anglaise|anglophones?|shakespeare)|(french|francais|francaise|francophones?|moliere))\b/g;
/** Words of the clause before a name that make it the language which is not wanted: «I do not speak», «translate from», «why in». */
const unwanted =
  /\b(?:not|no|never|without|from|instead of|rather than|why|pas|sans|depuis|plutot que|au lieu d[eu']?|pourquoi|stop|arretez?)\b|n'?t\b/;
/** These ask for the language that follows, whatever stands before it: «why not in», «can’t you speak», «tu ne parles pas». */
const wantedAll = /\b(?:why not|pourquoi pas|(?:tu|vous)\b.{1,25}\bpas)\b|n'?t (?:you|we|it)\b/;
/** These make a message a question about the contact itself, such as whether it must speak English. */
const aboutElse =
  /\b(?:contacts?|partners?|partenaires?|tenants?|locataires?|microsoft|alert\w*|customers?|clients?|resellers?|revendeurs?|e-?mails?|courriels?|portal|portail|phone|telephone|fraud\w*)\b/;

/**
 * Returns the language that a normalised message wishes for; null where it wishes for none. `hasBefore`: something was answered before.
 */
export function languageWished(plain: string, hasBefore: boolean): FaqLanguage | null {
  if (tokens(plain).length > (hasBefore ? mostWords : fewWords) || aboutElse.test(plain)) return null;
  let from = 0;
  const named = [...plain.matchAll(languageName)].map(({ 0: name, 1: english, index }) => {
    const clause =
      plain
        .slice(from, index)
        .split(/[,;.?!]/)
        .at(-1) ?? '';
    from = index + name.length;
    return { isEnglish: english !== undefined, isWanted: wantedAll.test(clause) || !unwanted.test(clause) };
  });
  const wish = named.findLast(({ isWanted }) => isWanted) ?? named.at(-1);
  return wish ? (wish.isEnglish === wish.isWanted ? 'en' : 'fr') : null;
}
