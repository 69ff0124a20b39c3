import type { Model, Vector } from './model.ts';

/** Returns the probability of each class, in the order of the model's classes. Their sum is 1. */
export function likelihoods({ places, values }: Vector, model: Model): Float64Array {
  const { classes, bias, weights, steps } = model;
  const width = classes.length;
  const sums = new Float64Array(width);
  for (let at = 0; at < places.length; at++) {
    const row = (places[at] ?? 0) * width;
    const value = values[at] ?? 0;
    for (let of = 0; of < width; of++) sums[of] = (sums[of] ?? 0) + value * (weights[row + of] ?? 0);
  }
  for (let of = 0; of < width; of++) sums[of] = (sums[of] ?? 0) * (steps[of] ?? 0) + (bias[of] ?? 0);
  return softmax(sums);
}

/** Turns scores into probabilities, in place. Their sum is 1. */
export function softmax(sums: Float64Array): Float64Array {
  let most = -Infinity;
  for (let at = 0; at < sums.length; at++) most = Math.max(most, sums[at] ?? 0);
  let total = 0;
  for (let at = 0; at < sums.length; at++) {
    const value = Math.exp((sums[at] ?? 0) - most);
    sums[at] = value;
    total += value;
  }
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) / total;
  return sums;
}
