import { z } from 'zod';
import { ResolvedReason } from '../../domain/alert/status.ts';
import type { World } from '../../ports/world.ts';
import { line as entered, onlyProblems, type Problems, stateIn } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request, SubmitHandler, Values } from '../../request/interaction.ts';
import { reasonOf } from '../../request/parse-command.ts';
import { choice, choices, line } from '../../view/build-fields.ts';
import { button, card, type Form } from '../../view/view.ts';
import { sentences } from '../cards/alert-state.ts';
import { whichOf } from '../cards/answer-together.ts';
import { alreadyResolved, answerAlert } from './acknowledge.ts';
import { type Answerable, answerableOf, answerMany, countsText, type Resolving, selectionIn } from './answer-many.ts';
import { type FoundAlert, formHead, formReply, goneAlert, withAlertOfForm, withAnswerable } from './find-alert.ts';

const noteLength = 500;

/** The reason and the note as they were typed or chosen. */
interface ResolveInput {
  reason: string | null;
  note: string;
}

/** Returns the reason that typed words begin with, and the note behind it; without a reason all of them as the note. */
export function reasonAndNote(typed: string): ResolveInput {
  const [first = '', ...note] = typed.split(' ');
  const reason = reasonOf(first);
  return reason ? { reason, note: note.join(' ').replace(/^[:,;–—-]+\s*/, '') } : { reason: null, note: typed };
}

const blank: ResolveInput = { reason: null, note: '' };

/** Opens the form that resolves an alert. The button's value is the alert's id, or our number. */
export const pressResolve: PressHandler = (request, alertId, world) =>
  withAnswerable(request, alertId, world, (found) => openResolve(request, found, blank, world));

/** Resolves the alert as the form says, or returns the form with what is wrong. */
export const saveResolve: SubmitHandler = (request, { state, values }, world) =>
  withAlertOfForm(request, state, world, (found) => resolveAs(request, found, enteredIn(values), world));

function enteredIn({ reason, note }: Values): ResolveInput {
  return { reason: entered(reason), note: entered(note) };
}

/** Returns the form that resolves an alert, with what was typed already; for a resolved one, who did it. */
export function openResolve(request: Request, found: FoundAlert, input: ResolveInput, world: World): Reply {
  if (found.alert.status === 'resolved') return alreadyResolved(request, found, world);
  const problems = onlyProblems({ note: noteProblem(request, input.note) });
  return reasonForm(request, headOfOne(request, found), input, problems);
}

function noteProblem({ messages }: Request, note: string): string | null {
  return note.length > noteLength ? messages.contactForm.problems.tooLong(noteLength) : null;
}

/** Resolves the alert as it was typed; returns the form when something about that is wrong. */
export async function resolveAs(request: Request, found: FoundAlert, input: ResolveInput, world: World) {
  const { resolving, problems } = checked(request, input);
  if (!resolving) return reasonForm(request, headOfOne(request, found), input, problems);
  return answerAlert(request, found, { kind: 'resolve', ...resolving }, world);
}

/** Returns the reason and the note that were typed; null for them where something is wrong. */
function checked(request: Request, input: ResolveInput): { resolving: Resolving | null; problems: Problems } {
  const reason = ResolvedReason.safeParse(input.reason);
  const note = entered(input.note);
  const problems = onlyProblems({
    reason: reason.success ? null : request.messages.contactForm.problems.choose,
    note: noteProblem(request, note),
  });
  const good = reason.success && Object.keys(problems).length === 0;
  return { resolving: good ? { reason: reason.data, note } : null, problems };
}

/** The part of the form that differs between one alert and many. */
type FormHead = Pick<Form, 'id' | 'title' | 'intro' | 'state'>;

function headOfOne(request: Request, found: FoundAlert): FormHead {
  return { id: 'alerts.resolve', title: request.messages.alerts.form.title, ...formHead(request, found) };
}

/** Returns a form that asks for the reason and a note. */
function reasonForm(request: Request, head: FormHead, input: ResolveInput, problems: Problems): Reply {
  const { form: say } = request.messages.alerts;
  const fields = [
    choice('reason', say.reason, input.reason, choices(say.reasons), null),
    line('note', say.note, input.note, { hint: say.noteHint, maxLength: noteLength, multiline: true }),
  ];
  return formReply(request, { ...head, fields, submit: say.submit, cancel: say.cancel }, problems);
}

/** Returns the form for the alerts of a selection, which says how many of which severity they are. */
export function openResolveMany(request: Request, found: Answerable, input: ResolveInput): Reply {
  return formForMany(request, found, input, onlyProblems({ note: noteProblem(request, input.note) }));
}

function formForMany(request: Request, found: Answerable, input: ResolveInput, problems: Problems): Reply {
  const { selection, count } = found;
  const { titleAll, introAll } = request.messages.alerts.form;
  const which = [sentences(whichOf(request.messages, selection)), ...countsText(request, found)];
  const intro = selection.newest === undefined ? which : [introAll(count)];
  const head = { id: 'alerts.resolveMany', title: titleAll, intro, state: JSON.stringify(selection) };
  return reasonForm(request, head, input, problems);
}

/** What was typed already: a button that opens the form for many alerts carries it, in addition to the alerts. */
const Typed = z.object({ reason: z.string().nullable().default(null), note: z.string().default('') });

/** Returns the button that opens the form for many, with the reason and the note that were typed. */
export function resolveManyButton({ messages }: Request, { selection, count }: Answerable, input: ResolveInput) {
  const value = JSON.stringify({ ...selection, ...input });
  return button('form', 'alerts.resolveMany', messages.alerts.buttons.resolveCount(count), value);
}

/** Opens the form for the alerts that the button's value selects. Says so where none of them is left. */
export const pressResolveMany: PressHandler = async (request, value, world) => {
  const selection = await selectionIn(value, world);
  if (!selection) return goneAlert(request);
  const found = await answerableOf(request, selection, { resolves: true }, world);
  if (found.refused && found.tenants.length === 0) return found.refused;
  if (found.count > 0) return openResolveMany(request, found, stateIn(Typed, value) ?? blank);
  const { title, done } = request.messages.alerts.answeredAll.resolved;
  return { kind: 'card', instead: false, card: card(title, done(0), { text: [done(0)] }), brief: done(0) };
};

/** Resolves the selected alerts as the form says, or returns the form with what is wrong. */
export const saveResolveMany: SubmitHandler = async (request, { state, values }, world) => {
  const selection = await selectionIn(state, world);
  if (!selection) return goneAlert(request);
  const input = enteredIn(values);
  const { resolving, problems } = checked(request, input);
  if (resolving) return answerMany(request, selection, resolving, world);
  return formForMany(request, await answerableOf(request, selection, { resolves: true }, world), input, problems);
};
