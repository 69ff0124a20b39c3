import { findTenants } from '../../domain/tenant/find-tenant.ts';
import type { Organisation, StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessAdmin } from '../../request/authorize.ts';
import { tenantsByName, tenantsCard, withTenantOfId } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { button } from '../../view/build-card.ts';
import type { Card, Text } from '../../view/view.ts';
import { peopleIn } from '../contact/show.ts';
import { newestEntry } from '../history/concurrent-changes.ts';
import { organisationIn } from '../record-changes.ts';
import { type FilledSetupForm, setupForm } from './setup-form.ts';
import { type TenantInput, tenantInputFrom, tenantMarks } from './tenant-input.ts';

/** Answers `setup`: lets the person choose a tenant, or add the first one. `setup <tenant>` opens the form of that tenant. */
export const setUp: CommandHandler = async (request, rest, world) => {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const tenants = await tenantsByName(world);
  if (tenants.length === 0) return openSetup(request, null, world);
  const found = findTenants(tenants, rest);
  const [only] = found;
  if (rest.trim() !== '' && only && found.length === 1) return openSetup(request, only.id, world);
  return { kind: 'card', instead: false, card: chooser(request, found.length > 0 ? found : tenants) };
};

/** Opens the set-up form. The value is a tenant's id, `new` for a further tenant, or empty to choose one. */
export const pressSetUp: PressHandler = async (request, value, world) => {
  if (value === '') return setUp(request, '', world);
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  if (value === 'new') return openSetup(request, null, world);
  return withTenantOfId(request, value, world, ({ id }) => openSetup(request, id, world));
};

/** Answers with the form of a tenant (null for a new one) as it is recorded now; after a conflict with what was entered, and a notice. */
export async function openSetup(
  request: Request,
  tenantId: string | null,
  world: World,
  entered?: { input: TenantInput; notice: Text },
): Promise<Reply> {
  const { since, ...recorded } = await recordedSetup(tenantId, world);
  const now = tenantInputFrom(recorded.tenant, recorded.organisation, request.platform);
  const opened = { since, marks: tenantMarks(now) };
  return setupReply(request, { ...recorded, input: now, opened, problems: {}, ...entered }, world);
}

/** Reads the tenant (null for a new one), the organisation's channels, and the number of the newest entry of the history. */
export function recordedSetup(tenantId: string | null, { store }: World) {
  return store.read(async (reader) => ({
    tenant: tenantId === null ? null : await reader.get('tenants', tenantId),
    organisation: await organisationIn(reader),
    since: await newestEntry(reader),
  }));
}

/** Answers with the set-up form and the names of all people and channels in it. */
export async function setupReply(
  request: Request,
  filled: Omit<FilledSetupForm, 'names'>,
  world: World,
): Promise<Reply> {
  const { tenant, organisation, input } = filled;
  const people = [...(tenant ? peopleIn(tenant) : []), ...input.manager];
  const names = await world.store.read((reader) => namesOf(reader, people, channelsIn(tenant, organisation, input)));
  return { kind: 'form', form: setupForm(request, { ...filled, names }) };
}

function channelsIn(tenant: StoredTenant | null, { adminChannel, expertsChannel }: Organisation, input: TenantInput) {
  const recorded = [...(tenant?.fraudChannels ?? []), adminChannel, expertsChannel];
  return [...recorded.flatMap((channel) => channel ?? []), ...input.fraudChannels];
}

function chooser(request: Request, tenants: readonly StoredTenant[]): Card {
  const { title, text, edit: label, add } = request.words.setup.choose;
  const known = tenantsCard(request, tenants, { title, text, label }, { kind: 'form', id: 'contact.setup' });
  return { ...known, buttons: [...known.buttons, button('form', 'contact.setup', add, 'new')] };
}
