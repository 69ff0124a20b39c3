import { valueLink } from '../contact-links.ts';
import { contactFields } from '../domain/contact-fields.ts';
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
  const labels = { ...words.contactForm.labels, ...words.securityContact.facts };
  const reach = contactFields.flatMap(({ key, type, reach }): Fact[] => {
    const value = reach && contact[key];
    return typeof value === 'string' && value ? [{ label: labels[key], value: [valueLink(type, value, words)] }] : [];
  });
  return [{ label: labels.name, value: fullName(contact) }, ...reach];
}
