/**
 * What time it is under `test/`: the machine's clock is read here and nowhere else. Once this is loaded, `Date` goes on from
 * one Tuesday, whatever day the machine has. Each test file loads it first, and so does each program of ours that `run` starts.
 */
import { pathToFileURL } from 'node:url';

/** When tests begin, in UTC: a Tuesday on which no zone changes its clocks. */
export const today = '2026-11-24T09:00:00.000Z';

declare global {
  interface DateConstructor {
    /** What the machine's clock says. */
    machineNow?(): number;
    /** Milliseconds by which `Date` is ahead of it. */
    ahead?: number;
  }
}

// A worker loads this anew for each test file, and moves `Date` once.
if (!Date.machineNow) {
  const Machine = Date;
  const machineNow = Date.now;
  const moved = () => machineNow() + (Machine.ahead ?? 0);
  Object.assign(Machine, { machineNow, now: moved });
  globalThis.Date = new Proxy(Machine, {
    construct: (target, given, made) =>
      given.length === 0 ? new target(moved()) : Reflect.construct(target, given, made),
  });
}
const { TEST_DATE_AHEAD } = process.env;
if (TEST_DATE_AHEAD === undefined) moveDate(today);
else Date.ahead = Number(TEST_DATE_AHEAD);

/** Milliseconds since 1970, as `Date` tells them to whatever is tested. */
export const now = (): number => Date.now();

/** The same as text, in UTC. */
export const isoNow = (): string => new Date().toISOString();

/** Milliseconds since this process began; `Date` may be moved meanwhile. For what is measured. */
export const elapsed = performance.now.bind(performance);

/** From here on `Date` says in this process that it is `start`, and goes on as fast as ever. Returns what takes that back. */
export function moveDate(start: string): () => void {
  return setAhead(Date.parse(start) - (Date.machineNow?.() ?? 0));
}

/** From here on `Date` says what the machine's clock says, for tests with a program that goes by that. Returns what takes that back. */
export function machineDate(): () => void {
  return setAhead(0);
}

function setAhead(ms: number): () => void {
  const before = Date.ahead;
  Date.ahead = ms;
  return () => {
    Date.ahead = before;
  };
}

/** How a program that a test starts gets the same `Date`: the arguments that stand before its own, and its environment. */
export const sameDate = {
  args: ['--import', pathToFileURL(import.meta.filename).href],
  env: () => ({ TEST_DATE_AHEAD: String(Date.ahead) }),
};

/** Lengths of time, in milliseconds. */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
