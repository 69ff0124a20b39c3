import { nameChannels } from '../channel-check.ts';
import type { Check } from '../domain/finding.ts';
import type { Tx } from '../ports.ts';
import type { Look } from './look.ts';

/** Notes what was found, in place of the look before. Who changed while it went on has to be looked at again. */
export async function noteCheck(tx: Tx, { check, names }: Look, before: Check | null): Promise<void> {
  const now = await tx.get('checks', check.id);
  const again = now?.changedAt !== undefined && now.changedAt !== before?.changedAt;
  const seen = { ...check, readers: agreedMeanwhile(check, before, now) };
  await tx.put('checks', again ? { ...seen, changedAt: now.changedAt } : seen);
  await nameChannels(tx, names);
}

/** Somebody may have agreed to who reads a channel while the look went on. */
function agreedMeanwhile({ readers = {} }: Check, before: Check | null, now: Check | null): Check['readers'] {
  return Object.fromEntries(
    Object.entries(readers).map(([key, one]) => {
      const agreed = now?.readers?.[key]?.agreed;
      const isNews = agreed !== undefined && agreed !== before?.readers?.[key]?.agreed;
      return [key, isNews ? { ...one, agreed } : one];
    }),
  );
}
