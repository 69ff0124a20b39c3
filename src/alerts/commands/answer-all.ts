import { type Alert, isOpen } from '../../domain/alert/alert.ts';
import { sortableNumber } from '../../domain/delivery/delivery.ts';
import type { AnswerTask } from '../../domain/delivery/digest.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { firstTime } from '../../store/idempotency.ts';
import { card } from '../../view/build-card.ts';
import { type Answered, measureAnswers } from '../change/answer-delay.ts';
import { recordAction } from '../change/record.ts';
import { transitionAlert } from '../change/transitions.ts';
import { isAmong, othersText, tenantsToAnswer } from './authorize-answer.ts';
import { goneAlert } from './find-alert.ts';

/** The most alerts that are answered before the reply. With more, the reply comes first, and the result follows it. */
export const maxBeforeReply = 200;

/** The reason and the note with which many alerts are resolved. */
export type Resolving = NonNullable<AnswerTask['resolving']>;

/** Acknowledges the alerts of a digest that nobody has acknowledged, up to the newest one that the asker saw. */
export const pressAcknowledgeAll: PressHandler = (request, value, world) => answerAll(request, value, null, world);

/**
 * Acknowledges all alerts of a digest that the asker may answer; resolves them where `resolving` says how. `value` is the digest's
 * id and the number of the newest alert that the asker saw; cards of older versions have the id alone.
 */
export async function answerAll(
  request: Request,
  value: string,
  resolving: Resolving | null,
  world: World,
): Promise<Reply> {
  const found = await answerableIn(request, value, resolving ? isOpen : isActive, world);
  if (!found) return goneAlert(request);
  const { tenants, refused, count, others, digestId, upTo } = found;
  if (refused && tenants.length === 0) return refused;
  const { actor, place, words } = request;
  const task: AnswerTask = {
    ...{ by: actor.id, byName: actor.name, place, tenants, upTo, at: world.steady.arrival(), after: null },
    ...(resolving ? { resolving } : {}),
  };
  await remember(request, digestId, task, world);
  const { answeredAll } = words.alerts;
  const say = answeredAll[resolving ? 'resolved' : 'acknowledged'];
  const finish = async () => {
    await runTasks(digestId, world);
    const done = say.done(await countAnswered(digestId, task, world));
    const brief = [done, othersText(request, found)].filter(Boolean).join(' ');
    return card(say.title, brief, { tone: others > 0 ? 'warning' : 'good', text: [brief] });
  };
  const brief = say.doing(count);
  const shown = count > maxBeforeReply ? card(say.doingTitle, brief, { text: [brief] }) : await finish();
  const reply = { kind: 'card', instead: false, card: shown, brief: shown.summary } as const;
  return count > maxBeforeReply ? { ...reply, followUp: finish } : reply;
}

/** Chooses alerts. */
export type AlertPredicate = (alert: Alert) => boolean;
/** Returns whether nobody has acknowledged the alert. */
export const isActive: AlertPredicate = ({ status }) => status === 'active';

/** Returns what a digest holds that the asker may answer; null when the digest holds no alerts any more. `value` is as `answerAll` takes it. */
export async function answerableIn(request: Request, value: string, which: AlertPredicate, world: World) {
  const [digestId = '', newest = ''] = value.split(' ');
  const upTo = /^\d{1,12}$/.test(newest) ? Number(newest) : null;
  const rows = await world.store.read((reader) => alertsIn(reader, digestId));
  if (rows.length === 0) return null;
  const wanted = rows.filter(({ alert, number }) => which(alert) && number <= (upTo ?? number));
  const all = wanted.length > 0 ? wanted : rows;
  const { tenants, refused } = await tenantsToAnswer(
    request,
    all.map(({ alert }) => alert),
    world,
  );
  const count = wanted.filter(({ alert }) => isAmong(tenants, alert)).length;
  const others = wanted.length - count;
  return { tenants, refused, count, others, digestId, upTo: upTo ?? rows.at(-1)?.number ?? 0 };
}

/** Returns the alerts of a digest, each with the number of its delivery, in order of that. */
async function alertsIn(reader: Reader, digestId: string): Promise<{ alert: Alert; number: number }[]> {
  const found: { alert: Alert; number: number }[] = [];
  for (const { about, number } of await reader.scan('deliveries.digest', { key: digestId, after: null })) {
    const alert = 'alertId' in about ? await reader.get('alerts', about.alertId) : null;
    if (alert) found.push({ alert, number });
  }
  return found;
}

/** Keeps the task in the digest before it begins: when a crash interrupts it, the next tick or the next press completes it. */
async function remember({ key }: Request, digestId: string, task: AnswerTask, { store }: World): Promise<void> {
  const addTask = async (tx: Tx) => {
    const digest = await tx.get('digests', digestId);
    if (!digest || !(await firstTime(tx, key, task))) return;
    await tx.put('digests', { ...digest, answering: [...(digest.answering ?? []), task] });
  };
  await store.change(addTask, { evenWhenFull: true });
}

/** The most alerts that one change answers, so that a storm of thousands holds up nobody. */
const batchSize = 40;

/** Completes the tasks that a crash interrupted. */
export async function finishAnswering(world: World): Promise<void> {
  const left = await world.store.read((reader) =>
    reader.scan('digests.answering', { key: '', after: null, limit: 100 }),
  );
  for (const { id } of left) await runTasks(id, world);
}

/** Does what people asked of a digest and is not done yet. Several calls may run at once: each slice is one change. */
async function runTasks(digestId: string, world: World): Promise<void> {
  for (let left = true; left; ) {
    const slice = await world.store.change((tx) => answerSome(tx, digestId, world.clock.now()), { evenWhenFull: true });
    measureAnswers(slice.answered, world);
    left = slice.left;
  }
}

/** Returns how many alerts the task has answered, whoever did its slices. */
function countAnswered(digestId: string, task: AnswerTask, { store }: World): Promise<number> {
  return store.read(async (reader) => {
    const rows = await alertsIn(reader, digestId);
    return rows.filter(({ alert, number }) => {
      const done = task.resolving ? alert.resolved : alert.acknowledged;
      return number <= task.upTo && done?.at === task.at && done.by === task.by;
    }).length;
  });
}

/** Answers one batch of the digest's oldest task. Returns what was answered, and whether there is more to do. */
async function answerSome(tx: Tx, digestId: string, now: string): Promise<{ answered: Answered[]; left: boolean }> {
  const [task, ...later] = (await tx.get('digests', digestId))?.answering ?? [];
  if (!task) return { answered: [], left: false };
  const rows = await tx.scan('deliveries.digest', { key: digestId, after: task.after, limit: batchSize });
  const seen = rows.filter(({ number }) => number <= task.upTo);
  const all: Answered[] = [];
  for (const { about } of seen) {
    const answered = 'alertId' in about ? await answerOne(tx, about.alertId, task) : null;
    if (!answered) continue;
    all.push(answered);
    await recordAnswer(tx, answered.alert, task, now);
  }
  const last = seen.length === batchSize ? seen.at(-1) : undefined;
  const answering = last ? [{ ...task, after: sortableNumber(last.number) }, ...later] : later;
  // The digest is read again, since the answers above changed it.
  const digest = await tx.get('digests', digestId);
  if (digest) await tx.put('digests', { ...digest, answering });
  return { answered: all, left: answering.length > 0 };
}

/** Answers one alert as of the time of the press. An alert that was reopened since then, or since the question was asked, stays open. */
export async function answerOne(
  tx: Tx,
  alertId: string,
  task: Omit<AnswerTask, 'upTo' | 'after'>,
  asked?: string,
): Promise<Answered | null> {
  const { at, by, byName, place, tenants, resolving } = task;
  const before = await tx.get('alerts', alertId);
  if (!before || !isAmong(tenants, before) || before.escalateFrom > (asked ?? at)) return null;
  const transition = resolving ? ({ kind: 'resolve', ...resolving } as const) : ({ kind: 'acknowledge' } as const);
  const alert = await transitionAlert(tx, before, transition, { at, by, byName }, place);
  return alert && { before, alert };
}

/** Adds the alert's own entry to the audit trail. */
export async function recordAnswer(
  tx: Tx,
  { number, tenantId, status }: Alert,
  { by, byName, resolving }: Pick<AnswerTask, 'by' | 'byName' | 'resolving'>,
  at: string,
): Promise<void> {
  const what = { alert: number, ...(resolving ? { reason: resolving.reason } : {}) };
  const action = resolving ? 'alert.resolved' : status === 'active' ? 'alert.reopened' : 'alert.acknowledged';
  await recordAction(tx, action, tenantId, what, { at, by, byName });
}
