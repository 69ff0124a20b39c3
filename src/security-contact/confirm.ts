import { aboutOf } from '../about-tenant.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { World } from '../ports.ts';
import { refusalUnlessResponder } from '../request/authorize.ts';
import type { Reply } from '../request/interaction.ts';
import type { CommandHandler, PressHandler, Request } from '../request/request.ts';
import { tenantById, withTenant } from '../tenants.ts';
import { marking, type Vouched } from './marking.ts';
import { goneTenant, markedReply, shownContact } from './show.ts';

const stillRight: Vouched = {
  deed: 'contact.confirmed',
  field: 'confirmedAt',
  said: 'confirmed',
  dateOf: ({ contact }) => contact?.confirmedAt ?? null,
  byOf: ({ contact }) => contact?.confirmedBy ?? null,
  mark: (tenant, at, by) => ({
    ...tenant,
    contact: tenant.contact && { ...tenant.contact, confirmedAt: at, confirmedBy: by },
  }),
};

export const confirmContact: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'press', id: 'contact.confirm' }, world, (tenant) =>
    confirm(request, tenant, null, world),
  );

export const pressConfirm: PressHandler = async (request, value, world) => {
  if (value === '') return confirmContact(request, '', world);
  const { id, revision } = aboutOf(value);
  const tenant = await tenantById(id, world);
  return tenant ? confirm(request, tenant, revision, world) : goneTenant(request);
};

async function confirm(request: Request, tenant: StoredTenant, revision: number | null, world: World): Promise<Reply> {
  if (!tenant.contact) return shownContact(request, tenant, world);
  const refused = await refusalUnlessResponder(request, tenant, world);
  return (
    refused ?? markedReply(request, await marking(request, { id: tenant.id, revision, fact: stillRight }, world), world)
  );
}
