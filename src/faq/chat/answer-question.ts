import { card } from '../../card.ts';
import { type FaqQuestion, faqLimits } from '../../domain/faq-question.ts';
import { languageName } from '../../domain/locales.ts';
import { isTicked, pasted } from '../../entered.ts';
import { line, ticks } from '../../fields.ts';
import type { World } from '../../ports.ts';
import { only, type Problems, text as problemOf } from '../../problems.ts';
import { refusal } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import type { Form } from '../../view.ts';
import { said } from '../../voice.ts';
import { recordAnswer } from './record-answer.ts';
import { refusalUnlessExpert } from './refusal-unless-expert.ts';

/** An expert opens the form of the question's card. */
export const pressAnswer: PressHandler = async (request, questionId, world) => {
  const refused = await refusalUnlessExpert(request, world);
  if (refused) return refused;
  const question = await world.store.read((reader) => reader.get('faqQuestions', questionId));
  if (!question) return refusal(request.words, [request.words.faq.experts.gone]);
  if (question.answer) return already(request, question.answer);
  return { kind: 'form', form: answerForm(request, question, { answer: '', keep: false }, {}) };
};

export const saveAnswer: SubmitHandler = async (request, { state, values }, world) => {
  const refused = await refusalUnlessExpert(request, world);
  if (refused) return refused;
  const question = await world.store.read((reader) => reader.get('faqQuestions', state));
  if (!question) return refusal(request.words, [request.words.faq.experts.gone]);
  const typed = { answer: pasted(values.answer), keep: isTicked(values.keep) };
  const problems = only({ answer: problemOf(typed.answer, faqLimits.answer, true, request.words) });
  // Whoever was too late learns it at once: correcting what goes nowhere is a waste of time.
  if (!question.answer && Object.keys(problems).length > 0)
    return { kind: 'form', form: answerForm(request, question, typed, problems) };
  return done(request, question, typed, world);
};

async function done(
  request: Request,
  { id, byName }: FaqQuestion,
  typed: { answer: string; keep: boolean },
  world: World,
): Promise<Reply> {
  const { experts: say } = request.words.faq;
  const recorded = await recordAnswer(request, id, typed, world);
  if (recorded.kind === 'gone') return refusal(request.words, [say.gone]);
  if (recorded.kind === 'already') return already(request, recorded.answer);
  world.wake(recorded.queues);
  const sentence = typed.keep ? say.doneKept(byName) : say.done(byName);
  const shown = card(say.doneTitle, sentence, { tone: 'good', text: [sentence, typed.answer] });
  return { kind: 'card', instead: true, card: shown };
}

function already({ actor, words }: Request, answer: NonNullable<FaqQuestion['answer']>): Reply {
  const { experts: say } = words.faq;
  const when = [said({ locale: actor.locale, timezone: actor.timezone, words }, answer.at)];
  const text = say.already([{ kind: 'person', id: answer.by, name: answer.byName }], when);
  return refusal(words, [text, answer.text], { title: say.alreadyTitle, summary: `${say.alreadyTitle}.` });
}

function answerForm(
  { actor, words }: Request,
  { id, byName, text, language }: FaqQuestion,
  typed: { answer: string; keep: boolean },
  problems: Problems,
): Form {
  const { form: say } = words.faq.experts;
  return {
    id: 'faq.answer',
    title: say.title,
    intro: [say.intro(byName, languageName(language, actor.locale)), text],
    fields: [
      line('answer', say.answer, typed.answer, {
        required: true,
        hint: say.answerHint,
        maxLength: faqLimits.answer,
        multiline: true,
      }),
      ...ticks('keep', say.keep, typed.keep ? ['yes'] : [], [{ value: 'yes', label: say.keepYes }]),
    ],
    problems,
    notice: Object.keys(problems).length > 0 ? words.contactForm.invalid : null,
    submit: say.submit,
    cancel: say.cancel,
    state: id,
  };
}
