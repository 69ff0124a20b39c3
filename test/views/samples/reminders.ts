import { formOf } from '../../support/a-bot.ts';
import { archives, monthsOfAlerts } from '../../support/archived-alerts.ts';
import { contoso } from '../../support/partner.ts';
import { allWrong, changed, imported, inOrder, mornings, presses, reminderOf, shown } from '../reminder-scene.ts';
import { type Scene, tenantIn } from '../scene.ts';
import { channels, long, people } from '../values.ts';
import { tenants } from './register.ts';
import type { Sample } from './sample.ts';

/** Reminders as they are sent, and what becomes of them. */
export const reminders: readonly Sample[] = [
  { name: 'reminder', make: usual },
  { name: 'reminder-several', make: several },
  { name: 'reminder-anniversary', make: anniversary },
  { name: 'reminder-anniversary-several', sheet: 'reminder-anniversary-several', make: anniversaryOfSeveral },
  { name: 'reminder-critical', make: critical },
  { name: 'reminder-partly', sheet: 'reminder-answered', make: (scene) => answered(scene, ['contact.attest']) },
  { name: 'reminder-done', sheet: 'reminder-over', make: (scene) => answered(scene, all) },
  { name: 'reminder-snoozed', sheet: 'reminder-answered', make: snoozedItem },
  { name: 'reminder-put-off', sheet: 'reminder-put-off', make: putOff },
  {
    name: 'reminder-put-off-back',
    sheet: 'reminder-put-off',
    make: async (scene) => presses(scene, await putOff(scene), 'reminders.unsnooze'),
  },
  { name: 'reminder-nothing-left', sheet: 'reminder-over', make: nothingLeft },
  {
    name: 'reminder-older',
    sheet: 'reminder-over',
    make: async (scene) => {
      await usual(scene);
      const first = await reminderOf(scene);
      await mornings(scene, 1);
      return shown(scene, first);
    },
  },
  { name: 'reminder-manager', sheet: 'reminder-others', make: manager },
  { name: 'reminder-channel', sheet: 'reminder-others', make: inChannel },
  {
    name: 'reminder-admin-channel',
    sheet: 'reminder-others',
    make: async (scene) => {
      scene.world.defaults.timezone = 'Europe/Paris';
      await imported(scene, { adminChannel: [channels[scene.platform].soc] });
      await mornings(scene, 2);
      return shown(scene, await reminderOf(scene, ({ role, to }) => role === 'admin' && to.kind === 'channel'));
    },
  },
  {
    name: 'reminder-worst',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      return shown(scene, await reminderOf(scene));
    },
  },
  {
    name: 'reminder-worst-several',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      await tenants(scene, 30);
      await mornings(scene, 1);
      return shown(scene, await reminderOf(scene));
    },
  },
  {
    name: 'reminder-worst-snoozed',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      await snoozes(scene, { what: 'all', duration: '7', reason: long('"We" <wait> & wait. ', 200) });
      return shown(scene, await reminderOf(scene));
    },
  },
  { name: 'reminder-pressed', sheet: 'reminder-pressed', make: (scene) => pressed(scene, scene.admin) },
  {
    name: 'reminder-faster',
    sheet: 'reminder-pressed',
    make: (scene) => pressed(scene, people[scene.platform].second.id),
  },
];

const all = ['contact.attest', 'contact.confirm', 'contact.phone24x7', 'contact.compliance', 'alerts.drill'];

async function usual(scene: Scene) {
  await imported(scene);
  await mornings(scene, 2);
  return shown(scene, await reminderOf(scene));
}

/** Alerts in every month but two of the year before the anniversary. */
const year = [
  [3, 1],
  [0, 0],
  [5, 0],
  [2, 2],
  [1, 0],
  [0, 0],
  [4, 1],
  [7, 0],
  [2, 0],
  [3, 3],
  [1, 0],
  [2, 1],
] as const;

/** The anniversary is in December; nobody has looked for four months. */
async function nearAnniversary(scene: Scene) {
  await inOrder(scene, { anniversaryMonth: '12' });
  const { contact } = await tenantIn(scene.world);
  const at = '2026-08-01T00:00:00.000Z';
  if (contact) await changed(scene, { contact: { ...contact, confirmedAt: at, attestedAt: at } });
  await archives(scene.world, monthsOfAlerts(contoso, '2025-11', year));
}

async function anniversary(scene: Scene) {
  await nearAnniversary(scene);
  await mornings(scene, 2);
  return shown(scene, await reminderOf(scene));
}

async function anniversaryOfSeveral(scene: Scene) {
  await nearAnniversary(scene);
  await tenants(scene, 2);
  await mornings(scene, 2);
  return shown(scene, await reminderOf(scene));
}

async function several(scene: Scene) {
  await inOrder(scene);
  await tenants(scene, 2);
  await changed(scene, { complianceAttestedAt: null });
  await mornings(scene, 2);
  return shown(scene, await reminderOf(scene));
}

async function critical(scene: Scene) {
  const { world, platform } = scene;
  await inOrder(scene);
  world.domains.set('contoso.com', 'no');
  const second = people[platform].second.id;
  world[platform].people.set(second, { kind: 'stranger', id: second, why: 'deactivated' });
  world[platform].channels.set(channels[platform].soc, { facts: { kind: 'archived', name: 'soc' }, members: [] });
  await mornings(scene, 3);
  return shown(scene, await reminderOf(scene));
}

async function answered(scene: Scene, buttons: readonly string[]) {
  const reply = await usual(scene);
  for (const id of buttons.filter((one) => one !== 'alerts.drill')) {
    const answer = await presses(scene, reply, id);
    if (answer.kind === 'form') await scene.submit(answer.form, { attested: ['attested'] });
  }
  if (buttons.length > 1) {
    const { contact } = await tenantIn(scene.world);
    const second = { platform: scene.platform, address: channels[scene.platform].open };
    if (contact) await changed(scene, { contact: { ...contact, channels: [...contact.channels, second] } });
    await scene.tick();
  }
  return shown(scene, await reminderOf(scene));
}

async function pressed(scene: Scene, second: Scene['admin']) {
  const reply = await usual(scene);
  if (second !== scene.admin) await presses(scene, reply, 'contact.confirm');
  return presses(scene, reply, 'contact.confirm', second);
}

export async function snoozes(scene: Scene, values: { what: string; duration: string; reason: string }) {
  const form = formOf(await scene.press('reminders.snooze', (await reminderOf(scene)).id));
  return scene.submit(form, values);
}

async function snoozedItem(scene: Scene) {
  await usual(scene);
  await snoozes(scene, { what: '0', duration: '30', reason: 'The new phone contract starts on Monday.' });
  return shown(scene, await reminderOf(scene));
}

async function putOff(scene: Scene) {
  await usual(scene);
  await snoozes(scene, { what: 'all', duration: '7', reason: 'The new phone contract starts on Monday.' });
  return shown(scene, await reminderOf(scene));
}

/** All of it is done, and something else came up since. */
async function nothingLeft(scene: Scene) {
  await answered(scene, all);
  const { contact } = await tenantIn(scene.world);
  if (contact) await changed(scene, { contact: { ...contact, email: 'ada.lovelace@contoso.com' } });
  await scene.tick();
  return shown(scene, await reminderOf(scene));
}

/** Three reminders without an answer. */
async function manager(scene: Scene) {
  await imported(scene);
  await changed(scene, { manager: scene.outsider });
  await mornings(scene, 20);
  return shown(scene, await reminderOf(scene, ({ role }) => role === 'manager'));
}

async function inChannel(scene: Scene) {
  await usual(scene);
  return shown(scene, await reminderOf(scene, ({ role }) => role === 'channel'));
}

export async function worst(scene: Scene) {
  await allWrong(scene);
  await mornings(scene, 3);
  await archives(
    scene.world,
    monthsOfAlerts(
      contoso,
      '2025-11',
      year.map(() => [90, 90] as const),
    ),
  );
  const open = await scene.world.store.read((reader) =>
    reader.scan('findings.open', { key: contoso, after: null, limit: 100 }),
  );
  if (open.length < 25) throw new Error(`only ${open.length} findings`);
}
