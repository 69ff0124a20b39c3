import { calendarHost } from '../domain/tenant/calendar-address.ts';
import { domainOf, type FieldType, spokenPhone } from '../domain/tenant/contact-fields.ts';
import { fullName, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Inline, Text } from '../view/view.ts';
import type { ViewerLocale } from './viewer-locale.ts';

/** The words and the way to read domains: parts of a reader, or of a request. */
type AddressViewer = Pick<ViewerLocale, 'messages' | 'readDomain'>;

/** A domain with a label that is encoded. */
const isEncoded = /(^|\.)xn--/;
/** Replaces an encoded domain that is not allowed. */
const unreadable = '\uFFFD';

/**
 * Returns an e-mail address as people read it. An address with an encoded domain (`xn--`) also shows the decoded one, which may imitate
 * another.
 */
export function mailText(email: string, { messages, readDomain }: AddressViewer): string {
  const domain = domainOf(email);
  if (!isEncoded.test(domain)) return email;
  const read = readDomain(domain);
  return messages.contactForm.lookAlike(email, read === '' || isEncoded.test(read) ? unreadable : read);
}

/** Returns a link that opens a new message with one tap; plain text for an address that may imitate another. */
export function mailLink(email: string, reading: AddressViewer): Inline {
  const text = mailText(email, reading);
  return text === email ? { kind: 'link', url: `mailto:${email}`, label: email } : text;
}

/** Returns a link that calls a telephone number with one tap. */
export function phoneLink(phone: string): Inline {
  return { kind: 'link', url: `tel:${phone}`, label: spokenPhone(phone) };
}

/** Returns the sentence that says who the security contact of a tenant is. */
export function contactSentence({ name, contact }: StoredTenant, reading: AddressViewer): Text {
  const { is, none } = reading.messages.record.contact;
  if (!contact) return none(name);
  return is(name, fullName(contact), { email: mailLink(contact.email, reading), phone: phoneLink(contact.phone) });
}

/**
 * Returns the value of a contact's field as people read it. An e-mail address and a telephone number open with one tap; of a calendar's
 * address, which is a secret, people read the host.
 */
export function valueLink(type: FieldType | undefined, value: string, reading: AddressViewer): Inline {
  if (type === 'email') return mailLink(value, reading);
  if (type === 'calendar') return calendarHost(value);
  return type === 'phone' ? phoneLink(value) : value;
}

/**
 * Returns one of our own texts with its web addresses as links. A sender's text must not come here, since the links of strangers stay
 * text.
 */
export function withPages(text: string): Text {
  const parts = text.split(/(https:\/\/[^\s<>"]*[\w/])/);
  if (parts.length === 1) return text;
  return parts.flatMap((part, at): Inline[] => (at % 2 === 0 ? (part === '' ? [] : [part]) : [shortLink(part)]));
}

/** Returns a link to a page whose text is the address itself. */
export function pageLink(url: string): Inline {
  return { kind: 'link', url, label: url.replace(/^https:\/\//, '') };
}

/** Returns a link that shows the beginning and end of a long address, which a phone would break into lines. */
function shortLink(url: string): Inline {
  const [host = '', ...path] = url.replace(/^https:\/\//, '').split('/');
  const label = path.length > 1 && url.length > 40 ? `${host}/…/${path.at(-1)}` : [host, ...path].join('/');
  return { kind: 'link', url, label };
}
