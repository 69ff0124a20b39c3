/** The readers of a channel, from few to many: invited members, everybody in the organisation, people of other organisations too. */
export const reaches = ['chosen', 'all', 'others'] as const;
/** The readers of a channel. */
export type Reach = (typeof reaches)[number];

/** Returns true when a text names one of the reaches. */
export function isReach(text: string): text is Reach {
  return reaches.some((reach) => reach === text);
}

/** The readers of a channel now, and those that it had when somebody agreed that alerts go there. */
export interface Readers {
  now: Reach;
  agreed: Reach;
}

/** Returns the readers of a channel by what its platform says of it. */
export function reachOf({ open, external }: { open: boolean; external: boolean }): Reach {
  if (external) return 'others';
  return open ? 'all' : 'chosen';
}

/** Returns true when more people can read a channel than anybody agreed to. */
export function isWider({ now, agreed }: Readers): boolean {
  return reaches.indexOf(now) > reaches.indexOf(agreed);
}

/** Returns the readers as the platform says now. A narrower circle counts as agreed, so that people are notified when it is wider again. */
export function readersNow(now: Reach, before: Readers | null): Readers {
  if (before === null) return { now, agreed: now };
  return { now, agreed: isWider({ now, agreed: before.agreed }) ? before.agreed : now };
}
