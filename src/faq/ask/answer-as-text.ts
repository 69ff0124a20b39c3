import {
  entryOf,
  type FaqEntry,
  isOwnRecord,
  type OwnRecordId,
  ownRecord,
  type Placeholders,
} from '../../domain/faq/entry.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { messages } from '../../messages/messages.ts';
import type { Faq, ReadDomain } from '../../ports/world.ts';
import { contactSentence } from '../../request/contact-links.ts';
import { answerIdsOf, matchAsChat } from '../../request/interpret.ts';
import { wordOf } from '../../request/parse-command.ts';
import { plainOf, type Text } from '../../view/view.ts';
import { filled, placeholderValues, sourcesOf } from '../cards/answer-card.ts';
import { titleOf } from '../cards/question-ref.ts';

/** The register answers with these tenants; `timezone` is the zone in which their dates are written. */
export interface RegisterTenants {
  /** They are in order of name. */
  tenants: readonly StoredTenant[];
  timezone: string;
  readDomain: ReadDomain;
}

/** A line of `npm run ask`: a question, and the entry that was answered before it, or null. */
export interface AskedLine {
  question: string;
  after: string | null;
}

/** Returns the answer to a question as plain text that ends with a line break. `register` is null when the register cannot be read. */
export function answerAsText(faq: Faq, { question: text, after }: AskedLine, register: RegisterTenants | null): string {
  const context = { tenants: register?.tenants ?? [], locale: 'en', faq, after } as const;
  const { language, outcome } = matchAsChat(text, context);
  const say = messages(language).faq;
  const written = { text, language };
  const asText = (id: string) => {
    if (isOwnRecord(id)) return linesOf([say.ownRecord.questions[id], ...recordAsText(id, written, register)]);
    const entry = entryOf(faq, id);
    return entry ? entryAsText(faq, entry, written, register) : '';
  };
  switch (outcome.kind) {
    case 'answer':
      return [asText(outcome.entry), ...(outcome.unanswered ? [`${say.unanswered(outcome.unanswered)}\n`] : [])].join(
        '\n',
      );
    case 'answers':
      return outcome.entries.map(asText).join('\n');
    case 'record':
      return asText(outcome.about);
    case 'unsure':
      return linesOf([
        say.unsureTitle,
        say.unsure(outcome.entries.length),
        ...outcome.entries.flatMap((id, at) => [
          `- ${titleOf(faq, id, language)}`,
          ...(at > 0 && outcome.isLikely ? [] : shortAsText(faq, id, written, register)),
        ]),
      ]);
    case 'unknown':
      return `${say.unknown}\n`;
    case 'smalltalk':
      return `${say.smalltalk}\n`;
  }
}

const linesOf = (lines: readonly string[]) => [...lines, ''].join('\n');

type Written = { text: string; language: FaqLanguage };

/** Returns the lines of an answer from the own record. Who the contact is stands in the register; the bot alone knows everything else. */
function recordAsText(about: OwnRecordId, { text, language }: Written, register: RegisterTenants | null): string[] {
  const all = messages(language);
  const askVerb = all.faq.ownRecord.askVerb(wordOf(ownRecord[about].verb, language));
  if (about !== 'our-contact') return [askVerb];
  if (!register) return [askVerb, all.faq.registerUnread];
  if (register.tenants.length === 0) return [askVerb];
  const viewer = { messages: all, readDomain: register.readDomain };
  const named = tenantsMentioned(register.tenants, text);
  return (named.length > 0 ? named : register.tenants).map((tenant) => plainOf(contactSentence(tenant, viewer)));
}

/** Matches a placeholder that only the register can fill. */
const registerPlaceholder = /\{(?!admins\}|tenantName\})\w+\}/;

function entryAsText(faq: Faq, entry: FaqEntry, { text, language }: Written, register: RegisterTenants | null): string {
  const { question, answer } = entry[language];
  const all = messages(language);
  const parts = [answer.short, ...answer.body];
  const values = valuesFor(faq, { text, language }, register);
  return [
    question,
    ...parts.map((part) => plainOf(filled(part, values))),
    ...(register === null && parts.some((part) => registerPlaceholder.test(part)) ? [all.faq.registerUnread] : []),
    ...sourcesOf(entry, language, all).map(plainOf),
    '',
  ].join('\n');
}

function valuesFor(faq: Faq, { text, language }: Written, register: RegisterTenants | null) {
  const plain = faq.placeholders[language];
  const all = messages(language);
  if (!register) return unreadValues(plain, all.faq.unread);
  const viewer = { locale: language, timezone: register.timezone, messages: all, readDomain: register.readDomain };
  return placeholderValues(viewer, register.tenants, text, plain);
}

/** Returns the short answer of an offer, below its question; a fact of the own record where the register has it. */
function shortAsText(faq: Faq, id: string, written: Written, register: RegisterTenants | null): string[] {
  const short = isOwnRecord(id)
    ? recordAsText(id, written, register)
    : [entryOf(faq, id)?.[written.language].answer.short ?? ''];
  const values = valuesFor(faq, written, register);
  return short.map((line) => `  ${plainOf(filled(line, values))}`);
}

/** Returns the values of the placeholders where the register cannot be read: each says so, except two that general words replace. */
function unreadValues(plain: Placeholders[FaqLanguage], unread: string): Readonly<Record<string, Text>> {
  const values = Object.keys(plain).map((name) => [name, unread]);
  return { ...Object.fromEntries(values), admins: plain.admins, tenantName: plain.tenantName };
}

/**
 * Returns the result of `npm run ask` for a question, without the time that it took. It names only the 28 topics of Microsoft's FAQ, no
 * further entry. A question about the own record has the verb that answers it, a message with two questions the second answer.
 */
export function answerAsJson(faq: Faq, { question, after }: AskedLine) {
  const { language, outcome, topics } = matchAsChat(question, { tenants: [], locale: 'en', faq, after });
  const answered = answerIdsOf(outcome);
  const [answer = null, ...also] = answered.filter((id) => topics.includes(id));
  const about = answered.find(isOwnRecord);
  const ranking = answer ? [answer, ...topics.filter((id) => id !== answer)] : topics;
  return {
    answer,
    suggestions: outcome.kind === 'smalltalk' ? [] : ranking,
    lang: language,
    ...(also.length > 0 ? { also } : {}),
    ...(outcome.kind === 'unsure' ? { offered: outcome.entries } : {}),
    ...(about ? { intent: ownRecord[about].verb } : {}),
  };
}
