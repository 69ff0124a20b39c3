import { aboutOf } from '../about-tenant.ts';
import type { Asking, CommandHandler, PressHandler } from '../asking.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Reply } from '../interaction.ts';
import type { World } from '../ports.ts';
import { refusalUnlessResponder } from '../rights.ts';
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

export const confirmContact: CommandHandler = (asking, rest, world) =>
  withTenant(asking, rest, { kind: 'press', id: 'contact.confirm' }, world, (tenant) =>
    confirm(asking, tenant, null, world),
  );

export const pressConfirm: PressHandler = async (asking, value, world) => {
  if (value === '') return confirmContact(asking, '', world);
  const { id, revision } = aboutOf(value);
  const tenant = await tenantById(id, world);
  return tenant ? confirm(asking, tenant, revision, world) : goneTenant(asking);
};

async function confirm(asking: Asking, tenant: StoredTenant, revision: number | null, world: World): Promise<Reply> {
  if (!tenant.contact) return shownContact(asking, tenant, world);
  const refused = await refusalUnlessResponder(asking, tenant, world);
  return (
    refused ?? markedReply(asking, await marking(asking, { id: tenant.id, revision, fact: stillRight }, world), world)
  );
}
