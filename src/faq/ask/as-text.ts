import type { FaqEntry } from '../../domain/faq/entry.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { dateInWords } from '../../messages/dates.ts';
import { words } from '../../messages/words.ts';
import type { Faq } from '../../ports/faq.ts';
import { matchAsChat } from '../../request/command-or-question.ts';
import { plainOf } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { filled, placeholdersIn } from '../cards/placeholders.ts';
import { entryOf } from '../matcher/find-entry.ts';

/** What the register says, and in which time zone its days are told. */
export interface Recorded {
  /** In order of name. */
  tenants: readonly StoredTenant[];
  timezone: string;
}

/** What a person would read as the answer to a question; `register` is null where it cannot be read. Ends with an empty line. */
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
  return [question, ...said, ...left, ...sources(entry, language), say.curated, ''].join('\n');
}

function sources({ source, otherSources }: FaqEntry, language: FaqLanguage): string[] {
  const say = words(language).faq;
  if (!source) return [say.ownDocuments];
  const byDate = Map.groupBy([source, ...otherSources], ({ checked }) => checked);
  return [...byDate].map(([checked, pages]) => {
    const urls = pages.map(({ url }) => url);
    return plainOf(say.sources(urls, dateInWords(checked, language)));
  });
}

/** Of the tenants that the question names, or else of all. Without a register nothing is said of it, since all would be a guess. */
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
  const meant = tenantsMentioned(tenants, text);
  return placeholdersIn({ locale: language, timezone, words: say }, meant.length > 0 ? meant : tenants, plain);
}

/** Whether a text has a gap that the register alone can fill. */
function isOfRegister(text: string): boolean {
  return /\{(?!admins\}|tenantName\})\w+\}/.test(text);
}

/** What `npm run ask` says of a question, without the time it took. Entries beside the 28 topics do not appear. */
export function askedBy(faq: Faq, text: string) {
  const { language, outcome, topics } = matchAsChat(text, { tenants: [], locale: 'en', faq });
  const answer = outcome.kind === 'answer' && topics.includes(outcome.entry) ? outcome.entry : null;
  const ranking = answer ? [answer, ...topics.filter((id) => id !== answer)] : topics;
  return { answer, suggestions: outcome.kind === 'smalltalk' ? [] : ranking, lang: language };
}
