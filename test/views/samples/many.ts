import { formOf } from '../../support/a-bot.ts';
import { ready, type Sent, sends } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import type { Sample } from './sample.ts';

/** Many alerts answered together: the question, the form, and what was done. */
export const many: readonly Sample[] = [
  { name: 'many-question', extreme: true, sheet: 'many', make: (scene) => asked(scene, 'ack all') },
  { name: 'many-form', extreme: true, sheet: 'many', make: (scene) => asked(scene, 'resolve cipp ignore') },
  {
    name: 'many-done',
    extreme: true,
    sheet: 'many',
    make: async (scene) => {
      const form = formOf(await asked(scene, 'resolve 1-3 ignore'));
      return scene.submit(form, { reason: 'ignore', note: '' }, scene.member);
    },
  },
  {
    name: 'many-two-meanings',
    extreme: true,
    sheet: 'many',
    make: (scene) => asked(scene, 'ack all', { source: 'all' }),
  },
  { name: 'many-not-understood', extreme: true, sheet: 'many', make: (scene) => asked(scene, 'ack all except 3') },
  { name: 'many-list', extreme: true, sheet: 'many', make: (scene) => asked(scene, 'alerts') },
];

async function asked(scene: Scene, words: string, more: Sent = {}) {
  await ready(scene);
  await sends(scene, { source: 'cipp' }, { source: 'cipp', severity: 'medium' }, { severity: 'low', ...more });
  return scene.say(words, scene.member);
}
