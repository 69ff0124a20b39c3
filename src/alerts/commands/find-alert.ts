import type { Note } from '../../domain/alert/note.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Archived } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import type { Request } from '../../request/request.ts';
import { notesOf } from '../../store/notes.ts';
import { button } from '../../view/build-card.ts';
import { type AlertOf, tenantOf } from '../cards/load-alert.ts';

/** An alert with its deliveries, from the live document or from the archive. */
export interface FoundAlert extends AlertOf {
  /** The tenants from which its sender moved it away. */
  former: readonly StoredTenant[];
  deliveries: readonly Delivery[];
  /** What people noted about it, in the order of time. */
  notes: readonly Note[];
  /** True when it is in the archive. */
  closed: boolean;
}

/** Returns the reply that there is no such alert any more. */
export function goneAlert({ words }: Request): Reply {
  const { gone, goneTitle, buttons } = words.alerts;
  const list = button('press', 'alerts.list', buttons.list, '');
  return { ...refusal(words, [gone], { title: goneTitle, buttons: [list] }), unknown: true };
}

/** Calls `use` with the alert whose id, or our number, is a button's value. Replies that it is gone when there is none. */
export async function withAlert(
  request: Request,
  value: string,
  world: World,
  use: (found: FoundAlert) => Promise<Reply>,
): Promise<Reply> {
  const found = await findAlert(value, world);
  return found ? use(found) : goneAlert(request);
}

/** Returns whether a button names an alert by our number. A sender's id never looks like one: there is a space in it. */
export function isNumber(value: string): boolean {
  return /^\d{1,15}$/.test(value);
}

/** Returns the alert of an id, or of our number; null when there is none. */
export async function findAlert(id: string, world: World): Promise<FoundAlert | null> {
  if (isNumber(id)) return findByNumber(id, world);
  const { store, archive } = world;
  const { live, closed } = await store.read(async (reader) => ({
    live: await liveAlert(reader, id),
    closed: await reader.get('closed', id),
  }));
  if (live || !closed) return live;
  const row = (await archive.read(closed.segment)).find((one) => one.id === id);
  if (!row) return null;
  return { ...(await store.read((reader) => withTenants(reader, row))), closed: true };
}

/** Returns the alert of our number, with or without `#`; null when there is none. A number never stands for a sender's id. */
export async function findByNumber(number: string, world: World): Promise<FoundAlert | null> {
  const id = await world.store.read((reader) => idOfNumber(reader, number.replace(/^#/, '')));
  return id === null ? null : findAlert(id, world);
}

async function idOfNumber(reader: Reader, number: string): Promise<string | null> {
  const query = { key: String(Number(number)), after: null, limit: 1 };
  const [live] = await reader.scan('alerts.number', query);
  const [closed] = await reader.scan('closed.number', query);
  return (live ?? closed)?.id ?? null;
}

/** Returns the alert of our number, or of a sender's id unless it is archived; null when there is none. */
export async function findByWord(word: string, world: World): Promise<FoundAlert | null> {
  const key = word.trim().replace(/^#/, '');
  if (key === '') return null;
  const id = await world.store.read(async (reader) => {
    const numbered = isNumber(key) ? await idOfNumber(reader, key) : null;
    const [sent] = numbered === null ? await reader.scan('alerts.sender', { key, after: null, limit: 1 }) : [];
    return numbered ?? sent?.id ?? null;
  });
  return id === null ? null : findAlert(id, world);
}

async function liveAlert(reader: Reader, id: string): Promise<FoundAlert | null> {
  const alert = await reader.get('alerts', id);
  if (!alert) return null;
  const own = await reader.scan('deliveries.alert', { key: id, after: null });
  const reminders = await Promise.all((alert.escalations ?? []).map((one) => reader.get('deliveries', one)));
  // Reminders of this alert alone are among its own deliveries already.
  const shared = reminders.filter((one) => one !== null).filter((one) => !('alertId' in one.about));
  const notes = await notesOf(reader, alert);
  return { ...(await withTenants(reader, { alert, deliveries: [...own, ...shared], notes })), closed: false };
}

async function withTenants(reader: Reader, { alert, deliveries, notes = [] }: Omit<Archived, 'id'>) {
  const former = await Promise.all((alert.formerTenants ?? []).map((id) => reader.get('tenants', id)));
  const tenant = await tenantOf(reader, alert);
  return { alert, tenant, former: former.filter((one) => one !== null), deliveries, notes };
}
