import type { Nag, Round } from '../collections.ts';
import { dateIn } from '../domain/date-in.ts';
import type { Delivery } from '../domain/delivery.ts';
import { isSnoozed, toldAgain, triedAgain } from '../domain/reminding.ts';
import type { Reader, Tx, World } from '../ports.ts';
import { recordNag } from './record-nag.ts';
import { showAnew } from './show-changed.ts';

const all = 1_000_000;
/** As many as share one change. */
const together = 200;

/**
 * Notes what became of the reminders that were under way. One that arrived counts and is in the history, and the one
 * before it says that there is a newer one. Returns the queues that have work now.
 */
export async function settleReminders(world: Pick<World, 'store' | 'clock'>): Promise<readonly string[]> {
  const { store } = world;
  const known = await store.read(async (reader) => {
    const pending = await reader.scan('rounds.pending', { key: '', after: null, limit: all });
    const last = await Promise.all(pending.map((round) => lastOf(reader, round)));
    return pending.filter((_, at) => !isUnderWay(last[at]?.delivery));
  });
  const queues: string[] = [];
  for (let from = 0; from < known.length; from += together)
    queues.push(...(await store.change((tx) => settleAll(tx, known.slice(from, from + together), world.clock.now()))));
  return queues;
}

async function settleAll(tx: Tx, rounds: readonly Round[], now: string): Promise<readonly string[]> {
  const queues: string[] = [];
  for (const { id } of rounds) {
    const round = await tx.get('rounds', id);
    if (!round || isUnderWay((await lastOf(tx, round)).delivery)) continue;
    const settled = await settledRound(tx, round, now);
    await tx.put('rounds', settled);
    if (settled.nag !== round.nag) continue;
    for (const older of round.older) queues.push(...(await showAnew(tx, older)));
  }
  return queues;
}

/**
 * The round, when nothing is under way to it. Null while its last reminder is being sent, or was at a crash: the outbox
 * finds out first whether it is there. One that still waits is given up, since the next one tells all of it.
 */
export async function quietRound(tx: Tx, round: Round, now: string): Promise<Round | null> {
  if (!round.pending) return round;
  const { delivery } = await lastOf(tx, round);
  if (delivery?.state !== 'waiting') return null;
  await tx.put('deliveries', { ...delivery, state: 'dropped', doneAt: now });
  return settledRound(tx, round, now);
}

/** Of a reminder that is not under way any more. */
async function settledRound(tx: Tx, { pending: _known, ...round }: Round, now: string): Promise<Round> {
  const { nag, delivery } = await lastOf(tx, round);
  if (nag && delivery?.message != null) {
    await count(tx, nag, round.id, toldAgain, now);
    await recordNag(tx, nag, now);
    return { ...round, older: [] };
  }
  const back = { ...round, nag: await newestThere(tx, round), older: [] };
  // The platform was down, or the bot, until its time was over, or all of it was fixed before: as if it had not been.
  if (!nag || delivery?.state !== 'refused') return { ...back, messaged: '' };
  await count(tx, nag, round.id, triedAgain, now);
  return back;
}

/** A reminder goes on the day it was made for. What was answered since has begun anew. */
async function count(tx: Tx, nag: Nag, queue: string, how: typeof toldAgain, now: string): Promise<void> {
  const date = dateIn(nag.at, nag.timezone);
  for (const id of nag.items) {
    const finding = await tx.get('findings', id);
    if (finding && finding.closedAt === null && finding.openedAt <= nag.at && !isSnoozed(finding, now))
      await tx.put('findings', how(finding, queue, date));
  }
}

async function newestThere(tx: Tx, { id, older }: Round): Promise<string | null> {
  const there = await Promise.all(older.map((nag) => tx.get('deliveries', `nag ${nag} > ${id}`)));
  return older.findLast((_nag, at) => there[at]?.message != null) ?? null;
}

async function lastOf(reader: Reader, { id, nag }: Round): Promise<{ nag: Nag | null; delivery: Delivery | null }> {
  if (nag === null) return { nag: null, delivery: null };
  return { nag: await reader.get('nags', nag), delivery: await reader.get('deliveries', `nag ${nag} > ${id}`) };
}

function isUnderWay(delivery: Delivery | null | undefined): boolean {
  return delivery?.message === null && (delivery.state === 'waiting' || delivery.state === 'sending');
}
