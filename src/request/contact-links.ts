import type { FieldType } from '../domain/tenant/contact-fields.ts';
import { domainOf } from '../domain/tenant/email.ts';
import { spokenPhone } from '../domain/tenant/phone.ts';
import { decodedHost } from '../domain/text/punycode.ts';
import type { Words } from '../messages/words.ts';
import type { Inline, Text } from '../view/view.ts';

/** An e-mail address as people read it. One whose domain is encoded (`xn--`) is said as it reads too: it may imitate another. */
export function mailText(email: string, { contactForm }: Words): string {
  const read = decodedHost(domainOf(email));
  return read === null ? email : contactForm.lookAlike(email, read);
}

/** Returns an e-mail address that opens a new message with one tap; one that may imitate another address is plain text. */
export function mailLink(email: string, words: Words): Inline {
  const text = mailText(email, words);
  return text === email ? { kind: 'link', url: `mailto:${email}`, label: email } : text;
}

/** Returns a telephone number that calls with one tap. */
export function phoneLink(phone: string): Inline {
  return { kind: 'link', url: `tel:${phone}`, label: spokenPhone(phone) };
}

/** The value of a field of the contact as people read it: an address or a number opens with one tap. */
export function valueLink(type: FieldType | undefined, value: string, words: Words): Inline {
  if (type === 'email') return mailLink(value, words);
  return type === 'phone' ? phoneLink(value) : value;
}

/** A text of ours, whose pages open with one tap. Never for what a sender wrote: links of strangers stay text. */
export function withPages(text: string): Text {
  const parts = text.split(/(https:\/\/[^\s<>"]*[\w/])/);
  if (parts.length === 1) return text;
  return parts.flatMap((part, at): Inline[] => (at % 2 === 0 ? (part === '' ? [] : [part]) : [shortLink(part)]));
}

/** Returns a link to a page whose text is the address itself. */
export function pageLink(url: string): Inline {
  return { kind: 'link', url, label: url.replace(/^https:\/\//, '') };
}

/** Its beginning and end, where all of it would break on a phone. */
function shortLink(url: string): Inline {
  const [host = '', ...path] = url.replace(/^https:\/\//, '').split('/');
  const label = path.length > 1 && url.length > 40 ? `${host}/…/${path.at(-1)}` : [host, ...path].join('/');
  return { kind: 'link', url, label };
}
