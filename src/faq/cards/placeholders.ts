import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import { locales } from '../../domain/tenant/locales.ts';
import { type Contact, fullName, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { day } from '../../messages/dates.ts';
import { inTime, type World } from '../../ports/world.ts';
import { helpers } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import { mailLink, phoneLink, withPages } from '../../request/contact-links.ts';
import { askerLocale, type ReaderLocale } from '../../request/reader-locale.ts';
import type { Request } from '../../request/request.ts';
import type { Inline, Text } from '../../view/view.ts';

/** An answer names so many partner tenants, and counts the others. */
const named = 5;

type Gaps = Record<string, Text>;

/** Returns the value of each placeholder, from the tenants that the question names, or else from all. Where nothing is recorded, the value is the words of `plain`. */
export function placeholdersIn(
  voice: ReaderLocale,
  { tenants: all, question }: { tenants: readonly StoredTenant[]; question: string },
  plain: Readonly<Record<string, string>>,
): Gaps {
  const mentioned = tenantsMentioned(all, question);
  const tenants = mentioned.length > 0 ? mentioned : all;
  const gaps: Gaps = { ...plain, ...tenantName(voice, tenants) };
  for (const [gap, of] of Object.entries(facts(voice))) {
    const known = inARow(voice, tenants, of, plain[gap] ?? '');
    if (known) gaps[gap] = known;
  }
  return gaps;
}

/** Returns a text with each `{placeholder}` replaced by its value in `gaps`. A placeholder without a value stays as it is. */
export function filled(text: string, gaps: Readonly<Gaps>): Text {
  const parts = text.split(/\{(\w+)\}/);
  if (parts.length === 1) return withPages(text);
  return parts.flatMap((part, at): Inline[] => {
    if (at % 2 === 0) return part === '' ? [] : [withPages(part)].flat();
    return [gaps[part] ?? `{${part}}`].flat();
  });
}

function tenantName({ words }: ReaderLocale, tenants: readonly StoredTenant[]): Record<string, string> {
  const [only, ...others] = tenants;
  if (!only) return {};
  return { tenantName: others.length === 0 ? only.name : words.faq.yourTenants };
}

type Known = (tenant: StoredTenant) => Text | null;

function facts({ locale, timezone, words }: ReaderLocale) {
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

/** Returns the values of all tenants in a row, each with its tenant's name where there are several; `unknown` stands for a missing one. Null when all are missing. */
function inARow({ words }: ReaderLocale, tenants: readonly StoredTenant[], of: Known, unknown: string): Text | null {
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

/** Replaces the placeholders in a text of an answer. */
export type Filler = (text: string) => Text;

/** How long an answer waits for the names of admins. After that, general words replace them. */
const patienceMs = 1_000;

/** Returns the function that fills these texts: from the tenants that the question names, or else from all. Where nothing is recorded, it uses general words. */
export async function filler(
  request: Request,
  texts: readonly string[],
  question: string,
  world: World,
): Promise<Filler> {
  const tenants = await tenantsByName(world);
  const plain = world.faq().placeholders[locales[request.actor.locale].faq];
  const gaps = placeholdersIn(askerLocale(request), { tenants, question }, plain);
  if (texts.some((text) => text.includes('{admins}'))) {
    const asked = helpers(request, world).catch(() => null);
    gaps.admins = (await inTime(asked, patienceMs, world)) ?? plain.admins;
  }
  return (text) => filled(text, gaps);
}
