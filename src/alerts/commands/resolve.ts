import { z } from 'zod';
import { type Alert, isOpen, ResolvedReason } from '../../domain/alert/alert.ts';
import type { World } from '../../ports/world.ts';
import { line as entered, stateIn } from '../../request/form-input.ts';
import { only } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import { choice, choices, line } from '../../view/build-fields.ts';
import type { Form, Text } from '../../view/view.ts';
import { applyTransition } from '../change/transitions.ts';
import { doneReply, goneAlert, refusalToAnswer } from './acknowledge.ts';
import { answerAll, answerableIn, type Resolving } from './answer-all.ts';
import { type FoundAlert, findAlert } from './find-alert.ts';

const noteLength = 500;
const State = z.object({ alert: z.string() });

/** Opens the form that resolves an alert. The button's value is the alert's id, or our number. */
export const pressResolve: PressHandler = async (request, alertId, world) => {
  const found = await findAlert(alertId, world);
  return found ? openResolve(request, found, { reason: null, note: '' }, world) : goneAlert(request);
};

/** Resolves the alert as the form says, or returns the form with what is wrong. */
export const saveResolve: SubmitHandler = async (request, form, world) => {
  const state = stateIn(State, form.state);
  const found = state && (await findAlert(state.alert, world));
  const { reason, note } = form.values;
  return found
    ? resolveAs(request, found, { reason: entered(reason), note: entered(note) }, world)
    : goneAlert(request);
};

interface Typed {
  reason: string | null;
  note: string;
}

/** Returns the form that resolves an alert, with what was typed already; a refusal for somebody who may not. */
export async function openResolve(request: Request, found: FoundAlert, typed: Typed, world: World): Promise<Reply> {
  const refused = await refusalToAnswer(request, found, world);
  const problems = only({ note: noteProblem(request, typed.note) });
  return refused ?? { kind: 'form', form: resolveForm(request, found.alert, typed, problems) };
}

function noteProblem({ words }: Request, note: string): string | null {
  return note.length > noteLength ? words.contactForm.problems.tooLong(noteLength) : null;
}

/** Resolves the alert as it was typed; returns the form when something about that is wrong. */
export async function resolveAs(request: Request, found: FoundAlert, typed: Typed, world: World): Promise<Reply> {
  const refused = await refusalToAnswer(request, found, world);
  if (refused) return refused;
  const { resolving, problems } = checkedResolve(request, typed);
  if (!resolving) return { kind: 'form', form: resolveForm(request, found.alert, typed, problems) };
  const done = await applyTransition(request, found.alert.id, { kind: 'resolve', ...resolving }, world);
  return doneReply(request, done, found.tenant);
}

function resolveForm(request: Request, alert: Alert, typed: Typed, problems: Form['problems']): Form {
  const { title, intro } = request.words.alerts.form;
  const state = JSON.stringify({ alert: alert.id });
  const what = { id: 'alerts.resolve', title, intro: intro(alert.content.displayName), state };
  return reasonForm(request, what, typed, problems);
}

/** Returns the reason and the note that were typed; null for what is wrong otherwise. */
function checkedResolve(request: Request, typed: Typed): { resolving: Resolving | null; problems: Form['problems'] } {
  const reason = ResolvedReason.safeParse(typed.reason);
  const note = entered(typed.note);
  const problems = only({
    reason: reason.success ? null : request.words.contactForm.problems.choose,
    note: noteProblem(request, note),
  });
  const good = reason.success && Object.keys(problems).length === 0;
  return { resolving: good ? { reason: reason.data, note } : null, problems };
}

/** Returns a form that asks for the reason and a note. */
function reasonForm(
  { words }: Request,
  { intro, ...what }: { id: string; title: string; intro: Text; state: string },
  typed: Typed,
  problems: Form['problems'],
): Form {
  const { form } = words.alerts;
  return {
    ...what,
    intro: [intro],
    fields: [
      choice('reason', form.reason, typed.reason, choices(form.reasons), null),
      line('note', form.note, typed.note, { hint: form.noteHint, maxLength: noteLength, multiline: true }),
    ],
    problems,
    notice: Object.keys(problems).length > 0 ? words.contactForm.invalid : null,
    submit: form.submit,
    cancel: form.cancel,
  };
}

/** Opens one form for all alerts of a digest that nobody has resolved. The button's value is as `answerAll` takes it. */
export const pressResolveAll: PressHandler = async (request, value, world) => {
  const found = await answerableIn(request, value, isOpen, world);
  if (!found) return goneAlert(request);
  if (found.refused && found.tenants.length === 0) return found.refused;
  return { kind: 'form', form: resolveAllForm(request, { value, ...found }, { reason: null, note: '' }, {}) };
};

/** Resolves all alerts of the digest as the form says, or returns the form with what is wrong. */
export const saveResolveAll: SubmitHandler = async (request, { state, values }, world) => {
  const typed = { reason: entered(values.reason), note: entered(values.note) };
  const { resolving, problems } = checkedResolve(request, typed);
  if (resolving) return answerAll(request, state, resolving, world);
  const found = await answerableIn(request, state, isOpen, world);
  if (!found) return goneAlert(request);
  return { kind: 'form', form: resolveAllForm(request, { value: state, ...found }, typed, problems) };
};

function resolveAllForm(
  request: Request,
  { value, count }: { value: string; count: number },
  typed: Typed,
  problems: Form['problems'],
): Form {
  const { titleAll, introAll } = request.words.alerts.form;
  const what = { id: 'alerts.resolveAll', title: titleAll, intro: introAll(count), state: value };
  return reasonForm(request, what, typed, problems);
}
