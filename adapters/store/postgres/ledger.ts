/** Where the database stands, and the batches of the last ten minutes, should the database lose them after it confirmed them. */
import type { BatchValues } from './batch.ts';
import type { Place } from './lease.ts';

/** What is kept to be appended again: batches of this many milliseconds, and of this many characters at most. */
const keptMs = 600_000;
const keptChars = 64 << 20;

/** A batch that was confirmed. `marks` are the values that the database may have after it, also where a fail-over lost the last of them. */
interface KeptBatch {
  position: number;
  marks: string[];
  values: BatchValues;
  chars: number;
  at: number;
}

/** What one process knows of the batches that it committed. */
export type Ledger = ReturnType<typeof createLedger>;

/** Returns the ledger of a process that begins at `start`. */
export function createLedger(start: Place) {
  let place = start;
  // The first one stands for all that was there before.
  const batches: KeptBatch[] = [
    { position: start.position, marks: [start.mark], values: [], chars: 0, at: performance.now() },
  ];
  let chars = 0;

  function forget(): void {
    const since = performance.now() - keptMs;
    let count = 0;
    // The oldest stays as what the others follow.
    while (count < batches.length - 1 && (chars > keptChars || (batches[count + 1]?.at ?? since) < since)) {
      count += 1;
      chars -= batches[count]?.chars ?? 0;
    }
    batches.splice(0, count);
  }

  return {
    place: (): Place => place,
    /** Records a batch that is stored. The last of `marks` is the one that the database has; see `KeptBatch`. */
    committed(marks: readonly string[], values: BatchValues): void {
      place = { position: place.position + 1, mark: marks.at(-1) ?? '' };
      const size = sizeOf(values);
      chars += size;
      batches.push({ position: place.position, marks: [...marks], values, chars: size, at: performance.now() });
      forget();
    },
    /** Records that the database has another mark at the same place: the last of `marks`, each of which it may have had. */
    renamed(marks: readonly string[]): void {
      place = { position: place.position, mark: marks.at(-1) ?? '' };
      batches.at(-1)?.marks.push(...marks);
    },
    /** Records that the database is where it was before it lost batches. */
    isAt(mark: string): void {
      place = { position: place.position, mark };
    },
    /** Returns the batches after a place, each with the mark that it had last; null where the place is not known. */
    after({ position, mark }: Place): readonly { mark: string; values: BatchValues }[] | null {
      const index = batches.findIndex((batch) => batch.position === position && batch.marks.includes(mark));
      if (index < 0) return null;
      return batches.slice(index + 1).map(({ marks, values }) => ({ mark: marks.at(-1) ?? '', values }));
    },
  };
}

/** Returns about how many characters the values have. */
function sizeOf(values: unknown): number {
  if (typeof values === 'string') return values.length;
  return Array.isArray(values) ? values.reduce<number>((sum, one) => sum + sizeOf(one), 0) : 8;
}
