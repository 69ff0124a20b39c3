/**
 * The result of a request of a source: its alerts were taken, its body could not be read, it did not prove who sent it, or nobody could
 * tell, since keys could not be read.
 */
export type RequestOutcome = 'accepted' | 'unread' | 'refused' | 'unavailable';

/** Counts the requests of sources, for metrics and for people. */
export type RequestCounts = ReturnType<typeof createRequestCounts>;

const outcomes: readonly RequestOutcome[] = ['accepted', 'unread', 'refused', 'unavailable'];

/** Returns counts of the sources that `begin` names. `tell` adds a number to the metric with the labels `source` and `outcome`. */
export function createRequestCounts(
  tell: (labels: readonly [source: string, outcome: RequestOutcome], times: number) => void,
) {
  const refused = new Map<string, number>();
  const add = (source: string, times: number) => refused.set(source, (refused.get(source) ?? 0) + times);
  return {
    /** Has the counts of these sources begin, at zero. */
    begin(names: readonly string[]): void {
      for (const name of names) for (const outcome of outcomes) tell([name, outcome], 0);
    },
    /** Counts a request. `source` is null when nobody knows the source. */
    count(source: string | null, outcome: RequestOutcome): void {
      tell([source ?? 'unknown', outcome], 1);
      if (source !== null && outcome === 'refused') add(source, 1);
    },
    /** The refused requests of each source. Those of unknown sources are not in it. */
    refused: {
      waiting: () => new Map([...refused].filter(([, times]) => times > 0)),
      stored(counts: ReadonlyMap<string, number>) {
        for (const [source, times] of counts) add(source, -times);
      },
    },
  };
}
