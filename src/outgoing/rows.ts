/** The one place that adds and removes events for receivers. */
import {
  isEnd,
  isUnacknowledged,
  type OutgoingRow,
  outgoingAccount,
  outgoingLimits,
  type StoredReceiver,
} from '../domain/outgoing/outgoing.ts';
import { subjectKey } from '../ports/indexes.ts';
import type { Receiver } from '../ports/receivers.ts';
import type { Tx } from '../ports/store.ts';
import { nextNumber } from '../store/next-number.ts';

/** An event, as somebody adds it for a receiver. */
export type NewOutgoing = Pick<OutgoingRow, 'type' | 'at' | 'subject' | 'severity' | 'facts'> &
  Partial<Pick<OutgoingRow, 'alertId' | 'note' | 'entry' | 'opens' | 'round'>>;

/** Adds an event, which waits until its subject's earlier ones were sent. */
export async function enqueueOutgoing(
  tx: Tx,
  { name, address }: Receiver,
  event: NewOutgoing,
  now: string,
): Promise<void> {
  const number = await nextNumber(tx, 'outgoing');
  const of = { receiver: name, subject: event.subject };
  const behind = (await firstOf(tx, of)) !== null ? ({ behind: true } as const) : {};
  const waits = { state: 'waiting', due: now, since: now, attempts: 0, keyId: null } as const;
  await tx.put('outgoing', { ...event, id: `e${number}`, number, receiver: name, address, ...waits, ...behind });
}

/** Adds an event that comes to pass after this time (ms), unless it is removed before. */
export async function enqueueTimer(tx: Tx, { name, address, when }: Receiver, event: NewOutgoing): Promise<void> {
  const number = await nextNumber(tx, 'outgoing');
  const due = new Date(Date.parse(event.at) + when.afterMs).toISOString();
  const waits = { state: 'waiting', due, since: event.at, attempts: 0, keyId: null, timer: true } as const;
  await tx.put('outgoing', { ...event, id: `e${number}`, number, receiver: name, address, ...waits });
}

/** Returns the event of a subject that goes first; null when none waits. */
async function firstOf(tx: Tx, of: Pick<OutgoingRow, 'receiver' | 'subject'>): Promise<OutgoingRow | null> {
  const [first] = await tx.scan('outgoing.subject', { key: subjectKey(of), after: null, limit: 1 });
  return first ?? null;
}

/**
 * Makes an event whose time has come one like any other. Returns it; null when an earlier one of its subject has to go first.
 */
export async function comeToPass(tx: Tx, { timer: _timer, ...row }: OutgoingRow): Promise<OutgoingRow | null> {
  const isBehind = (await firstOf(tx, row)) !== null;
  const number = await nextNumber(tx, 'outgoing');
  const come: OutgoingRow = { ...row, number, at: row.due, since: row.due, ...(isBehind ? { behind: true } : {}) };
  await tx.put('outgoing', come);
  return isBehind ? null : come;
}

/** Removes an event, sent or not, and lets the next one of its subject go. With an end, what it ends is forgotten too. */
export async function removeOutgoing(tx: Tx, row: OutgoingRow): Promise<void> {
  await tx.remove('outgoing', row.id);
  if (isEnd(row)) for (const one of await openedFor(tx, row)) await tx.remove('outgoing', one.id);
  await releaseNext(tx, row);
}

/** Keeps an event as one that opened an incident, and lets the next one of its subject go. */
export async function keepOpened(tx: Tx, row: OutgoingRow, keyId: string | null): Promise<void> {
  const { failingSince: _failing, doubt: _doubt, behind: _behind, timer: _timer, ...rest } = row;
  await tx.put('outgoing', { ...rest, state: 'sent', keyId });
  await releaseNext(tx, row);
}

async function releaseNext(tx: Tx, of: OutgoingRow): Promise<void> {
  const next = await firstOf(tx, of);
  if (!next?.behind) return;
  const { behind: _behind, ...row } = next;
  await tx.put('outgoing', row);
}

/** Returns what opened an incident for a subject, or says that nobody acknowledged it, sent or not. */
export function raisedFor(tx: Tx, of: Pick<OutgoingRow, 'receiver' | 'subject'>): Promise<readonly OutgoingRow[]> {
  return tx.scan('outgoing.raised', { key: subjectKey(of), after: null });
}

/** Returns what opened the incident that an event is about. */
export async function openedFor(tx: Tx, row: OutgoingRow): Promise<readonly OutgoingRow[]> {
  const all = row.round === undefined ? [] : await raisedFor(tx, row);
  return all.filter((one) => one.opens && one.state === 'sent' && one.round === row.round);
}

/** Removes what says that nobody acknowledged the alert, as far as it was not sent; but for what may have opened an incident. */
export async function cancelUnacknowledged(tx: Tx, of: Pick<OutgoingRow, 'receiver' | 'subject'>): Promise<void> {
  for (const row of await raisedFor(tx, of))
    if (row.state === 'waiting' && isUnacknowledged(row) && !(row.opens && row.doubt)) await removeOutgoing(tx, row);
}

/**
 * Sends what follows the incidents of an alert: its acknowledgement, or its end. What was not sent yet is removed; where it may have
 * arrived, it is taken for sent.
 */
export async function followIncidents(tx: Tx, receiver: Receiver, event: NewOutgoing, now: string): Promise<void> {
  const rounds = new Set<number>();
  for (const row of await raisedFor(tx, { receiver: receiver.name, subject: event.subject })) {
    if (row.state === 'waiting' && !row.doubt) {
      await removeOutgoing(tx, row);
      continue;
    }
    if (row.state === 'waiting') await keepOpened(tx, row, row.keyId);
    if (row.opens && (isEnd(event) || row.round === event.round)) rounds.add(row.round ?? 1);
  }
  for (const round of rounds) await enqueueOutgoing(tx, receiver, { ...event, round }, now);
}

/** Forgets what was to follow an incident that was not opened. */
export async function forgetFollowing(tx: Tx, { receiver, subject, round }: OutgoingRow): Promise<void> {
  const key = subjectKey({ receiver, subject });
  const others = (await raisedFor(tx, { receiver, subject })).filter((row) => row.opens && row.round === round);
  if (others.length > 0) return;
  for (const row of await tx.scan('outgoing.subject', { key, after: null }))
    if (row.round === round && !row.opens && row.state === 'waiting') await removeOutgoing(tx, row);
}

/** The most events that one change gives up, or takes away, so that nobody waits long for the store. */
export const outgoingBatch = 200;

/** Gives up what is more than may wait for a receiver, what is worth least first. `added` are as many as the change added. */
export async function keepWithinLimit(tx: Tx, receiver: string, added: number, now: string): Promise<void> {
  const limit = (await tx.usage()).limit * outgoingLimits.share;
  let full = 0;
  for (; full < added + outgoingBatch; full++) {
    const rows = await tx.count('outgoing.worth', receiver);
    const isOver = rows > outgoingLimits.rows || (await tx.accountBytes(outgoingAccount(receiver))) > limit;
    const [least] = isOver ? await tx.scan('outgoing.worth', { key: receiver, after: null, limit: 1 }) : [];
    if (!least) break;
    await removeOutgoing(tx, least);
  }
  if (full > 0) await noteLost(tx, receiver, { full }, now);
}

/** Counts events that were given up. */
export async function noteLost(
  tx: Tx,
  receiver: string,
  { full = 0, old = 0 }: { full?: number; old?: number },
  now: string,
) {
  await amendReceiver(tx, receiver, ({ lost = { full: 0, old: 0, since: now } }) => ({
    lost: { ...lost, full: lost.full + full, old: lost.old + old },
  }));
}

/** Returns what changes in the row of a receiver. */
export type AmendReceiver = (row: StoredReceiver) => Partial<StoredReceiver>;

/** Changes the row of a receiver. */
export async function amendReceiver(tx: Tx, id: string, change: AmendReceiver): Promise<void> {
  const row = (await tx.get('receivers', id)) ?? { id };
  await tx.put('receivers', { ...row, ...change(row) });
}

/** The most alerts that news about a receiver names. */
const mostAlerts = 5;

/** Returns the numbers of the first alerts that events are about. */
export function fewAlerts(known: readonly number[] = [], ...rows: readonly OutgoingRow[]): readonly number[] {
  const numbers = rows.flatMap(({ facts }) => (facts.number === undefined ? [] : [facts.number]));
  return [...new Set([...known, ...numbers])].slice(0, mostAlerts);
}
