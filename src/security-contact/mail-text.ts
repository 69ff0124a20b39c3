import { domainOf } from '../domain/mail-domain.ts';
import { decodedHost } from '../domain/punycode.ts';
import type { Words } from '../messages/words.ts';

/** An e-mail address as people read it. One whose domain is encoded (`xn--`) is said as it reads too: it may imitate another. */
export function mailText(email: string, { contactForm }: Words): string {
  const read = decodedHost(domainOf(email));
  return read === null ? email : contactForm.lookAlike(email, read);
}
