import { long } from '../values.ts';
import type { Sample } from './sample.ts';
import { complete } from './show.ts';

/** What answers people who ask in their own words, and has no command. */
export const ownWords: readonly Sample[] = [
  {
    name: 'vouch-confirm',
    sheet: 'own-words',
    make: async (scene) => {
      await complete(scene);
      return scene.say(scene.locale === 'fr' ? 'tout est encore exact' : 'confirm everything');
    },
  },
  {
    name: 'vouch-attest',
    sheet: 'own-words',
    make: async (scene) => {
      await complete(scene);
      return scene.say(
        scene.locale === 'fr'
          ? 'j’ai tout saisi dans l’Espace partenaires, c’est fait'
          : 'I have entered it in Partner Center, it is done there',
      );
    },
  },
  {
    name: 'incident',
    sheet: 'own-words',
    make: async (scene) => {
      await complete(scene);
      return scene.say(scene.locale === 'fr' ? 'un client a été piraté' : 'the customer phoned about a strange log-in');
    },
  },
  { name: 'version', sheet: 'own-words', make: (scene) => scene.say('version') },
  {
    name: 'incident-worst',
    extreme: true,
    make: async (scene) => {
      await complete(scene);
      const told = scene.locale === 'fr' ? 'un client a été piraté' : 'a customer has been hacked';
      return scene.say(`${told} ${long('"&<!channel> ', 200)}`);
    },
  },
];
