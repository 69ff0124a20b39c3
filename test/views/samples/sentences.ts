import { apology } from '../../../adapters/chat/answer.ts';
import { ChatError, type Person } from '../../../src/ports/chat.ts';
import { contoso } from '../../support/partner.ts';
import type { Scene } from '../scene.ts';
import type { Sample } from './sample.ts';

/** Help, refusals and apologies: short cards. */
export const sentences: readonly Sample[] = [
  { name: 'help', make: (scene) => scene.say('help') },
  { name: 'help-all', sheet: 'help', make: (scene) => scene.say('help all') },
  { name: 'stop', make: (scene) => scene.say('stop') },
  { name: 'unknown-near', showsFaq: true, sheet: 'unknown', make: (scene) => scene.say('updaet') },
  {
    name: 'unknown-near-number',
    showsFaq: true,
    sheet: 'unknown',
    make: (scene) => scene.say(`resolv 17 fraud ${'<&"é😀'.repeat(60)}`),
  },
  { name: 'reopen-which', sheet: 'unknown', make: (scene) => scene.say('reopen') },
  {
    name: 'resolve-unmatched',
    sheet: 'unknown',
    make: (scene) => scene.say(scene.locale === 'fr' ? 'résoudre foo' : 'resolve foo'),
  },
  {
    name: 'unknown-far',
    showsFaq: true,
    sheet: 'unknown',
    make: (scene) => {
      const please = scene.locale === 'fr' ? 'faites cela pour moi maintenant' : 'please do this for me now';
      return scene.say(`<!here> *${please}* https://evil.example`);
    },
  },
  ...(['guest', 'bot', 'other organisation', 'deactivated', 'not found'] as const).map((why) => ({
    name: `refused-${why.replace(' ', '-')}`,
    deadEnd: true,
    sheet: 'refused-strangers',
    make: (scene: Scene) => strange(scene, why),
  })),
  {
    name: 'refused-unsure',
    sheet: 'refused-strangers',
    make: (scene) => {
      scene.world[scene.platform].failing = new ChatError('unreachable', 'timeout');
      return scene.say('show');
    },
  },
  {
    name: 'refused-unsure-of-role',
    sheet: 'refused-roles',
    make: async (scene) => {
      await scene.setUp();
      scene.world.directory.roleOf = () => Promise.reject(new ChatError('unreachable', 'timeout'));
      return scene.say('update');
    },
  },
  {
    name: 'refused-not-admin',
    sheet: 'refused-roles',
    make: async (scene) => {
      await scene.setUp();
      return scene.say('update', scene.member);
    },
  },
  {
    name: 'refused-no-admin-known',
    sheet: 'refused-roles',
    make: async (scene) => {
      await scene.setUp();
      scene.world.admins.clear();
      return scene.say('update');
    },
  },
  {
    name: 'refused-not-responder',
    sheet: 'refused-roles',
    make: async (scene) => {
      await scene.setUp();
      await scene.record();
      return scene.say('confirm', scene.outsider);
    },
  },
  {
    name: 'refused-old-form',
    sheet: 'refused-roles',
    make: ({ handle, admin, locale }) =>
      handle({
        kind: 'submit',
        form: 'contact.update',
        state: 'x',
        values: {},
        from: admin,
        locale,
        fromChannel: null,
        key: null,
      }),
  },
  { name: 'refused-tenant-gone', sheet: 'refused-roles', make: (scene) => scene.press('contact.show', contoso) },
  ...(['bug', 'slow', 'unwritable'] as const).map((failure) => ({
    name: `apology-${failure}`,
    sheet: 'apologies',
    make: async ({ locale }: Scene) => apology(locale, failure, 'K7Q2-9F4M'),
  })),
];

function strange(scene: Scene, why: Extract<Person, { kind: 'stranger' }>['why']) {
  const { world, platform, outsider } = scene;
  world[platform].people.set(outsider, { kind: 'stranger', id: outsider, why });
  return scene.say('show', outsider);
}
