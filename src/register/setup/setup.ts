import { findTenants } from '../../domain/tenant/find-tenant.ts';
import type { Organisation, StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessAdmin } from '../../request/authorize.ts';
import { findButton, tenantById, tenantDetail, tenantsByName } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import type { Card } from '../../view/view.ts';
import { goneTenant, peopleIn } from '../contact/show.ts';
import { organisationIn } from '../record-changes.ts';
import { newestEntry } from './concurrent-changes.ts';
import { type FilledSetup, setupForm } from './setup-form.ts';
import { type TenantInput, tenantInputFrom, tenantMarks } from './tenant-input.ts';

/** Answers `setup`: alone it lets the person choose a tenant, or add the first; `setup <tenant>` opens the form of that one. */
export const setUp: CommandHandler = async (request, rest, world) => {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const tenants = await tenantsByName(world);
  if (tenants.length === 0) return open(request, null, world);
  const found = findTenants(tenants, rest);
  const [only] = found;
  if (rest.trim() !== '' && only && found.length === 1) return open(request, only, world);
  return { kind: 'card', instead: false, card: chooser(request, found.length > 0 ? found : tenants) };
};

/** Opens the set-up form. The value is a tenant's id, `new` for a further tenant, or empty to choose one. */
export const pressSetUp: PressHandler = async (request, value, world) => {
  if (value === '') return setUp(request, '', world);
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const tenant = value === 'new' ? null : await tenantById(value, world);
  return value === 'new' || tenant ? open(request, tenant, world) : goneTenant(request);
};

async function open(request: Request, tenant: StoredTenant | null, world: World): Promise<Reply> {
  const [organisation, since] = await world.store.read(async (reader) => [
    await organisationIn(reader),
    await newestEntry(reader),
  ]);
  const input = tenantInputFrom(tenant, organisation, request.platform);
  const opened = { since, marks: tenantMarks(input) };
  return setupReply(request, { tenant, organisation, input, opened, problems: {} }, world);
}

/** The form with the names that it mentions. */
export async function setupReply(request: Request, filled: Omit<FilledSetup, 'names'>, world: World): Promise<Reply> {
  const { tenant, organisation, input } = filled;
  const people = [...(tenant ? peopleIn(tenant) : []), ...input.manager];
  const names = await world.store.read((reader) => namesOf(reader, people, channelsIn(tenant, organisation, input)));
  return { kind: 'form', form: setupForm(request, { ...filled, names }) };
}

function channelsIn(tenant: StoredTenant | null, { adminChannel, expertsChannel }: Organisation, input: TenantInput) {
  const recorded = [...(tenant?.fraudChannels ?? []), adminChannel, expertsChannel];
  return [...recorded.flatMap((channel) => channel ?? []), ...input.fraudChannels];
}

function chooser({ words }: Request, tenants: readonly StoredTenant[]): Card {
  const { choose } = words.setup;
  const rest = tenants.length - 10;
  return card(choose.title, choose.text, {
    text: [choose.text],
    rows: tenants.slice(0, 10).map((tenant) => ({
      title: tenant.name,
      detail: tenantDetail(words, tenant, tenants),
      button: button('form', 'contact.setup', choose.edit, tenant.id),
    })),
    buttons: [
      ...(rest > 0 ? [findButton({ words }, 'contact.setup')] : []),
      button('form', 'contact.setup', choose.add, 'new'),
    ],
    footer: rest > 0 ? words.tenants.more(rest) : null,
  });
}
