import type { Delivery } from '../../../src/domain/delivery/delivery.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { archivedAlert, archives } from '../../support/archived-alerts.ts';
import { contoso } from '../../support/partner.ts';
import { scoreDoor } from '../../support/score-door.ts';
import { cardOf } from '../alert-scene.ts';
import { allWrong, changed, deliveryOf, imported, inOrder, mornings, presses, reminderOf } from '../reminder-scene.ts';
import type { Scene } from '../scene.ts';
import { channels, long, people } from '../values.ts';
import { tenants } from './register.ts';
import { snoozes, worst } from './reminders.ts';
import type { Sample } from './sample.ts';
import { complete } from './show.ts';

/** What people are answered about reminders and findings. */
export const reminded: readonly Sample[] = [
  { name: 'snooze', make: opened },
  {
    name: 'snooze-refused',
    make: async (scene) => {
      await troubled(scene);
      return snoozes(scene, { what: 'all', duration: '30', reason: '' });
    },
  },
  {
    name: 'snooze-worst',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      await tenants(scene, 30);
      await mornings(scene, 1);
      return scene.press('reminders.snooze', (await reminderOf(scene)).id);
    },
  },
  { name: 'snoozed', sheet: 'snoozed', make: snoozed },
  {
    name: 'snoozed-nothing-left',
    sheet: 'snoozed',
    make: async (scene) => {
      await snoozed(scene);
      return scene.press('reminders.snooze', (await reminderOf(scene)).id);
    },
  },
  {
    name: 'snooze-not-admin',
    sheet: 'snoozed',
    make: async (scene) => {
      await troubled(scene);
      return scene.press('reminders.snooze', (await reminderOf(scene)).id, scene.outsider);
    },
  },
  {
    name: 'check-none',
    sheet: 'check-few',
    make: async (scene) => {
      await inOrder(scene);
      await twoChannels(scene);
      await scene.world.time.advance(3_600_000);
      return scene.say('check', scene.member);
    },
  },
  { name: 'check', make: (scene) => troubled(scene).then(() => known(scene, scene.member)) },
  { name: 'check-advice', make: (scene) => complete(scene).then(() => scene.say('check')) },
  { name: 'check-followed', sheet: 'check-few', make: followed },
  {
    name: 'check-again',
    sheet: 'check-few',
    make: async (scene) => {
      await followed(scene);
      return known(scene);
    },
  },
  { name: 'check-worst', extreme: true, make: (scene) => worst(scene).then(() => scene.say('check')) },
  {
    name: 'reminders-none',
    sheet: 'reminders-none',
    make: async (scene) => {
      await inOrder(scene);
      await twoChannels(scene);
      return scene.say('reminders', scene.member);
    },
  },
  { name: 'reminders-planned', make: (scene) => troubled(scene).then(() => scene.say('reminders')) },
  { name: 'reminders-snoozed', make: (scene) => snoozed(scene).then(() => scene.say('reminders', scene.member)) },
  {
    name: 'reminders-taken-back',
    sheet: 'reminders-none',
    make: async (scene) => {
      await snoozed(scene);
      return presses(scene, await scene.say('reminders'), 'reminders.unsnooze');
    },
  },
  {
    name: 'reminders-nobody',
    sheet: 'reminders-none',
    make: async (scene) => {
      await imported(scene);
      scene.world.admins.clear();
      return scene.say('reminders');
    },
  },
  {
    name: 'reminders-worst',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      await tenants(scene, 30);
      await mornings(scene, 1);
      return scene.say('reminders');
    },
  },
  { name: 'weekly', sheet: 'weekly', make: (scene) => weekly(scene, troubled) },
  { name: 'weekly-empty', sheet: 'weekly', make: (scene) => weekly(scene, seenThere) },
  { name: 'weekly-worst', extreme: true, make: (scene) => weekly(scene, allWrong) },
  { name: 'weekly-on', sheet: 'weekly-asked', make: (scene) => asked(scene, 'on') },
  { name: 'weekly-off', sheet: 'weekly-asked', make: (scene) => asked(scene, 'off') },
  { name: 'show-findings', make: (scene) => troubled(scene).then(() => scene.say('show')) },
  { name: 'show-all-wrong', make: (scene) => worst(scene).then(() => scene.say('show')) },
  { name: 'home-findings', make: (scene) => troubled(scene).then(() => scene.home()) },
  { name: 'home-all-wrong', make: (scene) => worst(scene).then(() => scene.home()) },
  { name: 'history-reminders', make: (scene) => snoozed(scene).then(() => scene.say('history')) },
  {
    name: 'history-reminders-worst',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      for (let n = 0; n < 5; n += 1) {
        await snoozes(scene, { what: 'all', duration: '1', reason: long('"We" <wait> & wait. ', 200) });
        await mornings(scene, 2);
      }
      return scene.say('history');
    },
  },
];

/** All is in order, and Microsoft sees a contact on file. */
async function seenThere(scene: Scene): Promise<void> {
  await inOrder(scene);
  await scoreDoor(scene.world).says('compliant');
}

/** Some of it critical. */
async function troubled(scene: Scene): Promise<void> {
  await imported(scene);
  const second = people[scene.platform].second.id;
  scene.world[scene.platform].people.set(second, { kind: 'stranger', id: second, why: 'deactivated' });
  await mornings(scene, 2);
}

async function opened(scene: Scene): Promise<Reply> {
  await troubled(scene);
  return scene.press('reminders.snooze', (await reminderOf(scene)).id);
}

async function snoozed(scene: Scene): Promise<Reply> {
  await troubled(scene);
  return snoozes(scene, { what: 'all', duration: '7', reason: 'The new phone contract starts on Monday.' });
}

async function twoChannels(scene: Scene): Promise<void> {
  const both = (['slack', 'teams'] as const).map((platform) => ({ platform, address: channels[platform].soc }));
  const tenant = await scene.world.store.read((reader) => reader.get('tenants', contoso));
  if (tenant?.contact) await changed(scene, { contact: { ...tenant.contact, channels: both } });
  await scene.tick();
}

async function followed(scene: Scene): Promise<Reply> {
  await troubled(scene);
  await scene.world.time.advance(3_600_000);
  return scene.say('check');
}

/** What is known, where the look-ups take long. */
async function known(scene: Scene, who = scene.admin): Promise<Reply> {
  const { mail, timers, time } = scene.world;
  mail.takesMail = async () => {
    await timers.wait(60_000);
    return 'unknown';
  };
  const asked = scene.say('check', who);
  await time.advance(1_500);
  return asked;
}

/** Of the weeks before the digest, one had none. */
const fourWeeks = [
  ['2026-11-04T09:00:00.000Z', 2],
  ['2026-11-05T09:00:00.000Z', 30],
  ['2026-11-17T09:00:00.000Z', 1],
  ['2026-11-18T09:00:00.000Z', 1],
  ['2026-11-19T09:00:00.000Z', 26],
  ['2026-11-25T09:00:00.000Z', 3],
].map(([at, hours]) => archivedAlert(contoso, String(at), Number(hours)));

/** The manager asked for it, and a Monday came. */
async function weekly(scene: Scene, before: (scene: Scene) => Promise<void>): Promise<Reply> {
  await before(scene);
  await changed(scene, { manager: scene.outsider });
  await scene.press('reminders.weekly', `${contoso} on`, scene.outsider);
  const isWeekly = ({ about }: Delivery) => about.kind === 'weekly';
  await mornings(scene, 7);
  await archives(scene.world, fourWeeks);
  // What is new takes its place, for some days.
  for (let days = 0; days < 7 && !(await deliveryOf(scene, isWeekly)); days += 1) await mornings(scene, 1);
  return cardOf(scene, await deliveryOf(scene, isWeekly));
}

async function asked(scene: Scene, how: 'on' | 'off'): Promise<Reply> {
  await scene.setUp();
  await changed(scene, { manager: scene.outsider });
  return scene.press('reminders.weekly', `${contoso} ${how}`, scene.outsider);
}
