/** Work in slices: between two of them, others may have their turn. A slice takes a few milliseconds. */
export type Slices<T> = Generator<void, T>;

/** Does all slices at once, and returns what they make. */
export function atOnce<T>(slices: Slices<T>): T {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}
