import type { Features } from './features.ts';

/** The trained classifier of questions. `npm run faq:train` makes it from the corpus. */
export interface Model {
  /** Hashes of the curated files and of the questions that it learnt. */
  version: { corpus: string; questions: string };
  /** Ids of entries; `none` is the first. */
  classes: readonly string[];
  bias: Float32Array;
  /** Place of each feature in `weights` and `rarity`. */
  places: ReadonlyMap<string, number>;
  /** How much a feature tells, by how few questions have it. */
  rarity: Float32Array;
  /** The rarity of a feature that the corpus does not have. */
  unknownRarity: number;
  /** One row a feature, one column a class. */
  weights: Int8Array | Float32Array;
  /** What one step of a weight is worth, by class. */
  steps: Float32Array;
  /** Words of the corpus and how often they occur. */
  words: ReadonlyMap<string, number>;
  /** How much each mark speaks for French. */
  language: ReadonlyMap<string, number>;
}

/** The class of questions that no entry answers. It is the first class of every model. */
export const none = 'none';

/** A feature that is not in the corpus counts this share in the length of a text. */
const unknownShare = 0.3;

/** A sparse vector: places and values. */
export interface Vector {
  places: number[];
  values: number[];
}

/** How much each group of features counts. */
export const groupWeights = { words: 1.3, concepts: 0.7, letters: 1.1 } as const;

/** Returns the features of a text as a vector. Each group has a fixed length, so long texts count no more than short ones; unknown features take a part of that length. */
export function vectorOf(
  features: Features,
  { places, rarity, unknownRarity }: Pick<Model, 'places' | 'rarity' | 'unknownRarity'>,
): Vector {
  const vector: Vector = { places: [], values: [] };
  for (const group of ['words', 'concepts', 'letters'] as const) {
    const counts = new Map<string, number>();
    for (const name of features[group]) counts.set(name, (counts.get(name) ?? 0) + 1);
    const start = vector.places.length;
    let square = 0;
    for (const [name, count] of counts) {
      const place = places.get(name);
      const value = Math.sqrt(count) * (place === undefined ? unknownRarity : (rarity[place] ?? 0));
      square += value * value * (place === undefined ? unknownShare : 1);
      if (place === undefined) continue;
      vector.places.push(place);
      vector.values.push(value);
    }
    const scale = square === 0 ? 0 : groupWeights[group] / Math.sqrt(square);
    for (let at = start; at < vector.values.length; at++) vector.values[at] = (vector.values[at] ?? 0) * scale;
  }
  return vector;
}
