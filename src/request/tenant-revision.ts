import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';

/** Returns the value of a button about a tenant's record at one revision, so that nobody vouches for a record that they did not see. */
export function about({ id, revision }: StoredTenant): string {
  return `${id} ${revision.number}`;
}

/** Reads `about`. A bare tenant id means the record as it is now: revision null. */
export function aboutOf(value: string): { id: string; revision: number | null } {
  const [id = '', revision] = value.split(' ');
  return { id, revision: revision === undefined ? null : Number(revision) };
}
