import { enqueue } from '../../delivery/transitions.ts';
import { talkRank } from '../../domain/delivery/delivery.ts';
import { type FaqQuestion, faqLimits } from '../../domain/faq/question.ts';
import { languageName } from '../../domain/tenant/locales.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { isTicked, onlyProblems, type Problems, pasted, textProblem } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { askerLocale, said } from '../../request/viewer-locale.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { form, line, yesField } from '../../view/build-fields.ts';
import { card, type Form } from '../../view/view.ts';
import { listButton } from '../statistics/misses.ts';
import { count } from '../statistics/record.ts';
import { refreshQuestionCards } from './question-card.ts';

/** Opens the form in which an expert answers. The button's value is the id of the question. */
export const pressAnswer: PressHandler = (request, questionId, world) =>
  withQuestionAsked(request, questionId, world, async (question) => {
    if (question.answer) return already(request, question.answer);
    return { kind: 'form', form: answerForm(request, question, { answer: '', keep: false }, {}) };
  });

/**
 * Answers the form with an expert's answer: records it, sends it to the asker and edits the experts' card. Only the first answer counts.
 */
export const saveAnswer: SubmitHandler = (request, { state, values }, world) =>
  withQuestionAsked(request, state, world, async (question) => {
    const { experts: say } = request.messages.faq;
    const typed = { answer: pasted(values.answer), keep: isTicked(values.keep) };
    const problems = onlyProblems({ answer: textProblem(typed.answer, faqLimits.answer, request.messages) });
    // Skip validation if somebody else answered first.
    if (!question.answer && Object.keys(problems).length > 0)
      return { kind: 'form', form: answerForm(request, question, typed, problems) };
    const recorded = await recordAnswer(request, question.id, typed, world);
    if (recorded === 'gone') return goneQuestion(request);
    if (recorded !== 'done') return already(request, recorded);
    const sentence = (typed.keep ? say.doneKept : say.done)(question.byName);
    const done = card(say.doneTitle, sentence, {
      tone: 'good',
      text: [sentence, typed.answer],
      buttons: typed.keep ? await listButton('proposals', request, world) : [],
    });
    return { kind: 'card', instead: true, card: done };
  });

type UseAsked = (question: FaqQuestion) => Promise<Reply>;

/** Answers an expert who acts on a question; says so where the question is not kept any more. */
async function withQuestionAsked(request: Request, id: string, world: World, use: UseAsked): Promise<Reply> {
  const question = await world.store.read((reader) => reader.get('faqQuestions', id));
  return question ? use(question) : goneQuestion(request);
}

function goneQuestion({ messages }: Request): Reply {
  return { ...refusal(messages, [messages.faq.experts.gone], { title: messages.rights.outdatedTitle }), unknown: true };
}

type ExpertAnswer = NonNullable<FaqQuestion['answer']>;

function already(request: Request, answer: ExpertAnswer): Reply {
  const { messages } = request;
  const { experts: say } = messages.faq;
  const when = [said(askerLocale(request), answer.at)];
  const text = say.already([{ kind: 'person', id: answer.by, name: answer.byName }], when);
  return refusal(messages, [text, answer.text], { title: say.alreadyTitle, summary: `${say.alreadyTitle}.` });
}

type TypedAnswer = { answer: string; keep: boolean };

function answerForm(request: Request, question: FaqQuestion, typed: TypedAnswer, problems: Problems): Form {
  const { actor, messages } = request;
  const { id, byName, text, language } = question;
  const { form: say } = messages.faq.experts;
  return form('faq.answer', say, messages.contactForm.toCorrect, {
    intro: [say.intro(byName, languageName(language, actor.locale)), text],
    fields: [
      line('answer', say.answer, typed.answer, {
        required: true,
        hint: say.answerHint,
        maxLength: faqLimits.answer,
        multiline: true,
      }),
      yesField('keep', say.keep, { yes: say.keepYes, allowed: typed.keep }),
    ],
    problems,
    state: id,
  });
}

/**
 * Records the first answer in one change: the answer, the message to the asker, the edit of the experts' card and the entry of the history.
 * Resolves with the earlier answer when there is one, which counts; with `gone` for a question that was forgotten.
 */
function recordAnswer({ actor, key }: Request, id: string, typed: TypedAnswer, { store, clock }: World) {
  return store.change(async (tx): Promise<'done' | 'gone' | ExpertAnswer> => {
    const at = clock.now();
    const question = await tx.get('faqQuestions', id);
    if (!question) return 'gone';
    if (await wasDone(tx, key)) return 'done';
    if (question.answer) return question.answer;
    await markDone(tx, key, { at, by: actor.id });
    const answer = { text: typed.answer, by: actor.id, byName: actor.name, at };
    await refreshQuestionCards(tx, { ...question, answer, proposed: typed.keep });
    await count(tx, 'replied', at);
    await tx.appendHistory({ at, by: actor.id, byName: actor.name, deed: 'faq.answered', tenantId: null, changes: [] });
    const about = { kind: 'faqAnswer', questionId: id } as const;
    const to = { kind: 'person', id: question.by } as const;
    await enqueue(tx, { about, to, rank: talkRank, want: question.revision + 1 }, at);
    return 'done';
  });
}
