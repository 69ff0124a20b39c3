import { cleanedLine } from '../../src/domain/clean-text.ts';
import { type Identity, userOf } from '../../src/domain/identity.ts';
import type { Locale } from '../../src/domain/locales.ts';
import type { Person } from '../../src/ports.ts';
import type { TeamsMember } from './connector.ts';

/** Whatever Teams leaves open counts as no. */
export function personOf(
  id: Identity,
  member: TeamsMember,
  tenants: readonly string[],
  met: { locale: Locale | null; timezone: string | null } | null,
): Person {
  const home = member.tenantId?.toLowerCase();
  const user = userIn(member);
  if (user !== userOf(id)) return { kind: 'stranger', id, why: 'not found' };
  if (!home || !tenants.includes(home)) return { kind: 'stranger', id, why: 'other organisation' };
  if (member.userRole !== 'user') return { kind: 'stranger', id, why: 'guest' };
  return {
    kind: 'member',
    id: `teams:${home}/${user}`,
    name: cleanedLine(member.name ?? '') || user,
    email: member.email ?? null,
    locale: met?.locale ?? null,
    timezone: met?.timezone ?? null,
  };
}

/** The Entra object id; null for whom Teams gives none. */
export function userIn({ aadObjectId, objectId }: TeamsMember): string | null {
  return (aadObjectId ?? objectId)?.toLowerCase() ?? null;
}
