import type { Features } from '../matcher/features.ts';
import { addWeights, featureGroups, softmax, type Vector, vectorOf } from '../matcher/model.ts';

/** An example is a question as features, with its class. */
export interface Example {
  features: Features;
  /** The class stands at this place among the classes. */
  of: number;
  /** The error of the example is multiplied by this. */
  weight: number;
}

/** A training runs by these settings. */
export interface Training {
  rounds: number;
  /** AdaGrad multiplies each step by this learning rate. */
  rate: number;
  /** Each step pulls a weight towards 0 by this share of it. */
  decay: number;
  /** A feature that fewer examples have is left out. */
  least: { words: number; concepts: number; letters: number };
}

/** The rounds for which an example that moved no weight is left out. */
const restRounds = 2;
/**
 * An example moves only the weights of classes whose error is at least this. Smaller errors cost time, and moving by them won nothing in
 * cross-validation.
 */
const leastError = 0.002;

type OnRound = (done: number) => void;

/**
 * Trains a multinomial logistic regression by AdaGrad, one example at a time. The order is always the same, so the same examples give the
 * same result: the part of a model that training finds. Its weights are not yet rounded to 8 bits.
 */
export function train(examples: readonly Example[], classes: number, settings: Training, onRound: OnRound) {
  const seen = vocabulary(examples, settings);
  const lessons = examples.map(({ features, of, weight }): Lesson => {
    return { vector: vectorOf(features, seen), of, weight, rests: 0 };
  });
  const size = seen.positions.size * classes;
  const state: State = {
    weights: new Float32Array(size),
    squares: new Float32Array(size),
    bias: new Float32Array(classes),
    biasSquares: new Float32Array(classes),
    scores: new Float64Array(classes),
  };
  const next = seededRandom(7);
  for (let round = 0; round < settings.rounds; round++) {
    shuffle(lessons, next);
    for (const lesson of lessons) {
      if (lesson.rests > 0) lesson.rests--;
      else if (!learnFrom(lesson, state, settings)) lesson.rests = restRounds;
    }
    onRound(round + 1);
  }
  return { ...seen, bias: state.bias, weights: state.weights };
}

/** Returns the place and the rarity of each feature that enough examples have. */
function vocabulary(examples: readonly Example[], { least }: Training) {
  const positions = new Map<string, number>();
  const rarity: number[] = [];
  for (const group of featureGroups) {
    const counts = new Map<string, number>();
    for (const { features } of examples)
      for (const name of new Set(features[group])) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (count < least[group]) continue;
      positions.set(name, positions.size);
      rarity.push(Math.log(1 + examples.length / count));
    }
  }
  return { positions, rarity: Float32Array.from(rarity), unknownRarity: Math.log(1 + examples.length / 2) };
}

/** A lesson is an example as a vector. */
interface Lesson extends Omit<Example, 'features'> {
  vector: Vector;
  /** The rounds for which the lesson is still left out. */
  rests: number;
}

/**
 * Training moves these numbers: `weights` and `squares` have one row of classes for each place. AdaGrad sums the squares of its steps in
 * `squares`.
 */
interface State {
  weights: Float32Array;
  squares: Float32Array;
  bias: Float32Array;
  biasSquares: Float32Array;
  /** These are the scores of the lesson at hand, by class; then its probabilities, then their errors. */
  scores: Float64Array;
}

/** Moves the weights by one lesson. Returns false when every error was too small. */
function learnFrom({ vector, of, weight }: Lesson, state: State, settings: Training): boolean {
  state.scores.set(state.bias);
  addWeights(state.scores, vector, state.weights);
  softmax(state.scores);
  const moved = errorsIn(state.scores, of, weight);
  moveBias(state, moved, settings);
  moveWeights(state, moved, vector, settings);
  return moved.length > 0;
}

/** Turns probabilities into errors, in place. Returns the classes whose error is large enough to move their weights. */
function errorsIn(scores: Float64Array, of: number, weight: number): number[] {
  const moved: number[] = [];
  for (let k = 0; k < scores.length; k++) {
    const error = ((scores[k] ?? 0) - (k === of ? 1 : 0)) * weight;
    scores[k] = error;
    if (Math.abs(error) >= leastError) moved.push(k);
  }
  return moved;
}

function moveBias({ bias, biasSquares, scores }: State, moved: readonly number[], { rate }: Training): void {
  for (const k of moved) {
    const slope = (scores[k] ?? 0) * 0.1;
    biasSquares[k] = (biasSquares[k] ?? 0) + slope * slope;
    bias[k] = (bias[k] ?? 0) - (rate * slope) / (Math.sqrt(biasSquares[k] ?? 0) + 1e-3);
  }
}

function moveWeights(state: State, moved: readonly number[], vector: Vector, { rate, decay }: Training): void {
  const { weights, squares, scores } = state;
  for (let at = 0; at < vector.positions.length; at++) {
    const row = (vector.positions[at] ?? 0) * scores.length;
    const value = vector.values[at] ?? 0;
    for (const k of moved) {
      const slope = (scores[k] ?? 0) * value + decay * (weights[row + k] ?? 0);
      const square = (squares[row + k] ?? 0) + slope * slope;
      squares[row + k] = square;
      weights[row + k] = (weights[row + k] ?? 0) - (rate * slope) / (Math.sqrt(square) + 1e-2);
    }
  }
}

/** Returns a generator of numbers from 0 up to 1. The same seed always gives the same numbers (a linear congruential generator). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Shuffles the items in place (Fisher-Yates). `next` gives random numbers from 0 up to 1. */
function shuffle<T>(items: T[], next: () => number): void {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    const held = items[at];
    const taken = items[other];
    if (held === undefined || taken === undefined) continue;
    items[at] = taken;
    items[other] = held;
  }
}
