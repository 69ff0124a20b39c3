import { formOf } from '../../support/a-bot.ts';
import { contoso } from '../../support/partner.ts';
import type { Scene } from '../scene.ts';
import { blank, channels, long, longest, people } from '../values.ts';
import type { Sample } from './sample.ts';
import { complete, worstContact } from './show.ts';

/** The contact's form, and what saving it answers. */
export const forms: readonly Sample[] = [
  {
    name: 'update-empty',
    make: async (scene) => {
      await scene.setUp();
      return scene.say('update');
    },
  },
  { name: 'update-filled', make: filled },
  {
    name: 'update-refused',
    make: async (scene) => {
      await scene.setUp();
      return scene.record({ ...wrong, channels: ['C0NOTHERE'], onCall: ['nobody at all'] });
    },
  },
  {
    name: 'update-groups',
    make: async (scene) => {
      for (const name of ['soc', 'noc']) {
        const id = `slack:T1/S0123${name.toUpperCase()}`;
        scene.world.slack.groups.set(id, { id, name: `@${name}`, hasMembers: true });
      }
      await scene.setUp();
      await scene.record({ onCallGroups: '@soc, @noc' });
      return scene.record({ onCallGroups: '@soc, @nobody' });
    },
  },
  { name: 'update-conflict', make: conflict },
  {
    name: 'update-open-channel',
    make: async (scene) => {
      await scene.setUp();
      return scene.record({ channels: [channels[scene.platform].open] });
    },
  },
  {
    name: 'update-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      return scene.say('update');
    },
  },
  ...['contact.phone', 'contact.email', 'contact.channels', 'contact.onCallPeople'].map((id) => ({
    name: id.replace('contact.', 'change-'),
    sheet: 'small-forms',
    make: async (scene: Scene) => {
      await complete(scene);
      return scene.press(id, '');
    },
  })),
  {
    name: 'change-phone-refused',
    sheet: 'small-forms',
    make: async (scene) => {
      await complete(scene);
      return scene.submit(formOf(await scene.press('contact.phone', '')), { phone: '0142' });
    },
  },
  {
    name: 'change-phone-said',
    sheet: 'sentences-forms',
    make: async (scene) => {
      await complete(scene);
      return scene.say(
        scene.locale === 'fr'
          ? 'le numéro est maintenant le +33 1 42 68 53 99'
          : 'change the phone to +33 1 42 68 53 99',
      );
    },
  },
  {
    name: 'change-phone-national',
    sheet: 'sentences-forms',
    make: async (scene) => {
      await complete(scene);
      return scene.say(
        scene.locale === 'fr' ? 'le numéro est maintenant le 01 42 68 53 99' : 'change the phone to 01 42 68 53 99',
      );
    },
  },
  {
    name: 'same-phone',
    sheet: 'sentences-forms',
    make: async (scene) => {
      await complete(scene);
      return scene.submit(formOf(await scene.press('contact.phone', '')), { phone: '+33 1 42 68 53 00' });
    },
  },
  {
    name: 'saved-phone',
    sheet: 'saved-small',
    make: async (scene) => {
      await complete(scene);
      return scene.submit(formOf(await scene.press('contact.phone', '')), { phone: '+33 1 42 68 53 99' });
    },
  },
  {
    name: 'saved-merged',
    sheet: 'saved-small',
    make: async (scene) => {
      await complete(scene);
      const form = formOf(await scene.press('contact.phone', ''));
      const second = people[scene.platform].second.id;
      await scene.submit(
        formOf(await scene.press('contact.email', '', second)),
        { email: 'csirt@contoso.com' },
        second,
      );
      return scene.submit(form, { phone: '+33 1 42 68 53 99' });
    },
  },
  {
    name: 'attest-question',
    sheet: 'saved-small',
    make: async (scene) => {
      await scene.setUp();
      await scene.record();
      return scene.press('contact.attest', `${contoso} 2 ask`);
    },
  },
  {
    name: 'attest-question-empty',
    sheet: 'saved-small',
    make: async (scene) => {
      await scene.setUp();
      await scene.record();
      return scene.submit(formOf(await scene.press('contact.attest', `${contoso} 1 ask`)), { attested: [] });
    },
  },
  { name: 'update-all-elsewhere', extreme: true, make: elsewhere },
  {
    name: 'saved-group',
    make: async (scene) => {
      await scene.setUp();
      return scene.record();
    },
  },
  {
    name: 'saved-person-warned',
    make: async (scene) => {
      await filled(scene);
      scene.world.domains.set('gmial.example', 'no');
      const person = { kind: 'person', firstName: 'Karim', lastName: 'Benali', email: 'karim.benali@gmial.example' };
      return scene.record(person);
    },
  },
  {
    name: 'saved-nothing-due',
    sheet: 'saved-nothing-due',
    make: async (scene) => {
      await complete(scene);
      return scene.record({ timezone: 'Europe/Brussels', onCall: [] });
    },
  },
  {
    name: 'saved-still-open',
    sheet: 'saved-nothing-due',
    make: async (scene) => {
      await filled(scene);
      return scene.record({ timezone: 'Europe/Brussels', onCall: [] });
    },
  },
  {
    name: 'saved-unchanged',
    sheet: 'saved-nothing-due',
    make: async (scene) => {
      await complete(scene);
      return scene.record({ onCall: [scene.member, people[scene.platform].second.id] });
    },
  },
  {
    name: 'saved-older-form',
    sheet: 'saved-nothing-due',
    make: async (scene) => {
      await complete(scene);
      const older = formOf(await scene.say('update'));
      const onCall = [scene.member, people[scene.platform].second.id];
      await scene.record({ timezone: 'Europe/Brussels', onCall });
      return scene.submit(older, { ...blank, channels: [channels[scene.platform].soc], onCall });
    },
  },
  { name: 'saved-worst', extreme: true, make: savedWorst },
];

const wrong = {
  kind: 'person',
  firstName: '',
  middleName: long('Maximiliane ', 80),
  lastName: '',
  email: 'soc(at)contoso.com',
  phone: '01 42',
  timezone: 'Atlantis',
};

async function filled(scene: Scene) {
  await complete(scene);
  return scene.say('update');
}

async function conflict(scene: Scene) {
  await scene.setUp();
  await scene.record();
  const mine = formOf(await scene.say('update'));
  const second = people[scene.platform].second.id;
  await scene.record({ phone: '+33 1 42 68 53 01', timezone: 'Europe/Brussels' }, second);
  return scene.submit(mine, { ...blank, email: 'security@contoso.com', onCall: [] });
}

/** Ten channels and ten people that only the other platform can choose. */
async function elsewhere(scene: Scene) {
  const other = scene.platform === 'slack' ? 'teams' : 'slack';
  await worstContact(scene);
  const mine = {
    ...longest.typed,
    removeChannels: longest.channels[scene.platform].slice(0, 5).map(({ address }) => `${scene.platform}:${address}`),
    removeOnCall: longest.people[scene.platform].slice(0, 5).map(({ id }) => id),
    removeOnCall2: longest.people[scene.platform].slice(5).map(({ id }) => id),
    channels: longest.channels[other].map(({ address }) => address),
    onCall: longest.people[other].map(({ id }) => id),
    onCall2: longest.people[other].map(({ id }) => id),
  };
  const from = people[other].admin.id;
  await scene.submit(formOf(await scene.say('update', from)), mine, from);
  return scene.say('update');
}

/** From one longest record to another, with warnings. */
async function savedWorst(scene: Scene) {
  await worstContact(scene);
  const turned = (text: string) => text.replace(/[a-z]$/, 'z');
  const { typed } = longest;
  scene.world.domains.set(typed.email.slice(typed.email.lastIndexOf('@') + 1), 'no');
  return scene.record({
    ...typed,
    firstName: turned(typed.firstName),
    middleName: turned(typed.middleName),
    lastName: turned(typed.lastName),
    email: `y${typed.email.slice(1)}`,
    phone: '+33 1 42 68 53 01',
    locale: 'en',
    timezone: 'America/Argentina/Buenos_Aires',
    channels: longest.channels[scene.platform].slice(5).map(({ address }) => address),
    onCall: longest.people[scene.platform].slice(5).map(({ id }) => id),
    onCall2: longest.people[scene.platform].slice(0, 5).map(({ id }) => id),
  });
}
