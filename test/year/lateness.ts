/** Judges what was not sent: slots in which something was due, and what nobody was told for too long. */

import { hour } from '../support/time.ts';
import { isWorking, nineOn, wallAt } from './calendar.ts';
import { type Case, concerns, isAsleep, isCalm, isCritical, isDue, isQuiet } from './case.ts';
import type { Reader } from './readers.ts';

/** A tick comes at the latest this long after its time, and delivering takes some seconds. */
const slack = 70 * 60_000;

export interface Known {
  cases: ReadonlyMap<string, Case>;
  /** The date of the last reminder, by queue. */
  reminded: ReadonlyMap<string, string>;
  /** Whether a reader was sent anything that day: `queue date`. */
  wasSent(slot: string): boolean;
  fail(what: string): void;
}

export function createLateness({ cases, reminded, wasSent, fail }: Known) {
  const judgedSlots = new Set<string>();
  let before = 0;
  let lastTick = 0;

  /** The first whole tick in the working hours of a reader's day: who had something due has got it. */
  function judgeSlot(reader: Reader, at: number): void {
    const { date } = wallAt(at, reader.timezone);
    const slot = `${reader.queue} ${date}`;
    if (judgedSlots.has(slot)) return;
    judgedSlots.add(slot);
    if (wasSent(slot)) return;
    const nine = nineOn(date, reader.timezone);
    if (isCalm(reader, cases.values(), date, reminded.get(reader.queue))) return;
    const due = [...cases.values()].filter(
      (one) =>
        Date.parse(one.finding.since) <= nine &&
        // What shows only after the slot waits for the next one.
        (lastTick < nine || Date.parse(one.finding.openedAt) <= nine) &&
        (one.asleepUntil === '' || Date.parse(one.asleepUntil) <= nine) &&
        !isQuiet(one, nine) &&
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
    const calm = isCalm(reader, cases.values(), date, reminded.get(reader.queue));
    for (const one of cases.values()) {
      if (one.told.has(reader.queue) || isAsleep(one, at) || isQuiet(one, at)) continue;
      if (!concerns(reader, one, date) || calm) continue;
      const could = one.could.get(reader.queue) ?? 0;
      const urgent = (reader.isAdmin || reader.isFar) && isCritical(one);
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
    slots: () => judgedSlots.size,
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
