/** Sends one event: its attempt is durable before the call, and what came of it after. */
import type { Backoff } from '../delivery/backoff.ts';
import { backOffMs, onceWritable } from '../delivery/backoff.ts';
import type { Alert } from '../domain/alert/alert.ts';
import { ownStep, withStep } from '../domain/alert/timeline.ts';
import {
  isUnacknowledged,
  lanes,
  type OutgoingRow,
  type RefusalCause,
  refusesCredential,
} from '../domain/outgoing/outgoing.ts';
import { laneKey } from '../ports/indexes.ts';
import type { Receiver, SendResult } from '../ports/receivers.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { eventToSend } from './facts.ts';
import { installationId } from './installation.ts';
import {
  amendReceiver,
  comeToPass,
  fewAlerts,
  forgetFollowing,
  keepOpened,
  noteLost,
  openedFor,
  outgoingBatch,
  removeOutgoing,
} from './rows.ts';

/** How long (ms) an event is tried again. */
const giveUpMs = 3 * 24 * 60 * 60_000;

/** A wrong credential is the operator's to mend, so that what met it waits, and is tried again after this time (ms). */
const credentialPauseMs = 5 * 60_000;
const isBarred = (result: SendResult) => result.kind === 'refused' && refusesCredential(result.status);

/** Runs in the change in which an alert got the reference that a receiver answered. */
export type OnReference = (tx: Tx, alert: Alert) => Promise<void>;

/** What sending goes by. */
export interface OutgoingSending {
  world: World;
  backoff: Backoff;
  onReference: OnReference;
}

/** Returns the first event of each lane of a receiver, be it due or not. */
export async function firstOutgoing(reader: Reader, receiver: string): Promise<OutgoingRow[]> {
  const all = lanes.map((lane) => reader.scan('outgoing.due', { key: laneKey(receiver, lane), after: null, limit: 1 }));
  return (await Promise.all(all)).flat();
}

/** Returns the queue whose calls wait for each other: a receiver at one address. */
export function queueOf({ name, address }: Receiver): string {
  return `${name} ${address}`;
}

/** Sends an event that is due. */
export async function sendOutgoing({ id }: OutgoingRow, receiver: Receiver, sending: OutgoingSending): Promise<void> {
  const { world, backoff } = sending;
  const { store, receivers, onBug, meter, steady } = world;
  const installation = await installationId(world);
  const row = await store.change((tx) => claim(tx, id, receiver, steady.now()), { evenWhenFull: true });
  if (!row) return;
  let result: SendResult;
  try {
    result = await receivers.send(receiver.name, await eventToSend(row, receiver, installation, world));
  } catch (error) {
    onBug(error, 'outgoing');
    result = { kind: 'failed', why: 'bug', retryAfterMs: null, maybeDone: true };
  }
  meter.count('outgoing_sent_total', [receiver.name, result.kind]);
  const queue = queueOf(receiver);
  if (isBarred(result)) backoff.failed(queue, id);
  else if (result.kind !== 'failed') backoff.answered(queue);
  else if (result.retryAfterMs === null) backoff.failed(queue, id);
  else backoff.pause(queue, Math.min(result.retryAfterMs, giveUpMs));
  await onceWritable(() => store.change((tx) => noteResult(tx, id, result, sending), { evenWhenFull: true }), world);
}

/** Notes that the receiver is about to be called. Returns null when the event is not to be sent now. */
async function claim(tx: Tx, id: string, receiver: Receiver, now: string): Promise<OutgoingRow | null> {
  const known = await tx.get('outgoing', id);
  if (known?.state !== 'waiting' || known.behind || known.due > now || known.address !== receiver.address) return null;
  const come = known.timer ? await comeToPass(tx, known) : known;
  if (!come) return null;
  const { barred: _barred, ...row } = come;
  const claimed: OutgoingRow = { ...row, state: 'sending', attempts: row.attempts + 1 };
  await tx.put('outgoing', claimed);
  return claimed;
}

/** Notes what came of a call, whatever became of its event meanwhile. */
async function noteResult(
  tx: Tx,
  id: string,
  result: SendResult,
  { world, onReference }: OutgoingSending,
): Promise<void> {
  const now = world.steady.now();
  const row = await tx.get('outgoing', id);
  if (row?.state !== 'sending') return;
  if (result.kind === 'sent') return noteSent(tx, row, result, now, onReference);
  if (result.kind === 'failed') return noteFailed(tx, row, result, now, world.dice());
  const { status, line } = result;
  const waits = refusesCredential(status);
  await amendReceiver(tx, row.receiver, ({ refusals = [] }) => ({
    lastRefused: { at: now, status, line },
    refusals: withRefusal(refusals, { status, line, at: now, ...(waits ? { waits } : {}) }, row),
  }));
  if (waits) {
    const failed = { why: String(status), retryAfterMs: credentialPauseMs, maybeDone: false } as const;
    return noteFailed(tx, { ...row, barred: true }, { kind: 'failed', ...failed }, now, world.dice());
  }
  await removeOutgoing(tx, row);
  if (row.opens && !row.doubt) await forgetFollowing(tx, row);
}

async function noteSent(
  tx: Tx,
  row: OutgoingRow,
  { reference, keyId }: Extract<SendResult, { kind: 'sent' }>,
  now: string,
  onReference: OnReference,
): Promise<void> {
  await amendReceiver(tx, row.receiver, () => ({ lastSentAt: now }));
  const known = row.alertId === undefined ? null : await tx.get('alerts', row.alertId);
  const rang = known && isUnacknowledged(row) ? ownStep('rang', now, { byName: row.receiver }) : null;
  const alert = known && rang ? { ...known, timeline: withStep(known.timeline, rang) } : known;
  if (alert && rang) await tx.put('alerts', alert);
  if (alert && reference !== null && alert.references?.[row.receiver] !== reference) {
    const references = { ...alert.references, [row.receiver]: reference };
    const found = { ...alert, references, revision: alert.revision + 1 };
    await tx.put('alerts', found);
    await onReference(tx, found);
  }
  if (row.opens && (await openedFor(tx, row)).length === 0) return keepOpened(tx, row, keyId);
  await removeOutgoing(tx, row);
}

async function noteFailed(
  tx: Tx,
  row: OutgoingRow,
  { why, retryAfterMs, maybeDone, keyId }: Extract<SendResult, { kind: 'failed' }>,
  now: string,
  dice: number,
): Promise<void> {
  const failed: OutgoingRow = {
    ...row,
    ...{ state: 'waiting', failingSince: row.failingSince ?? now },
    ...(maybeDone ? { doubt: true, keyId: keyId ?? row.keyId } : {}),
  };
  const until = Date.parse(row.since) + giveUpMs;
  const waitMs = retryAfterMs ?? backOffMs(row.attempts, msBetween(row.failingSince ?? now, now), dice);
  const due = new Date(Math.max(Date.parse(now), Math.min(Date.parse(now) + waitMs, until))).toISOString();
  await amendReceiver(tx, row.receiver, () => ({ why }));
  await putBack(tx, { ...failed, due });
  const clock = await tx.get('trusted', 'clock');
  const trusted = clock && clock.at < now ? clock.at : now;
  if (Date.parse(trusted) >= until) await giveUpOld(tx, row.receiver, trusted, now);
}

/**
 * Has an event wait again. One that opens an incident is not sent once more when somebody answered the alert meanwhile: where it may have
 * arrived, it is taken for sent, and what follows it goes.
 */
async function putBack(tx: Tx, row: OutgoingRow): Promise<void> {
  await tx.put('outgoing', row);
  const alert = row.alertId === undefined ? null : await tx.get('alerts', row.alertId);
  if (!row.opens || (alert?.status === 'active' && (alert.reopenings ?? 0) + 1 === row.round)) return;
  if (row.doubt) return keepOpened(tx, row, row.keyId);
  await removeOutgoing(tx, row);
  await forgetFollowing(tx, row);
}

/** Gives up what waits for longer than it is tried, by a clock that believes no leap ahead. */
async function giveUpOld(tx: Tx, receiver: string, trusted: string, now: string): Promise<void> {
  const waiting = await tx.scan('outgoing.waiting', { key: receiver, after: null, limit: outgoingBatch });
  const old = waiting.filter(({ since, state }) => state === 'waiting' && msBetween(since, trusted) >= giveUpMs);
  for (const { id } of old) {
    const row = await tx.get('outgoing', id);
    if (row) await removeOutgoing(tx, row);
  }
  if (old.length > 0) await noteLost(tx, receiver, { old: old.length }, now);
}

/** The most causes of refusals that are kept of one receiver. */
const mostCauses = 5;

/** Adds a refusal to the causes that are known of a receiver. */
export function withRefusal(
  known: readonly RefusalCause[],
  cause: Pick<RefusalCause, 'status' | 'line' | 'at' | 'waits'>,
  ...rows: readonly OutgoingRow[]
) {
  const { status, line, waits } = cause;
  const isSame = (one: RefusalCause) => one.status === status && one.line === line && one.waits === waits;
  const before = known.find(isSame) ?? { ...cause, count: 0 };
  const alerts = fewAlerts(before.alerts, ...rows);
  const now = { ...before, at: cause.at, count: before.count + 1, ...(alerts.length > 0 ? { alerts } : {}) };
  return [...known.filter((one) => !isSame(one)), now].slice(-mostCauses);
}

/** Lets what met a wrong credential be tried at once. Resolves with whether there was any. */
export async function unbar(receiver: string, { store, steady }: Pick<World, 'store' | 'steady'>): Promise<boolean> {
  const failing = await store.read((reader) => reader.scan('outgoing.failing', { key: receiver, after: null }));
  const barred = failing.filter((row) => row.barred);
  for (let from = 0; from < barred.length; from += outgoingBatch)
    await store.change(
      async (tx) => {
        for (const { id } of barred.slice(from, from + outgoingBatch)) {
          const known = await tx.get('outgoing', id);
          if (!known?.barred) continue;
          const { barred: _barred, ...row } = known;
          await tx.put('outgoing', { ...row, due: steady.now() });
        }
      },
      { evenWhenFull: true },
    );
  return barred.length > 0;
}

/** Has everything wait again that was being sent when the process ended: it may have arrived. */
export async function doubtSending(receiver: string, { store }: Pick<World, 'store'>): Promise<void> {
  const find = (reader: Reader) => reader.scan('outgoing.sending', { key: receiver, after: null });
  if ((await store.read(find)).length === 0) return;
  const change = async (tx: Tx) => {
    for (const row of await find(tx)) await putBack(tx, { ...row, state: 'waiting', doubt: true });
  };
  await store.change(change, { evenWhenFull: true });
}

function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
