/** The bot that reminds: the partner with nothing to mend, on a Tuesday morning before nine; everybody lives by UTC. */
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { Reply } from '../../src/request/interaction.ts';
import type { Card } from '../../src/view/view.ts';
import { aBot, formOf, text } from './a-bot.ts';
import { ada, aTenant, contoso, sam } from './partner.ts';
import { minute } from './time.ts';
import type { Message } from './world.ts';

export const bea: Identity = 'slack:T1/UBEA';
export const mia: Identity = 'slack:T1/UMIA';

export type ReminderBot = Awaited<ReturnType<typeof aReminderBot>>;
export type Edit = (tenant: StoredTenant) => StoredTenant;

/** `started: false`: before the bot has ticked for the first time. With one admin there is something to mend: the weekly digest tells of it. */
export async function aReminderBot({ started = true, admins = [ada] } = {}) {
  const clock = '2026-11-24T08:00:00.000Z';
  const bot = await aBot({ clock, admins, tenants: [aTenant({ contact: { onCall: [sam, ada] } }, clock)] });
  const { world } = bot;
  world.domains.set('contoso.com', 'yes');
  bot.knows(bea, 'Bea');
  bot.knows(mia, 'Mia');

  /** Ticks as often as time wants it, and lets the outbox work. */
  async function pass(ms: number): Promise<void> {
    await bot.tick();
    await world.time.advance(5_000);
    for (let left = ms - 5_000; left > 0; left -= 30 * minute) {
      await world.time.advance(Math.min(left, 30 * minute));
      await bot.tick();
      await world.time.advance(0);
    }
    await world.time.advance(2_000);
  }

  if (started) await pass(0);
  const sentTo = (to: string, kind: string) =>
    [...world.slack.messages, ...world.teams.messages].filter(
      (one) => one.to === to && one.deliveryId.startsWith(kind),
    );
  const history = () => world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 50 }));

  return {
    ...bot,
    pass,
    until: (at: string) => pass(Date.parse(at) - Date.parse(world.time.now())),
    reminders: (to: string) => sentTo(to, 'reminder'),
    digests: (to: string) => sentTo(to, 'weekly'),
    pressOn: (from: Identity, message: Message | undefined, id: string) =>
      bot.press(from, id, valueOn(message?.card, id)),
    snooze: (reply: Reply, values: Record<string, string>, from = ada) =>
      bot.submit(from, formOf(reply), { what: 'all', reason: 'New contract on Monday', ...values }),
    history,
    actions: async () => (await history()).map(({ deed }) => deed),
  };
}

export const rows = (card: Card | undefined) => (card?.rows ?? []).map(({ title }) => title);

/** The value of a button of the card, wherever on it. */
export function valueOn(card: Card | undefined, id: string): string {
  const found = [
    ...(card?.buttons ?? []),
    ...(card?.rows ?? []).flatMap(({ button, second }) => [button ?? [], second ?? []].flat()),
  ];
  const one = found.find((button) => button.id === id);
  if (!one) throw new Error(`no ${id} in ${text(card)}`);
  return one.value;
}

export function contact(more: Partial<NonNullable<StoredTenant['contact']>>): Edit {
  return (tenant) => ({ ...tenant, contact: tenant.contact && { ...tenant.contact, ...more } });
}

/** What looks outdated in one way each. */
const august = { number: 1, at: '2026-08-01T00:00:00.000Z', by: ada };
export const unconfirmed: Edit = (tenant) => ({ ...contact({ confirmedAt: august.at })(tenant), revision: august });
export const phoneless = contact({ phone24x7At: null });
export const alone = contact({ channels: [{ platform: 'slack', address: 'C1' }] });
export const channelless = contact({ channels: [] });
export const neverAttested: Edit = (tenant) => ({ ...contact({ attestedAt: null })(tenant), revision: august });
export const noCompliance: Edit = (tenant) => ({ ...tenant, complianceAttestedAt: null });
