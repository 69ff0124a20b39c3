import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import { locales } from '../../domain/tenant/locales.ts';
import { fullName, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { day } from '../../messages/dates.ts';
import { inTime, type World } from '../../ports/world.ts';
import { adminNames } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import { mailLink, phoneLink, withPages } from '../../request/contact-links.ts';
import { askerLocale, type ReaderLocale } from '../../request/reader-locale.ts';
import type { Request } from '../../request/request.ts';
import { joined } from '../../view/text.ts';
import type { Inline, Text } from '../../view/view.ts';

/** The most partner tenants that an answer names; it counts the others. */
const maxTenants = 5;

type PlaceholderValues = Record<string, Text>;

/** Returns the value of each placeholder, from the tenants that the question names, or else from all. Where nothing is recorded, the value is the words of `plain`. */
export function placeholderValues(
  reader: ReaderLocale,
  { tenants: all, question }: { tenants: readonly StoredTenant[]; question: string },
  plain: Readonly<Record<string, string>>,
): PlaceholderValues {
  const mentioned = tenantsMentioned(all, question);
  const tenants = mentioned.length > 0 ? mentioned : all;
  const [only, ...others] = tenants;
  const values: PlaceholderValues = { ...plain };
  if (only) values.tenantName = others.length === 0 ? only.name : reader.words.faq.yourTenants;
  for (const [name, of] of Object.entries(facts(reader))) {
    const value = valueForAll(reader, tenants, of, plain[name] ?? '');
    if (value) values[name] = value;
  }
  return values;
}

/** Returns a text with each `{placeholder}` replaced by its value. A placeholder without a value stays as it is. */
export function filled(text: string, values: Readonly<PlaceholderValues>): Text {
  const parts = text.split(/\{(\w+)\}/);
  if (parts.length === 1) return withPages(text);
  return parts.flatMap((part, at): Inline[] => {
    if (at % 2 === 0) return part === '' ? [] : [withPages(part)].flat();
    return [values[part] ?? `{${part}}`].flat();
  });
}

type FactOf = (tenant: StoredTenant) => Text | null;

/** Returns the facts of a tenant by placeholder; a fact is null where it is not recorded. */
function facts(reader: ReaderLocale): Readonly<Record<string, FactOf>> {
  const { locale, timezone, words } = reader;
  return {
    contactName: ({ contact }) => contact && fullName(contact),
    contactEmail: ({ contact }) => contact && [mailLink(contact.email, reader)],
    contactPhone: ({ contact }) => contact && [phoneLink(contact.phone)],
    lastConfirmed: ({ contact }) => (contact?.confirmedAt ? [day(contact.confirmedAt, locale, timezone)] : null),
    anniversaryMonth: ({ anniversaryMonth: month }) => (month ? (words.setup.months[month - 1] ?? null) : null),
  };
}

/** Returns the values of all tenants in a row, each with its tenant's name where there are several; `unknown` stands for a missing one. Null when all are missing. */
function valueForAll({ words }: ReaderLocale, tenants: readonly StoredTenant[], of: FactOf, unknown: string) {
  const values = tenants.map((tenant) => ({ name: tenant.name, value: of(tenant) }));
  const [first, ...others] = values;
  if (others.length === 0) return first?.value ?? null;
  if (values.every(({ value }) => value === null)) return null;
  const named = values.map(({ name, value }) => words.faq.ofTenant(value ?? unknown, name));
  const rest = named.length - maxTenants;
  return joined([...named.slice(0, maxTenants), ...(rest > 0 ? [words.faq.andMore(rest)] : [])], ', ');
}

/** An answer waits so long for the names of admins. After that, general words replace them. */
const patienceMs = 1_000;

/** Returns the function that replaces the placeholders in a text of an answer. `texts` are all that it will be given, and `question` may name tenants. */
export async function filler(request: Request, texts: readonly string[], question: string, world: World) {
  const tenants = await tenantsByName(world);
  const plain = world.faq().placeholders[locales[request.actor.locale].faq];
  const values = placeholderValues(askerLocale(request), { tenants, question }, plain);
  if (texts.some((text) => text.includes('{admins}'))) {
    const asked = adminNames(request, world).catch(() => null);
    values.admins = (await inTime(asked, patienceMs, world)) ?? plain.admins;
  }
  return (text: string): Text => filled(text, values);
}
