import type { Outgoing } from '../../platform.ts';
import { recent } from '../api/ttl-cache.ts';

/**
 * An event is acted on once: a repeat waits for the first and gets its answer. Slack repeats at once, after 1 and after
 * 5 minutes. What failed may be tried again.
 */
export function createOnce(now: () => number) {
  const known = recent<Promise<Outgoing>>({ keepMs: 600_000, max: 20_000, now });

  return async (id: string, work: () => Promise<Outgoing>): Promise<Outgoing> => {
    const first = known.get(id);
    if (first) return first;
    const answer = work();
    known.set(id, answer);
    const { status } = await answer;
    if (status >= 500) known.delete(id);
    return answer;
  };
}
