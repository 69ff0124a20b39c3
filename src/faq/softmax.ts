/** Makes chances of scores, in place; together 1. */
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
