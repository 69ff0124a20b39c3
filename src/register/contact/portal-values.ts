import { type ContactKey, contactFields } from '../../domain/tenant/contact-fields.ts';
import type { Contact } from '../../domain/tenant/partner-tenant.ts';
import { valueLink } from '../../request/contact-links.ts';
import type { Request } from '../../request/interaction.ts';
import { beforeValue, type Text } from '../../view/view.ts';

/** The fields that Partner Center's form has too. */
export const portalKeys: readonly ContactKey[] = contactFields.filter(({ portal }) => portal).map(({ key }) => key);

/**
 * Returns a line for each of these fields with its value as Partner Center's form asks for it, each value once: the name of a group is its
 * first and its middle name.
 */
export function portalValues(request: Request, contact: Contact, keys: readonly ContactKey[]): Text[] {
  const { messages } = request;
  const { saved } = messages.contactForm;
  const isGroup = contact.kind === 'group';
  return contactFields.flatMap((field): Text[] => {
    if (!field.portal || !keys.includes(field.key) || !contact[field.key]) return [];
    if (isGroup && field.key === 'middleName') return [];
    const label = saved.portalFields[isGroup && field.key === 'firstName' ? 'groupName' : field.key];
    return [[beforeValue(label, messages.history.colon), valueLink(field.type, contact[field.key], request)]];
  });
}
