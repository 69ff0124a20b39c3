import type { StoredTenant } from '../../../src/domain/tenant/partner-tenant.ts';
import { formOf } from '../../support/a-bot.ts';
import { contoso } from '../../support/partner.ts';
import { acquainted, type Scene } from '../scene.ts';
import { channels, long, longest, people } from '../values.ts';
import type { Sample } from './sample.ts';
import { complete, worstContact } from './show.ts';

/** History, set-up, and finding a tenant. */
export const register: readonly Sample[] = [
  {
    name: 'history',
    make: async (scene) => {
      await complete(scene);
      return scene.say('history');
    },
  },
  { name: 'history-worst', extreme: true, make: historyWorst },
  {
    name: 'history-older',
    sheet: 'history-ends',
    make: async (scene) => {
      await complete(scene);
      return scene.press('contact.history', `${contoso} 3`);
    },
  },
  {
    name: 'history-empty',
    sheet: 'history-ends',
    make: async (scene) => {
      await tenants(scene, 1);
      return scene.say('history');
    },
  },
  { name: 'setup-new', make: (scene) => scene.say('setup') },
  {
    name: 'setup-refused',
    make: async (scene) =>
      scene.submit(formOf(await scene.say('setup')), {
        ...{ id: 'contoso', name: '', partnerType: null, manager: ['?'] },
        customers: ['Fabrikam', 'fabrikam.com =', 'a.example = a@b.example', 'a.example = A'].join('\n'),
      }),
  },
  { name: 'setup-worst', extreme: true, make: setupWorst },
  {
    name: 'setup-chooser',
    make: async (scene) => {
      await tenants(scene, 30);
      return scene.say('setup');
    },
  },
  { name: 'setup-saved', sheet: 'setup-saved', make: (scene) => scene.setUp() },
  {
    name: 'setup-saved-again',
    sheet: 'setup-saved',
    make: async (scene) => {
      await complete(scene);
      const form = formOf(await scene.say('setup contoso'));
      const manager = [people[scene.platform].second.id];
      const adminChannel = [channels[scene.platform].soc];
      const declared = { id: contoso, name: 'Contoso', partnerType: 'indirectProvider', anniversaryMonth: '0' };
      const customers = Array.from({ length: 7 }, (_, n) => `customer${n}.example = Customer ${n}`).join('\n');
      return scene.submit(form, { ...declared, manager, adminChannel, customers });
    },
  },
  {
    name: 'chooser',
    make: async (scene) => {
      await tenants(scene, 30);
      return scene.say('show');
    },
  },
  {
    name: 'chooser-search',
    make: async (scene) => {
      await tenants(scene, 30);
      return scene.press('tenants.find', 'contact.show {tenant}');
    },
  },
  {
    name: 'chooser-several',
    sheet: 'chooser-words',
    make: async (scene) => {
      await tenants(scene, 4);
      return scene.say('show managed');
    },
  },
  {
    name: 'chooser-no-match',
    sheet: 'chooser-words',
    make: async (scene) => {
      await tenants(scene, 2);
      return scene.say('show Fabrikam');
    },
  },
  ...['show', 'check', 'confirm'].map((verb) => ({
    name: `together-${verb}`,
    sheet: 'together',
    make: async (scene: Scene) => {
      await complete(scene);
      await scene.world.store.change(async (tx) => {
        const tenant = await tx.get('tenants', contoso);
        for (const [n, name] of ['Adatum', 'Fabrikam'].entries())
          if (tenant) await tx.put('tenants', { ...tenant, id: id(n), name });
      });
      return scene.say(verb);
    },
  })),
  { name: 'no-tenants', make: (scene) => scene.say('show', scene.member) },
  ...[0, 1, 3, 30].map((count) => ({ name: `home-${count}`, make: (scene: Scene) => homeOf(scene, count) })),
  {
    name: 'home-worst',
    extreme: true,
    make: async (scene: Scene) => {
      await worstContact(scene);
      await tenants(scene, 2);
      return scene.home();
    },
  },
];

const names = ['Adatum', 'Contoso Managed Services', 'Northwind Managed Cloud', 'Tailspin'];
const id = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** That many more tenants: the first a little set up, every fourth with the longest name, the others without a contact. */
export async function tenants({ world }: Scene, count: number): Promise<void> {
  await world.store.change(async (tx) => {
    for (let n = 0; n < count; n += 1) {
      const name = names[n] ?? (n % 4 === 0 ? `${longest.tenantName.slice(0, 97)} ${n}` : `Partner ${n}`);
      await tx.put('tenants', { ...empty, id: id(n), name });
    }
  });
}

const empty: Omit<StoredTenant, 'id' | 'name'> = {
  partnerType: 'indirectReseller',
  anniversaryMonth: null,
  manager: null,
  fraudChannels: [],
  complianceAttestedAt: null,
  complianceAttestedBy: null,
  contact: null,
  revision: { number: 0, at: null, by: null },
};

async function homeOf(scene: Scene, count: number) {
  if (count > 0) await complete(scene);
  if (count > 1) await tenants(scene, count - 1);
  return scene.home();
}

/** A full page of saves that each change everything from one longest value to another. */
async function historyWorst(scene: Scene) {
  await worstContact(scene);
  for (let n = 0; n < 6; n += 1) {
    const part = n % 2 === 0 ? longest : shorter;
    const mine = {
      ...part.typed,
      phone: `+33 1 42 68 53 0${n}`,
      channels: longest.channels[scene.platform].slice(n % 2 ? 0 : 5).slice(0, 5),
      onCall: longest.people[scene.platform].slice(n % 2 ? 0 : 5).slice(0, 5),
    };
    await scene.record({
      ...mine,
      channels: mine.channels.map(({ address }) => address),
      onCall: mine.onCall.map(({ id: who }) => who),
    });
  }
  return scene.say('history');
}

const shorter = {
  typed: {
    ...longest.typed,
    kind: 'group',
    firstName: long('Security Operations ', 64),
    lastName: long('Sigmaringen ', 64),
    email: `z${longest.typed.email.slice(1)}`,
    locale: 'en',
    timezone: 'America/Argentina/Buenos_Aires',
  },
};

async function setupWorst(scene: Scene) {
  await acquainted(scene);
  const other = scene.platform === 'slack' ? 'teams' : 'slack';
  const from = people[other].admin.id;
  const form = formOf(await scene.press('contact.setup', 'new', from));
  await scene.submit(
    form,
    {
      id: contoso,
      name: longest.tenantName,
      partnerType: 'indirectProvider',
      anniversaryMonth: '9',
      customers: Array.from({ length: 20 }, (_, n) => `${n}.example = ${'W'.repeat(90)}`)
        .join('\n')
        .slice(0, 3_000),
      manager: longest.people[other].slice(0, 1).map((one) => one.id),
      fraudChannels: longest.channels[other].map(({ address }) => address),
      adminChannel: longest.channels[other].slice(0, 1).map(({ address }) => address),
      expertsChannel: longest.channels[other].slice(1, 2).map(({ address }) => address),
    },
    from,
  );
  return scene.say(`setup ${contoso}`);
}
