/** What became of the questions of a day. */
export interface FaqCount {
  /** The day in UTC: `2026-11-24`. */
  id: string;
  answered: number;
  /** «Did you mean», and of those, on whatever day, where the asker has chosen since: they are in `answered` or `unknown` too. */
  askedBack: number;
  settled: number;
  unknown: number;
  helpful: number;
  unhelpful: number;
  /** Put to the experts, and answered by them. */
  asked: number;
  replied: number;
}
export type FaqEvent = Exclude<keyof FaqCount, 'id'>;

const events = [
  'answered',
  'askedBack',
  'settled',
  'unknown',
  'helpful',
  'unhelpful',
  'asked',
  'replied',
] as const satisfies readonly FaqEvent[];

export const noCount: Omit<FaqCount, 'id'> = {
  answered: 0,
  askedBack: 0,
  settled: 0,
  unknown: 0,
  helpful: 0,
  unhelpful: 0,
  asked: 0,
  replied: 0,
};

/** A day that was counted by an older version lacks what that did not count. */
export function addedUp(counts: readonly Partial<FaqCount>[]): Omit<FaqCount, 'id'> {
  const sum = { ...noCount };
  for (const event of events) for (const one of counts) sum[event] += one[event] ?? 0;
  return sum;
}
