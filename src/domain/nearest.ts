import { closest, distance } from 'fastest-levenshtein';

/** The word of `among` (not empty) that is the fewest mistakes away, and how many: letters too many, missing, or wrong. */
export function nearest(word: string, among: readonly string[]): { word: string; mistakes: number } {
  const near = closest(word, among);
  return { word: near, mistakes: distance(word, near) };
}
