import { type FaqQuestion, faqLimits } from '../../domain/faq/question.ts';
import { type FaqLanguage, locales } from '../../domain/tenant/locales.ts';
import type { World } from '../../ports/world.ts';
import { adminNames, refusal } from '../../request/authorize.ts';
import { onlyProblems, type Problems, pasted, textProblem } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import { inLanguage } from '../../request/viewer-locale.ts';
import { form, line } from '../../view/build-fields.ts';
import { card, type Form } from '../../view/view.ts';
import { isWhole } from '../cards/no-answer-cards.ts';
import { packed, type QuestionRef, typed as question, unpacked, withQuestion } from '../cards/question-ref.ts';
import { expertsChannel, type NewQuestion, submitQuestion } from './submit-question.ts';

/** Answers «Ask a person»: posts the question that the button carries, or opens a form for one. */
export const pressAsk: PressHandler = (asker, value, world) =>
  withQuestion(asker, value, async (request, asked) => {
    if (isWhole(asked))
      return submit(request, { ...asked, text: asked.text.trim(), shown: shownFor(asked, world) }, world);
    const channel = await world.store.read(expertsChannel);
    if (!channel) return noChannel(request, world);
    return { kind: 'form', form: askForm(request, asked.text, asked.language, {}) };
  });

/** Answers the form with a question for the experts: posts the question in their channel, or says why not. */
export const saveAsk: SubmitHandler = async (asker, { state, values }, world) => {
  const language = unpacked(state)?.language ?? locales[asker.actor.locale].faq;
  const request = inLanguage(asker, language);
  const typed = pasted(values.question);
  const problems = onlyProblems({ question: textProblem(typed, faqLimits.question, request.messages) });
  if (Object.keys(problems).length > 0) return { kind: 'form', form: askForm(request, typed, language, problems) };
  // The new text may be in another language than the question that was asked first.
  const { language: written } = world.faq().match(typed, { otherwise: language, after: null });
  return submit(request, { text: typed, language: written }, world);
};

/**
 * Returns the entries that the asker saw before, that of the answer before the question first. Matching the text again finds them, since
 * the same text always gives the same match.
 */
function shownFor({ text, language, entry, after, reason }: QuestionRef, world: World): FaqQuestion['shown'] {
  if (entry !== null) return { entries: [entry], reason };
  const { outcome } = world.faq().match(text, { otherwise: language, after });
  const before = after === null ? [] : [after];
  const offered = outcome.kind === 'unsure' ? outcome.entries : [];
  const entries = [...new Set([...before, ...offered])];
  return entries.length > 0 ? { entries, reason } : undefined;
}

async function submit(request: Request, asked: NewQuestion, world: World): Promise<Reply> {
  const { person: say } = request.messages.faq;
  const result = await submitQuestion(request, asked, world);
  if (result.kind === 'noChannel') return noChannel(request, world);
  if (result.kind === 'refused') return refusal(request.messages, result.why, { title: say.refusedTitle });
  const done = card(say.askedTitle, say.asked, { tone: 'good', text: [say.asked, asked.text] });
  return { kind: 'card', instead: true, card: done };
}

/** Returns the reply that there are no experts to ask, whom to ask instead, and how an admin sets the experts' channel. */
async function noChannel(request: Request, world: World): Promise<Reply> {
  const { person: say } = request.messages.faq;
  const people = await adminNames(request, world);
  const setup = say.howToSet(commandOf('setup', request.actor.locale, request.platform));
  const who = people ? say.whoToAsk(people) : request.messages.rights.nobodyCanHelp;
  return refusal(request.messages, [say.noChannel, who], { title: say.noChannelTitle, footer: setup });
}

function askForm({ messages }: Request, typed: string, language: FaqLanguage, problems: Problems): Form {
  const { person: say } = messages.faq;
  return form('faq.ask', say, messages.contactForm.toCorrect, {
    intro: [say.intro],
    fields: [line('question', say.question, typed, { required: true, maxLength: faqLimits.question, multiline: true })],
    problems,
    state: packed(question('', language)),
  });
}
