import { z } from 'zod';
import type { FaqEntry } from '../../domain/faq/entry.ts';
import { faqLimits, unhelpfulReasons } from '../../domain/faq/question.ts';
import { line as entered, onlyProblems, type Problems, textProblem } from '../../request/form-input.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/interaction.ts';
import { markOnce } from '../../store/idempotency.ts';
import { choice, choices, form, line } from '../../view/build-fields.ts';
import { card, type Form } from '../../view/view.ts';
import { answerCard } from '../cards/answer-card.ts';
import { askButton, unknownCard } from '../cards/no-answer-cards.ts';
import { packed, type QuestionRef, withEntry, withQuestion } from '../cards/question-ref.ts';
import { listButton } from '../statistics/misses.ts';
import { changeIfWritable, count, countChoice, recordMiss } from '../statistics/record.ts';
import { redactQuestion } from '../statistics/redact-question.ts';

/**
 * Answers «none of these» below «is it one of these?», and «I meant something else» below a fact: keeps the question as one without an
 * answer. A fact was counted as an answer, and stays counted as that.
 */
export const pressNone: PressHandler = (asker, value, world) =>
  withQuestion(asker, value, async (request, asked) => {
    const text = await redactQuestion(asked.text, world);
    await changeIfWritable(world, async (tx, at) => {
      const doing = { at, by: request.actor.id };
      const turn = asked.turn ?? request.key;
      if (!(await markOnce(tx, turn && `none ${turn}`, doing))) return;
      if (asked.turn !== null) await countChoice(tx, asked.turn, 'unknown', doing);
      else if (asked.entry === null) await count(tx, 'unknown', at);
      await recordMiss(tx, { text, language: asked.language, unhelpful: null }, { by: request.actor.id, at });
    });
    return { kind: 'card', instead: true, card: await unknownCard(request, { ...asked, turn: null }, world) };
  });

/** Answers «Yes, it helped»: counts it, once a day for each person and answer. */
export const pressHelpful: PressHandler = (asker, value, world) =>
  withEntry(asker, value, world, async (request, asked, entry) => {
    await changeIfWritable(world, async (tx, at) => {
      if (await markOnce(tx, `helped ${request.actor.id} ${entry.id} ${at.slice(0, 10)}`, { at, by: null }))
        await count(tx, 'helpful', at);
    });
    const thanked = await answerCard(request, entry, asked, world, request.messages.faq.helped.thanks);
    return { kind: 'card', instead: true, card: thanked };
  });

const Reason = z.enum(unhelpfulReasons);

/** Answers «No, it did not help» with the form that asks why. */
export const pressUnhelpful: PressHandler = (asker, value, world) =>
  withEntry(asker, value, world, async (request, asked, entry) => {
    return { kind: 'form', form: reasonForm(request, entry, asked, { reason: null, note: '' }, {}) };
  });

/** Answers the form that asks why an answer did not help: keeps the redacted question with the reason and the note for admins. */
export const saveUnhelpful: SubmitHandler = (asker, { state, values }, world) =>
  withEntry(asker, state, world, async (request, asked, entry) => {
    const { contactForm, faq } = request.messages;
    const reason = Reason.safeParse(values.reason).data ?? null;
    const note = entered(values.note);
    const problems = onlyProblems({
      reason: reason ? null : contactForm.problems.choose,
      note: textProblem(note, faqLimits.note, request.messages, { optional: true }),
    });
    if (!reason || Object.keys(problems).length > 0)
      return { kind: 'form', form: reasonForm(request, entry, asked, { reason, note }, problems) };
    const kept = { text: await redactQuestion(asked.text, world), note: await redactQuestion(note, world) };
    await changeIfWritable(world, async (tx, at) => {
      if (!(await markOnce(tx, request.key, { at, by: request.actor.id }))) return;
      const today = `unhelpful ${request.actor.id} ${entry.id} ${at.slice(0, 10)}`;
      const counted = await markOnce(tx, today, { at, by: null });
      if (counted) await count(tx, 'unhelpful', at);
      const unhelpful = { entry: entry.id, reason, note: kept.note };
      const miss = { text: kept.text, language: asked.language, unhelpful, repeat: !counted };
      await recordMiss(tx, miss, { by: request.actor.id, at });
    });
    const done = card(faq.unhelpful.doneTitle, faq.unhelpful.done, {
      text: [faq.unhelpful.done],
      buttons: [askButton(faq, { ...asked, entry: entry.id, reason }), ...(await listButton('misses', request, world))],
      footer: faq.askNote,
    });
    return { kind: 'card', instead: true, card: done };
  });

type Complaint = { reason: string | null; note: string };

function reasonForm(request: Request, entry: FaqEntry, asked: QuestionRef, typed: Complaint, problems: Problems): Form {
  const { messages } = request;
  const { unhelpful: say } = messages.faq;
  return form('faq.unhelpful', say, messages.contactForm.toCorrect, {
    intro: [say.intro(entry[asked.language].question)],
    fields: [
      choice('reason', say.reason, typed.reason, choices(say.reasons), null),
      line('note', say.note, typed.note, { hint: say.noteHint, maxLength: faqLimits.note, multiline: true }),
    ],
    problems,
    state: packed({ ...asked, entry: entry.id }),
  });
}
