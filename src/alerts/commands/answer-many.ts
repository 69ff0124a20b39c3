/** Acknowledges, resolves or reopens many alerts together, whatever cards they have: what is typed behind a verb, or pressed on a card. */
import { isOpen } from '../../domain/alert/alert.ts';
import { type ManyTask, Selection } from '../../domain/alert/selection.ts';
import type { Severity } from '../../domain/alert/severity.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { stateIn } from '../../request/form-input.ts';
import type { Reply } from '../../request/interaction.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { firstTime } from '../../store/idempotency.ts';
import { button, card } from '../../view/build-card.ts';
import type { Button, Text } from '../../view/view.ts';
import { sentences } from '../cards/alert-state.ts';
import { countsOf, whichOf } from '../cards/answer-together.ts';
import { bySeverity } from '../cards/digest-card.ts';
import { type Answered, measureAnswers } from '../change/answer-delay.ts';
import { rerouteReopened } from '../change/reroute.ts';
import { allSelected, nextSelected, selectionStart } from '../change/selected.ts';
import { transitionAlert } from '../change/transitions.ts';
import {
  type AlertPredicate,
  answerOne,
  isActive,
  maxBeforeReply,
  type Resolving,
  recordAnswer,
} from './answer-all.ts';
import { isAmong, type MayAnswer, othersText, tenantsToAnswer } from './authorize-answer.ts';
import { goneAlert } from './find-alert.ts';

/** The most alerts that one change answers, so that nobody waits long for the store. */
const batchSize = 40;

/** What a selection holds that the asker may answer. */
export interface Answerable extends MayAnswer {
  /** With the time of the question. */
  selection: Selection;
  count: number;
  counts: Record<Severity, number>;
  /** The number of alerts that they may not answer. */
  others: number;
}

/** Reads what of a selection is left to acknowledge, or to resolve where `resolves`; what can be reopened where it chooses that. */
export async function answerableOf(
  request: Request,
  selection: Selection,
  resolves: boolean,
  world: World,
): Promise<Answerable> {
  const which = selection.resolved ? isResolved : resolves ? isOpen : isActive;
  const alerts = (await world.store.read((reader) => allSelected(reader, selection))).filter(which);
  const may = await tenantsToAnswer(request, alerts, world);
  const own = alerts.filter((alert) => isAmong(may.tenants, alert));
  const asked = { at: world.steady.arrival(), ...selection };
  return { ...may, selection: asked, count: own.length, counts: countsOf(own), others: alerts.length - own.length };
}

const isResolved: AlertPredicate = (alert) => !isOpen(alert);

/** Returns in words how many alerts of which severity there are, and how many the asker may not answer. */
export function countsText(request: Request, found: Answerable): Text[] {
  return [bySeverity(askerLocale(request), found.counts), othersText(request, found)].filter((text) => text !== null);
}

/** Asks whether to acknowledge these alerts, or to reopen them. */
export function askToAnswer(request: Request, found: Answerable): Reply {
  const { acknowledgeAllQuestion, buttons, many } = request.words.alerts;
  const { count, selection } = found;
  const title = selection.resolved ? many.reopenTitle(count) : acknowledgeAllQuestion(count, null).title;
  const which = sentences(whichOf(request.words, selection));
  const shown = card(title, which, {
    text: [which, ...countsText(request, found), many.recorded],
    buttons: [{ ...answerButton(request, found), style: 'primary' }, button('press', 'alerts.list', buttons.list, '')],
  });
  return { kind: 'card', instead: false, card: shown };
}

/** Returns the button that acknowledges what was found, or reopens it. */
export function answerButton({ words }: Request, { selection, count }: Answerable): Button {
  const { acknowledgeCount, reopenCount } = words.alerts.buttons;
  const value = JSON.stringify(selection);
  return selection.resolved
    ? button('press', 'alerts.reopenMany', reopenCount(count), value)
    : button('press', 'alerts.acknowledgeMany', acknowledgeCount(count), value);
}

/** Acknowledges what the button's value selects, or reopens it. */
export const pressAnswerMany: PressHandler = async (request, value, world) => {
  const selection = stateIn(Selection, value);
  return selection ? answerMany(request, selection, null, world) : goneAlert(request);
};

/** Acknowledges, or reopens, the alerts of a selection that the asker may answer; resolves them where `resolving` says how. */
export async function answerMany(
  request: Request,
  selection: Selection,
  resolving: Resolving | null,
  world: World,
): Promise<Reply> {
  const { actor, place, words } = request;
  const found = await answerableOf(request, selection, resolving !== null, world);
  if (found.refused && found.tenants.length === 0) return found.refused;
  const at = world.steady.arrival();
  const task: ManyTask = {
    ...{ id: `${at} ${actor.id}`, by: actor.id, byName: actor.name, at, place },
    ...{ tenants: found.tenants, selection, cursor: selectionStart },
    ...(resolving ? { resolving } : {}),
  };
  await remember(request, task, world);
  const { answeredAll } = words.alerts;
  const say = answeredAll[selection.resolved ? 'reopened' : resolving ? 'resolved' : 'acknowledged'];
  const finish = async () => {
    const done = say.done(await runTask(task.id, world));
    const brief = [done, othersText(request, found)].filter(Boolean).join(' ');
    return card(say.title, brief, { tone: found.others > 0 ? 'warning' : 'good', text: [brief] });
  };
  const doing = say.doing(found.count);
  const isLong = found.count > maxBeforeReply;
  const shown = isLong ? card(say.doingTitle, doing, { text: [doing] }) : await finish();
  const reply = { kind: 'card', instead: false, card: shown, brief: shown.summary } as const;
  return isLong ? { ...reply, followUp: finish } : reply;
}

/** Stores the task before it begins: when a crash interrupts it, a later tick completes it. */
async function remember({ key }: Request, task: ManyTask, { store }: World): Promise<void> {
  const add = async (tx: Tx) => {
    if (await firstTime(tx, key, task)) await tx.put('answering', task);
  };
  await store.change(add, { evenWhenFull: true });
}

/** Reopens one alert as of the time of the press; not one that was resolved since then, or since the question was asked. */
async function reopenOne(
  tx: Tx,
  alertId: string,
  task: ManyTask,
  settings: World['settings'],
): Promise<Answered | null> {
  const { at, by, byName, place, tenants, selection } = task;
  const before = await tx.get('alerts', alertId);
  if (!before?.resolved || before.resolved.at > (selection.at ?? at) || !isAmong(tenants, before)) return null;
  const alert = await transitionAlert(
    tx,
    before,
    { kind: 'reopen', acknowledgedAt: null, settings },
    { at, by, byName },
    place,
  );
  if (alert) await rerouteReopened(tx, alert, { settings, at });
  return alert && { before, alert };
}

/** The tick leaves a task for these milliseconds to the request that gave it: its answer says how many alerts it took. */
const ownMs = 60_000;

/** Completes the tasks that a crash interrupted. */
export async function finishMany(world: World): Promise<void> {
  const tasks = await world.store.read((reader) => reader.list('answering'));
  const now = Date.parse(world.clock.now());
  for (const { id, at } of tasks) if (Math.abs(now - Date.parse(at)) > ownMs) await runTask(id, world);
}

/** Does what is left of a task, one change after the other. Resolves with how many alerts that answered. */
async function runTask(id: string, world: World): Promise<number> {
  let count = 0;
  for (let left = true; left; ) {
    const slice = await world.store.change((tx) => answerSome(tx, id, world), { evenWhenFull: true });
    measureAnswers(slice.answered, world);
    count += slice.answered.length;
    left = slice.left;
  }
  return count;
}

/** Answers the next alerts of a task. Each has its own entry in the audit trail. */
async function answerSome(
  tx: Tx,
  id: string,
  { clock, settings }: World,
): Promise<{ answered: Answered[]; left: boolean }> {
  const task = await tx.get('answering', id);
  if (!task) return { answered: [], left: false };
  const { selection, cursor } = task;
  const { alerts, next } = await nextSelected(tx, selection, cursor, batchSize);
  const answered: Answered[] = [];
  for (const { id: alertId } of alerts) {
    const one = selection.resolved
      ? await reopenOne(tx, alertId, task, settings)
      : await answerOne(tx, alertId, task, selection.at);
    if (!one) continue;
    answered.push(one);
    await recordAnswer(tx, one.alert, task, clock.now());
  }
  if (next) await tx.put('answering', { ...task, cursor: next });
  else await tx.remove('answering', id);
  return { answered, left: next !== null };
}
