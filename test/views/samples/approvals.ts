import { formOf } from '../../support/a-bot.ts';
import { contoso } from '../../support/partner.ts';
import { card, cardOf, speaks } from '../alert-scene.ts';
import { acquainted, type Scene } from '../scene.ts';
import { channels, long, longest, people } from '../values.ts';
import { tenants } from './register.ts';
import type { Sample } from './sample.ts';
import { complete, worstContact } from './show.ts';

const phone = '+33 1 99 00 12 34';
const second = ({ platform }: Scene) => people[platform].second.id;
const fabrikam = { id: '44444444-4444-4444-8444-444444444444', name: 'Fabrikam', partnerType: 'directBill' };

/** Changes that wait for a second administrator, or for a day. */
export const approvals: readonly Sample[] = [
  { name: 'approval-asked', sheet: 'approval-asked', make: (scene) => asks(scene, { phone, locale: 'fr' }) },
  {
    name: 'approval-setup-asked',
    sheet: 'approval-asked',
    make: async (scene) => {
      await waits(scene);
      const adminChannel = [channels[scene.platform].soc];
      return scene.submit(formOf(await scene.press('contact.setup', contoso)), {
        ...{ id: contoso, name: 'Contoso', partnerType: 'directBill' },
        ...{ manager: [second(scene)], adminChannel },
      });
    },
  },
  {
    name: 'approval-asked-already',
    sheet: 'approval-asked',
    make: async (scene) => {
      await asks(scene, { phone });
      return scene.record({ email: 'noc@contoso.com' });
    },
  },
  {
    name: 'approval-card',
    make: async (scene) => {
      await asks(scene, { phone, email: 'noc@contoso.com' });
      return toAdmin(scene);
    },
  },
  {
    name: 'approval-card-added',
    sheet: 'approval-others',
    make: async (scene) => {
      await waits(scene);
      await scene.submit(formOf(await scene.press('contact.setup', 'new')), fabrikam);
      return toAdmin(scene);
    },
  },
  {
    name: 'approval-card-retired',
    sheet: 'approval-others',
    make: async (scene) => {
      await waits(scene);
      await tenants(scene, 2);
      await scene.press('setup.retire', `${contoso} yes`);
      return toAdmin(scene);
    },
  },
  {
    name: 'approval-worst',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      return toAdmin(scene);
    },
  },
  {
    name: 'approval-asked-worst',
    extreme: true,
    make: worst,
  },
  {
    name: 'approval-waiting',
    make: async (scene) => {
      await asks(scene, { phone });
      return scene.say('show');
    },
  },
  {
    name: 'approval-waiting-own',
    sheet: 'approval-shown',
    make: async (scene) => {
      await asks(scene, { phone });
      return scene.press('contact.waiting', await waitingId(scene));
    },
  },
  {
    name: 'approval-own',
    sheet: 'approval-not-approved',
    make: async (scene) => {
      await asks(scene, { phone });
      return scene.press('contact.approve', await waitingId(scene));
    },
  },
  {
    name: 'approval-unsure',
    sheet: 'approval-not-approved',
    make: async (scene) => {
      await asks(scene, { phone });
      const other = scene.platform === 'slack' ? 'teams' : 'slack';
      const id = await waitingId(scene);
      await scene.world.store.change(async (tx) => {
        const row = await tx.get('approvals', id);
        if (row) await tx.put('approvals', { ...row, by: people[other].second.id, byName: people[other].second.name });
      });
      return scene.press('contact.approve', id);
    },
  },
  {
    name: 'approval-moved',
    sheet: 'approval-not-approved',
    make: async (scene) => {
      await asks(scene, { phone });
      await scene.edit((tenant) => ({
        ...tenant,
        contact: tenant.contact && { ...tenant.contact, phone: '+33142685301' },
      }));
      return scene.press('contact.approve', await waitingId(scene), second(scene));
    },
  },
  {
    name: 'approval-approved',
    sheet: 'approval-shown',
    make: async (scene) => {
      await asks(scene, { phone });
      return scene.press('contact.approve', await waitingId(scene), second(scene));
    },
  },
  {
    name: 'approval-refuse',
    make: async (scene) => {
      await asks(scene, { phone });
      return scene.press('contact.refuse', await waitingId(scene), second(scene));
    },
  },
  {
    name: 'approval-refused',
    make: async (scene) => {
      await asks(scene, { phone });
      const form = formOf(await scene.press('contact.refuse', await waitingId(scene), second(scene)));
      await scene.submit(form, { reason: 'Nobody here knows this number.' }, second(scene));
      return card(scene, 'approvalEnded');
    },
  },
  {
    name: 'approval-refused-worst',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      const form = formOf(await scene.press('contact.refuse', await waitingId(scene), second(scene)));
      await scene.submit(form, { reason: long('Nobody "here" knows <this> number. ', 500) }, second(scene));
      return card(scene, 'approvalEnded');
    },
  },
  {
    name: 'approval-lapsed',
    make: async (scene) => {
      await asks(scene, { phone });
      await scene.world.time.advance(25 * 3_600_000);
      await scene.tick();
      return card(scene, 'approvalEnded');
    },
  },
  { name: 'approval-delay-asked', sheet: 'approval-delay', make: delayed },
  {
    name: 'approval-delay',
    sheet: 'approval-delay',
    make: async (scene) => {
      await delayed(scene);
      return inChannel(scene);
    },
  },
  {
    name: 'approval-delay-stopped',
    sheet: 'approval-delay',
    make: async (scene) => {
      await delayed(scene);
      await scene.press('contact.notUs', `${contoso} ${(await waitingId(scene)).split(' ')[1]}`, scene.member);
      return inChannel(scene);
    },
  },
  {
    name: 'approval-delay-not-us',
    sheet: 'approval-delay-alarm',
    make: async (scene) => {
      await delayed(scene);
      return scene.press('contact.notUs', `${contoso} ${(await waitingId(scene)).split(' ')[1]}`, scene.member);
    },
  },
  {
    name: 'not-us-asked',
    sheet: 'approval-delay-alarm',
    make: async (scene) => {
      await delayed(scene);
      await scene.press('contact.notUs', `${contoso} ${(await waitingId(scene)).split(' ')[1]}`, scene.member);
      return card(scene, 'notUs');
    },
  },
  {
    name: 'approval-history',
    make: async (scene) => {
      await asks(scene, { phone });
      await scene.press('contact.approve', await waitingId(scene), second(scene));
      return scene.say('history');
    },
  },
];

async function waits(scene: Scene): Promise<void> {
  await complete(scene);
  await speaks(scene);
  scene.world.settings.approvals = true;
}

async function asks(scene: Scene, values: Record<string, string>) {
  await waits(scene);
  return scene.record({ locale: scene.locale, ...values });
}

async function delayed(scene: Scene) {
  scene.world.admins.clear();
  scene.world.admins.add(scene.admin);
  return asks(scene, { phone });
}

async function worst(scene: Scene) {
  await worstContact(scene);
  await acquainted(scene);
  await speaks(scene);
  scene.world.settings.approvals = true;
  const email = longest.typed.email.replace('.ch', '.li');
  return scene.record({
    ...longest.typed,
    locale: scene.locale,
    email,
    phone,
    channels: [channels[scene.platform].soc],
  });
}

async function waitingId(scene: Scene): Promise<string> {
  const [row] = (await scene.stored('approvals')).filter(({ end }) => !end);
  if (!row) throw new Error('nothing waits');
  return row.id;
}

/** The newest card of a change, as an admin of the scene's platform reads it. */
async function toAdmin(scene: Scene) {
  const all = (await scene.stored('deliveries')).filter(({ about }) => about.kind === 'approval');
  const newest = all.at(-1);
  return cardOf(scene, newest && { ...newest, to: { kind: 'person', id: second(scene) } });
}

async function inChannel(scene: Scene) {
  const all = (await scene.stored('deliveries')).filter(({ about }) => about.kind === 'approval');
  return cardOf(
    scene,
    all.find(({ to, queue }) => to.kind === 'channel' && queue.startsWith(scene.platform)),
  );
}
