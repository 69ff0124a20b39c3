import { type Alert, isOpen } from '../../domain/alert/alert.ts';
import { placeOfNumber } from '../../domain/delivery/delivery.ts';
import type { Acknowledging } from '../../domain/delivery/digest.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessResponder } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { firstTime } from '../../store/idempotency.ts';
import { card } from '../../view/build-card.ts';
import type { Card } from '../../view/view.ts';
import { transitionAlert } from '../change/transitions.ts';
import { goneAlert } from './acknowledge.ts';

/** More than anybody waits for: they get an answer first, and the result after it. */
const quick = 200;

/** Acknowledges what a digest stands for and nobody has acknowledged, up to the newest that the presser saw. */
export const pressAcknowledgeAll: PressHandler = (request, value, world) => answerAll(request, value, null, world);

export type Resolving = NonNullable<Acknowledging['resolving']>;

/** Acknowledges all, or resolves all so. The value is the digest's id and the newest number; cards from before have the id alone. */
export async function answerAll(
  request: Request,
  value: string,
  resolving: Resolving | null,
  world: World,
): Promise<Reply> {
  const found = await allOf(request, value, resolving ? isOpen : isActive, world);
  if (!found) return goneAlert(request);
  const { tenants, refused, count, others, digestId, upTo } = found;
  if (refused && tenants.length === 0) return refused;
  const more = resolving ? { resolving } : {};
  const task = { ...taskOf(request, { tenants, upTo, at: world.clock.now() }), ...more };
  await remember(request, digestId, task, world);
  const finish = () => finished(request, { digestId, task, others }, world);
  return count > quick ? first(request, task, count, finish) : answer(await finish());
}

export type Which = (alert: Alert) => boolean;
export const isActive: Which = ({ status }) => status === 'active';

/** What the card stands for and the asker may answer; null when that is nothing any more. */
export async function allOf(request: Request, value: string, which: Which, world: World) {
  const [digestId = '', newest = ''] = value.split(' ');
  const upTo = /^\d{1,12}$/.test(newest) ? Number(newest) : null;
  const open = await openIn(digestId, upTo, which, world);
  if (!open) return null;
  const { tenants, refused } = await allowed(request, [...open.byTenant.keys()], world);
  const count = tenants.reduce((sum, tenantId) => sum + (open.byTenant.get(tenantId) ?? 0), 0);
  return { tenants, refused, count, others: open.count - count, digestId, upTo: upTo ?? open.newest };
}

interface Open {
  /** Of the alerts that are to be answered; with a 0 for tenants where all are. */
  byTenant: ReadonlyMap<string | null, number>;
  count: number;
  newest: number;
}

/** Null when the digest stands for nothing any more. */
function openIn(digestId: string, upTo: number | null, which: Which, { store }: World): Promise<Open | null> {
  return store.read(async (reader) => {
    const rows = await reader.scan('deliveries.digest', { key: digestId, after: null });
    const byTenant = new Map<string | null, number>();
    let count = 0;
    for (const { about, number } of rows) {
      const alert = 'alertId' in about ? await reader.get('alerts', about.alertId) : null;
      if (!alert) continue;
      const open = which(alert) && number <= (upTo ?? number) ? 1 : 0;
      byTenant.set(alert.tenantId, (byTenant.get(alert.tenantId) ?? 0) + open);
      count += open;
    }
    return byTenant.size === 0 ? null : { byTenant, count, newest: rows.at(-1)?.number ?? 0 };
  });
}

/** The tenants whose alerts the asker may acknowledge, and what is said about the first of the others. */
async function allowed(request: Request, ids: readonly (string | null)[], world: World) {
  const verdicts = await Promise.all(
    ids.map(async (id) => {
      const tenant = id === null ? null : await world.store.read((reader) => reader.get('tenants', id));
      return { id, refused: await refusalUnlessResponder(request, tenant, world) };
    }),
  );
  const tenants = verdicts.filter(({ refused }) => refused === null).map(({ id }) => id);
  return { tenants, refused: verdicts.find(({ refused }) => refused !== null)?.refused ?? null };
}

function taskOf({ actor, place }: Request, more: Pick<Acknowledging, 'tenants' | 'upTo' | 'at'>): Acknowledging {
  return { by: actor.id, byName: actor.name, place, after: null, done: {}, ...more };
}

/** Durable before it begins: what a crash interrupts, the next tick or the next press completes. */
async function remember({ key }: Request, digestId: string, task: Acknowledging, { store }: World): Promise<void> {
  await store.change(
    async (tx) => {
      const digest = await tx.get('digests', digestId);
      if (!digest || !(await firstTime(tx, key, task.at))) return;
      await tx.put('digests', { ...digest, acknowledging: [...(digest.acknowledging ?? []), task] });
    },
    { settles: true },
  );
}

async function finished(
  { words }: Request,
  { digestId, task, others }: { digestId: string; task: Acknowledging; others: number },
  world: World,
): Promise<Card> {
  await acknowledgeIn(digestId, world);
  const { answeredAll, notYours } = words.alerts;
  const say = answeredAll[task.resolving ? 'resolved' : 'acknowledged'];
  const done = say.done(await acknowledgedBy(digestId, task, world));
  const brief = others > 0 ? `${done} ${notYours(others)}` : done;
  return card(say.title, brief, { tone: others > 0 ? 'warning' : 'good', text: [brief] });
}

function first({ words }: Request, { resolving }: Acknowledging, count: number, followUp: () => Promise<Card>): Reply {
  const say = words.alerts.answeredAll[resolving ? 'resolved' : 'acknowledged'];
  const brief = say.doing(count);
  const shown = card(say.doingTitle, brief, { text: [brief] });
  return { kind: 'card', instead: false, card: shown, brief, followUp };
}

function answer(shown: Card): Reply {
  return { kind: 'card', instead: false, card: shown, brief: shown.summary };
}

/** Done in slices, so that a storm of thousands holds up nobody.  */
const together = 40;

/** What a crash interrupted. */
export async function acknowledgeLeft(world: World): Promise<void> {
  const left = await world.store.read((reader) =>
    reader.scan('digests.acknowledging', { key: '', after: null, limit: 100 }),
  );
  for (const { id } of left) await acknowledgeIn(id, world);
}

/** Does what people asked of a digest and is not done yet. Several may do so at once: each slice is one change. */
export async function acknowledgeIn(digestId: string, world: World): Promise<void> {
  let left = true;
  while (left) {
    const doSome = (tx: Tx) => some(tx, digestId, world.clock.now());
    const slice: Slice = await world.store.change(doSome, { settles: true });
    world.wake(slice.queues);
    left = slice.left;
  }
}

/** How many alerts the task has answered, whoever did its slices. */
export function acknowledgedBy(digestId: string, task: Acknowledging, { store }: World): Promise<number> {
  return store.read(async (reader) => {
    let count = 0;
    for (const { about, number } of await reader.scan('deliveries.digest', {
      key: digestId,
      after: null,
    })) {
      const alert = 'alertId' in about && number <= task.upTo ? await reader.get('alerts', about.alertId) : null;
      const done = task.resolving ? alert?.resolved : alert?.acknowledged;
      if (done?.at === task.at && done.by === task.by) count += 1;
    }
    return count;
  });
}

interface Slice {
  queues: ReadonlySet<string>;
  left: boolean;
}

async function some(tx: Tx, digestId: string, now: string): Promise<Slice> {
  const [task, ...later] = (await tx.get('digests', digestId))?.acknowledging ?? [];
  const queues = new Set<string>();
  if (!task) return { queues, left: false };
  const rows = await tx.scan('deliveries.digest', { key: digestId, after: task.after, limit: together });
  const seen = rows.filter(({ number }) => number <= task.upTo);
  const done = { ...task.done };
  for (const { about } of seen) {
    const one = 'alertId' in about ? await acknowledge(tx, about.alertId, task) : null;
    if (!one) continue;
    for (const queue of one.queues) queues.add(queue);
    const tenant = one.alert.tenantId ?? '';
    done[tenant] = (done[tenant] ?? 0) + 1;
  }
  const last = seen.length === together ? seen.at(-1) : undefined;
  const acknowledging = last ? [{ ...task, done, after: placeOfNumber(last.number) }, ...later] : later;
  if (!last) await record(tx, { ...task, done }, now);
  // As it is after what was acknowledged.
  const digest = await tx.get('digests', digestId);
  if (digest) await tx.put('digests', { ...digest, acknowledging });
  return { queues, left: acknowledging.length > 0 };
}

/** As of the press: that is when the person answered. What was reopened since is open again. */
async function acknowledge(tx: Tx, alertId: string, task: Acknowledging) {
  const { at, by, byName, place, tenants, resolving } = task;
  const alert = await tx.get('alerts', alertId);
  if (!alert || !tenants.includes(alert.tenantId) || alert.remindFrom > at) return null;
  const deed = resolving ? ({ kind: 'resolve', ...resolving } as const) : ({ kind: 'acknowledge' } as const);
  return transitionAlert(tx, alert, deed, { at, by, byName }, place);
}

/** One line in the audit trail for each tenant, and not thousands. */
async function record(tx: Tx, { by, byName, done, resolving }: Acknowledging, at: string): Promise<void> {
  for (const [tenant, count] of Object.entries(done)) {
    const changes = [
      { field: 'alerts', before: null, after: count },
      ...(resolving ? [{ field: 'reason', before: null, after: resolving.reason }] : []),
    ];
    await tx.record({
      at,
      by,
      byName,
      deed: resolving ? 'alert.resolvedAll' : 'alert.acknowledgedAll',
      tenantId: tenant === '' ? null : tenant,
      changes,
    });
  }
}
