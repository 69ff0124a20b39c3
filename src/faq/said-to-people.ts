import type { FaqEntry } from '../domain/faq-entry.ts';
import type { Locale } from '../domain/partner-tenant.ts';
import { dateInWords } from '../messages/moment.ts';
import { words } from '../messages/words.ts';
import type { Faq } from '../ports.ts';
import { plainOf } from '../text.ts';

/** What a person would read as the answer to a question, where no register fills the gaps. Ends with an empty line. */
export function inWords(faq: Faq, text: string): string {
  const { language, outcome } = faq.match(text, 'en');
  const say = words(language).faq;
  const listed = (ids: readonly string[]) => ids.map((id) => `- ${entryOf(faq, id)?.[language].question ?? id}`);
  switch (outcome.kind) {
    case 'answer': {
      const entry = entryOf(faq, outcome.entry);
      return entry ? answer(faq, entry, language) : `${say.unknown}\n`;
    }
    case 'unsure':
      return [say.unsure, ...listed(outcome.entries), ''].join('\n');
    case 'unknown':
      return [say.unknown, ...listed(outcome.nearest), ''].join('\n');
    case 'smalltalk':
      return `${say.smalltalk}\n`;
  }
}

function answer(faq: Faq, entry: FaqEntry, language: Locale): string {
  const { source, otherSources, [language]: told } = entry;
  const { short, body } = told.answer;
  const say = words(language).faq;
  const pages = source
    ? [source, ...otherSources].map(({ url, checked }) => say.checkedPage(url, dateInWords(checked, language)))
    : [say.ownDocuments];
  const filled = [short, ...body].map((text) => withoutGaps(text, faq.placeholders[language]));
  return [told.question, ...filled, plainOf(say.sources(pages)), say.curated, ''].join('\n');
}

function withoutGaps(text: string, plain: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => plain[name] ?? gap);
}

function entryOf(faq: Faq, id: string): FaqEntry | null {
  return faq.entries.find((entry) => entry.id === id) ?? null;
}
