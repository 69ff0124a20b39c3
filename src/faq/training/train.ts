import type { Features } from '../matcher/features.ts';
import { type Model, vectorOf } from '../matcher/model.ts';
import { type Lesson, type Pace, teach, untrained } from './gradient.ts';
import { seededRandom, shuffle } from './seeded-random.ts';

/** An example as features. `of` is the place of its class in the classes, and `weight` is how much it counts. */
export interface Example extends Omit<Lesson, 'vector' | 'rests'> {
  features: Features;
}

/** The settings of a training. */
export interface Training extends Pace {
  rounds: number;
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
