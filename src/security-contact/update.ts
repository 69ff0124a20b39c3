import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { World } from '../ports.ts';
import { refusalUnlessAdmin } from '../request/authorize.ts';
import type { Reply } from '../request/interaction.ts';
import type { CommandHandler, PressHandler, Request } from '../request/request.ts';
import { tenantById, withTenant } from '../tenants.ts';
import { contactForm } from './contact-form.ts';
import { contactMarks, inputFrom } from './contact-input.ts';
import { goneTenant, namesIn } from './show.ts';

export const updateContact: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'form', id: 'contact.update' }, world, (tenant) => open(request, tenant, world));

/** The button's value is a tenant's id; without one (a message extension has none) the person chooses. */
export const pressUpdate: PressHandler = async (request, value, world) => {
  if (value === '') return updateContact(request, '', world);
  const tenant = await tenantById(value, world);
  return tenant ? open(request, tenant, world) : goneTenant(request);
};

async function open(request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const names = await world.store.read((reader) => namesIn(reader, tenant));
  const { locale, timezone } = request.actor;
  const input = inputFrom(tenant.contact, request.actor.id, { locale, timezone });
  const opened = { revision: tenant.revision.number, marks: contactMarks(input) };
  return { kind: 'form', form: contactForm(request, { tenant, input, names, problems: {}, notice: null, opened }) };
}
