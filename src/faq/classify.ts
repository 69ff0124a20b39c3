import type { Model, Vector } from './model.ts';
import { softmax } from './softmax.ts';

/** How likely each class is, in the order of the model's classes; together 1. */
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
