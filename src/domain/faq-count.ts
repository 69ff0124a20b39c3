/** What became of the questions of a day. */
export interface FaqCount {
  /** The day in UTC: `2026-11-24`. */
  id: string;
  answered: number;
  /** «Did you mean». */
  askedBack: number;
  unknown: number;
  helpful: number;
  unhelpful: number;
  /** Put to the experts, and answered by them. */
  asked: number;
  replied: number;
}
export type FaqEvent = Exclude<keyof FaqCount, 'id'>;

export const noCount: Omit<FaqCount, 'id'> = {
  answered: 0,
  askedBack: 0,
  unknown: 0,
  helpful: 0,
  unhelpful: 0,
  asked: 0,
  replied: 0,
};

export function addedUp(counts: readonly FaqCount[]): Omit<FaqCount, 'id'> {
  return counts.reduce<Omit<FaqCount, 'id'>>(
    (sum, one) => ({
      answered: sum.answered + one.answered,
      askedBack: sum.askedBack + one.askedBack,
      unknown: sum.unknown + one.unknown,
      helpful: sum.helpful + one.helpful,
      unhelpful: sum.unhelpful + one.unhelpful,
      asked: sum.asked + one.asked,
      replied: sum.replied + one.replied,
    }),
    noCount,
  );
}
