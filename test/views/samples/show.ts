import type { GraphErrorKind } from '../../../adapters/microsoft/api/graph-error.ts';
import { formOf } from '../../support/a-bot.ts';
import { contoso } from '../../support/partner.ts';
import { aFailure, scoreDoor } from '../../support/score-door.ts';
import { acquainted, completed, type Scene, tenantIn } from '../scene.ts';
import { hostile, longest, people, unusual } from '../values.ts';
import type { Sample } from './sample.ts';

const days = (count: number) => new Date(Date.parse('2026-11-24T09:00:00Z') + count * 86_400_000).toISOString();

/** The contact's card in every state. */
export const show: readonly Sample[] = [
  { name: 'show-complete', make: complete },
  { name: 'show-incomplete', make: (scene) => recorded(scene, {}) },
  {
    name: 'show-bare',
    sheet: 'show-bare',
    make: (scene) => recorded(scene, { channels: [], onCall: [] }),
  },
  {
    name: 'show-none',
    sheet: 'show-none',
    make: async (scene) => {
      await scene.setUp();
      return scene.say('show');
    },
  },
  {
    name: 'show-nobody-can-help',
    sheet: 'show-none',
    make: async (scene) => {
      await scene.setUp();
      scene.world.admins.clear();
      return scene.say('show');
    },
  },
  { name: 'show-on-file', sheet: 'show-on-file', make: (scene) => onFile(scene, 'compliant') },
  { name: 'show-not-on-file', sheet: 'show-on-file', make: (scene) => onFile(scene, 'noncomplaint') },
  { name: 'show-on-file-unknown', sheet: 'show-on-file', make: (scene) => onFile(scene, 'compliant', 'permission') },
  { name: 'show-worst', extreme: true, make: worst },
  { name: 'show-hostile', extreme: true, sheet: 'show-hostile', make: (scene) => called(scene, hostile) },
  { name: 'show-unusual', sheet: 'show-hostile', make: (scene) => called(scene, unusual) },
  { name: 'confirmed', sheet: 'confirmed', make: confirmed },
  {
    name: 'confirmed-twice',
    sheet: 'repeated',
    make: async (scene) => {
      await recorded(scene, {});
      const doing = { from: scene.admin, locale: scene.locale, fromChannel: null, key: 'same', kind: 'press' } as const;
      await scene.handle({ ...doing, button: 'contact.confirm', value: `${contoso} 1` });
      return scene.handle({ ...doing, button: 'contact.confirm', value: `${contoso} 1` });
    },
  },
  {
    name: 'confirm-question',
    sheet: 'confirmed',
    make: async (scene) => {
      await recorded(scene, {});
      return scene.press('contact.confirm', `${contoso} 1 ask`, scene.member);
    },
  },
  { name: 'attested', make: attested },
  {
    name: 'show-old-in-portal',
    make: async (scene) => {
      await complete(scene);
      await scene.record({ phone: '+33 1 42 68 53 01' });
      return scene.say('show');
    },
  },
  {
    name: 'who-old-in-portal',
    sheet: 'show-old-in-portal',
    make: async (scene) => {
      await complete(scene);
      await scene.record({ phone: '+33 1 42 68 53 01', email: 'noc@contoso.com' });
      return scene.say(scene.locale === 'fr' ? 'qui est notre contact de sécurité ?' : 'who is our security contact?');
    },
  },
  {
    name: 'show-details',
    sheet: 'show-details',
    make: async (scene) => {
      await complete(scene);
      return scene.press('contact.details', contoso);
    },
  },
  {
    name: 'attested-too-late',
    sheet: 'repeated',
    make: async (scene) => {
      await recorded(scene, {});
      await scene.record({ phone: '+33 1 42 68 53 01' });
      return scene.press('contact.attest', `${contoso} 1`);
    },
  },
];

async function recorded(scene: Scene, more: Record<string, string | readonly string[]>) {
  await scene.setUp();
  await scene.record(more);
  scene.world.time.set(days(3));
  return scene.say('show');
}

export async function complete(scene: Scene) {
  await recorded(scene, { onCall: [scene.member, people[scene.platform].second.id] });
  await completed(scene);
  scene.world.time.set(days(24));
  return scene.say('show', scene.member);
}

async function confirmed(scene: Scene) {
  await recorded(scene, {});
  return scene.press('contact.confirm', `${contoso} 1`, scene.member);
}

async function attested(scene: Scene) {
  await recorded(scene, {});
  return scene.press('contact.attest', `${contoso} 1`);
}

async function called(scene: Scene, { firstName, tenantName }: typeof hostile) {
  await scene.setUp({ name: tenantName });
  await scene.record({ firstName });
  return scene.say('show');
}

/** Everything as long as it may be, with five channels and people on each platform. */
export async function worstContact(scene: Scene) {
  await acquainted(scene);
  await scene.setUp({ name: longest.tenantName, partnerType: 'indirectProvider' });
  for (const platform of [scene.platform === 'slack' ? 'teams' : 'slack', scene.platform] as const) {
    const from = people[platform].admin.id;
    const mine = {
      ...longest.typed,
      channels: longest.channels[platform].slice(0, 5).map(({ address }) => address),
      onCall: longest.people[platform].slice(0, 5).map(({ id }) => id),
      onCall2: longest.people[platform].slice(5).map(({ id }) => id),
    };
    await scene.submit(formOf(await scene.say('update', from)), mine, from);
  }
  const { contact } = await tenantIn(scene.world);
  if (contact?.channels.length !== 10 || contact.onCall.length !== 10 || contact.onCall2?.length !== 10)
    throw new Error('not the worst case');
}

/** Microsoft has said so for two days, about a contact in order; the last time it may have failed. */
export async function onFile(scene: Scene, status: string, failure?: GraphErrorKind) {
  await complete(scene);
  const door = scoreDoor(scene.world);
  for (let n = 0; n <= 8; n += 1) {
    scene.world.time.set(days(24 + n / 4));
    await door.says(status);
  }
  if (failure) {
    scene.world.time.set(days(26.5));
    door.requirements = aFailure(failure);
    await door.run();
  }
  await scene.world.time.advance(7_500_000);
  return scene.say('show');
}

async function worst(scene: Scene) {
  await worstContact(scene);
  await scoreDoor(scene.world).says('noncomplaint');
  return scene.say('show');
}
