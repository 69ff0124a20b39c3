import { z } from 'zod';
import { entryOf, type FaqEntry } from '../../domain/faq/entry.ts';
import { faqLimits, unhelpfulReasons } from '../../domain/faq/question.ts';
import { refusal } from '../../request/authorize.ts';
import { line as entered } from '../../request/form-input.ts';
import { only } from '../../request/form-problems.ts';
import { inLanguage } from '../../request/language.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import { firstTime } from '../../store/idempotency.ts';
import { card } from '../../view/build-card.ts';
import { choice, choices, line } from '../../view/build-fields.ts';
import type { Form } from '../../view/view.ts';
import { answerCard } from '../cards/answer-card.ts';
import { askButton, unknownCard } from '../cards/no-answer-cards.ts';
import { packed, type Question, unpacked } from '../cards/question-ref.ts';
import { count, noted, recordMiss, redactQuestion, settle } from '../statistics/record.ts';

/** Answers «none of these» below «did you mean»: keeps the question as one without an answer. */
export const pressNone: PressHandler = async (asker, value, world) => {
  const asked = unpacked(value);
  if (!asked) return refusal(asker.words, [asker.words.faq.gone]);
  const request = inLanguage(asker, asked.language);
  const text = await redactQuestion(asked.text, world);
  await noted(async (tx) => {
    const at = world.clock.now();
    const turn = asked.turn ?? request.key;
    if (!(await firstTime(tx, turn && `none ${turn}`, at))) return;
    await (asked.turn === null ? count(tx, 'unknown', at) : settle(tx, asked.turn, 'unknown', at));
    await recordMiss(tx, { text, language: asked.language, unhelpful: null }, { by: request.actor.id, at });
  }, world);
  const { outcome } = world.faq().match(asked.text, asked.language);
  const nearest = outcome.kind === 'unknown' ? outcome.nearest : [];
  return { kind: 'card', instead: true, card: await unknownCard(request, { ...asked, turn: null }, nearest, world) };
};

/** Answers «Yes, it helped»: counts it, once a day for each person and answer. */
export const pressHelpful: PressHandler = async (asker, value, world) => {
  const asked = unpacked(value);
  const entry = entryOf(world.faq(), asked?.entry ?? null);
  if (!asked || !entry) return refusal(asker.words, [asker.words.faq.gone]);
  const request = inLanguage(asker, asked.language);
  await noted(async (tx) => {
    const at = world.clock.now();
    if (await firstTime(tx, `helped ${request.actor.id} ${entry.id} ${at.slice(0, 10)}`, at))
      await count(tx, 'helpful', at);
  }, world);
  const card = await answerCard(request, entry, asked, world, request.words.faq.helped.thanks);
  return { kind: 'card', instead: true, card };
};

const Reason = z.enum(unhelpfulReasons);

/** Answers «No, it did not help» with the form that asks why. */
export const pressUnhelpful: PressHandler = async (asker, value, world) => {
  const asked = unpacked(value);
  const entry = entryOf(world.faq(), asked?.entry ?? null);
  if (!asked || !entry) return refusal(asker.words, [asker.words.faq.gone]);
  const request = inLanguage(asker, asked.language);
  return { kind: 'form', form: reasonForm(request, entry, asked, { reason: null, note: '' }, {}) };
};

/** Answers the form that asks why an answer did not help: keeps the redacted question with the reason and the note for admins. */
export const saveUnhelpful: SubmitHandler = async (asker, { state, values }, world) => {
  const asked = unpacked(state);
  const entry = entryOf(world.faq(), asked?.entry ?? null);
  if (!asked || !entry) return refusal(asker.words, [asker.words.faq.gone]);
  const request = inLanguage(asker, asked.language);
  const say = request.words.contactForm.problems;
  const reason = Reason.safeParse(values.reason);
  const note = entered(values.note);
  const problems = only({
    reason: reason.success ? null : say.choose,
    note: note.length > faqLimits.note ? say.tooLong(faqLimits.note) : null,
  });
  if (!reason.success || Object.keys(problems).length > 0)
    return { kind: 'form', form: reasonForm(request, entry, asked, { reason: reason.data ?? null, note }, problems) };
  const kept = { text: await redactQuestion(asked.text, world), note: await redactQuestion(note, world) };
  await noted(async (tx) => {
    const at = world.clock.now();
    if (!(await firstTime(tx, request.key, at))) return;
    const counted = await firstTime(tx, `unhelpful ${request.actor.id} ${entry.id} ${at.slice(0, 10)}`, at);
    if (counted) await count(tx, 'unhelpful', at);
    const unhelpful = { entry: entry.id, reason: reason.data, note: kept.note };
    const missed = { text: kept.text, language: asked.language, unhelpful, repeat: !counted };
    await recordMiss(tx, missed, { by: request.actor.id, at });
  }, world);
  const { faq } = request.words;
  const done = card(faq.unhelpful.doneTitle, faq.unhelpful.done, {
    text: [faq.unhelpful.done],
    buttons: [askButton(faq, { ...asked, entry: entry.id, reason: reason.data })],
    footer: faq.askNote,
  });
  return { kind: 'card', instead: true, card: done };
};

function reasonForm(
  { words }: Request,
  entry: FaqEntry,
  asked: Question,
  typed: { reason: string | null; note: string },
  problems: Form['problems'],
): Form {
  const { unhelpful: say } = words.faq;
  return {
    id: 'faq.unhelpful',
    title: say.title,
    intro: [say.intro(entry[asked.language].question)],
    fields: [
      choice('reason', say.reason, typed.reason, choices(say.reasons), null),
      line('note', say.note, typed.note, { hint: say.noteHint, maxLength: faqLimits.note, multiline: true }),
    ],
    problems,
    notice: Object.keys(problems).length > 0 ? words.contactForm.invalid : null,
    submit: say.submit,
    cancel: say.cancel,
    state: packed({ ...asked, entry: entry.id }),
  };
}
