import { requestEdit } from '../../delivery/transitions.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { FaqQuestion } from '../../domain/faq/question.ts';
import { languageName, locales } from '../../domain/tenant/locales.ts';
import { messages } from '../../messages/messages.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { withPages } from '../../request/contact-links.ts';
import { said, type ViewerLocale, viewerLocale } from '../../request/viewer-locale.ts';
import { button, type Card, card, type Fact, type Inline, lines, quoted } from '../../view/view.ts';
import { titleOf } from '../cards/question-ref.ts';

/** The most characters of a question in a notification. */
const shortLength = 120;

/** Makes the card for the experts or for the asker from the question as it is now. Null when the question was forgotten. */
export async function questionCard({ about }: DeliveryOf<'faqQuestion' | 'faqAnswer'>, world: World) {
  const question = await world.store.read((reader) => reader.get('faqQuestions', about.questionId));
  if (!question) return null;
  const { revision, language } = question;
  if (about.kind === 'faqQuestion') return { card: forExperts(question, viewerLocale(null, world), world), revision };
  const made = forAsker(question, world);
  return made && { card: made, revision, messages: messages(language) };
}

/** Makes the card in the experts' channel, in the organisation's language. The question stays in its own. */
function forExperts(question: FaqQuestion, viewer: ViewerLocale, world: World): Card {
  const { experts: say } = viewer.messages.faq;
  const { answer, number } = question;
  const short = quoted(question.text, shortLength);
  return card(
    say[question.undelivered ? 'undeliveredTitle' : answer ? 'answeredTitle' : 'title'](number),
    answer ? say.answeredSummary(answer.byName, short) : say.summary(question.byName, short),
    {
      tone: question.undelivered ? 'warning' : answer ? 'good' : 'neutral',
      text: [
        ...(question.undelivered ? [say.undelivered(question.byName)] : []),
        say.text([personOf(question)]),
        [{ kind: 'strong', text: question.text }],
        ...(answer ? [say.hasAnswered([personOf(answer)]), answer.text] : []),
      ],
      facts: [
        { label: say.facts.language, value: languageName(question.language, viewer.locale) },
        { label: say.facts.asked, value: [said(viewer, question.at)] },
        ...shownFacts(question, viewer, world),
        ...(answer ? [{ label: say.facts.answered, value: [said(viewer, answer.at)] }] : []),
      ],
      buttons: answer ? [] : [button('form', 'faq.answer', say.answer, question.id, { style: 'primary' })],
      footer: answer ? (question.proposed ? say.proposed : null) : say.footer,
    },
  );
}

/** Lists the answers that the asker has seen, so that no expert repeats them. */
function shownFacts({ shown }: FaqQuestion, { locale, messages }: ViewerLocale, world: World): Fact[] {
  const { faq } = messages;
  const why = shown?.reason ? ` (${faq.unhelpful.reasons[shown.reason]})` : '';
  const seen = (shown?.entries ?? []).flatMap((id) => titleOf(world.faq(), id, locales[locale].faq) ?? []);
  return seen.length === 0 ? [] : [{ label: faq.experts.facts.shown, value: lines(seen.map((one) => `${one}${why}`)) }];
}

function personOf({ by, byName }: Pick<FaqQuestion, 'by' | 'byName'>): Inline {
  return { kind: 'person', id: by, name: byName };
}

/** Makes the message to the asker, in the language of the question. Null while there is no answer. */
function forAsker({ text, language, answer }: FaqQuestion, { defaults, readDomain }: World): Card | null {
  if (!answer) return null;
  const { faq } = messages(language);
  const { answered: say } = faq;
  const viewer: ViewerLocale = {
    locale: language,
    timezone: defaults.timezone,
    messages: messages(language),
    readDomain,
  };
  return card(say.title, say.summary(answer.byName, quoted(text, shortLength)), {
    text: [withPages(answer.text)],
    facts: [
      { label: say.by, value: [personOf(answer)] },
      { label: say.when, value: [said(viewer, answer.at)] },
    ],
    rows: [{ title: say.you, detail: text, button: null }],
    footer: say.footer,
  });
}

/** Marks a question when its answer could not be delivered, and takes the mark away once it was, so that the experts' card says so. */
export async function afterAnswer(tx: Tx, { about, state }: DeliveryOf<'faqAnswer'>): Promise<void> {
  const arrived = state === 'posted';
  const question = arrived || state === 'refused' ? await tx.get('faqQuestions', about.questionId) : null;
  if (!question || (question.undelivered === undefined) === arrived) return;
  const { undelivered: _before, ...delivered } = question;
  await refreshQuestionCards(tx, arrived ? delivered : { ...delivered, undelivered: true });
}

/** Saves a changed question under its next revision and requests an edit of each of its cards. */
export async function refreshQuestionCards(tx: Tx, changed: FaqQuestion): Promise<void> {
  const question = { ...changed, revision: changed.revision + 1 };
  await tx.put('faqQuestions', question);
  const cards = await tx.scan('deliveries.question', { key: question.id, after: null });
  for (const card of cards) await requestEdit(tx, card, question.revision);
}
