/** Numbers from a seed, always the same ones (mulberry32). */
export function diceOf(seed: number) {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    roll,
    chance: (p: number) => roll() < p,
    between: (least: number, most: number) => least + roll() * (most - least),
    pick<T>(some: readonly T[]): T {
      const one = some[Math.floor(roll() * some.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
  };
}

export type Dice = ReturnType<typeof diceOf>;
