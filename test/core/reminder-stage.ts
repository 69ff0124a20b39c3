/** The made-up partner with nothing to fix, anew before each test, and what happens to it. */
import type { Identity } from '../../src/domain/identity.ts';
import type { StoredTenant } from '../../src/domain/partner-tenant.ts';
import type { Reply } from '../../src/interaction.ts';
import type { Card } from '../../src/view.ts';
import { contoso, type Message } from '../fakes/world.ts';
import { type AlertDesk, ada, alertDesk, formOf, sam, text } from './alert-desk.ts';

export const bea: Identity = 'slack:T1/UBEA';
export const mia: Identity = 'slack:T1/UMIA';
export const minute = 60_000;
export const hour = 60 * minute;

/** A Tuesday morning before nine; everybody lives by UTC, unless a test says otherwise. */
export const tuesday = '2026-11-24T08:00:00.000Z';

export let desk: AlertDesk;
/** Before each test. */
export async function opened(): Promise<void> {
  desk = await alertDesk();
  desk.world.time.set(tuesday);
  desk.world.domains.set('contoso.com', 'yes');
  for (const [id, name] of [
    [bea, 'Bea'],
    [mia, 'Mia'],
  ] as const)
    desk.world.slack.people.set(id, { kind: 'member', id, name, email: null, locale: null, timezone: null });
  await edit(desk, fresh);
  await pass(0);
}

/** One that only just starts. */
export async function unopened(): Promise<void> {
  desk = await alertDesk();
}

/** Ticks as often as time wants it, and lets the outbox work. */
export async function pass(ms: number): Promise<void> {
  await desk.tick();
  await desk.world.time.advance(5_000);
  for (let left = ms - 5_000; left > 0; left -= 30 * minute) {
    await desk.world.time.advance(Math.min(left, 30 * minute));
    await desk.tick();
    await desk.world.time.advance(0);
  }
  await desk.world.time.advance(2_000);
}

export async function until(at: string): Promise<void> {
  await pass(Date.parse(at) - Date.parse(desk.world.time.now()));
}

/** Everything done now, so that nothing is to fix. */
export function fresh(tenant: StoredTenant): StoredTenant {
  const at = desk.world.time.now();
  const vouched = { phone24x7At: at, confirmedAt: at, attestedAt: at, onCall: [sam, ada] };
  const revision = { ...tenant.revision, at };
  return {
    ...tenant,
    revision,
    complianceAttestedAt: at,
    contact: tenant.contact && { ...tenant.contact, ...vouched },
  };
}

export async function edit({ world }: AlertDesk, how: (tenant: StoredTenant) => StoredTenant): Promise<void> {
  await world.store.change(async (tx) => {
    const before = await tx.get('tenants', contoso);
    if (before) await tx.put('tenants', how(before));
  });
}

export const contact = (more: Partial<NonNullable<StoredTenant['contact']>>) => (tenant: StoredTenant) => ({
  ...tenant,
  contact: tenant.contact && { ...tenant.contact, ...more },
});
export const august = { number: 1, at: '2026-08-01T00:00:00.000Z', by: ada };
export const unconfirmed = (tenant: StoredTenant) => ({
  ...contact({ confirmedAt: august.at })(tenant),
  revision: august,
});
export const neverAttested = (tenant: StoredTenant) => ({ ...contact({ attestedAt: null })(tenant), revision: august });
export const channelless = contact({ channels: [] });

export const nags = (to: string) =>
  desk.world.slack.messages.filter((one) => one.to === to && one.deliveryId.startsWith('nag'));
export const rows = (card: Card) => card.rows.map(({ title }) => title);
export const buttonOf = (message: Message | undefined, id: string) => {
  const found = [...(message?.card.buttons ?? []), ...(message?.card.rows ?? []).flatMap(({ button }) => button ?? [])];
  const one = found.find((button) => button.id === id);
  if (!one) throw new Error(`no ${id} in ${text(message?.card)}`);
  return one.value;
};
export const pressOn = (from: Identity, message: Message | undefined, id: string) =>
  desk.press(from, id, buttonOf(message, id));
export const deeds = async () =>
  (await desk.world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 20 }))).map(
    ({ deed }) => deed,
  );
export const snooze = async (reply: Reply, values: Record<string, string>, from = ada) =>
  desk.submit(from, formOf(reply), { what: 'all', reason: 'New contract on Monday', ...values });

export function shownIn(field: { kind: string; value: unknown }) {
  if (field.kind === 'people' && Array.isArray(field.value)) return field.value.map(({ id }) => id);
  if (field.kind === 'channels' && Array.isArray(field.value)) return field.value.map(({ address }) => address);
  return typeof field.value === 'string' ? field.value : null;
}
