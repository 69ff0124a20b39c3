import { z } from 'zod';
import { firstTime } from '../../act-once.ts';
import { card } from '../../card.ts';
import type { FaqEntry } from '../../domain/faq-entry.ts';
import { unhelpfulReasons } from '../../domain/faq-miss.ts';
import { faqLimits } from '../../domain/faq-question.ts';
import { line as entered } from '../../entered.ts';
import { choice, choices, line } from '../../fields.ts';
import { inLanguage } from '../../in-language.ts';
import { only } from '../../problems.ts';
import { refusal } from '../../request/authorize.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import type { Form } from '../../view.ts';
import { entryOf } from '../entry-of.ts';
import { count, noted } from './count.ts';
import { keepable } from './keepable.ts';
import { noteMiss } from './note-miss.ts';
import { packed, type Question, unpacked } from './question.ts';
import { askButton } from './unknown-card.ts';

const Reason = z.enum(unhelpfulReasons);

/** «No, it did not»: asks why. */
export const pressUnhelpful: PressHandler = async (asker, value, world) => {
  const asked = unpacked(value);
  const entry = entryOf(world.faq(), asked?.entry ?? null);
  if (!asked || !entry) return refusal(asker.words, [asker.words.faq.gone]);
  const request = inLanguage(asker, asked.language);
  return { kind: 'form', form: reasonForm(request, entry, asked, { reason: null, note: '' }, {}) };
};

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
  const kept = { text: await keepable(asked.text, world), note: await keepable(note, world) };
  await noted(async (tx) => {
    const at = world.clock.now();
    if (!(await firstTime(tx, request.key, at))) return;
    const counted = await firstTime(tx, `unhelpful ${request.actor.id} ${entry.id} ${at.slice(0, 10)}`, at);
    if (counted) await count(tx, 'unhelpful', at);
    const unhelpful = { entry: entry.id, reason: reason.data, note: kept.note };
    const missed = { text: kept.text, language: asked.language, unhelpful, repeat: !counted };
    await noteMiss(tx, missed, { by: request.actor.id, at });
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
