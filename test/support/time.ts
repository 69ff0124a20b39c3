/**
 * What time it is under `test/`: the machine's clock is read here and nowhere else. Once this is loaded, `Date` goes on from
 * one Tuesday, whatever day the machine has. Each test file loads it first, and so does each program of ours that `run` starts.
 */
import { pathToFileURL } from 'node:url';

/** When tests begin, in UTC: a Tuesday on which no zone changes its clocks. */
export const today = '2026-11-24T09:00:00.000Z';

const MachineDate = globalThis.Date;
const machineNow = MachineDate.now;
let ahead = 0;

/** Milliseconds since 1970, as `Date` tells them to whatever is tested. */
export const now = (): number => Date.now();

/** The same as text, in UTC. */
export const isoNow = (): string => new Date().toISOString();

/** Milliseconds since this process began; `Date` may be moved meanwhile. For what is measured. */
export const elapsed = performance.now.bind(performance);

/** From here on `Date` says in this process that it is `start`, and goes on as fast as ever. Returns what takes that back. */
export function moveDate(start: string): () => void {
  const before = ahead;
  ahead = MachineDate.parse(start) - machineNow();
  return () => {
    ahead = before;
  };
}

/** How a program that a test starts gets the same `Date`: the arguments that stand before its own, and its environment. */
export const sameDate = {
  args: ['--import', pathToFileURL(import.meta.filename).href],
  env: () => ({ TEST_DATE_AHEAD: String(ahead) }),
};

const moved = (): number => machineNow() + ahead;
MachineDate.now = moved;
globalThis.Date = new Proxy(MachineDate, {
  construct: (target, given, made) =>
    given.length === 0 ? new target(moved()) : Reflect.construct(target, given, made),
});
const { TEST_DATE_AHEAD } = process.env;
if (TEST_DATE_AHEAD === undefined) moveDate(today);
else ahead = Number(TEST_DATE_AHEAD);
