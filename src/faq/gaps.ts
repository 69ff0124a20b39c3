import { mailLink, phoneLink, withPages } from '../contact-links.ts';
import { type Contact, fullName, type StoredTenant } from '../domain/partner-tenant.ts';
import { day } from '../messages/moment.ts';
import type { Inline, Text } from '../view.ts';
import type { Voice } from '../voice.ts';

/** Partner tenants that an answer names; of more it says how many. */
const named = 5;

type Gaps = Record<string, Text>;

/** What the register says of these tenants, by the gap of an answer that it goes into. Where it knows nothing, `plain` stands. */
export function gapsOf(voice: Voice, tenants: readonly StoredTenant[], plain: Readonly<Record<string, string>>): Gaps {
  const gaps: Gaps = { ...plain, ...tenantName(voice, tenants) };
  for (const [gap, of] of Object.entries(facts(voice))) {
    const known = together(voice, tenants, of, plain[gap] ?? '');
    if (known) gaps[gap] = known;
  }
  return gaps;
}

export function filled(text: string, gaps: Readonly<Gaps>): Text {
  const parts = text.split(/\{(\w+)\}/);
  if (parts.length === 1) return withPages(text);
  return parts.flatMap((part, at): Inline[] => {
    if (at % 2 === 0) return part === '' ? [] : [withPages(part)].flat();
    return [gaps[part] ?? `{${part}}`].flat();
  });
}

function tenantName({ words }: Voice, tenants: readonly StoredTenant[]): Record<string, string> {
  const [only, ...others] = tenants;
  if (!only) return {};
  return { tenantName: others.length === 0 ? only.name : words.faq.yourTenants };
}

type Known = (tenant: StoredTenant) => Text | null;

function facts({ locale, timezone, words }: Voice) {
  const ofContact = (say: (contact: Contact) => Text | null): Known => {
    return ({ contact }) => (contact ? say(contact) : null);
  };
  return {
    contactName: ofContact(fullName),
    contactEmail: ofContact(({ email }) => [mailLink(email, words)]),
    contactPhone: ofContact(({ phone }) => [phoneLink(phone)]),
    lastConfirmed: ofContact(({ confirmedAt: at }) => at && [day(at, locale, timezone)]),
    anniversaryMonth: ({ anniversaryMonth: month }: StoredTenant) =>
      month ? (words.setup.months[month - 1] ?? null) : null,
  };
}

/** One after the other, each with its tenant where there are several; `unknown` stands for what one lacks. Null when none is known. */
function together({ words }: Voice, tenants: readonly StoredTenant[], of: Known, unknown: string): Text | null {
  const [only, ...others] = tenants;
  if (only && others.length === 0) return of(only);
  const values = tenants.map((tenant) => ({ tenant, value: of(tenant) }));
  if (values.every(({ value }) => value === null)) return null;
  const said = values.map(({ tenant, value }) => words.faq.ofTenant(value ?? unknown, tenant.name));
  const rest = said.length - named;
  return [...said.slice(0, named), ...(rest > 0 ? [words.faq.andMore(rest)] : [])].flatMap((one, at): Inline[] =>
    at === 0 ? [one].flat() : [', ', ...[one].flat()],
  );
}
