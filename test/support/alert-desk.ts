/** A made-up partner with one contact in one Slack and one Teams channel, its bot and its outbox, at a clock that is moved by hand. */

import { acceptAlerts } from '../../src/alerts/change/accept.ts';
import { createBot } from '../../src/bot.ts';
import { deliveryKinds } from '../../src/deliveries.ts';
import { adminPlaces } from '../../src/delivery/admin-destinations.ts';
import { createOutbox, type Outbox } from '../../src/delivery/worker.ts';
import { AlertIn } from '../../src/domain/alert/alert.ts';
import type { Channel, Identity, Platform } from '../../src/domain/tenant/identity.ts';
import type { Contact, StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { Bot, Reply } from '../../src/request/interaction.ts';
import { unfolded } from '../../src/view/build-card.ts';
import type { Card, Form } from '../../src/view/view.ts';
import { contoso, type FakeWorld, fakeWorld } from './world.ts';

export { contoso };
/** A Global Administrator, somebody of the contact's channel, and somebody who is neither. */
export const ada: Identity = 'slack:T1/UADA';
export const sam: Identity = 'slack:T1/USAM';
export const eve: Identity = 'slack:T1/UEVE';
export const slackChannel = { platform: 'slack', address: 'C1' } as const;
export const teamsChannel = { platform: 'teams', address: '19:a@thread.tacv2' } as const;

export type AlertDesk = Awaited<ReturnType<typeof alertDesk>>;
type Values = Record<string, string | readonly string[] | null>;

export async function alertDesk(world: FakeWorld = fakeWorld()) {
  const bugs: unknown[] = [];
  let bot: Bot;
  let outbox: Outbox;
  let sent = 0;
  const doing = (from: Identity, key: string | null = null) => ({ from, locale: null, place: null, key });

  function restart(): void {
    outbox = createOutbox(world, deliveryKinds, (bug) => bugs.push(bug));
    world.wake = (queues) => outbox.wake(queues);
    bot = createBot(world);
  }

  world.admins.add(ada);
  for (const [id, name] of [
    [ada, 'Ada'],
    [sam, 'Sam'],
    [eve, 'Eve'],
  ] as const)
    world.slack.people.set(id, { kind: 'member', email: null, locale: null, timezone: null, id, name });
  const facts = { kind: 'joined', name: 'soc', open: false, external: false } as const;
  world.slack.channels.set(slackChannel.address, { facts, members: [sam] });
  world.teams.channels.set(teamsChannel.address, { facts, members: [] });
  restart();
  await world.store.change((tx) => tx.put('tenants', tenantAt(world.time.now())));

  const edit = (change: Partial<StoredTenant>) =>
    world.store.change(async (tx) => {
      const before = await tx.get('tenants', contoso);
      if (before) await tx.put('tenants', { ...before, ...change });
    });

  return {
    world,
    bugs,
    opens: (from: Identity) => bot.handle({ ...doing(from), kind: 'home' }),
    say: (from: Identity, words: string, place: Channel | null = null) =>
      bot.handle({ ...doing(from), place, kind: 'command', words }),
    press: (from: Identity, button: string, value: string, place: Channel | null = null, key: string | null = null) =>
      bot.handle({ ...doing(from, key), place, kind: 'press', button, value }),
    submit: (from: Identity, form: Form, values: Values, key: string | null = null) =>
      bot.handle({ ...doing(from, key), kind: 'submit', form: form.id, state: form.state, values }),
    /** Asks for a drill, and presses what starts it. */
    async drill(from: Identity, words = 'drill') {
      const asked = cardOf(await bot.handle({ ...doing(from), kind: 'command', words }));
      const start = asked.buttons.find(({ id }) => id === 'alerts.startDrill');
      if (!start) throw new Error(JSON.stringify(asked));
      return bot.handle({ ...doing(from), kind: 'press', button: start.id, value: start.value });
    },
    arrived: (channel: Channel) => bot.arrived(channel),
    left: (channel: Channel) => bot.left(channel),
    changed: (person: Identity) => bot.changed(person),
    connected: (platform: Platform) => bot.connected(platform),
    enqueueAnswer: (to: Identity, card: Card, form?: Form) => bot.enqueueAnswer(to, card, form),
    tick: () => bot.tick(),
    /** What a sender posts; what is left out is made up. */
    async send(...alerts: Record<string, unknown>[]) {
      const whole = alerts.map(({ source = 'default', ...alert }) => ({
        content: AlertIn.parse({
          id: `a${++sent}`,
          displayName: 'Mining',
          severity: 'high',
          detectedDateTime: world.time.now(),
          ...alert,
        }),
        origin: { kind: 'sent', source: `webhook:${source}`, by: null, byName: String(source) } as const,
      }));
      return acceptAlerts(whole, await adminPlaces(world), world);
    },
    /** The same of one alert, with the sender's own time as they signed it. */
    async sendAt(sentAt: string, alert: object) {
      const content = AlertIn.parse({ displayName: 'Mining', severity: 'high', ...alert });
      const origin = { kind: 'sent', source: 'webhook:default', by: null, byName: 'default', sentAt } as const;
      return acceptAlerts([{ content, origin }], await adminPlaces(world), world);
    },
    /** What the contact's Slack channel got, and what a person got in private. */
    channel: () => world.slack.messages.filter(({ to }) => to === 'slack:C1'),
    inPrivate: (id: Identity) => world.slack.messages.filter(({ to }) => to === id),
    alert: (id: string) => world.store.read((reader) => reader.get('alerts', id)),
    edit,
    /** The contact as at the beginning, but with these channels. */
    channelsAre: (...channels: Channel[]) => edit({ contact: { ...tenantAt(world.time.now()).contact, channels } }),
    async crash() {
      await Promise.race([outbox.stop(), world.time.stop()]);
      restart();
    },
    start: () => outbox.start(),
  };
}

/** In order, so that no reminder comes between. */
export function tenantAt(at: string): StoredTenant & { contact: Contact } {
  return {
    id: contoso,
    name: 'Contoso',
    partnerType: 'directBill',
    anniversaryMonth: null,
    manager: null,
    fraudChannels: [],
    complianceAttestedAt: at,
    complianceAttestedBy: ada,
    revision: { number: 1, at, by: ada },
    contact: {
      kind: 'group',
      firstName: 'SOC',
      middleName: 'SOC',
      lastName: '',
      email: 'soc@contoso.com',
      phone: '+33142685300',
      locale: 'en',
      timezone: 'UTC',
      channels: [slackChannel, teamsChannel],
      onCall: [sam],
      phone24x7At: at,
      phone24x7By: ada,
      confirmedAt: at,
      confirmedBy: ada,
      attestedAt: at,
      attestedBy: ada,
    },
  };
}

export function cardOf(reply: Reply): Card {
  if (reply.kind !== 'card') throw new Error(JSON.stringify(reply));
  return reply.card;
}

export function formOf(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(JSON.stringify(reply));
  return reply.form;
}

export const text = (value: unknown) => JSON.stringify(value);

/** What is new of the alert of a card: the first words of its notification. */
export const newsOf = ({ summary }: Card) => summary.split(',')[0];
/** What its card shows when it is unfolded. */
export const allOf = (shown: Card | undefined) => (shown ? unfolded(shown) : undefined);
