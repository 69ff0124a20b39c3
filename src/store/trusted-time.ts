import { firstLook, moved, type Trusted } from '../domain/time/trusted-time.ts';
import { StoreUnwritable } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

/** What a restart may lose of the time for which the bot ran. */
const keptEveryMs = 600_000;

/** Call it at each tick: returns the trusted time. It is kept in the store, since a restart is no reason to believe a clock. */
export function trustedTime({ store, clock, uptimeMs }: Pick<World, 'store' | 'clock' | 'uptimeMs'>) {
  let looked = uptimeMs();
  let kept: Trusted | null = null;
  let now: Trusted | null = null;
  return async (): Promise<Trusted> => {
    const known = now ?? (await store.read((reader) => reader.get('trusted', 'clock')));
    kept ??= known;
    const up = uptimeMs();
    now = known ? moved(known, clock.now(), up - looked) : firstLook(clock.now());
    looked = up;
    if (!kept || now.runMs - kept.runMs >= keptEveryMs || now.doubt?.since !== kept.doubt?.since)
      kept = await keep(now, kept, store);
    return now;
  };
}

/** What the store has then. A full disk keeps no tick from doing its other work; the next one tries again. */
function keep(now: Trusted, before: Trusted | null, store: World['store']): Promise<Trusted | null> {
  return store
    .change((tx) => tx.put('trusted', now))
    .then(
      () => now,
      (error: unknown) => {
        if (error instanceof StoreUnwritable) return before;
        throw error;
      },
    );
}
