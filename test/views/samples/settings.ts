import type { SettingsNews } from '../../../src/domain/delivery/kinds.ts';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { cardOf, ready } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import type { Sample } from './sample.ts';

const at = '2026-11-24T09:00:00.000Z';
const places = [
  { setting: 'ADMINS', path: '' },
  ...['sources.0.auth.bearer.0', 'sources.3.preset'].map((path) => ({ setting: 'SOURCES', path })),
];
const everybody = Array.from({ length: 40 }, (_, n): Identity => `slack:T0123456789/U${String(n).padStart(30, '0')}`);

/** What admins hear of the settings. */
export const settings: readonly Sample[] = [
  sample('admins', ({ admin, member }) => ({ what: 'admins', added: [member], removed: [admin], at })),
  sample('admins-worst', () => ({ what: 'admins', added: everybody, removed: everybody, at })),
  sample('refused', () => ({ what: 'refused', count: 3, places, at })),
  sample('refused-worst', () => {
    const path = '<&*_~'.repeat(20);
    return {
      what: 'refused',
      count: 4_995,
      places: Array.from({ length: 10 }, () => ({ setting: 'SOURCES', path })),
      at,
    };
  }),
  sample('mended', () => ({ what: 'mended', at })),
];

function sample(name: string, news: (scene: Scene) => SettingsNews): Sample {
  return {
    name: `settings-${name}`,
    ...(name.endsWith('-worst') ? { extreme: true } : { sheet: 'settings' }),
    make: async (scene) => {
      await ready(scene);
      const [delivery] = await scene.stored('deliveries');
      if (!delivery) throw new Error('no delivery');
      return cardOf(scene, { ...delivery, about: { kind: 'settingsNews', ...news(scene) } });
    },
  };
}
