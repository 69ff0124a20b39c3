import dayjs from 'dayjs';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Clock } from '../ports/world.ts';

/** The minutes within which a question counts as a follow-up. */
const lastsMinutes = 10;

/** Remembers for ten minutes the entry of the FAQ that a person was answered last, since a follow-up needs it: «and if he is away?». */
export interface LastAnswer {
  /** Notes the id of the entry that a person was just answered. */
  answered(who: Identity, entry: string): void;
  /** Returns the id of the entry; null for none within ten minutes. */
  of(who: Identity): string | null;
}

/** Keeps one id for each person, no text, in memory alone: after a start, or on another replica, a follow-up stands alone. */
export function lastAnswer(clock: Clock): LastAnswer {
  const entries = new Map<Identity, { entry: string; at: string }>();
  return {
    answered: (who, entry) => void entries.set(who, { entry, at: clock.now() }),
    of: (who) => {
      const last = entries.get(who);
      return last && dayjs(clock.now()).diff(last.at, 'minutes', true) < lastsMinutes ? last.entry : null;
    },
  };
}
