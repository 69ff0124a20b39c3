import { z } from 'zod';
import { type Alert, ResolvedReason } from '../../domain/alert/alert.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessResponder } from '../../request/authorize.ts';
import { line as entered, stateIn } from '../../request/form-input.ts';
import { only } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import { choice, choices, line } from '../../view/build-fields.ts';
import type { Form, Text } from '../../view/view.ts';
import { act } from '../change/transitions.ts';
import { closedAlert, doneReply, goneAlert } from './acknowledge.ts';
import { type Found, findAlert } from './find-alert.ts';

const noteLength = 500;
const State = z.object({ alert: z.string() });

export const pressResolve: PressHandler = async (request, alertId, world) => {
  const found = await findAlert(alertId, world);
  return found ? openResolve(request, found, { reason: null, note: '' }, world) : goneAlert(request);
};

export const saveResolve: SubmitHandler = async (request, form, world) => {
  const state = stateIn(State, form.state);
  const found = state && (await findAlert(state.alert, world));
  const { reason, note } = form.values;
  return found
    ? resolveAs(request, found, { reason: entered(reason), note: entered(note) }, world)
    : goneAlert(request);
};

export interface Typed {
  reason: string | null;
  note: string;
}

/** The form, with what was typed already. */
export async function openResolve(request: Request, found: Found, typed: Typed, world: World): Promise<Reply> {
  const refused = await refusalFor(request, found, world);
  const problems = only({ note: noteProblem(request, typed.note) });
  return refused ?? { kind: 'form', form: resolveForm(request, found.alert, typed, problems) };
}

function noteProblem({ words }: Request, note: string): string | null {
  return note.length > noteLength ? words.contactForm.problems.tooLong(noteLength) : null;
}

/** Resolves it so; the form again when something about that is wrong. */
export async function resolveAs(request: Request, found: Found, typed: Typed, world: World): Promise<Reply> {
  const refused = await refusalFor(request, found, world);
  if (refused) return refused;
  const { resolving, problems } = checkedResolve(request, typed);
  if (!resolving) return { kind: 'form', form: resolveForm(request, found.alert, typed, problems) };
  const done = await act(request, found.alert.id, { kind: 'resolve', ...resolving }, world);
  return doneReply(request, done, found.tenant, world);
}

async function refusalFor(request: Request, { alert, tenant, former, closed }: Found, world: World) {
  const refused = await refusalUnlessResponder(request, tenant, world, former);
  return refused ?? (closed ? closedAlert(request, alert.id) : null);
}

function resolveForm(request: Request, alert: Alert, typed: Typed, problems: Form['problems']): Form {
  const { title, intro } = request.words.alerts.form;
  const state = JSON.stringify({ alert: alert.id });
  const what = { id: 'alerts.resolve', title, intro: intro(alert.content.displayName), state };
  return reasonForm(request, what, typed, problems);
}

/** How it, or all of them, were resolved; what is wrong with that otherwise. */
export function checkedResolve(
  request: Request,
  typed: Typed,
): { resolving: { reason: ResolvedReason; note: string } | null; problems: Form['problems'] } {
  const reason = ResolvedReason.safeParse(typed.reason);
  const note = entered(typed.note);
  const problems = only({
    reason: reason.success ? null : request.words.contactForm.problems.choose,
    note: noteProblem(request, note),
  });
  const good = reason.success && Object.keys(problems).length === 0;
  return { resolving: good ? { reason: reason.data, note } : null, problems };
}

/** Asks for the reason and a note. */
export function reasonForm(
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
