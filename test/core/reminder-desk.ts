/** The made-up partner of the alerts, all of it in order, on a Tuesday before nine; everybody lives by UTC, unless a test says otherwise. */
import type { Identity } from '../../src/domain/identity.ts';
import type { StoredTenant } from '../../src/domain/partner-tenant.ts';
import type { Reply } from '../../src/interaction.ts';
import type { Member } from '../../src/ports.ts';
import type { Card } from '../../src/view.ts';
import { contoso, type Message } from '../fakes/world.ts';
import { ada, alertDesk, formOf, sam, slackChannel, text } from './alert-desk.ts';

export const bea: Identity = 'slack:T1/UBEA';
export const mia: Identity = 'slack:T1/UMIA';
export const minute = 60_000;
export const hour = 60 * minute;
export const tuesday = '2026-11-24T08:00:00.000Z';

export type ReminderDesk = Awaited<ReturnType<typeof reminderDesk>>;

export async function reminderDesk() {
  const desk = await alertDesk();
  const { world } = desk;
  world.time.set(tuesday);
  world.domains.set('contoso.com', 'yes');
  for (const [id, name] of [
    [bea, 'Bea'],
    [mia, 'Mia'],
  ] as const)
    knows(id, name);

  function knows(id: Identity, name: string, more: Partial<Member> = {}): void {
    world.slack.people.set(id, { kind: 'member', id, name, email: null, locale: null, timezone: null, ...more });
  }
  async function edit(how: (tenant: StoredTenant) => StoredTenant, id = contoso): Promise<void> {
    await world.store.change(async (tx) => {
      const before = await tx.get('tenants', id);
      if (before) await tx.put('tenants', how(before));
    });
  }
  /** Ticks as often as time wants it, and lets the outbox work. */
  async function pass(ms: number): Promise<void> {
    await desk.tick();
    await world.time.advance(5_000);
    for (let left = ms - 5_000; left > 0; left -= 30 * minute) {
      await world.time.advance(Math.min(left, 30 * minute));
      await desk.tick();
      await world.time.advance(0);
    }
    await world.time.advance(2_000);
  }
  await edit((tenant) => inOrder(tenant, world.time.now()));
  await pass(0);
  const sentTo = (to: string, kind: string) =>
    world.slack.messages.filter((one) => one.to === to && one.deliveryId.startsWith(kind));
  return {
    ...desk,
    knows,
    edit,
    pass,
    until: (at: string) => pass(Date.parse(at) - Date.parse(world.time.now())),
    nags: (to: string) => sentTo(to, 'nag'),
    digests: (to: string) => sentTo(to, 'weekly'),
    pressOn: (from: Identity, message: Message | undefined, id: string) =>
      desk.press(from, id, valueOn(message?.card, id)),
    snooze: (reply: Reply, values: Record<string, string>, from = ada) =>
      desk.submit(from, formOf(reply), { what: 'all', reason: 'New contract on Monday', ...values }),
    history: () => world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 20 })),
  };
}

/** Everything done at that time, so that nothing is to fix. */
export function inOrder(tenant: StoredTenant, at: string): StoredTenant {
  const vouched = { phone24x7At: at, confirmedAt: at, attestedAt: at, onCall: [sam, ada] };
  return {
    ...tenant,
    revision: { ...tenant.revision, at },
    complianceAttestedAt: at,
    contact: tenant.contact && { ...tenant.contact, ...vouched },
  };
}

export const contact = (more: Partial<NonNullable<StoredTenant['contact']>>) => (tenant: StoredTenant) => ({
  ...tenant,
  contact: tenant.contact && { ...tenant.contact, ...more },
});
/** Saved long ago, and neither confirmed nor attested since. */
const august = { number: 1, at: '2026-08-01T00:00:00.000Z', by: ada };
export const unconfirmed = (tenant: StoredTenant) => ({
  ...contact({ confirmedAt: august.at })(tenant),
  revision: august,
});
export const neverAttested = (tenant: StoredTenant) => ({ ...contact({ attestedAt: null })(tenant), revision: august });
export const channelless = contact({ channels: [] });
export const phoneless = contact({ phone24x7At: null });
export const alone = contact({ channels: [slackChannel] });
export const noCompliance = (tenant: StoredTenant) => ({ ...tenant, complianceAttestedAt: null });

export const rows = (card: Card | undefined) => card?.rows.map(({ title }) => title);
/** The value of a button of the card, wherever on it. */
export function valueOn(card: Card | undefined, id: string): string {
  const found = [...(card?.buttons ?? []), ...(card?.rows ?? []).flatMap(({ button }) => button ?? [])];
  const one = found.find((button) => button.id === id);
  if (!one) throw new Error(`no ${id} in ${text(card)}`);
  return one.value;
}
