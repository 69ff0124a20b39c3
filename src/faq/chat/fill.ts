import type { Asking } from '../../asking.ts';
import { fold } from '../../domain/fold.ts';
import { type Contact, fullName, type StoredTenant } from '../../domain/partner-tenant.ts';
import { spokenPhone } from '../../domain/phone.ts';
import { day } from '../../messages/moment.ts';
import type { World } from '../../ports.ts';
import { helpers } from '../../rights.ts';
import { tenantsByName } from '../../tenants.ts';
import type { Inline, Text } from '../../view.ts';

/** Partner tenants that an answer names; of more it says how many. */
const named = 5;

/** Puts what the register knows in the gaps of an answer. */
export type Filler = (text: string) => Text;

/** Of the tenants that the question names, or else of all. Where the register knows nothing, plain words stand in. */
export async function filler(asking: Asking, question: string, world: World): Promise<Filler> {
  const all = await tenantsByName(world);
  const meant = all.filter(({ name }) => fold(question).includes(fold(name)));
  const tenants = meant.length > 0 ? meant : all;
  const plain = world.faq().placeholders[asking.actor.locale];
  const admins = await helpers(asking, world).catch(() => null);
  const gaps: Record<string, Text> = {
    ...plain,
    ...(admins ? { admins } : {}),
    ...(tenants.length === 1 && tenants[0] ? { tenantName: tenants[0].name } : {}),
  };
  for (const [gap, of] of Object.entries(facts(asking))) {
    const known = together(asking, tenants, of);
    if (known) gaps[gap] = known;
  }
  return (text) => filled(text, gaps);
}

type Known = (tenant: StoredTenant) => Text | null;

function facts({ actor, words }: Asking): Record<string, Known> {
  const ofContact = (say: (contact: Contact) => Text | null): Known => {
    return ({ contact }) => (contact ? say(contact) : null);
  };
  return {
    contactName: ofContact(fullName),
    contactEmail: ofContact(({ email }) => email),
    contactPhone: ofContact(({ phone }) => spokenPhone(phone)),
    lastConfirmed: ofContact(({ confirmedAt: at }) => at && [day(at, actor.locale, actor.timezone)]),
    anniversaryMonth: ({ anniversaryMonth: month }) => (month ? (words.setup.months[month - 1] ?? null) : null),
  };
}

/** One after the other, each with its tenant where there are several; null when none is known. */
function together({ words }: Asking, tenants: readonly StoredTenant[], of: Known): Text | null {
  const [only, ...others] = tenants;
  if (only && others.length === 0) return of(only);
  const known = tenants.flatMap((tenant) => {
    const value = of(tenant);
    return value ? [words.faq.ofTenant(value, tenant.name)] : [];
  });
  if (known.length === 0) return null;
  const rest = known.length - named;
  return [...known.slice(0, named), ...(rest > 0 ? [words.faq.andMore(rest)] : [])].flatMap((one, at): Inline[] =>
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
