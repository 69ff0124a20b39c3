import type { Features } from '../matcher/features.ts';
import { type Model, type Vector, vectorOf } from '../matcher/model.ts';
import { softmax } from '../matcher/score.ts';
import { seededRandom, shuffle } from './seeded-random.ts';

/** An example as features. `of` is the place of its class in the classes, and `weight` is how much it counts. */
export interface Example extends Omit<Lesson, 'vector' | 'rests'> {
  features: Features;
}

/** The settings of a training. */
export interface Training {
  rounds: number;
  /** The learning rate. */
  rate: number;
  /** How strongly each step pulls a weight towards 0. */
  decay: number;
  /** A feature that fewer examples have is left out. */
  least: { words: number; concepts: number; letters: number };
}

/** The part of a model that training finds. The weights are not yet rounded to 8 bits. */
export type Learnt = Pick<Model, 'places' | 'rarity' | 'unknownRarity' | 'bias'> & { weights: Float32Array };

/** Trains a multinomial logistic regression by AdaGrad, one example at a time. The order is always the same, so the same corpus gives the same weights. */
export function train(examples: readonly Example[], classes: number, how: Training): Learnt {
  const seen = vocabulary(examples, how);
  const lessons = examples.map(({ features, of, weight }) => ({
    vector: vectorOf(features, seen),
    of,
    weight,
    rests: 0,
  }));
  const state = untrained(seen.places.size, classes);
  const next = seededRandom(7);
  for (let round = 0; round < how.rounds; round++) {
    shuffle(lessons, next);
    teach(state, lessons, how);
  }
  return { ...seen, bias: state.bias, weights: state.weights };
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

/** An example as a vector, with its class. */
interface Lesson {
  vector: Vector;
  /** The place of its class in the classes. */
  of: number;
  /** How much it counts. */
  weight: number;
  /** Rounds for which it is left out. */
  rests: number;
}

/** An example that moved no weight is left out for so many rounds. */
const rest = 2;

/** An example moves only the weights of classes whose error is at least this. Smaller errors cost time, and moving by them won nothing in cross-validation. */
const missed = 0.002;

/** What training moves, one row of classes for each place; the squares are what AdaGrad remembers of it. */
interface State {
  classes: number;
  weights: Float32Array;
  squares: Float32Array;
  bias: Float32Array;
  biasSquares: Float32Array;
  /** Of the example at hand, by class: its score, then its chance, then how far off that is. */
  sums: Float64Array;
}

/** Returns the state before the first lesson: every weight is 0. `places` and `classes` are counts. */
function untrained(places: number, classes: number): State {
  return {
    classes,
    weights: new Float32Array(places * classes),
    squares: new Float32Array(places * classes),
    bias: new Float32Array(classes),
    biasSquares: new Float32Array(classes),
    sums: new Float64Array(classes),
  };
}

/** Moves the weights by each lesson in turn. */
function teach(state: State, lessons: readonly Lesson[], how: Training): void {
  for (const lesson of lessons) {
    if (lesson.rests > 0) lesson.rests--;
    else if (!step(state, lesson, how)) lesson.rests = rest;
  }
}

/** Moves the weights by one lesson. Returns false when every error was too small. */
function step(state: State, { vector, of, weight }: Lesson, how: Training): boolean {
  score(state, vector);
  softmax(state.sums);
  const moved = missedBy(state.sums, of, weight);
  if (moved.length === 0) return false;
  moveBias(state, moved, how);
  moveWeights(state, moved, vector, how);
  return true;
}

function score({ classes, weights, bias, sums }: State, vector: Vector): void {
  sums.set(bias);
  for (let at = 0; at < vector.places.length; at++) {
    const row = (vector.places[at] ?? 0) * classes;
    const value = vector.values[at] ?? 0;
    for (let k = 0; k < classes; k++) sums[k] = (sums[k] ?? 0) + value * (weights[row + k] ?? 0);
  }
}

/** Makes errors of the chances; returns the classes whose error is worth a move. */
function missedBy(sums: Float64Array, of: number, weight: number): number[] {
  const moved: number[] = [];
  for (let k = 0; k < sums.length; k++) {
    const off = ((sums[k] ?? 0) - (k === of ? 1 : 0)) * weight;
    sums[k] = off;
    if (Math.abs(off) >= missed) moved.push(k);
  }
  return moved;
}

function moveBias({ bias, biasSquares, sums }: State, moved: readonly number[], { rate }: Training): void {
  for (const k of moved) {
    const slope = (sums[k] ?? 0) * 0.1;
    biasSquares[k] = (biasSquares[k] ?? 0) + slope * slope;
    bias[k] = (bias[k] ?? 0) - (rate * slope) / (Math.sqrt(biasSquares[k] ?? 0) + 1e-3);
  }
}

function moveWeights(
  { classes, weights, squares, sums }: State,
  moved: readonly number[],
  vector: Vector,
  { rate, decay }: Training,
): void {
  for (let at = 0; at < vector.places.length; at++) {
    const row = (vector.places[at] ?? 0) * classes;
    const value = vector.values[at] ?? 0;
    for (const k of moved) {
      const slope = (sums[k] ?? 0) * value + decay * (weights[row + k] ?? 0);
      const square = (squares[row + k] ?? 0) + slope * slope;
      squares[row + k] = square;
      weights[row + k] = (weights[row + k] ?? 0) - (rate * slope) / (Math.sqrt(square) + 1e-2);
    }
  }
}
