import type { FaqEntry } from '../../domain/faq/entry.ts';
import { type Locale, locales } from '../../domain/tenant/locales.ts';
import { dateInWords, monthName } from '../../messages/dates.ts';
import type { Words } from '../../messages/words.ts';
import type { World } from '../../ports/world.ts';
import { pageLink } from '../../request/contact-links.ts';
import type { Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { lines } from '../../view/text.ts';
import type { Card, Feedback, Text } from '../../view/view.ts';
import { askButton } from './no-answer-cards.ts';
import { filler } from './placeholders.ts';
import { packed, type QuestionRef, questionRows, typed } from './question-ref.ts';

/** This entry says how to ask a person: its card also has the button that does so. */
const toAPerson = 'bot-person';

/** Makes the card of an answer: the matched question, its answer, related questions and sources. It asks whether it helped; with `thanks` it says thanks in place of that. */
export async function answerCard(
  request: Request,
  entry: FaqEntry,
  asked: QuestionRef,
  world: World,
  thanks: string | null = null,
): Promise<Card> {
  const { faq } = request.words;
  const { locale } = request.actor;
  const { question, answer } = entry[locales[locale].faq];
  const { short, body } = answer;
  const fill = await filler(request, [short, ...body], asked.text, world);
  const about = { ...asked, entry: entry.id };
  return card(question, faq.summary(question), {
    tone: thanks === null ? 'neutral' : 'good',
    text: [...(thanks === null ? [] : [thanks]), strong(fill(short)), ...body.map(fill)],
    rows: questionRows(entry.related, asked, '', world),
    buttons: [
      ...(entry.id === toAPerson ? [askButton(faq, typed('', locale))] : []),
      button('press', 'faq.show', faq.otherLanguage, packed({ ...about, language: locale === 'fr' ? 'en' : 'fr' })),
    ],
    feedback: thanks === null ? feedback(faq, packed(about)) : null,
    footer: lines([...sourcesOf(entry, locale, request.words), faq.curated]),
  });
}

function feedback({ helped }: Words['faq'], value: string): Feedback {
  const { title: question, detail, yes, no } = helped;
  return {
    question,
    detail,
    yes: button('press', 'faq.helpful', yes, value),
    no: button('form', 'faq.unhelpful', no, value),
  };
}

/** Makes the first sentence stand out, which answers by itself. Plain text is one piece, since Slack shows no bold with a blank at its end. */
function strong(text: Text): Text {
  const runs = [text].flat();
  const words = runs.filter((run) => typeof run === 'string');
  if (words.length === runs.length) return [{ kind: 'strong', text: words.join('').trim() }];
  return runs.map((run) => (typeof run === 'string' && run.trim() === run ? { kind: 'strong', text: run } : run));
}

/** Returns the lines that name all pages which the answer rests on, since some of them contradict each other. */
export function sourcesOf({ source, otherSources }: FaqEntry, locale: Locale, words: Words): Text[] {
  if (!source) return [words.faq.ownDocuments];
  const byDate = Map.groupBy([source, ...otherSources], ({ checked }) => checked);
  return [...byDate].map(([checked, pages]) =>
    words.faq.sources(
      pages.map(({ url, text }) => [pageLink(url), ...(text ? [words.faq.notesOf(monthName(text, locale))] : [])]),
      dateInWords(checked, locale),
    ),
  );
}
