import { z } from 'zod';
import type { Asking, PressHandler, SubmitHandler } from '../asking.ts';
import { type Alert, ResolvedReason } from '../domain/alert.ts';
import { line as entered } from '../entered.ts';
import { choice, choices, line } from '../fields.ts';
import { only } from '../problems.ts';
import { refusalUnlessResponder } from '../rights.ts';
import type { Form } from '../view.ts';
import { findAlert } from './find-alert.ts';
import { act } from './life.ts';
import { closedAlert, doneReply, goneAlert } from './press.ts';

const noteLength = 500;
const State = z.object({ alert: z.string() });

export const pressResolve: PressHandler = async (asking, alertId, world) => {
  const found = await findAlert(alertId, world);
  if (!found) return goneAlert(asking);
  const refused = await refusalUnlessResponder(asking, found.tenant, world, found.former);
  if (refused) return refused;
  if (found.closed) return closedAlert(asking, alertId);
  return { kind: 'form', form: resolveForm(asking, found.alert, { reason: null, note: '' }, {}) };
};

export const saveResolve: SubmitHandler = async (asking, form, world) => {
  const state = stateOf(form.state);
  const found = state && (await findAlert(state.alert, world));
  if (!found) return goneAlert(asking);
  const refused = await refusalUnlessResponder(asking, found.tenant, world, found.former);
  if (refused) return refused;
  if (found.closed) return closedAlert(asking, found.alert.id);
  const say = asking.words.contactForm.problems;
  const reason = ResolvedReason.safeParse(form.values.reason);
  const note = entered(form.values.note);
  const problems = only({
    reason: reason.success ? null : say.choose,
    note: note.length > noteLength ? say.tooLong(noteLength) : null,
  });
  if (!reason.success || Object.keys(problems).length > 0) {
    return { kind: 'form', form: resolveForm(asking, found.alert, { reason: reason.data ?? null, note }, problems) };
  }
  const done = await act(asking, found.alert.id, { kind: 'resolve', reason: reason.data, note }, world);
  return doneReply(asking, done, found.tenant, world);
};

function stateOf(text: string): z.infer<typeof State> | null {
  try {
    return State.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function resolveForm(
  { words }: Asking,
  alert: Alert,
  typed: { reason: string | null; note: string },
  problems: Form['problems'],
): Form {
  const { form } = words.alerts;
  return {
    id: 'alerts.resolve',
    title: form.title,
    intro: [form.intro(alert.content.displayName)],
    fields: [
      choice('reason', form.reason, typed.reason, choices(form.reasons), null),
      line('note', form.note, typed.note, { hint: form.noteHint, maxLength: noteLength, multiline: true }),
    ],
    problems,
    notice: Object.keys(problems).length > 0 ? words.contactForm.invalid : null,
    submit: form.submit,
    cancel: form.cancel,
    state: JSON.stringify({ alert: alert.id }),
  };
}
