import { entryOf, type FaqEntry, type Placeholders } from '../../domain/faq/entry.ts';
import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { words } from '../../messages/words.ts';
import type { Faq } from '../../ports/faq.ts';
import { matchAsChat } from '../../request/command-or-question.ts';
import { plainOf } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { sourcesOf } from '../cards/answer-card.ts';
import { filled, placeholderValues } from '../cards/placeholders.ts';

/** The register answers with these tenants; `timezone` is the zone in which their dates are written. */
export interface RegisterTenants {
  /** They are in order of name. */
  tenants: readonly StoredTenant[];
  timezone: string;
}

/** Returns the answer to a question as plain text that ends with a line break. `register` is null where the register cannot be read. */
export function answerAsText(faq: Faq, text: string, register: RegisterTenants | null): string {
  const { language, outcome } = matchAsChat(text, { tenants: register?.tenants ?? [], locale: 'en', faq });
  const say = words(language).faq;
  const listed = (ids: readonly string[]) => ids.map((id) => `- ${entryOf(faq, id)?.[language].question ?? id}`);
  switch (outcome.kind) {
    case 'answer': {
      const entry = entryOf(faq, outcome.entry);
      return entry ? entryAsText(faq, entry, { text, language }, register) : `${say.unknown}\n`;
    }
    case 'unsure':
      return [say.unsure(outcome.entries.length), ...listed(outcome.entries), ''].join('\n');
    case 'unknown':
      return [say.unknown, ...listed(outcome.nearest), ''].join('\n');
    case 'smalltalk':
      return `${say.smalltalk}\n`;
  }
}

/** Matches a placeholder that only the register can fill. */
const registerPlaceholder = /\{(?!admins\}|tenantName\})\w+\}/;

function entryAsText(
  faq: Faq,
  entry: FaqEntry,
  { text, language }: { text: string; language: FaqLanguage },
  register: RegisterTenants | null,
): string {
  const { question, answer } = entry[language];
  const all = words(language);
  const parts = [answer.short, ...answer.body];
  const plain = faq.placeholders[language];
  const values = register
    ? placeholderValues(
        { locale: language, timezone: register.timezone, words: all },
        { tenants: register.tenants, question: text },
        plain,
      )
    : unreadValues(plain, all.faq.unread);
  return [
    question,
    ...parts.map((part) => plainOf(filled(part, values))),
    ...(register === null && parts.some((part) => registerPlaceholder.test(part)) ? [all.faq.registerUnread] : []),
    ...sourcesOf(entry, language, all).map(plainOf),
    all.faq.curated,
    '',
  ].join('\n');
}

/** Returns the values of the placeholders where the register cannot be read: each says so, but for two that general words stand for. */
function unreadValues(plain: Placeholders[FaqLanguage], unread: string): Readonly<Record<string, Text>> {
  const values = Object.keys(plain).map((name) => [name, unread]);
  return { ...Object.fromEntries(values), admins: plain.admins, tenantName: plain.tenantName };
}

/** Returns the result of `npm run ask` for a question, without the time that it took. It names only the 28 topics of Microsoft's FAQ, no further entry. */
export function answerAsJson(faq: Faq, text: string) {
  const { language, outcome, topics } = matchAsChat(text, { tenants: [], locale: 'en', faq });
  const answer = outcome.kind === 'answer' && topics.includes(outcome.entry) ? outcome.entry : null;
  const ranking = answer ? [answer, ...topics.filter((id) => id !== answer)] : topics;
  return { answer, suggestions: outcome.kind === 'smalltalk' ? [] : ranking, lang: language };
}
