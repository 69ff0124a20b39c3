import { entryOf, type FaqEntry } from '../../domain/faq/entry.ts';
import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { words } from '../../messages/words.ts';
import type { Faq } from '../../ports/faq.ts';
import { matchAsChat } from '../../request/command-or-question.ts';
import { plainOf } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { sourcesOf } from '../cards/answer-card.ts';
import { filled, placeholdersIn } from '../cards/placeholders.ts';

/** The tenants of the register, and the time zone in which their dates are written. */
export interface Recorded {
  /** In order of name. */
  tenants: readonly StoredTenant[];
  timezone: string;
}

/** Returns the answer to a question as plain text that ends with a line break. `register` is null where the register cannot be read. */
export function inWords(faq: Faq, text: string, register: Recorded | null): string {
  const { language, outcome } = matchAsChat(text, { tenants: register?.tenants ?? [], locale: 'en', faq });
  const say = words(language).faq;
  const listed = (ids: readonly string[]) => ids.map((id) => `- ${entryOf(faq, id)?.[language].question ?? id}`);
  switch (outcome.kind) {
    case 'answer': {
      const entry = entryOf(faq, outcome.entry);
      return entry ? answer(faq, entry, text, language, register) : `${say.unknown}\n`;
    }
    case 'unsure':
      return [say.unsure(outcome.entries.length), ...listed(outcome.entries), ''].join('\n');
    case 'unknown':
      return [say.unknown, ...listed(outcome.nearest), ''].join('\n');
    case 'smalltalk':
      return `${say.smalltalk}\n`;
  }
}

function answer(faq: Faq, entry: FaqEntry, text: string, language: FaqLanguage, register: Recorded | null): string {
  const { question, answer } = entry[language];
  const say = words(language).faq;
  const parts = [answer.short, ...answer.body];
  const gaps = gapsIn(faq, text, language, register);
  const said = parts.map((part) => plainOf(filled(part, gaps)));
  const left = register === null && parts.some(isOfRegister) ? [say.registerUnread] : [];
  return [
    question,
    ...said,
    ...left,
    ...sourcesOf(entry, language, words(language)).map(plainOf),
    say.curated,
    '',
  ].join('\n');
}

/** Returns the values of the placeholders, from the tenants that the question names, or else from all. Without a register they say that it was not read. */
function gapsIn(
  faq: Faq,
  text: string,
  language: FaqLanguage,
  register: Recorded | null,
): Readonly<Record<string, Text>> {
  const plain = faq.placeholders[language];
  const say = words(language);
  if (register === null) {
    const unread = Object.keys(plain).map((gap) => [gap, say.faq.unread]);
    return { ...Object.fromEntries(unread), admins: plain.admins, tenantName: plain.tenantName };
  }
  const { tenants, timezone } = register;
  return placeholdersIn({ locale: language, timezone, words: say }, { tenants, question: text }, plain);
}

/** Returns true when a text has a placeholder that only the register can fill. */
function isOfRegister(text: string): boolean {
  return /\{(?!admins\}|tenantName\})\w+\}/.test(text);
}

/** Returns the result of `npm run ask` for a question, without the time that it took. It names only the 28 topics of Microsoft's FAQ, no further entry. */
export function askedBy(faq: Faq, text: string) {
  const { language, outcome, topics } = matchAsChat(text, { tenants: [], locale: 'en', faq });
  const answer = outcome.kind === 'answer' && topics.includes(outcome.entry) ? outcome.entry : null;
  const ranking = answer ? [answer, ...topics.filter((id) => id !== answer)] : topics;
  return { answer, suggestions: outcome.kind === 'smalltalk' ? [] : ranking, lang: language };
}
