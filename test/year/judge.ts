/**
 * Judges every message of a simulated year by the words. It knows what was open and what was sent, and works out
 * by itself what should have been: nothing of the product's slots, intervals or audiences is used.
 */
import type { StoredFinding } from '../../src/domain/finding/finding.ts';
import { isWorking, wallAt } from './calendar.ts';
import { type Case, concerns, isAsleep, isCalm, isCritical, isDue, isQuiet } from './case.ts';
import { createLateness } from './lateness.ts';
import type { Reader } from './readers.ts';

export interface Sent {
  at: number;
  queue: string;
  deliveryId: string;
  kind: 'reminder' | 'weekly' | 'other';
  /** Ids of findings. */
  items: readonly string[];
}

export function createJudge(fail: (what: string) => void) {
  const cases = new Map<string, Case>();
  const firstSent = new Map<string, number>();
  const perDay = new Map<string, { at: number; urgent: boolean; kind: string }[]>();
  /** The date of the last reminder, by queue. */
  const reminded = new Map<string, string>();
  const seen = new Map<string, number>();
  const doubts: { what: string; at: number }[] = [];
  const lateness = createLateness({ cases, reminded, wasSent: (slot) => perDay.has(slot), fail });
  let earlier: readonly Reader[] = [];
  const counts = { reminders: 0, urgent: 0, weekly: 0, told: 0, managers: 0, night: 0 };

  /** What is open after a tick: cases that are new, changed by an answer, or over. */
  function observe(findings: readonly StoredFinding[]): void {
    const open = new Map(findings.filter(({ closedAt }) => closedAt === null).map((one) => [one.id, one]));
    for (const id of cases.keys()) if (!open.has(id)) cases.delete(id);
    for (const [id, finding] of open) {
      const known = cases.get(id);
      const same =
        known?.finding.openedAt === finding.openedAt && known.finding.snooze?.until === finding.snooze?.until;
      const before = known?.finding.openedAt === finding.openedAt ? known.asleepUntil : '';
      const asleepUntil = finding.snooze?.until ?? before;
      const firstSeen = seen.get(finding.tenantId) ?? Date.parse(finding.openedAt);
      seen.set(finding.tenantId, firstSeen);
      cases.set(id, {
        finding,
        asleepUntil,
        firstSeen,
        told: same ? known.told : new Map(),
        could: same ? known.could : new Map(),
      });
    }
  }

  /** Whether the bot may not know that this arrived: only on Teams, which cannot be asked. */
  function inDoubt({ queue, at: sent }: Sent): boolean {
    return doubts.some(({ what, at }) => queue.startsWith(what) && at >= sent && at - sent < 3_000);
  }

  function judgeSent(sent: Sent, reader: Reader | undefined, before: readonly Reader[]): void {
    const when = new Date(sent.at).toISOString();
    const what = `${sent.deliveryId} at ${when}`;
    const { date } = wallAt(sent.at, reader?.timezone ?? 'UTC');
    const day = `${sent.queue} ${date}`;
    const twice = firstSent.get(sent.deliveryId);
    if (twice !== undefined) {
      const lost = doubts.some(
        ({ what: where, at }) => sent.queue.startsWith(where) && at >= twice && at - twice < 3_000,
      );
      if (!lost) fail(`sent twice: ${what}`);
      if (sent.kind !== 'other')
        perDay.set(day, [...(perDay.get(day) ?? []), { at: sent.at, urgent: false, kind: sent.kind }]);
      return;
    }
    firstSent.set(sent.deliveryId, sent.at);
    if (sent.kind === 'other') return;
    if (!reader) {
      fail(`to nobody: ${what}`);
      return;
    }
    const listed = sent.items.flatMap((id) => cases.get(id) ?? []);
    const urgent = listed.some(isCritical);
    counts[sent.kind === 'weekly' ? 'weekly' : urgent ? 'urgent' : 'reminders']++;
    if (!isWorking(sent.at, reader.timezone)) {
      if (urgent) counts.night++;
      else fail(`outside working hours: ${what}`);
    }
    const today = perDay.get(day) ?? [];
    perDay.set(day, [...today, { at: sent.at, urgent, kind: sent.kind }]);
    const fresh = listed.some((one) => isCritical(one) && !one.told.has(reader.queue));
    if (today.length > 0 && !fresh) fail(`a second message on ${date}: ${what}`);
    if (sent.kind === 'weekly') return;
    for (const one of listed) {
      if (![reader, ...before].some((who) => concerns(who, one, date, { sure: false })))
        fail(`concerns somebody else: ${one.finding.id} in ${what}`);
    }
    if (isCalm(reader, listed, date, reminded.get(sent.queue))) fail(`a manager twice in a week: ${what}`);
    reminded.set(sent.queue, date);
    const due = listed.filter(
      (one) =>
        isDue(reader, one, date) &&
        !isAsleep(one, sent.at) &&
        !isQuiet(one, sent.at) &&
        Date.parse(one.finding.since) <= sent.at,
    );
    if (due.length === 0 && !listed.some((one) => one.told.get(reader.queue)?.unsure))
      fail(
        `nothing in it is due: ${what} ${JSON.stringify(listed.map((one) => [one.finding.id, one.told.get(reader.queue)]))}`,
      );
    // Who reads it reads all of it.
    for (const one of listed.filter((all) => !isAsleep(all, sent.at))) {
      if (!one.told.has(reader.queue)) counts.told++;
      if (!reader.isAdmin && reader.managerOf.length > 0) counts.managers++;
      const last = one.told.get(reader.queue);
      one.told.set(reader.queue, {
        times: (last?.times ?? 0) + 1,
        at: sent.at,
        date,
        unsure: last?.unsure === true || inDoubt(sent),
      });
    }
  }

  return {
    counts: () => ({ ...counts, slots: lateness.slots() }),
    ...lateness,
    /** On Teams nobody can know whether what was under way arrived, to a queue or to any: it may come twice, or what follows early. */
    doubt(queue: string, at: number) {
      doubts.push({ what: queue, at });
    },
    observe,
    /** After a tick, whole or cut off. */
    messages(sent: readonly Sent[], readers: readonly Reader[]) {
      for (const one of sent) {
        const is = ({ queue }: Reader) => queue === one.queue;
        // Whom it concerned when it was made may have changed before it was sent.
        judgeSent(one, readers.find(is) ?? earlier.find(is), earlier.filter(is));
      }
      earlier = readers;
    },
  };
}
