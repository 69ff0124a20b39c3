/** The made-up partner, with nothing to fix, on a Tuesday morning before nine; everybody lives by UTC. */
import type { Identity } from '../../src/domain/identity.ts';
import type { StoredTenant } from '../../src/domain/partner-tenant.ts';
import type { Card } from '../../src/view.ts';
import { contoso } from '../fakes/world.ts';
import { ada, alertDesk, sam } from './alert-desk.ts';

const minute = 60_000;

export type Edit = (tenant: StoredTenant) => StoredTenant;

export async function reminderDesk() {
  const desk = await alertDesk();
  const { world } = desk;
  world.time.set('2026-11-24T08:00:00.000Z');
  world.domains.set('contoso.com', 'yes');

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

  async function edit(how: Edit, id = contoso): Promise<void> {
    await world.store.change(async (tx) => {
      const before = await tx.get('tenants', id);
      if (before) await tx.put('tenants', how(before));
    });
  }

  await edit(allDone(world.time.now()));
  await pass(0);

  return {
    ...desk,
    pass,
    until: (at: string) => pass(Date.parse(at) - Date.parse(world.time.now())),
    /** As the register is changed behind the bot’s back. */
    edit,
    nags: (to: string) =>
      [...world.slack.messages, ...world.teams.messages].filter(
        (one) => one.to === to && one.deliveryId.startsWith('nag'),
      ),
    deeds: async () => {
      const history = await world.store.read((reader) =>
        reader.history({ tenantId: contoso, before: null, limit: 50 }),
      );
      return history.map(({ deed }) => deed);
    },
  };
}

export const rows = (card: Card | undefined) => (card?.rows ?? []).map(({ title }) => title);

export function allDone(at: string): Edit {
  const vouched = { phone24x7At: at, confirmedAt: at, attestedAt: at, onCall: [sam, ada] };
  return (tenant) => ({
    ...tenant,
    revision: { ...tenant.revision, at },
    complianceAttestedAt: at,
    contact: tenant.contact && { ...tenant.contact, ...vouched },
  });
}

export function contact(more: Partial<NonNullable<StoredTenant['contact']>>): Edit {
  return (tenant) => ({ ...tenant, contact: tenant.contact && { ...tenant.contact, ...more } });
}

/** What looks outdated in one way each. */
export const unconfirmed = contact({ confirmedAt: '2026-08-01T00:00:00.000Z' });
export const phoneless = contact({ phone24x7At: null });
export const alone = contact({ channels: [{ platform: 'slack', address: 'C1' }] });
export const channelless = contact({ channels: [] });
export const neverAttested: Edit = (tenant) => ({
  ...contact({ attestedAt: null })(tenant),
  revision: { number: 1, at: '2026-11-01T00:00:00.000Z', by: ada },
});
export const noCompliance: Edit = (tenant) => ({ ...tenant, complianceAttestedAt: null });

export const person = (id: Identity, name: string) =>
  ({ kind: 'member', id, name, email: null, locale: null, timezone: null }) as const;
