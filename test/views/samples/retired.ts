import { closeOfRetired } from '../../../src/alerts/escalation/close-retired.ts';
import { noteUnread } from '../../../src/alerts/sources/accept-from-source.ts';
import { clearRetired } from '../../../src/register/setup/clear-retired.ts';
import { formOf } from '../../support/a-bot.ts';
import { aSource } from '../../support/a-source.ts';
import { contoso } from '../../support/partner.ts';
import { day } from '../../support/time.ts';
import { card, cardOf, ready, sends, speaks } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { longest } from '../values.ts';
import { tenants } from './register.ts';
import type { Sample } from './sample.ts';
import { worstContact } from './show.ts';

const fabrikam = '44444444-4444-4444-8444-444444444444';
const declared = { id: fabrikam, name: 'Fabrikam', partnerType: 'directBill' };

const disowned = {
  retired: (scene: Scene) => retire(scene),
  restored: (scene: Scene) => notices['tenant-restored'](scene),
  added: (scene: Scene) => notices['tenant-added'](scene),
  tenant: (scene: Scene) => notices['tenant-changed'](scene),
} as const;

/** A second partner tenant, one that is retired, and what becomes of alerts whose tenant is not known. */
export const retired: readonly Sample[] = [
  {
    name: 'setup-unnamed',
    make: async (scene) => {
      await ready(scene);
      await noteUnread('default', [], scene.world);
      const sources = ['prom', 'grafana', ...Array.from({ length: 5 }, (_, n) => `${'x'.repeat(28)}-${n}`)];
      scene.world.settings.sources = sources.map((name) => aSource(name, { namesTenant: false }));
      return adds(scene);
    },
  },
  {
    name: 'setup-unnamed-allowed',
    sheet: 'setup-unnamed-saved',
    make: async (scene) => {
      await ready(scene);
      scene.world.settings.sources = [aSource('prom', { namesTenant: false })];
      return scene.submit(formOf(await adds(scene)), { ...declared, allowUnnamed: ['yes'] });
    },
  },
  {
    name: 'setup-chooser-retired',
    make: async (scene) => {
      await retire(scene);
      await scene.setUp({ ...declared, name: 'Adatum', id: '55555555-5555-4555-8555-555555555555' });
      return scene.say('setup');
    },
  },
  {
    name: 'retire-choose',
    make: async (scene) => {
      await ready(scene);
      await tenants(scene, 12);
      return scene.press('setup.retire', '');
    },
  },
  { name: 'retire-question', sheet: 'retire', make: (scene) => asked(scene) },
  {
    name: 'retire-question-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await tenants(scene, 1);
      const names = Array.from({ length: 7 }, (_, n) => `${'x'.repeat(28)}-${n}`);
      scene.world.settings.sources = names.map((name) => aSource(name, { tenants: [contoso] }));
      return scene.press('setup.retire', contoso);
    },
  },
  { name: 'retired', sheet: 'retire', make: (scene) => retire(scene) },
  {
    name: 'retired-shown',
    sheet: 'retire',
    make: async (scene) => {
      await retire(scene);
      return scene.say('show Contoso', scene.member);
    },
  },
  {
    name: 'retire-last',
    sheet: 'retire-refused',
    make: async (scene) => {
      await retire(scene);
      return scene.press('setup.retire', fabrikam);
    },
  },
  {
    name: 'restored',
    sheet: 'retire',
    make: async (scene) => {
      await retire(scene);
      return scene.press('setup.restore', contoso);
    },
  },
  {
    name: 'restore-too-late',
    sheet: 'retire-refused',
    make: async (scene) => {
      await retire(scene);
      await scene.world.time.advance(31 * day);
      return scene.press('setup.restore', contoso);
    },
  },
  {
    name: 'restore-name-taken',
    sheet: 'retire-refused',
    make: async (scene) => {
      await retire(scene);
      await scene.setUp({ id: '55555555-5555-4555-8555-555555555555' });
      return scene.press('setup.restore', contoso);
    },
  },
  {
    name: 'setup-id-retired',
    make: async (scene) => {
      await retire(scene);
      return scene.setUp();
    },
  },
  ...(['tenant-retired', 'tenant-restored', 'tenant-cleared', 'tenant-added', 'tenant-changed'] as const).map(
    (name) => ({
      name,
      sheet: 'tenant-notices',
      make: (scene: Scene) => notices[name](scene),
    }),
  ),
  ...Object.entries(disowned).map(([name, change]) => ({
    name: `not-us-${name}`,
    sheet: 'tenant-not-us',
    make: (scene: Scene) => notUs(scene, change),
  })),
  {
    name: 'not-us-retired-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await speaks(scene);
      await tenants(scene, 1);
      return notUs(scene, () => scene.press('setup.retire', `${contoso} yes`));
    },
  },
  {
    name: 'tenant-retired-in-private-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await speaks(scene);
      await tenants(scene, 1);
      await scene.press('setup.retire', `${contoso} yes`);
      return inPrivate(scene);
    },
  },
  {
    name: 'unrouted-none-named',
    sheet: 'unrouted-tenant',
    make: async (scene) => {
      await ready(scene);
      await scene.setUp(declared);
      await sends(scene, { partnerTenantId: null });
      return card(scene, 'unrouted');
    },
  },
  ...(['unrouted', 'alert'] as const).map((kind) => ({
    name: `${kind}-retired`,
    sheet: 'unrouted-tenant',
    make: async (scene: Scene) => {
      await retire(scene);
      await sends(scene, { partnerTenantId: contoso });
      return card(scene, kind);
    },
  })),
  {
    name: 'signed-left-out',
    make: async (scene) => {
      await ready(scene);
      await noteUnread('default', [{ pointer: '/severity', detail: 'Required, but missing.' }], scene.world);
      return card(scene, 'sourceLeftOut');
    },
  },
];

async function adds(scene: Scene) {
  return scene.submit(formOf(await scene.press('contact.setup', 'new')), declared);
}

async function asked(scene: Scene) {
  await ready(scene);
  await scene.setUp(declared);
  return scene.press('setup.retire', contoso);
}

async function retire(scene: Scene) {
  await asked(scene);
  return scene.press('setup.retire', `${contoso} yes`);
}

/** The newest change is disowned: the alarm, as an admin reads it. */
async function notUs(scene: Scene, change: (scene: Scene) => Promise<unknown>) {
  await change(scene);
  const { number, tenantId } = (await scene.world.store.read((reader) => reader.oldestHistory(1_000))).at(-1) ?? {};
  await scene.press('contact.notUs', `${tenantId} ${number}`, scene.member);
  return card(scene, 'notUs');
}

const notices = {
  'tenant-retired': async (scene: Scene) => {
    await retire(scene);
    return inPrivate(scene);
  },
  'tenant-restored': async (scene: Scene) => {
    await retire(scene);
    await scene.press('setup.restore', contoso);
    return inPrivate(scene);
  },
  'tenant-cleared': async (scene: Scene) => {
    await retire(scene);
    const at = new Date(Date.parse(scene.world.clock.now()) + 31 * day).toISOString();
    const trusted = { id: 'clock', at, runMs: 2 * day, doubt: null, wall: at, steadySince: 0 } as const;
    await clearRetired({ ...scene.world, clock: { now: () => at }, trusted }, closeOfRetired);
    return inPrivate(scene);
  },
  'tenant-added': async (scene: Scene) => {
    await ready(scene);
    await scene.setUp(declared);
    return inPrivate(scene);
  },
  'tenant-changed': async (scene: Scene) => {
    await ready(scene);
    const form = formOf(await scene.press('contact.setup', contoso));
    const name = longest.tenantName;
    await scene.submit(form, { id: contoso, name, partnerType: 'indirectProvider', manager: [scene.member] });
    return inPrivate(scene);
  },
};

/** The newest notice, as an admin reads it in private. */
async function inPrivate(scene: Scene) {
  const all = await scene.stored('deliveries');
  const newest = all.filter(({ about }) => about.kind === 'contactChanged').at(-1);
  return cardOf(scene, newest && { ...newest, to: { kind: 'person', id: scene.admin } });
}
