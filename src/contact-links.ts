import { spokenPhone } from './domain/phone.ts';
import type { Inline } from './view.ts';

/** An address to write to with one tap. */
export function mailLink(email: string): Inline {
  return { kind: 'link', url: `mailto:${email}`, label: email };
}

/** A number to call with one tap. */
export function phoneLink(phone: string): Inline {
  return { kind: 'link', url: `tel:${phone}`, label: spokenPhone(phone) };
}
