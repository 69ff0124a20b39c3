/** Acknowledges, resolves or reopens many alerts together, whatever cards they have: what is typed behind a verb, or pressed on a card. */
import { type Alert, isOpen } from '../../domain/alert/alert.ts';
import { type ManyTask, Selection } from '../../domain/alert/selection.ts';
import { countsOf } from '../../domain/alert/severity.ts';
import { idInQueue } from '../../domain/delivery/delivery.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { stateIn } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request } from '../../request/interaction.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import { markOnce } from '../../store/idempotency.ts';
import { type Button, button, card, type Text } from '../../view/view.ts';
import { sentences } from '../cards/alert-state.ts';
import { whichOf } from '../cards/answer-together.ts';
import { bySeverity } from '../cards/digest-card.ts';
import { rerouteReopened } from '../change/reroute.ts';
import { allSelected, nextSelected, selectionStart } from '../change/selected.ts';
import type { Answered, Transition } from '../change/transitions.ts';
import { measureAnswers, recordTransition, transitionAlert } from '../change/transitions.ts';
import { isReaching } from '../write-back/enqueue-write-back.ts';
import { goneAlert, isAmong, othersText, tenantsToAnswer } from './find-alert.ts';

/** The most alerts that one change answers, so that nobody waits long for the store. */
const batchSize = 40;

/** The most alerts that are answered before the reply. With more, the reply comes first, and the result follows it. */
const maxBeforeReply = 200;

/** The reason and the note with which many alerts are resolved. */
export type Resolving = NonNullable<ManyTask['resolving']>;

/** What a selection holds that the asker may answer. */
export type Answerable = Awaited<ReturnType<typeof answerableOf>>;

/** Reads what of a selection is left to acknowledge, or to resolve where `resolves`; what can be reopened where it chooses that. */
export async function answerableOf(request: Request, selection: Selection, how: { resolves: boolean }, world: World) {
  const isWanted = (alert: Alert) => selection.resolved || (how.resolves ? isOpen(alert) : alert.status === 'active');
  const wanted = (await world.store.read((reader) => allSelected(reader, selection))).filter(isWanted);
  const may = await tenantsToAnswer(request, wanted, world);
  const alerts = wanted.filter((alert) => isAmong(may.tenants, alert));
  const [count, others] = [alerts.length, wanted.length - alerts.length];
  // With the time of the question.
  const asked: Selection = { at: world.steady.arrival(), ...selection };
  return { ...may, selection: asked, alerts, count, counts: countsOf(alerts), others };
}

/** Returns in words how many alerts of which severity there are, and how many the asker may not answer. */
export function countsText(request: Request, found: Answerable): Text[] {
  return [bySeverity(askerLocale(request), found.counts), othersText(request, found)].filter((text) => text !== null);
}

/** Returns the confirmation card before these alerts are acknowledged, or reopened. */
export function askToAnswer(request: Request, found: Answerable): Reply {
  const { acknowledgeAllQuestion, buttons, many } = request.messages.alerts;
  const { count, selection } = found;
  const title = selection.resolved ? many.reopenTitle(count) : acknowledgeAllQuestion(count, null).title;
  const which = sentences(whichOf(request.messages, selection));
  const shown = card(title, `${title} ${which}`, {
    text: [which, ...countsText(request, found), many.recorded],
    buttons: [{ ...answerButton(request, found), style: 'primary' }, button('press', 'alerts.list', buttons.list, '')],
  });
  return { kind: 'card', instead: false, card: shown };
}

/** Returns the button that acknowledges what was found, or reopens it. */
export function answerButton({ messages }: Request, { selection, count }: Answerable): Button {
  const { acknowledgeCount, reopenCount } = messages.alerts.buttons;
  const value = JSON.stringify(selection);
  return selection.resolved
    ? button('press', 'alerts.reopenMany', reopenCount(count), value)
    : button('press', 'alerts.acknowledgeMany', acknowledgeCount(count), value);
}

/**
 * Reads the selection in the value of a button, or in the state of a form: as JSON, or as the id of a digest and the number of the
 * newest delivery that its card showed, `digest-5 812`. Cards of older versions have the id alone. Null when no alert is left.
 */
export async function selectionIn(value: string, { store }: World): Promise<Selection | null> {
  const [, digestId, newest] = /^(digest-\d+)(?: (\d{1,12}))?$/.exec(value) ?? [];
  if (digestId === undefined) return stateIn(Selection, value);
  return store.read(async (reader) => {
    const digest = await reader.get('digests', digestId);
    if (!digest || (await reader.count('deliveries.digest', digestId)) === 0) return null;
    const last = async (counter: string) => (await reader.get('counters', counter))?.value ?? 0;
    const message = idInQueue({ kind: 'digest', digestId }, digest.queue);
    return { upTo: await last('alerts'), message, newest: newest ? Number(newest) : await last('deliveries') };
  });
}

/** Acknowledges, or reopens, the alerts that the button's value selects. */
export const pressAnswerMany: PressHandler = async (request, value, world) => {
  const selection = await selectionIn(value, world);
  return selection ? answerMany(request, selection, null, world) : goneAlert(request);
};

/** Acknowledges, or reopens, the alerts of a selection that the asker may answer; resolves them where `resolving` says how. */
export async function answerMany(request: Request, selection: Selection, resolving: Resolving | null, world: World) {
  const { actor, fromChannel, messages } = request;
  const found = await answerableOf(request, selection, { resolves: resolving !== null }, world);
  if (found.refused && found.tenants.length === 0) return found.refused;
  const at = world.steady.arrival();
  const task: ManyTask = {
    ...{ id: `${at} ${actor.id}`, by: actor.id, byName: actor.name, at, place: fromChannel },
    ...{ tenants: found.tenants, selection, cursor: selectionStart },
    ...(resolving ? { resolving } : {}),
  };
  await remember(request, task, world);
  const { answeredAll } = messages.alerts;
  const say = answeredAll[selection.resolved ? 'reopened' : resolving ? 'resolved' : 'acknowledged'];
  const finish = async () => {
    await runTask(task.id, world);
    const answered = await countAnswered(found.alerts, task, world);
    const isThereToo =
      resolving !== null && answered > 0 && found.alerts.every((one) => isReaching(one, world.settings));
    const done = isThereToo ? answeredAll.resolved.doneThere(answered) : say.done(answered);
    const brief = [done, othersText(request, found)].filter(Boolean).join(' ');
    const tone = found.others > 0 ? 'warning' : resolving ? 'good' : 'neutral';
    return card(say.title, brief, { tone, text: [brief] });
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
    if (await markOnce(tx, key, task)) await tx.put('answering', task);
  };
  await store.change(add, { evenWhenFull: true });
}

/** Returns how many of these alerts the task answered, in however many slices. */
function countAnswered(alerts: readonly Alert[], { at, by }: ManyTask, { store }: World): Promise<number> {
  return store.read(async (reader) => {
    const now = await Promise.all(alerts.map(({ id }) => reader.get('alerts', id)));
    return now.filter((alert) => alert?.timeline.some((step) => step.at === at && step.by === by)).length;
  });
}

/** Completes the tasks that a crash interrupted. */
export async function finishAnswering(world: World): Promise<void> {
  for (const { id } of await world.store.read((reader) => reader.list('answering'))) await runTask(id, world);
}

/** Does what is left of a task, one change after the other. */
async function runTask(id: string, world: World): Promise<void> {
  for (let left = true; left; ) {
    const slice = await world.store.change((tx) => answerSome(tx, id, world), { evenWhenFull: true });
    measureAnswers(slice.answered, world);
    left = slice.left;
  }
}

/** Answers the next alerts of a task. Each has its own entry in the audit trail. */
async function answerSome(tx: Tx, id: string, world: World): Promise<{ answered: Answered[]; left: boolean }> {
  const task = await tx.get('answering', id);
  if (!task) return { answered: [], left: false };
  const { alerts, next } = await nextSelected(tx, task.selection, task.cursor, batchSize);
  const answered: Answered[] = [];
  for (const alert of alerts) answered.push(...(await answerOne(tx, alert.id, task, world)));
  if (next) await tx.put('answering', { ...task, cursor: next });
  else await tx.remove('answering', id);
  return { answered, left: next !== null };
}

/** Answers one alert as of the time of the press; not one that was reopened, or resolved, since then or since the question was asked. */
async function answerOne(tx: Tx, alertId: string, task: ManyTask, { clock, settings }: World): Promise<Answered[]> {
  const { at, by, byName, place, tenants, resolving, selection } = task;
  const before = await tx.get('alerts', alertId);
  const since = selection.resolved ? before?.resolved?.at : before?.escalateFrom;
  if (!before || since === undefined || since > (selection.at ?? at) || !isAmong(tenants, before)) return [];
  const transition: Transition = selection.resolved
    ? { kind: 'reopen', acknowledgedAt: null, settings }
    : resolving
      ? { kind: 'resolve', ...resolving }
      : { kind: 'acknowledge' };
  const alert = await transitionAlert(tx, before, transition, { by: { at, by, byName }, channel: place, settings });
  if (!alert) return [];
  if (selection.resolved) await rerouteReopened(tx, alert, { settings, at });
  await recordTransition(tx, alert, transition, { at: clock.now(), by, byName });
  return [{ before, alert }];
}
