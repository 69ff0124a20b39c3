import { z } from 'zod';
import type { Contact } from '../domain/partner-tenant.ts';
import { isName, Locale, limits } from '../domain/partner-tenant.ts';
import { phoneOf } from '../domain/phone.ts';
import { isTimezone } from '../domain/timezone.ts';
import type { Words } from '../messages/words.ts';
import { only, type Problems, text, together, unreadable } from '../problems.ts';
import type { TypedContact } from './typed-contact.ts';

/** The part of a contact that is typed rather than chosen from the platform. */
export type Typed = Pick<
  Contact,
  'kind' | 'firstName' | 'middleName' | 'lastName' | 'email' | 'phone' | 'locale' | 'timezone'
>;

const Kind = z.enum(['person', 'group']);
const Email = z.email();

/** Every problem at once, by field; `contact` only when there is none. */
export function checkTyped(typed: TypedContact, words: Words): { problems: Problems; contact: Typed | null } {
  const say = words.contactForm.problems;
  const kind = Kind.safeParse(typed.kind);
  const locale = Locale.safeParse(typed.locale);
  const phone = phoneOf(typed.phone);
  const group = kind.data === 'group';
  const problems = only({
    kind: kind.success ? null : say.choose,
    firstName: name(typed.firstName, true, words),
    middleName: group ? null : name(typed.middleName, false, words),
    lastName: name(typed.lastName, false, words) ?? (typed.lastName || group ? null : say.lastName),
    email: text(typed.email, limits.email, true, words) ?? (Email.safeParse(typed.email).success ? null : say.email),
    phone: typed.phone === '' ? say.required : phone === null ? say.phone : null,
    locale: locale.success ? null : say.choose,
    timezone: isTimezone(typed.timezone) ? null : say.timezone,
    channels: unreadable(typed.unreadable.channels, say.channelUnknown),
    onCall: unreadable(typed.unreadable.onCall, say.personUnknown.slack),
  });
  if (!kind.success || !locale.success || phone === null || Object.keys(problems).length > 0)
    return { problems, contact: null };
  const { firstName, lastName, email, timezone } = typed;
  const middleName = group ? firstName : typed.middleName;
  return {
    problems,
    contact: { kind: kind.data, firstName, middleName, lastName, email, phone, locale: locale.data, timezone },
  };
}

function name(value: string, required: boolean, words: Words): string | null {
  return together(text(value, limits.name, required, words), isName(value) ? null : words.contactForm.problems.name);
}
