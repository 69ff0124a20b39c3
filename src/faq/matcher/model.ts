import type { Features } from './features.ts';

/** A model classifies questions. `npm run faq:train` makes it from the corpus. */
export interface Model {
  /** This hash tells from which training files it learnt. */
  version: string;
  /** The classes are `none`, then the ids of entries and of questions about the own record. */
  classes: readonly string[];
  /** Each class has one number, which is added to its score. */
  bias: Float32Array;
  /** Each feature stands at its position in `weights` and `rarity`. */
  positions: ReadonlyMap<string, number>;
  /** A feature tells the more, the fewer questions have it. */
  rarity: Float32Array;
  /** The rarity of features that the corpus does not contain. */
  unknownRarity: number;
  /** The weights have one row for each feature, one column for each class. */
  weights: Int8Array | Float32Array;
  /** One step of a weight has this value, by class. */
  steps: Float32Array;
  /** These are the words of the corpus, each with the number of times that it occurs. */
  words: ReadonlyMap<string, number>;
  /** A mark with a number above 0 speaks for French, below 0 for English. */
  language: ReadonlyMap<string, number>;
}

/** Questions that no entry answers have this class. It is the first class of every model. */
export const none = 'none';

/** Weight of a feature that is not in the corpus, in the length of a text. */
const unknownShare = 0.3;

/** A sparse vector has values at some positions, and 0 elsewhere. */
export interface Vector {
  positions: number[];
  values: number[];
}

/** The features of a group together have this length in a vector. */
const groupWeights: Readonly<Record<keyof Features, number>> = { words: 1.3, concepts: 0.7, letters: 1.1 };
/** Vectors and models have the groups of features in this order. */
export const featureGroups = ['words', 'concepts', 'letters'] as const;

/**
 * Returns the features of a text as a vector. Each group has a fixed length, so long texts count no more than short ones; unknown features
 * take a part of that length.
 */
export function vectorOf(features: Features, model: Pick<Model, 'positions' | 'rarity' | 'unknownRarity'>): Vector {
  const { positions, rarity, unknownRarity } = model;
  const vector: Vector = { positions: [], values: [] };
  for (const group of featureGroups) {
    const counts = new Map<string, number>();
    for (const name of features[group]) counts.set(name, (counts.get(name) ?? 0) + 1);
    const start = vector.positions.length;
    let square = 0;
    for (const [name, count] of counts) {
      const position = positions.get(name);
      const value = Math.sqrt(count) * (position === undefined ? unknownRarity : (rarity[position] ?? 0));
      square += value * value * (position === undefined ? unknownShare : 1);
      if (position === undefined) continue;
      vector.positions.push(position);
      vector.values.push(value);
    }
    const scale = square === 0 ? 0 : groupWeights[group] / Math.sqrt(square);
    for (let at = start; at < vector.values.length; at++) vector.values[at] = (vector.values[at] ?? 0) * scale;
  }
  return vector;
}

/** Returns the probability of each class, in the order of the model's classes. Their sum is 1. */
export function likelihoods(vector: Vector, { classes, bias, weights, steps }: Model): Float64Array {
  const scores = new Float64Array(classes.length);
  addWeights(scores, vector, weights);
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) * (steps[k] ?? 0) + (bias[k] ?? 0);
  return softmax(scores);
}

/** Adds to the score of each class the weights of a vector's features, in place. */
export function addWeights(scores: Float64Array, { positions, values }: Vector, weights: Model['weights']): void {
  for (let at = 0; at < positions.length; at++) {
    const row = (positions[at] ?? 0) * scores.length;
    const value = values[at] ?? 0;
    for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) + value * (weights[row + k] ?? 0);
  }
}

/** Turns scores into probabilities, in place. Their sum is 1. */
export function softmax(scores: Float64Array): Float64Array {
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  let total = 0;
  for (let k = 0; k < scores.length; k++) {
    const value = Math.exp((scores[k] ?? 0) - highest);
    scores[k] = value;
    total += value;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) / total;
  return scores;
}
