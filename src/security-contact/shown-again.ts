import { dateIn } from '../domain/date-in.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Card } from '../view.ts';
import type { Voice } from '../voice.ts';
import { contactCard, type Shown } from './contact-card.ts';

/** By the stored row itself, which is never changed but replaced, so that nothing outlives what it was made of. */
const last = new WeakMap<StoredTenant, { made: string; card: Card }>();

/**
 * The card of a record: the very one that was shown last when it would say the same, so that a platform need not render
 * it again either.
 */
export function shownAgain(voice: Voice, shown: Shown): Card {
  const made = madeOf(voice, shown);
  const before = last.get(shown.tenant);
  if (before?.made === made) return before.card;
  const card = contactCard(voice, shown);
  last.set(shown.tenant, { made, card });
  return card;
}

/** All that a card is made of, but for the row and the words of its language. */
function madeOf({ locale, timezone }: Voice, { admins, findings, may, names, now, notice }: Shown): string {
  const rights = [may('contact.update'), may('contact.confirm')];
  return JSON.stringify([locale, timezone, dateIn(now, timezone), notice, admins, findings, rights, [...names.called]]);
}
