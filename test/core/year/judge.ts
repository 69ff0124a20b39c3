/**
 * Judges every message of a simulated year by the words. It knows what was open and what was sent, and works out
 * by itself what should have been: nothing of the product's slots, intervals or audiences is used.
 */
import type { StoredFinding } from '../../../src/domain/finding.ts';
import { isWorking, nineOn, wallAt } from './calendar.ts';
import { type Case, concerns, isAsleep, isCritical, isDue } from './case.ts';
import type { Reader } from './readers.ts';

const hour = 3_600_000;
/** A tick comes at the latest this long after its time, and delivering takes some seconds. */
const slack = 70 * 60_000;
export interface Sent {
  at: number;
  queue: string;
  deliveryId: string;
  kind: 'nag' | 'weekly' | 'other';
  /** Ids of findings. */
  items: readonly string[];
}

export function createJudge(fail: (what: string) => void) {
  const cases = new Map<string, Case>();
  const firstSent = new Map<string, number>();
  const perDay = new Map<string, { at: number; urgent: boolean; kind: string }[]>();
  const judgedSlots = new Set<string>();
  const doubts: { what: string; at: number }[] = [];
  let before = 0;
  let lastTick = 0;
  let earlier: readonly Reader[] = [];
  const counts = { nags: 0, urgent: 0, weekly: 0, slots: 0, told: 0, managers: 0, night: 0 };

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
      cases.set(id, {
        finding,
        asleepUntil,
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
    counts[sent.kind === 'weekly' ? 'weekly' : urgent ? 'urgent' : 'nags']++;
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
    const due = listed.filter(
      (one) => isDue(reader, one, date) && !isAsleep(one, sent.at) && Date.parse(one.finding.since) <= sent.at,
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

  /** The first whole tick in the working hours of a reader's day: who had something due has got it. */
  function judgeSlot(reader: Reader, at: number): void {
    const { date } = wallAt(at, reader.timezone);
    const slot = `${reader.queue} ${date}`;
    if (judgedSlots.has(slot)) return;
    judgedSlots.add(slot);
    counts.slots++;
    if (perDay.has(slot)) return;
    const nine = nineOn(date, reader.timezone);
    const due = [...cases.values()].filter(
      (one) =>
        Date.parse(one.finding.since) <= nine &&
        // What shows only after the slot waits for the next one.
        (lastTick < nine || Date.parse(one.finding.openedAt) <= nine) &&
        (one.asleepUntil === '' || Date.parse(one.asleepUntil) <= nine) &&
        one.told.get(reader.queue)?.unsure !== true &&
        concerns(reader, one, date, { by: lastTick < nine ? at : nine }) &&
        isDue(reader, one, date),
    );
    if (due.length > 0)
      fail(`missed slot ${slot} at ${new Date(at).toISOString()}: ${due.map(({ finding }) => finding.id).join(', ')}`);
  }

  /** Nothing stays untold for longer than a working day in which it could have been told, and nothing critical to an admin for longer than two ticks. */
  function judgeDelay(reader: Reader, at: number): void {
    const { date } = wallAt(at, reader.timezone);
    for (const one of cases.values()) {
      if (one.told.has(reader.queue) || isAsleep(one, at) || !concerns(reader, one, date)) continue;
      const could = one.could.get(reader.queue) ?? 0;
      const urgent = reader.isAdmin && isCritical(one);
      if (could > (urgent ? slack : 9 * hour + slack)) {
        fail(`untold for too long: ${one.finding.id} to ${reader.queue} at ${new Date(at).toISOString()}`);
        one.could.set(reader.queue, Number.NEGATIVE_INFINITY);
        continue;
      }
      const counts = urgent || isWorking(at, reader.timezone);
      one.could.set(reader.queue, could + Math.min(at - before, slack) * Number(counts));
    }
  }

  return {
    counts,
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
    /** After a whole tick with time to deliver; `reachable` are the readers whose platform works. */
    settled(at: number, reachable: readonly Reader[]) {
      for (const reader of reachable) {
        if (isWorking(at, reader.timezone)) judgeSlot(reader, at);
        judgeDelay(reader, at);
      }
      before = at;
      lastTick = at;
    },
    /** A tick was cut off: whether it came to the slot, nobody knows. */
    cutOff: (at: number) => {
      lastTick = at;
    },
    /** The bot was down until now. */
    wasDown: (until: number) => {
      before = until;
    },
  };
}
