import type { Features } from './features.ts';
import { type Model, type Vector, vectorOf } from './model.ts';

export interface Example {
  features: Features;
  /** Place of its class in the classes. */
  of: number;
  /** How much it counts. */
  weight: number;
}

export interface Training {
  rounds: number;
  rate: number;
  /** Pull of every weight towards 0. */
  decay: number;
  /** Features that fewer examples have are left out. */
  least: { words: number; concepts: number; letters: number };
}

/** An example that taught nothing is not looked at for so many rounds. */
const rest = 2;
/** An example teaches only the classes that it misses by as much: most are nearer, and going over them cost time and won nothing in cross-validation. */
const missed = 0.002;

export type Learnt = Pick<Model, 'places' | 'rarity' | 'unknownRarity' | 'bias'> & { weights: Float32Array };

/** Multinomial logistic regression by AdaGrad, one example at a time, always in the same order: the same corpus gives the same weights. */
export function train(examples: readonly Example[], classes: number, how: Training): Learnt {
  const seen = vocabulary(examples, how);
  const { places } = seen;
  const vectors = examples.map(({ features }) => vectorOf(features, seen));
  const weights = new Float32Array(places.size * classes);
  const squares = new Float32Array(places.size * classes);
  const bias = new Float32Array(classes);
  const biasSquares = new Float32Array(classes);
  const sums = new Float64Array(classes);
  const next = lottery(7);
  const order = examples.map((_, at) => at);
  const awake = new Uint8Array(examples.length);
  for (let round = 0; round < how.rounds; round++) {
    shuffle(order, next);
    for (const at of order) {
      const example = examples[at];
      const vector = vectors[at];
      if (!example || !vector || (awake[at] ?? 0) > round) continue;
      if (!step(example, vector)) awake[at] = round + 1 + rest;
    }
  }
  return { ...seen, bias, weights };

  /** Whether there was anything to learn. */
  function step({ of, weight }: Example, vector: Vector): boolean {
    score(vector);
    const moved: number[] = [];
    for (let k = 0; k < classes; k++) {
      const off = ((sums[k] ?? 0) - (k === of ? 1 : 0)) * weight;
      sums[k] = off;
      if (Math.abs(off) >= missed) moved.push(k);
    }
    if (moved.length === 0) return false;
    for (const k of moved) {
      const slope = (sums[k] ?? 0) * 0.1;
      biasSquares[k] = (biasSquares[k] ?? 0) + slope * slope;
      bias[k] = (bias[k] ?? 0) - (how.rate * slope) / (Math.sqrt(biasSquares[k] ?? 0) + 1e-3);
    }
    for (let at = 0; at < vector.places.length; at++) {
      const row = (vector.places[at] ?? 0) * classes;
      const value = vector.values[at] ?? 0;
      for (const k of moved) {
        const slope = (sums[k] ?? 0) * value + how.decay * (weights[row + k] ?? 0);
        const square = (squares[row + k] ?? 0) + slope * slope;
        squares[row + k] = square;
        weights[row + k] = (weights[row + k] ?? 0) - (how.rate * slope) / (Math.sqrt(square) + 1e-2);
      }
    }
    return true;
  }

  function score(vector: Vector): void {
    sums.set(bias);
    for (let at = 0; at < vector.places.length; at++) {
      const row = (vector.places[at] ?? 0) * classes;
      const value = vector.values[at] ?? 0;
      for (let k = 0; k < classes; k++) sums[k] = (sums[k] ?? 0) + value * (weights[row + k] ?? 0);
    }
    let most = -Infinity;
    for (let k = 0; k < classes; k++) most = Math.max(most, sums[k] ?? 0);
    let total = 0;
    for (let k = 0; k < classes; k++) {
      const value = Math.exp((sums[k] ?? 0) - most);
      sums[k] = value;
      total += value;
    }
    for (let k = 0; k < classes; k++) sums[k] = (sums[k] ?? 0) / total;
  }
}

function vocabulary(examples: readonly Example[], { least }: Training) {
  const places = new Map<string, number>();
  const rarity: number[] = [];
  for (const group of ['words', 'concepts', 'letters'] as const) {
    const counts = new Map<string, number>();
    for (const { features } of examples)
      for (const name of new Set(features[group])) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (count < least[group]) continue;
      places.set(name, places.size);
      rarity.push(Math.log(1 + examples.length / count));
    }
  }
  return { places, rarity: Float32Array.from(rarity), unknownRarity: Math.log(1 + examples.length / 2) };
}

/** Numbers from 0 up to 1, always the same ones. */
export function lottery(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

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
