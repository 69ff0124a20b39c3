/** Writes answers back to the source of their alerts, until a look shows them there. */

import { type Alert, senderIdOf } from '../../domain/alert/alert.ts';
import type { StatusThere } from '../../domain/alert/status.ts';
import { doubledMs } from '../../domain/time/exponential-backoff.ts';
import { later } from '../../domain/time/zones.ts';
import type { WriteBack } from '../../ports/collections.ts';
import { type AlertStatuses, type AlertThere, type NewStatus, StatusFailed } from '../../ports/sources.ts';
import { type Reader, StoreUnwritable, type Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { applyThere, goneThere } from '../change/by-source.ts';
import { refreshAlertCards, refreshEscalationCards } from '../change/refresh-cards.ts';
import { type Answered, measureAnswers } from '../change/transitions.ts';
import { isThere, staysResolved } from './wanted.ts';

/** The most requests of one round. */
const maxRequests = 20;
/** How long (ms) after the first request the source is asked whether it took the answer. */
const lookAgainMs = 10_000;
/** Backoff (ms), first and longest: an answer that is refused waits for the longest, since somebody has to grant a permission first. */
const firstMs = 60_000;
const longestMs = 3_600_000;
/** After this time (ms) the cards of an alert say that its answer does not reach the source. */
const lateMs = 4 * 3_600_000;

/**
 * Returns the function that writes back what is due of one source, to be called every few seconds, after the call before has ended. It
 * looks before each change: the source may have that answer already, another one, or the alert no longer. It sends nothing, and writes
 * nothing, while nothing is due. Rejects with StoreUnwritable.
 */
export function writeBackSender(source: string, statuses: AlertStatuses, world: World): () => Promise<void> {
  const { store, steady, uptimeMs } = world;
  let quietUntil = 0;
  return async () => {
    if (uptimeMs() < quietUntil) return;
    const due = await store.read((reader) => dueRows(reader, source, steady.now()));
    let left = maxRequests;
    for (const { id } of due) {
      if (left < 2) return;
      const { requests, failed } = await writeBack(id, source, statuses, world);
      left -= requests;
      if (failed === undefined) continue;
      // The source gets its break also where the store refuses the rest.
      if (failed) quietUntil = uptimeMs() + Math.min(failed.retryAfterMs ?? 0, longestMs);
      await putOff(id, failed, requests === 2, world);
      if (failed?.kind === 'refused') await refuse(due, requests > 1 ? id : null, world);
      if (failed) return;
    }
  };
}

/** Returns what is due, and what a clock that was ahead put off. */
async function dueRows(reader: Reader, source: string, now: string): Promise<readonly WriteBack[]> {
  const rows = (after: string | null) => reader.scan('writeBacks.due', { key: source, after, limit: maxRequests });
  const due = (await rows(null)).filter(({ dueAt }) => dueAt <= now);
  return [...due, ...(await rows(later(now, longestMs + 1)))].slice(0, maxRequests);
}

/**
 * How an answer ended that waited. `done`: a look shows it there. `already`: it stood there before, or somebody resolved the alert there,
 * which stays. `gone`: the source has the alert no longer.
 */
type Settled = 'done' | 'already' | 'gone';

/** How many requests were sent, and how the last one failed; null for a bug. */
interface WriteBackAttempt {
  requests: number;
  failed?: StatusFailed | null;
}

async function writeBack(id: string, source: string, statuses: AlertStatuses, world: World): Promise<WriteBackAttempt> {
  const there: AlertThere = { source, id: senderIdOf({ id }) };
  let requests = 1;
  try {
    const askedAt = world.steady.arrival();
    const said = await statuses.look(there);
    const wanted = await applyLook(id, said, askedAt, world);
    if (!wanted) return { requests };
    requests += 1;
    await statuses.tell(there, wanted);
    return { requests };
  } catch (error) {
    if (error instanceof StoreUnwritable) throw error;
    if (!(error instanceof StatusFailed)) world.onBug(error, 'microsoft');
    const failed = error instanceof StatusFailed ? error : null;
    world.meter.count('alert_write_backs_total', [failed?.kind ?? 'later']);
    return { requests, failed };
  }
}

/** Applies what the source says. Resolves with the status that it is to be told now; null for none. */
async function applyLook(id: string, said: StatusThere | 'gone', askedAt: string, world: World) {
  const { store, steady, settings, meter } = world;
  const look = await store.change(
    async (tx): Promise<AppliedLook> => {
      const at = steady.arrival();
      const row = await tx.get('writeBacks', id);
      if (!row) return {};
      const before = await tx.get('alerts', id);
      if (said === 'gone') {
        await (before ? goneThere(tx, before, at) : tx.remove('writeBacks', id));
        return { outcome: 'gone' };
      }
      const alert = before && (await applyThere(tx, before, said, { settings, at, askedAt }));
      if (!before && (isThere(row, said) || staysResolved(row, said) || (await isForgotten(tx, id))))
        await tx.remove('writeBacks', id);
      const answered = before && alert && alert.status !== before.status ? { answered: { before, alert } } : {};
      const waiting = await tx.get('writeBacks', id);
      if (!waiting) return { ...answered, outcome: isThere(row, said) && row.sent ? 'done' : 'already' };
      // Somebody answered here during the look: the next one decides.
      if (isThere(waiting, said) || staysResolved(waiting, said)) return answered;
      return { ...answered, wanted: await beginSending(tx, waiting, at) };
    },
    { evenWhenFull: true },
  );
  if (look.outcome) meter.count('alert_write_backs_total', [look.outcome]);
  if (look.answered) measureAnswers([look.answered], world);
  return look.wanted ?? null;
}

interface AppliedLook {
  outcome?: Settled;
  answered?: Answered;
  wanted?: NewStatus;
}

/** Returns whether neither the store nor the archive has the alert. */
async function isForgotten(reader: Reader, id: string): Promise<boolean> {
  return (await reader.get('closed', id)) === null;
}

/** Notes that the answer is sent, before it is: whatever happens then, it is looked for, and sent again where it is not there. */
async function beginSending(tx: Tx, row: WriteBack, at: string): Promise<NewStatus> {
  const { status, reason } = row;
  const attempts = row.attempts + 1;
  const isAgain = row.sent?.status === status;
  const ms = isAgain ? doubledMs(firstMs, attempts - 1, longestMs) : lookAgainMs;
  await tx.put('writeBacks', { ...row, attempts, sent: { status, at }, dueAt: later(at, ms) });
  await showIfLate(tx, row, at);
  return { status, reason };
}

/** Puts the next attempt off. `wasSent`: the source was told, which counted as an attempt already. */
async function putOff(id: string, failed: StatusFailed | null, wasSent: boolean, { store, steady }: World) {
  await store.change(
    async (tx) => {
      const row = await tx.get('writeBacks', id);
      // A newer answer has made no attempt yet.
      if (!row || (wasSent && row.attempts === 0)) return;
      const attempts = row.attempts + (wasSent ? 0 : 1);
      const ms = Math.max(doubledMs(firstMs, attempts, longestMs), failed?.retryAfterMs ?? 0);
      const at = steady.arrival();
      await tx.put('writeBacks', { ...row, attempts, dueAt: later(at, Math.min(ms, longestMs)) });
      await showIfLate(tx, row, at);
    },
    { evenWhenFull: true },
  );
}

/**
 * Notes that the source takes none of these: their cards say that people have to answer there. `told` is the id of the one of which that is
 * known, so that nobody has it there by us.
 */
async function refuse(rows: readonly WriteBack[], told: string | null, { store, steady }: World): Promise<void> {
  await store.change(
    async (tx) => {
      const dueAt = later(steady.arrival(), longestMs);
      for (const { id } of rows) {
        const row = await tx.get('writeBacks', id);
        if (!row) continue;
        const { sent: _sent, ...unsent } = row;
        await tx.put('writeBacks', { ...(id === told ? unsent : row), dueAt, refused: true });
        await showByHand(tx, id);
      }
    },
    { evenWhenFull: true },
  );
}

async function showIfLate(tx: Tx, { id, since }: WriteBack, at: string): Promise<void> {
  if (later(since, lateMs) <= at) await showByHand(tx, id);
}

/** Makes the cards say that the alert has to be answered at its source too. */
async function showByHand(tx: Tx, id: string): Promise<void> {
  const before = await tx.get('alerts', id);
  if (!before || before.answerThere) return;
  const alert: Alert = { ...before, answerThere: true, revision: before.revision + 1 };
  await tx.put('alerts', alert);
  await refreshAlertCards(tx, alert, 'other');
  await refreshEscalationCards(tx, alert);
}
