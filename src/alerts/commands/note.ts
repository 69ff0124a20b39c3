import type { Alert } from '../../domain/alert/alert.ts';
import { noteLimits } from '../../domain/alert/timeline.ts';
import { channelKey } from '../../domain/tenant/identity.ts';
import { commonLocale } from '../../domain/tenant/locales.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { onlyProblems, type Problems, pasted, textProblem } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { wordOf } from '../../request/parse-command.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { line } from '../../view/build-fields.ts';
import { excerpt, type Text } from '../../view/view.ts';
import { alertCard } from '../cards/alert-card.ts';
import { addNote } from '../change/transitions.ts';
import type { FoundAlert } from './find-alert.ts';
import {
  findAlert,
  formHead,
  formReply,
  goneAlert,
  refusalToAnswer,
  withAlertOfForm,
  withAnswerable,
} from './find-alert.ts';

/** A typed note that is longer opens the form: of a message that is much longer, the bot does not read all. */
const typedAtMost = 1_800;
/** Opens the form of a note. The button's value is the alert's id, or our number. */
export const pressNote: PressHandler = (request, alertId, world) =>
  withAnswerable(request, alertId, world, (found) => noteForm(request, found, '', {}));

/** Adds the note that was entered in the form, or returns the form with what is wrong. */
export const saveNote: SubmitHandler = (request, { state, values }, world) =>
  withAlertOfForm(request, state, world, (found) => {
    const text = pasted(values.note);
    const problems = problemsOf(request, text);
    return Object.keys(problems).length > 0
      ? noteForm(request, found, text, problems)
      : add(request, found, text, world);
  });

/** Adds a note as it was typed, by somebody who may. A long one, and none, opens the form. */
export async function noteTyped(request: Request, found: FoundAlert, typed: string, world: World): Promise<Reply> {
  const text = noteIn(typed);
  if (text === '' || text.length > typedAtMost) return openNote(request, found, text);
  return add(request, found, text, world);
}

/** Opens the form of a note that was typed for several alerts: it goes to this one alone, and says so. */
export function noteToOne(request: Request, found: FoundAlert, typed: string): Reply {
  return openNote(request, found, noteIn(typed), request.messages.alerts.notes.toOne(found.alert.number));
}

/** Returns the answer to a note that could not be added, with what was typed: on some platforms it stands nowhere else. */
export function givingBack({ messages }: Request, reply: Reply, text: string): Reply {
  if (reply.kind !== 'card' || text === '') return reply;
  const said: Text = messages.alerts.notes.typed(text);
  return { ...reply, card: { ...reply.card, text: [...reply.card.text, said] } };
}

/** Returns a typed note without the mark that sets it off from the number. */
function noteIn(typed: string): string {
  return typed.replace(/^[:,;–—-]+\s*/, '').trim();
}

function openNote(request: Request, found: FoundAlert, text: string, notice: string | null = null): Reply {
  return noteForm(request, found, text, text === '' ? {} : problemsOf(request, text), notice);
}

function problemsOf({ messages }: Request, text: string): Problems {
  return onlyProblems({ note: textProblem(text, noteLimits.text, messages) });
}

async function add(request: Request, found: FoundAlert, text: string, world: World): Promise<Reply> {
  const { messages } = request;
  const { notes: say, named } = messages.alerts;
  const result = await addNote(request, found.alert.id, text, world);
  if (result.kind === 'gone') return goneAlert(request);
  if (result.kind === 'full') return refusal(messages, [say.full(noteLimits.ofAlert)]);
  const { alert } = result;
  const name = named(alert.number, excerpt(alert.content.displayName, 100));
  const notice = (await hasOwnCard(alert, world)) ? say.done : say.inTimeline;
  const shown = alertCard(askerLocale(request), { ...found, alert, notice, platform: request.platform });
  return { kind: 'card', instead: true, card: shown, brief: [name, notice] };
}

/** Returns whether a channel or an admin has, or gets, a card of this alert alone. */
async function hasOwnCard({ id }: Alert, { store }: World): Promise<boolean> {
  const cards = await store.read((reader) => reader.scan('deliveries.cards', { key: id, after: null }));
  return cards.some(({ state }) => state === 'posted' || state === 'sending' || state === 'waiting');
}

function noteForm(request: Request, found: FoundAlert, text: string, problems: Problems, notice: string | null = null) {
  const { notes: say, form } = request.messages.alerts;
  const field = { hint: say.hint, required: true, maxLength: noteLimits.text, multiline: true };
  const shown = {
    ...{ id: 'alerts.note', title: say.title, ...formHead(request, found), submit: say.submit, cancel: form.cancel },
    fields: [line('note', say.field, text, field)],
  };
  // The button that opens the form may stand outside of the thread, and knows nobody whom the words mention.
  const again = `${wordOf('note', commonLocale)} #${found.alert.number} ${text}`.trim();
  return { ...formReply(request, shown, problems, notice), again };
}

/** The number of an alert at the beginning of a text, as people type it before a note. */
const leadingNumber = /^(#?)(\d{1,9})(?!\w)([:,]?)\s*/;

/**
 * Adds a note that was typed in the thread of an alert's card; returns null when there is no such card, or where `#18` names another
 * alert. A number belongs to the note, «3 customers called», unless it is this alert's and marked as such: «#3», «3:», «3,».
 */
export async function noteInThread(request: Request, rest: string, world: World): Promise<Reply | null> {
  const found = await alertOfThread(request, world);
  if (!found) return null;
  const { number } = found.alert;
  const [head = '', sign, typed, mark] = leadingNumber.exec(rest) ?? [];
  const isOwn = Number(typed) === number;
  if (sign === '#' && !isOwn) return null;
  const isMarked = sign === '#' || mark !== '' || head === rest;
  const note = isOwn && isMarked ? rest.slice(head.length) : rest;
  return (await refusalToAnswer(request, found, world)) ?? noteTyped(request, found, note, world);
}

async function alertOfThread({ fromChannel, thread }: Request, world: World): Promise<FoundAlert | null> {
  if (!fromChannel || !thread) return null;
  const query = { key: `${channelKey(fromChannel)} ${thread}`, after: null };
  const rows = await world.store.read((reader) => reader.scan('deliveries.message', query));
  const [alertId] = rows.flatMap(({ about }) => ('alertId' in about ? about.alertId : []));
  return alertId === undefined ? null : findAlert(alertId, world);
}
