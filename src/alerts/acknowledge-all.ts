import { firstTime } from '../act-once.ts';
import { card } from '../card.ts';
import { type Alert, isOpen } from '../domain/alert.ts';
import type { Acknowledging } from '../domain/digest.ts';
import type { World } from '../ports.ts';
import { refusalUnlessResponder } from '../request/authorize.ts';
import type { Reply } from '../request/interaction.ts';
import type { PressHandler, Request } from '../request/request.ts';
import type { Card } from '../view.ts';
import { acknowledgedBy, acknowledgeIn } from './acknowledge-in.ts';
import { goneAlert } from './press.ts';

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
