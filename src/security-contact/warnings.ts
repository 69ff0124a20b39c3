import { z } from 'zod';
import { mailLink } from '../contact-links.ts';
import { domainOf } from '../domain/mail-domain.ts';
import type { Contact } from '../domain/partner-tenant.ts';
import { looksPersonal } from '../domain/personal-email.ts';
import type { World } from '../ports.ts';
import type { Request } from '../request/request.ts';
import type { Text } from '../view.ts';

/** Asked while the rest of the form is checked; what is no address is not asked about. */
export async function mailTaken(email: string, { mail }: World): Promise<'yes' | 'no' | 'unknown'> {
  return z.email().safeParse(email).success ? mail.takesMail(domainOf(email)) : 'unknown';
}

/** What may be wrong with a saved contact. Said with the save: a warning never costs a second one. */
export function warningsOf({ words }: Request, contact: Contact, mail: 'yes' | 'no' | 'unknown'): Text[] {
  const { saved } = words.contactForm;
  return [
    ...(contact.channels.length === 0 ? [saved.noChannel] : []),
    ...(mail === 'no' ? [saved.noMail(domainOf(contact.email))] : []),
    ...(looksPersonal(contact.email, contact) ? [saved.personal(mailLink(contact.email, words))] : []),
  ];
}
