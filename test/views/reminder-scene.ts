/** Reminders in the made-up organisation: how they come about, and the cards that they become. */

import { deliveryKinds } from '../../src/deliveries.ts';
import { recordPosted } from '../../src/delivery/outcome.ts';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { StoredReminder } from '../../src/ports/collections.ts';
import type { Reply } from '../../src/request/interaction.ts';
import type { Values } from '../support/a-bot.ts';
import { contoso } from '../support/partner.ts';
import { day } from '../support/time.ts';
import { cardOf } from './alert-scene.ts';
import { acquainted, completed, type Scene, tenantIn } from './scene.ts';
import { longest, people } from './values.ts';

/** The contact is saved in the language of the scene, and everything about it is in order. */
export async function inOrder(scene: Scene, organisation: Values = {}): Promise<void> {
  scene.world.defaults.locale = scene.locale;
  await scene.setUp({ anniversaryMonth: '0', ...organisation });
  const onCall = [scene.member, people[scene.platform].second.id];
  await scene.record({ locale: scene.locale, onCall });
  await completed(scene);
  await scene.tick();
}

/** The record as it is, with that changed behind the bot's back. */
export async function changed(scene: Scene, more: Partial<StoredTenant>): Promise<void> {
  await scene.world.store.change(async (tx) => {
    const before = await tx.get('tenants', contoso);
    if (before) await tx.put('tenants', { ...before, ...more });
  });
}

/** A usual one: what an import leaves open. */
export async function imported(scene: Scene, organisation: Values = {}): Promise<void> {
  await inOrder(scene, organisation);
  const { contact, revision } = await tenantIn(scene.world);
  const nobody = { attestedAt: null, attestedBy: null, confirmedAt: null, confirmedBy: null, phone24x7At: null };
  await changed(scene, {
    complianceAttestedAt: null,
    complianceAttestedBy: null,
    contact: contact && { ...contact, ...nobody, phone24x7By: null },
    revision: { ...revision, by: null },
  });
}

/** Mornings pass, and every two minutes between half past nine and ten in Paris the bot looks. */
export async function mornings(scene: Scene, days: number): Promise<void> {
  for (let n = 0; n < days; n += 1) {
    const { time } = scene.world;
    const next = `${new Date(Date.parse(time.now()) + day).toISOString().slice(0, 10)}T08:30:00.000Z`;
    await time.advance(Date.parse(next) - Date.parse(time.now()));
    for (let looks = 0; looks < 4; looks += 1) {
      await scene.tick();
      await time.advance(120_000);
    }
    await sent(scene);
  }
}

/** What waits was posted, as the outbox notes it. */
async function sent({ world }: Scene): Promise<void> {
  for (const { id, state, want } of await world.store.read((reader) => reader.list('deliveries')))
    if (state === 'waiting') await recordPosted(id, { message: 'm', revision: want }, deliveryKinds, world);
}

/** The newest reminder of the admin, or of whom `fits` says. */
export async function reminderOf(
  scene: Scene,
  fits: (reminder: StoredReminder) => boolean = ({ to }) => to.kind === 'person' && to.id === scene.admin,
): Promise<StoredReminder> {
  const reminders = await scene.stored('reminders');
  const number = ({ id }: StoredReminder) => Number(id.slice('reminder-'.length));
  const newest = reminders.filter(fits).toSorted((a, b) => number(b) - number(a))[0];
  if (!newest) throw new Error('no such reminder');
  return newest;
}

/** Its card as things are now. */
export async function shown(scene: Scene, { id }: StoredReminder): Promise<Reply> {
  return cardOf(scene, await deliveryOf(scene, ({ about }) => about.kind === 'reminder' && about.reminderId === id));
}

export async function deliveryOf(scene: Scene, fits: (delivery: Delivery) => boolean): Promise<Delivery | undefined> {
  return (await scene.stored('deliveries')).find(fits);
}

/** A button of the card, as somebody presses it. */
export async function presses(scene: Scene, reply: Reply, id: string, from?: Identity): Promise<Reply> {
  if (reply.kind !== 'card') throw new Error('no card');
  const all = [...reply.card.buttons, ...reply.card.rows.flatMap(({ button }) => button ?? [])];
  const found = all.find((button) => button.id === id);
  if (!found) throw new Error(`no button ${id}: ${all.map((button) => button.id).join(' ')}`);
  return scene.press(id, found.value, from);
}

/** All that can be wrong is wrong, in words as long as they may be: ten channels closed, ten people gone. */
export async function allWrong(scene: Scene): Promise<void> {
  const { world, platform } = scene;
  world.defaults.locale = scene.locale;
  await acquainted(scene);
  await scene.setUp({ name: longest.tenantName, anniversaryMonth: '12' });
  await scene.record({ ...longest.typed, locale: scene.locale });
  const { contact } = await tenantIn(world);
  if (!contact) throw new Error('no contact');
  const channels = longest.channels[platform].map(({ address }) => ({ platform, address }));
  const onCall = longest.people[platform].map(({ id }) => id);
  await changed(scene, {
    contact: { ...contact, channels, onCall, lastName: '' },
    manager: people[platform].outsider.id,
  });
  for (const { address } of channels) world[platform].channels.delete(address);
  for (const id of onCall) world[platform].people.set(id, { kind: 'stranger', id, why: 'deactivated' });
  world.domains.set(contact.email.slice(contact.email.indexOf('@') + 1), 'no');
}
