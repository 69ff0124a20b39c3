import { mailLink, phoneLink } from '../contact-links.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { fullName, type StoredTenant } from '../domain/partner-tenant.ts';
import { remedyOf } from '../remedy.ts';
import type { Fact } from '../view.ts';
import type { Voice } from '../voice.ts';
import type { NagShown } from './nag-shown.ts';

/**
 * What whoever presses “Still right” says is right: nobody should confirm what they do not see. For admins in private
 * alone, since a channel has more readers than those who need to know.
 */
export function toConfirm(
  { words }: Voice,
  { nag }: NagShown,
  tenant: StoredTenant,
  open: readonly StoredFinding[],
): Fact[] {
  const { contact } = tenant;
  const isPrivate = nag.role === 'admin' && nag.to.kind === 'person';
  if (!contact || !isPrivate || !open.some((item) => remedyOf(item, tenant) === 'contact.confirm')) return [];
  const { facts: label } = words.securityContact;
  return [
    { label: label.name, value: fullName(contact) },
    { label: label.email, value: [mailLink(contact.email, words)] },
    { label: label.phone, value: [phoneLink(contact.phone)] },
  ];
}
