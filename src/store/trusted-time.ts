import { advance, initialTrusted, storeEveryMs, type TrustedTime } from '../domain/time/trusted-time.ts';
import { ifUnwritable } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

/**
 * Returns a function that returns the trusted time, to be called at each tick. The time is kept in the store, since a restart is no reason
 * to believe a clock.
 */
export function trustedTime({ store, clock, uptimeMs }: Pick<World, 'store' | 'clock' | 'uptimeMs'>) {
  let looked = uptimeMs();
  let kept: TrustedTime | null = null;
  let now: TrustedTime | null = null;
  return async (): Promise<TrustedTime> => {
    const known = now ?? (await store.read((reader) => reader.get('trusted', 'clock')));
    kept ??= known;
    const up = uptimeMs();
    now = known ? advance(known, clock.now(), up - looked) : initialTrusted(clock.now());
    looked = up;
    const newest = now;
    if (!kept || newest.runMs - kept.runMs >= storeEveryMs || newest.doubt?.since !== kept.doubt?.since)
      kept = await store
        .change((tx) => tx.put('trusted', newest))
        .then(() => newest)
        .catch(ifUnwritable(() => kept));
    return newest;
  };
}
