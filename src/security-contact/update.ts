import type { Asking, CommandHandler, PressHandler } from '../asking.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Reply } from '../interaction.ts';
import type { World } from '../ports.ts';
import { refusalUnlessAdmin } from '../rights.ts';
import { tenantById, withTenant } from '../tenants.ts';
import { contactForm } from './contact-form.ts';
import { goneTenant, namesIn } from './show.ts';
import { contactMarks, typedFrom } from './typed-contact.ts';

export const updateContact: CommandHandler = (asking, rest, world) =>
  withTenant(asking, rest, { kind: 'form', id: 'contact.update' }, world, (tenant) => open(asking, tenant, world));

/** The button's value is a tenant's id; without one (a message extension has none) the person chooses. */
export const pressUpdate: PressHandler = async (asking, value, world) => {
  if (value === '') return updateContact(asking, '', world);
  const tenant = await tenantById(value, world);
  return tenant ? open(asking, tenant, world) : goneTenant(asking);
};

async function open(asking: Asking, tenant: StoredTenant, world: World): Promise<Reply> {
  const refused = await refusalUnlessAdmin(asking, world);
  if (refused) return refused;
  const names = await world.store.read((reader) => namesIn(reader, tenant));
  const { locale, timezone } = asking.actor;
  const typed = typedFrom(tenant.contact, asking.actor.id, { locale, timezone });
  const opened = { revision: tenant.revision.number, marks: contactMarks(typed) };
  return { kind: 'form', form: contactForm(asking, { tenant, typed, names, problems: {}, notice: null, opened }) };
}
