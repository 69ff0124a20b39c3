import { z } from 'zod';
import { isOpen, ResolvedReason } from '../../domain/alert/alert.ts';
import { Selection } from '../../domain/alert/selection.ts';
import type { World } from '../../ports/world.ts';
import { line as entered, stateIn } from '../../request/form-input.ts';
import { onlyProblems, type Problems } from '../../request/form-problems.ts';
import type { Reply, Values } from '../../request/interaction.ts';
import { reasonOf } from '../../request/parse-command.ts';
import type { PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { choice, choices, line } from '../../view/build-fields.ts';
import type { Button, Form } from '../../view/view.ts';
import { tenantName } from '../cards/alert-facts.ts';
import { sentences } from '../cards/alert-state.ts';
import { whichOf } from '../cards/answer-together.ts';
import { applyTransition } from '../change/transitions.ts';
import { doneReply } from './acknowledge.ts';
import { answerAll, answerableIn, type Resolving } from './answer-all.ts';
import { type Answerable, answerableOf, answerMany, countsText } from './answer-many.ts';
import { refusalToAnswer } from './authorize-answer.ts';
import { type FoundAlert, goneAlert, withAlert } from './find-alert.ts';

const noteLength = 500;
const State = z.object({ alert: z.string() });

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
  withAlert(request, alertId, world, (found) => openResolve(request, found, blank, world));

/** Resolves the alert as the form says, or returns the form with what is wrong. */
export const saveResolve: SubmitHandler = (request, { state, values }, world) =>
  withAlert(request, stateIn(State, state)?.alert ?? '', world, (found) =>
    resolveAs(request, found, enteredIn(values), world),
  );

function enteredIn({ reason, note }: Values): ResolveInput {
  return { reason: entered(reason), note: entered(note) };
}

/** Returns the form that resolves an alert, with what was typed already; a refusal for somebody who may not. */
export async function openResolve(request: Request, found: FoundAlert, input: ResolveInput, world: World) {
  const problems = onlyProblems({ note: noteProblem(request, input.note) });
  const refused = await refusalToAnswer(request, found, world);
  return refused ?? reasonForm(request, headOfOne(request, found), input, problems);
}

function noteProblem({ words }: Request, note: string): string | null {
  return note.length > noteLength ? words.contactForm.problems.tooLong(noteLength) : null;
}

/** Resolves the alert as it was typed; returns the form when something about that is wrong. */
export async function resolveAs(request: Request, found: FoundAlert, input: ResolveInput, world: World) {
  const refused = await refusalToAnswer(request, found, world);
  if (refused) return refused;
  const { resolving, problems } = checked(request, input);
  if (!resolving) return reasonForm(request, headOfOne(request, found), input, problems);
  const done = await applyTransition(request, found.alert.id, { kind: 'resolve', ...resolving }, world);
  return doneReply(request, done, found.tenant);
}

/** Returns the reason and the note that were typed; null for them where something is wrong. */
function checked(request: Request, input: ResolveInput): { resolving: Resolving | null; problems: Problems } {
  const reason = ResolvedReason.safeParse(input.reason);
  const note = entered(input.note);
  const problems = onlyProblems({
    reason: reason.success ? null : request.words.contactForm.problems.choose,
    note: noteProblem(request, note),
  });
  const good = reason.success && Object.keys(problems).length === 0;
  return { resolving: good ? { reason: reason.data, note } : null, problems };
}

/** The part of the form that differs between one alert and many. */
type FormHead = Pick<Form, 'id' | 'title' | 'intro' | 'state'>;

function headOfOne(request: Request, { alert, tenant }: FoundAlert): FormHead {
  const { form, numbered } = request.words.alerts;
  const which = `${numbered(alert.number)} · ${tenantName(request, { alert, tenant })}`;
  const intro = [alert.content.displayName, which];
  return { id: 'alerts.resolve', title: form.title, intro, state: JSON.stringify({ alert: alert.id }) };
}

function headOfMany({ words }: Request, value: string, count: number): FormHead {
  const { titleAll, introAll } = words.alerts.form;
  return { id: 'alerts.resolveAll', title: titleAll, intro: [introAll(count)], state: value };
}

/** Returns a form that asks for the reason and a note. */
function reasonForm({ words }: Request, head: FormHead, input: ResolveInput, problems: Problems): Reply {
  const { form: say } = words.alerts;
  const form: Form = {
    ...head,
    fields: [
      choice('reason', say.reason, input.reason, choices(say.reasons), null),
      line('note', say.note, input.note, { hint: say.noteHint, maxLength: noteLength, multiline: true }),
    ],
    problems,
    notice: Object.keys(problems).length > 0 ? words.contactForm.invalid : null,
    submit: say.submit,
    cancel: say.cancel,
  };
  return { kind: 'form', form };
}

/** Returns the form for the alerts of a selection, which says how many of which severity they are. */
export function openResolveMany(request: Request, found: Answerable, input: ResolveInput): Reply {
  const { selection } = found;
  const head = {
    id: 'alerts.resolveMany',
    title: request.words.alerts.form.titleAll,
    intro: [sentences(whichOf(request.words, selection)), ...countsText(request, found)],
    state: JSON.stringify(selection),
  };
  return reasonForm(request, head, input, onlyProblems({ note: noteProblem(request, input.note) }));
}

/** What a button that opens the form for many carries: which alerts, and what was typed already. */
const Asked = Selection.extend({ reason: z.string().nullable().default(null), note: z.string().default('') });

/** Returns the button that opens the form for many, with the reason and the note that were typed. */
export function resolveManyButton({ words }: Request, { selection, count }: Answerable, input: ResolveInput): Button {
  const value = JSON.stringify({ ...selection, ...input });
  return button('form', 'alerts.resolveMany', words.alerts.buttons.resolveCount(count), value);
}

/** Opens the form for the alerts that the button's value selects. Says so where none of them is left. */
export const pressResolveMany: PressHandler = async (request, value, world) => {
  const asked = stateIn(Asked, value);
  if (!asked) return goneAlert(request);
  const { reason, note, ...selection } = asked;
  const found = await answerableOf(request, selection, true, world);
  if (found.refused && found.tenants.length === 0) return found.refused;
  return found.count === 0 ? noneLeft(request) : openResolveMany(request, found, { reason, note });
};

function noneLeft({ words }: Request): Reply {
  const { title, done } = words.alerts.answeredAll.resolved;
  return { kind: 'card', instead: false, card: card(title, done(0), { text: [done(0)] }), brief: done(0) };
}

/** Resolves the selected alerts as the form says, or returns the form with what is wrong. */
export const saveResolveMany: SubmitHandler = async (request, { state, values }, world) => {
  const selection = stateIn(Selection, state);
  if (!selection) return goneAlert(request);
  const input = enteredIn(values);
  const { resolving, problems } = checked(request, input);
  if (resolving) return answerMany(request, selection, resolving, world);
  const found = await answerableOf(request, selection, true, world);
  const again = openResolveMany(request, found, input);
  return again.kind === 'form'
    ? { ...again, form: { ...again.form, problems, notice: request.words.contactForm.invalid } }
    : again;
};

/** Opens one form for all alerts of a digest that nobody has resolved. The button's value is as `answerAll` takes it. */
export const pressResolveAll: PressHandler = async (request, value, world) => {
  const found = await answerableIn(request, value, isOpen, world);
  if (!found) return goneAlert(request);
  if (found.refused && found.tenants.length === 0) return found.refused;
  return found.count === 0
    ? noneLeft(request)
    : reasonForm(request, headOfMany(request, value, found.count), blank, {});
};

/** Resolves all alerts of the digest as the form says, or returns the form with what is wrong. */
export const saveResolveAll: SubmitHandler = async (request, { state, values }, world) => {
  const input = enteredIn(values);
  const { resolving, problems } = checked(request, input);
  if (resolving) return answerAll(request, state, resolving, world);
  const found = await answerableIn(request, state, isOpen, world);
  return found ? reasonForm(request, headOfMany(request, state, found.count), input, problems) : goneAlert(request);
};
