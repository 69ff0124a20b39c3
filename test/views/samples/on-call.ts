import { calendarLabel } from '../../../src/domain/tenant/calendar-address.ts';
import { contoso } from '../../support/partner.ts';
import { cardOf } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { people } from '../values.ts';
import type { Sample } from './sample.ts';
import { complete } from './show.ts';

/** What people see of who is on call. */
export const onCall: readonly Sample[] = [
  {
    name: 'oncall',
    sheet: 'on-call',
    make: async (scene) => {
      await put(scene);
      return scene.say('oncall', scene.member);
    },
  },
  {
    name: 'oncall-group',
    sheet: 'on-call',
    make: async (scene) => {
      await complete(scene);
      const group = 'slack:T1/S0123SOC';
      await scene.world.store.change(async (tx) => {
        await tx.put('people', { id: group, name: '@soc', locale: null, timezone: null });
        const tenant = await tx.get('tenants', contoso);
        if (!tenant?.contact) throw new Error('no contact');
        await tx.put('tenants', { ...tenant, contact: { ...tenant.contact, onCall: [group] } });
      });
      return scene.say('oncall', scene.member);
    },
  },
  {
    name: 'oncall-unread',
    sheet: 'on-call',
    make: async (scene) => {
      await complete(scene);
      await unread(scene);
      return scene.say('oncall', scene.member);
    },
  },
  {
    name: 'show-unread',
    sheet: 'on-call',
    make: async (scene) => {
      await complete(scene);
      await unread(scene);
      return scene.say('show');
    },
  },
  { name: 'oncall-put', sheet: 'on-call', make: put },
  {
    name: 'oncall-form',
    sheet: 'on-call',
    make: async (scene) => {
      await complete(scene);
      return scene.say('oncall me', scene.member);
    },
  },
  {
    name: 'oncall-unknown',
    sheet: 'sentences-forms',
    make: async (scene) => {
      await complete(scene);
      return scene.say(
        scene.locale === 'fr'
          ? 'passer l’astreinte à Zoé Zeta jusqu’à lundi'
          : 'hand over on call to Zoe Zeta until monday',
        scene.member,
      );
    },
  },
  {
    name: 'oncall-already',
    sheet: 'sentences-forms',
    make: async (scene) => {
      await put(scene);
      return put(scene);
    },
  },
  {
    name: 'oncall-line',
    sheet: 'on-call',
    make: async (scene) => {
      await put(scene);
      const all = await scene.stored('deliveries');
      const newest = all.findLast(({ about, to }) => about.kind === 'contactChanged' && to.kind === 'channel');
      if (!newest) throw new Error('no line');
      return cardOf(scene, newest);
    },
  },
  {
    name: 'calendar-people',
    sheet: 'on-call',
    make: async (scene) => {
      await put(scene);
      const all = await scene.stored('deliveries');
      const one = all.find(({ to }) => to.kind === 'channel');
      if (!one) throw new Error('no delivery');
      const words = ['On call: Zoe Zeta', 'zoe@example.com'];
      const at = scene.world.time.now();
      const about = { kind: 'calendarPeople', tenantId: contoso, field: 'onCallCalendar', words, more: 2, at } as const;
      return cardOf(scene, { ...one, about });
    },
  },
];

/** The calendar of the first level was never read. */
async function unread({ world }: Scene) {
  const address = 'https://calendar.example/rota.ics';
  const at = world.time.now();
  await world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (!tenant?.contact) throw new Error('no contact');
    await tx.put('tenants', { ...tenant, contact: { ...tenant.contact, onCallCalendar: address } });
    await tx.put('calendars', {
      ...{ id: `${contoso} onCallCalendar`, tenantId: contoso, field: 'onCallCalendar', of: calendarLabel(address) },
      ...{ since: at, lookedAt: at, at: null, version: null, trouble: 'notCalendar', unknownZones: [], notified: [] },
    });
  });
}

async function put(scene: Scene) {
  await complete(scene);
  // The channel reads in the language of the contact, and news for admins in that of the settings.
  scene.world.defaults = { ...scene.world.defaults, locale: scene.locale };
  await scene.world.store.change(async (tx) => {
    const [tenant] = await tx.list('tenants');
    if (tenant?.contact) await tx.put('tenants', { ...tenant, contact: { ...tenant.contact, locale: scene.locale } });
  });
  return scene.say('oncall me until 18:00', people[scene.platform].second.id);
}
