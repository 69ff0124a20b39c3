import { organisationSubject } from '../../domain/tenant/approval.ts';
import { tenantsMeant } from '../../domain/tenant/find-tenant.ts';
import { activeAmong, isRestorable, restorableUntil, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { everyTenantByName, tenantsCard, withTenantOfId } from '../../request/choose-tenant.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/interaction.ts';
import { askerLocale, namesOf, said } from '../../request/viewer-locale.ts';
import { button, type Card, type Text } from '../../view/view.ts';
import { blockedNotice, waitingFor } from '../approvals/ask.ts';
import { waitingRow } from '../approvals/card.ts';
import { peopleIn } from '../contact/show.ts';
import { newestEntry } from '../history/concurrent-changes.ts';
import { organisationIn } from '../record-changes.ts';
import { type FilledSetupForm, setupForm } from './setup-form.ts';
import { type TenantInput, tenantInputFrom, tenantMarks } from './tenant-input.ts';

/** Answers `setup`: lets the person choose a tenant, or add the first one. `setup <tenant>` opens the form of that tenant. */
export const setUp: CommandHandler = async (request, rest, world) => {
  const tenants = await everyTenantByName(world);
  if (tenants.length === 0) return openSetup(request, null, world);
  const found = tenantsMeant(tenants, rest);
  const [only] = found;
  if (rest.trim() !== '' && only && found.length === 1)
    return withTenantOfId(request, only.id, world, ({ id }) => openSetup(request, id, world));
  const listed = activeAmong(found.length > 0 ? found : tenants);
  return { kind: 'card', instead: false, card: await chooser(request, listed, tenants, world) };
};

/** Opens the set-up form. The value is a tenant's id, `new` for a further tenant, or empty to choose one. */
export const pressSetUp: PressHandler = async (request, value, world) => {
  if (value === '') return setUp(request, '', world);
  if (value === 'new') return openSetup(request, null, world);
  return withTenantOfId(request, value, world, ({ id }) => openSetup(request, id, world));
};

type EnteredSetup = { input: TenantInput; notice: Text };

/** Answers with the form of a tenant (null for a new one) as it is recorded now; after a conflict with what was entered, and a notice. */
export async function openSetup(request: Request, tenantId: string | null, world: World, entered?: EnteredSetup) {
  const { since, ...recorded } = await recordedSetup(tenantId, world);
  const now = tenantInputFrom(recorded.tenant, recorded.organisation, request.platform);
  const opened = { since, marks: tenantMarks(now) };
  const blocked = await blockedNotice(request, [tenantId ?? '', organisationSubject], world);
  return setupReply(request, { ...recorded, input: now, opened, problems: {}, ...blocked, ...entered }, world);
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
export async function setupReply(request: Request, filled: Omit<FilledSetupForm, 'names'>, world: World) {
  const { tenant, organisation, input } = filled;
  const people = [...(tenant ? peopleIn(tenant) : []), ...input.manager];
  const { adminChannel, expertsChannel } = organisation;
  const recorded = [...(tenant?.fraudChannels ?? []), adminChannel, expertsChannel].filter((one) => one !== null);
  const channels = [...recorded, ...input.fraudChannels];
  const names = await world.store.read((reader) => namesOf(reader, people, channels));
  return { kind: 'form', form: setupForm(request, { ...filled, names }) } as const;
}

/** Number of retired tenants that the card lists with a button to restore them. */
const maxRetired = 5;
/** Number of changes that wait and that the card lists. */
const maxWaiting = 3;

/** Makes the card that lets an admin choose a tenant to edit, add or retire one, or take back one that was retired lately. */
async function chooser(
  request: Request,
  listed: readonly StoredTenant[],
  tenants: readonly StoredTenant[],
  world: World,
): Promise<Card> {
  const { title, text, edit: label, add, retire, retired } = request.messages.setup.choose;
  const known = await tenantsCard(
    request,
    listed,
    { title, text, label },
    { kind: 'form', id: 'contact.setup' },
    world,
  );
  const lately = tenants.filter((tenant) => isRestorable(tenant, world.clock.now())).slice(0, maxRetired);
  const viewer = askerLocale(request);
  const waiting = (await world.store.read((reader) => waitingFor(reader, null))).slice(0, maxWaiting);
  const rows = lately.map((tenant) => ({
    title: tenant.name,
    detail: retired(said(viewer, tenant.retiredAt ?? ''), said(viewer, restorableUntil(tenant) ?? '')),
    button: button('press', 'setup.restore', request.messages.tenants.restore, tenant.id),
  }));
  return {
    ...known,
    rows: [...waiting.map((row) => waitingRow(row, viewer)), ...known.rows, ...rows],
    buttons: [
      ...known.buttons,
      button('form', 'contact.setup', add, 'new'),
      ...(activeAmong(tenants).length > 1 ? [button('press', 'setup.retire', retire, '')] : []),
    ],
  };
}
