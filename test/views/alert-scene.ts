/** Alerts in the made-up organisation, and the cards that go into channels for them. */
import { calmStorm } from '../../src/alerts/delivery/source-storm.ts';
import { deliveryKinds } from '../../src/deliveries.ts';
import { adminPlaces } from '../../src/delivery/admin-destinations.ts';
import { finishedCard } from '../../src/delivery/send.ts';
import { AlertIn, alertId, alertLimits } from '../../src/domain/alert/alert.ts';
import type { SourceEvent } from '../../src/domain/alert/source.ts';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import type { About } from '../../src/domain/delivery/kinds.ts';
import type { Reply } from '../../src/request/interaction.ts';
import { formOf } from '../support/a-bot.ts';
import { acceptAlerts } from '../support/accept-alerts.ts';
import { contoso } from '../support/partner.ts';
import type { Scene } from './scene.ts';
import { long } from './values.ts';

export type Sent = Record<string, unknown> & Partial<Pick<SourceEvent, 'over'>>;

/** What a sender writes when it writes all that there is. */
export const whole: Sent = {
  displayName: 'Network connections to crypto mining pools',
  description: 'A virtual machine made 1,204 connections to known mining pools in the last hour.',
  alertType: 'networkConnectionsToCryptoMiningPools',
  confidenceLevel: 'medium',
  customerTenantId: '33333333-3333-4333-8333-333333333333',
  subscriptionId: '44444444-4444-4444-8444-444444444444',
  affectedResources: [
    { resourceId: 'vm-web-7' },
    { resourceId: 'vm-web-8' },
    { resourceType: 'disk' },
    { resourceId: 'nsg' },
  ],
};

/** The longest that is taken, of characters that take the most room. */
export const longestSent: Sent = {
  id: long('an-id-as-long-as-they-come/', alertLimits.id),
  source: long('partner-center-', 60),
  displayName: long('Unusual "sign-ins" & mining in many regions — ', alertLimits.displayName),
  description: long('"Quoted"\n<tagged> & more, 🛡️ ', alertLimits.description),
  alertType: long('networkConnections', alertLimits.word),
  confidenceLevel: long('confident ', alertLimits.word),
  customerTenantId: '33333333-3333-4333-8333-333333333333',
  subscriptionId: '44444444-4444-4444-8444-444444444444',
  affectedResources: Array.from({ length: alertLimits.resources }, () => ({
    resourceId: long('/subscriptions/44444444/"group"/', alertLimits.resource),
  })),
};

export const hostileSent: Sent = {
  displayName: '<!channel> *Mining* <at>all</at> [win](https://evil.example)',
  description: 'See <https://evil.example|Partner Center> & {{DATE(2026-01-01T00:00:00Z)}} @here :tada:',
};

/** The contact is set up in the language of the scene, with somebody on call. */
export async function ready(scene: Scene): Promise<void> {
  scene.world.defaults.locale = scene.locale;
  await scene.setUp();
  await scene.record({ locale: scene.locale });
}

/** The contact's channels read the language of the scene, whatever was saved. */
export async function speaks(scene: Scene): Promise<void> {
  scene.world.defaults.locale = scene.locale;
  await scene.world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (tenant?.contact) await tx.put('tenants', { ...tenant, contact: { ...tenant.contact, locale: scene.locale } });
  });
}

/** Sends alerts, and resolves with the id of the last. */
export async function sends(scene: Scene, ...alerts: Sent[]): Promise<string> {
  let last = '';
  const sent = alerts.map((more, index) => {
    const content = AlertIn.parse({
      id: `sent-${scene.world.time.now()}-${index}`,
      displayName: 'Unusual sign-in',
      severity: 'high',
      detectedDateTime: '2026-11-24T08:12:00Z',
      ...more,
    });
    const source = `webhook:${content.source}`;
    last = alertId(source, content.id);
    return {
      content,
      over: more.over ?? null,
      origin: { kind: 'sent', source, by: null, byName: content.source } as const,
    };
  });
  await acceptAlerts(sent, await adminPlaces(scene.world), scene.world);
  return last;
}

/** The card of the newest delivery about that, on the platform of the scene. */
export async function card(scene: Scene, kind: About['kind'], repeat = false): Promise<Reply> {
  const all = await scene.stored('deliveries');
  const here = all.filter(({ about, queue }) => about.kind === kind && queue.startsWith(scene.platform));
  return cardOf(scene, here.toSorted((a, b) => b.number - a.number)[0], repeat);
}

/** What cards were posted about, for who reads their notifications. */
export const postedAs = new WeakMap<object, About['kind']>();

export async function cardOf(scene: Scene, delivery: Delivery | undefined, repeat = false): Promise<Reply> {
  const made = delivery && (await finishedCard(delivery, { repeat, brief: false }, deliveryKinds, scene.world));
  if (!made) throw new Error('no card');
  postedAs.set(made.card, delivery.about.kind);
  return { kind: 'card', instead: false, card: made.card };
}

/** All that waits becomes a card for many where it is too much. */
export async function storms(scene: Scene): Promise<void> {
  for (const queue of await scene.world.store.read((reader) => reader.keys('deliveries.due')))
    await calmStorm(queue, scene.world);
}

export async function resolves(
  scene: Scene,
  id: string,
  note = 'The keys were stolen; they are replaced.',
): Promise<Reply> {
  const form = formOf(await scene.press('alerts.resolve', id, scene.member));
  return scene.submit(form, { reason: 'fraud', note }, scene.member);
}

/** Marks every card as posted, as if the outbox had been at work. */
export async function posted(scene: Scene): Promise<void> {
  await scene.world.store.change(async (tx) => {
    for (const delivery of await tx.list('deliveries'))
      if (delivery.state === 'waiting')
        await tx.put('deliveries', {
          ...delivery,
          state: 'posted',
          message: `m${delivery.number}`,
          attempts: 2,
          shown: delivery.want,
          doneAt: scene.world.time.now(),
        });
  });
}

/** Every field as long as it may be, of one character; and of what takes no room at all. */
export function filledWith(character: string): Sent {
  const fill = (length: number) => character.repeat(Math.floor(length / character.length));
  return {
    ...longestSent,
    id: undefined,
    displayName: `x${fill(alertLimits.displayName - 1)}`,
    description: fill(alertLimits.description),
    alertType: fill(alertLimits.word),
    confidenceLevel: fill(alertLimits.word),
    affectedResources: Array.from({ length: alertLimits.resources }, () => ({
      resourceId: fill(alertLimits.resource),
    })),
  };
}
