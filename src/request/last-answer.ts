import dayjs from 'dayjs';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Clock } from '../ports/world.ts';

/** Remembers the last value of each person for some minutes, in memory alone: after a start, or on another replica, there is none. */
export function lastValues<T>(minutes: number, clock: Clock) {
  const values = new Map<Identity, { value: T; at: string }>();
  return {
    note: (who: Identity, value: T): void => void values.set(who, { value, at: clock.now() }),
    /** Returns the value of a person; null for none within those minutes. */
    of: (who: Identity): T | null => {
      const last = values.get(who);
      return last && dayjs(clock.now()).diff(last.at, 'minutes', true) < minutes ? last.value : null;
    },
  };
}

/** The minutes within which a question counts as a follow-up. */
const lastsMinutes = 10;

/**
 * Remembers for ten minutes the id of the FAQ's entry that a person was answered last, since a follow-up needs it: «and if he is away?».
 */
export function lastAnswer(clock: Clock) {
  const { note, of } = lastValues<string>(lastsMinutes, clock);
  return { answered: note, of };
}
