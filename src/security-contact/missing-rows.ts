import type { Asking } from '../asking.ts';
import { button } from '../card.ts';
import { type Missing, missingOf } from '../domain/missing.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Button, Row } from '../view.ts';
import { about } from './marking.ts';

/** What is left to do, each with the one button that does it where the card's own buttons do not. The card's text says when there is no contact at all. */
export function missingRows(asking: Asking, tenant: StoredTenant): Row[] {
  const said = asking.words.securityContact.missing;
  return missingOf(tenant).flatMap((what) =>
    what === 'contact' ? [] : [{ ...said[what], button: remedy(asking, tenant, what) }],
  );
}

function remedy({ words }: Asking, tenant: StoredTenant, what: Missing): Button | null {
  const { buttons, phoneQuestion, complianceQuestion } = words.securityContact;
  if (what === 'phone24x7')
    return button('press', 'contact.phone24x7', buttons.vouch, about(tenant), { confirm: phoneQuestion });
  if (what === 'compliance')
    return button('press', 'contact.compliance', buttons.vouch, about(tenant), { confirm: complianceQuestion });
  return null;
}
