import type { Asking } from '../../asking.ts';
import { type Contact, fullName, type StoredTenant } from '../../domain/partner-tenant.ts';
import { spokenPhone } from '../../domain/phone.ts';
import { inTime } from '../../in-time.ts';
import { day } from '../../messages/moment.ts';
import type { World } from '../../ports.ts';
import { helpers } from '../../rights.ts';
import { tenantsByName } from '../../tenants.ts';
import type { Inline, Text } from '../../view.ts';
import { tenantsMeant } from './tenants-meant.ts';

/** Partner tenants that an answer names; of more it says how many. */
const named = 5;

/** Puts what the register knows in the gaps of an answer. */
export type Filler = (text: string) => Text;

/** How long an answer waits for the names of admins: plain words stand in for them. */
const patienceMs = 1_000;

/** For these texts. Of the tenants that the question names, or else of all. Where the register knows nothing, plain words stand in. */
export async function filler(
  asking: Asking,
  texts: readonly string[],
  question: string,
  world: World,
): Promise<Filler> {
  const all = await tenantsByName(world);
  const meant = tenantsMeant(all, question);
  const tenants = meant.length > 0 ? meant : all;
  const plain: Readonly<Record<string, string>> = world.faq().placeholders[asking.actor.locale];
  const gaps: Record<string, Text> = { ...plain, ...tenantName(asking, tenants) };
  if (texts.some((text) => text.includes('{admins}'))) {
    const asked = helpers(asking, world).catch(() => null);
    gaps.admins = (await inTime(asked, patienceMs, world)) ?? plain.admins ?? '';
  }
  for (const [gap, of] of Object.entries(facts(asking))) {
    const known = together(asking, tenants, of, plain[gap] ?? '');
    if (known) gaps[gap] = known;
  }
  return (text) => filled(text, gaps);
}

function tenantName({ words }: Asking, tenants: readonly StoredTenant[]): Record<string, Text> {
  const [only, ...others] = tenants;
  if (!only) return {};
  return { tenantName: others.length === 0 ? only.name : words.faq.yourTenants };
}

type Known = (tenant: StoredTenant) => Text | null;

function facts({ actor, words }: Asking) {
  const ofContact = (say: (contact: Contact) => Text | null): Known => {
    return ({ contact }) => (contact ? say(contact) : null);
  };
  return {
    contactName: ofContact(fullName),
    contactEmail: ofContact(({ email }) => email),
    contactPhone: ofContact(({ phone }) => spokenPhone(phone)),
    lastConfirmed: ofContact(({ confirmedAt: at }) => at && [day(at, actor.locale, actor.timezone)]),
    anniversaryMonth: ({ anniversaryMonth: month }: StoredTenant) =>
      month ? (words.setup.months[month - 1] ?? null) : null,
  };
}

/** One after the other, each with its tenant where there are several; `unknown` stands for what one lacks. Null when none is known. */
function together({ words }: Asking, tenants: readonly StoredTenant[], of: Known, unknown: string): Text | null {
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

function filled(text: string, gaps: Readonly<Record<string, Text>>): Text {
  const parts = text.split(/\{(\w+)\}/);
  if (parts.length === 1) return text;
  return parts.flatMap((part, at): Inline[] => {
    if (at % 2 === 0) return part === '' ? [] : [part];
    return [gaps[part] ?? `{${part}}`].flat();
  });
}
