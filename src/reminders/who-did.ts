import type { Identity } from '../domain/identity.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { World } from '../ports.ts';
import type { Request } from '../request/request.ts';
import { tenantById } from '../tenants.ts';

/** To whoever presses twice, nobody was faster. */
export async function whoDid(
  { actor, words }: Request,
  { button, tenantId }: { button: string; tenantId: string },
  world: World,
): Promise<string> {
  const tenant = await tenantById(tenantId, world);
  const by = tenant ? doerOf(button, tenant) : null;
  return by === null || by === actor.id ? words.reminders.already : words.reminders.faster;
}

/** Null where the record does not say. */
function doerOf(button: string, { contact, complianceAttestedBy, revision }: StoredTenant): Identity | null {
  switch (button) {
    case 'contact.confirm':
      return contact?.confirmedBy ?? null;
    case 'contact.attest':
      return contact?.attestedBy ?? null;
    case 'contact.phone24x7':
      return contact?.phone24x7By ?? null;
    case 'contact.compliance':
      return complianceAttestedBy;
    case 'contact.update':
      return revision.by;
    default:
      return null;
  }
}
