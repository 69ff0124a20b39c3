import dayjs from 'dayjs';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Clock } from '../ports/world.ts';

/** Remembers the last value of each key for some minutes, in memory alone: after a start, or on another replica, there is none. */
export function lastValues<T>(minutes: number, clock: Clock) {
  const values = new Map<string, { value: T; at: string }>();
  return {
    note: (key: string, value: T): void => void values.set(key, { value, at: clock.now() }),
    /** Returns the value of a key, such as a person's id; null for none within those minutes. */
    of: (key: string): T | null => {
      const last = values.get(key);
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
  return { answered: (who: Identity, entry: string) => note(who, entry), of: (who: Identity) => of(who) };
}
