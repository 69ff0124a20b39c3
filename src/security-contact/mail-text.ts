import { mailLink } from '../contact-links.ts';
import { domainOf } from '../domain/mail-domain.ts';
import { decodedHost } from '../domain/punycode.ts';
import type { Words } from '../messages/words.ts';
import type { Text } from '../view.ts';

/** An e-mail address as people read it. One whose domain is encoded (`xn--`) is said as it reads too: it may imitate another. */
export function mailText(email: string, { contactForm }: Words): string {
  const read = decodedHost(domainOf(email));
  return read === null ? email : contactForm.lookAlike(email, read);
}

/** The same, to write to with one tap; an address that may imitate another is only named. */
export function mailToTap(email: string, words: Words): Text {
  const text = mailText(email, words);
  return text === email ? [mailLink(email)] : text;
}
