/** Who can read a channel, from few to many: those who were let in, everybody of the organisation, people of other organisations too. */
export const reaches = ['chosen', 'all', 'others'] as const;
/** Who can read a channel. */
export type Reach = (typeof reaches)[number];

/** Whether a text names one of the reaches. */
export function isReach(text: string): text is Reach {
  return reaches.some((reach) => reach === text);
}

/** Who can read a channel of the record now, and who could when somebody said that alerts may go there. */
export interface Readers {
  now: Reach;
  agreed: Reach;
}

/** Returns who can read a channel, from what its platform says of it. */
export function reachOf({ open, external }: { open: boolean; external: boolean }): Reach {
  if (external) return 'others';
  return open ? 'all' : 'chosen';
}

/** Whether more people can read it than anybody agreed to. */
export function isWider({ now, agreed }: Readers): boolean {
  return reaches.indexOf(now) > reaches.indexOf(agreed);
}

/** As seen now. What became narrower counts as agreed: when it is wider again, somebody has to know. */
export function readersNow(now: Reach, before: Readers | null): Readers {
  if (before === null) return { now, agreed: now };
  return { now, agreed: isWider({ now, agreed: before.agreed }) ? before.agreed : now };
}
