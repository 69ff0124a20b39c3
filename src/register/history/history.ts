import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { tenantById, withTenant } from '../../request/choose-tenant.ts';
import { countIn } from '../../request/form-input.ts';
import type { Reply } from '../../request/interaction.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { historyPage } from '../../store/history.ts';
import { goneTenant } from '../contact/show.ts';
import { historyCard } from './history-card.ts';
import { namesInChanges } from './names-in-history.ts';

/** `history`: shows the newest page of a tenant's history. */
export const showHistory: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'press', id: 'contact.history' }, world, (tenant) =>
    page(request, tenant, null, world),
  );

/** Shows a page of the history. The value is a tenant's id, and for an older page the number of the entry before which it ends. */
export const pressHistory: PressHandler = async (request, value, world) => {
  if (value === '') return showHistory(request, '', world);
  const [id = '', before] = value.split(' ');
  const tenant = await tenantById(id, world);
  return tenant ? page(request, tenant, before === undefined ? null : countIn(before), world) : goneTenant(request);
};

/** More than a page shows, since one line can tell of several reminders. */
const fetched = 30;

async function page(request: Request, tenant: StoredTenant, before: number | null, world: World): Promise<Reply> {
  const found = await historyPage({ tenantId: tenant.id, before, limit: fetched + 1 }, world);
  const entries = found.slice(0, fetched);
  const changes = entries.flatMap((entry) => entry.changes);
  const names = await world.store.read((reader) => namesInChanges(reader, changes));
  const shown = { entries, more: found.length > fetched, names };
  return { kind: 'card', instead: true, card: historyCard(request, { ...shown, tenant, newest: before === null }) };
}
