import type { FaqEntry } from '../domain/faq-entry.ts';
import type { Locale } from '../domain/partner-tenant.ts';
import { dateInWords } from '../messages/moment.ts';
import { words } from '../messages/words.ts';
import type { Faq } from '../ports.ts';
import { plainOf } from '../text.ts';
import { entryOf } from './entry-of.ts';

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
  const { question, answer } = entry[language];
  const say = words(language).faq;
  const filled = [answer.short, ...answer.body].map((text) => withoutGaps(text, faq.placeholders[language]));
  return [question, ...filled, ...sources(entry, language), say.curated, ''].join('\n');
}

function sources({ source, otherSources }: FaqEntry, language: Locale): string[] {
  const say = words(language).faq;
  if (!source) return [say.ownDocuments];
  const byDate = Map.groupBy([source, ...otherSources], ({ checked }) => checked);
  return [...byDate].map(([checked, pages]) => {
    const urls = pages.map(({ url }) => url);
    return plainOf(say.sources(urls, dateInWords(checked, language)));
  });
}

function withoutGaps(text: string, plain: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => plain[name] ?? gap);
}
