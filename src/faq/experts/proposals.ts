import type { FaqQuestion } from '../../domain/faq/question.ts';
import { languageName } from '../../domain/tenant/locales.ts';
import { moment } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { countIn } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request } from '../../request/interaction.ts';
import { button, type Card, card, type Row, type Text } from '../../view/view.ts';
import { listButton } from '../statistics/misses.ts';
import { refreshQuestionCards } from './question-card.ts';

const pageLength = 8;
/** The most characters of a question in a row. */
const maxLength = 140;

/**
 * Shows a page of the answers that experts propose as entries, or one of them. The matcher does not learn from them. The value is how many
 * to skip, empty for none, or the id of a question.
 */
export const pressProposals: PressHandler = async (request, value, world) => {
  if (!value.startsWith('question-')) return page(request, countIn(value), world, null);
  const question = await world.store.read((reader) => reader.get('faqQuestions', value));
  const { faq, rights } = request.messages;
  if (!question?.proposed) return refusal(request.messages, [faq.proposals.gone], { title: rights.outdatedTitle });
  return { kind: 'card', instead: false, card: whole(request, question) };
};

/** Takes a proposed entry off the list, for a Global Administrator. The button's value is the id of its question. */
export const pressRemoveProposal: PressHandler = async (request, id, world) => {
  await world.store.change(async (tx) => {
    const question = await tx.get('faqQuestions', id);
    if (!question?.proposed) return;
    const who = { at: world.clock.now(), by: request.actor.id, byName: request.actor.name };
    await tx.appendHistory({ ...who, deed: 'faq.proposalRemoved', tenantId: null, changes: [] });
    await refreshQuestionCards(tx, { ...question, proposed: false });
  });
  return page(request, 0, world, request.messages.faq.proposals.removed);
};

async function page(request: Request, skip: number, world: World, notice: string | null): Promise<Reply> {
  const { proposals: say } = request.messages.faq;
  const found = await world.store.read((reader) => reader.scan('faqQuestions.proposed', { key: '', after: null }));
  const next = skip + pageLength;
  const summary = found.length === 0 ? say.none : say.summary(found.length);
  const list = card(say.title, summary, {
    text: [...(notice ? [notice] : []), summary],
    rows: found.slice(skip, next).map((question) => row(request, question)),
    buttons: [
      ...(next < found.length ? [button('press', 'faq.proposals', say.more, String(next))] : []),
      ...(await listButton('misses', request, world)),
    ],
    footer: say.footer,
  });
  return { kind: 'card', instead: skip > 0 || notice !== null, card: list };
}

function row({ actor, messages }: Request, { id, number, text, answer }: FaqQuestion): Row {
  const { proposals: say } = messages.faq;
  const letters = [...text];
  const question = letters.length > maxLength ? say.shortened(letters.slice(0, maxLength).join('')) : text;
  return {
    title: say.entry(number, question),
    detail: answer ? say.by(answer.byName, [moment(answer.at, actor.locale, actor.timezone)]) : '',
    button: button('press', 'faq.proposals', say.open, id),
  };
}

function whole({ actor, messages }: Request, { id, number, text, language, answer }: FaqQuestion): Card {
  const { proposals: say, experts } = messages.faq;
  const by: Text = answer
    ? [{ kind: 'person', id: answer.by, name: answer.byName }, ', ', moment(answer.at, actor.locale, actor.timezone)]
    : '';
  return card(experts.title(number), say.summary(1), {
    facts: [
      { label: say.facts.language, value: languageName(language, actor.locale) },
      { label: say.facts.by, value: by },
    ],
    rows: [
      { title: say.facts.question, detail: text, button: null },
      { title: say.facts.answer, detail: answer?.text ?? '', button: null },
    ],
    buttons: [
      button('press', 'faq.proposals', say.back, ''),
      button('press', 'faq.removeProposal', say.remove, id, { style: 'danger', confirm: say.removeQuestion }),
    ],
    footer: say.footer,
  });
}
