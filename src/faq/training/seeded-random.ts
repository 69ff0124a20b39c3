/** Returns a generator of numbers from 0 up to 1. The same seed always gives the same numbers (a linear congruential generator). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Shuffles the items in place (Fisher-Yates). `next` gives random numbers from 0 up to 1. */
export function shuffle<T>(items: T[], next: () => number): void {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    const held = items[at];
    const taken = items[other];
    if (held === undefined || taken === undefined) continue;
    items[at] = taken;
    items[other] = held;
  }
}
