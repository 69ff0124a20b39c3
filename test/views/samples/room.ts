import type { About } from '../../../src/domain/delivery/kinds.ts';
import { formOf } from '../../support/a-bot.ts';
import { aSource, sourcesOf } from '../../support/a-source.ts';
import { contoso } from '../../support/partner.ts';
import { card, cardOf, posted, ready } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { long } from '../values.ts';
import type { Sample } from './sample.ts';

const longName = long('a-source-', 30);

/** What is told and asked while the store fills: who holds how much, and what an admin may send to the archive. */
export const room: readonly Sample[] = [
  ...[true, false].map((full) => ({
    name: full ? 'store-full-holders' : 'store-nearly-full-holders',
    sheet: 'store-room',
    make: async (scene: Scene) => {
      await filled(scene, 'loud', 'prom');
      return about(scene, { kind: 'storeFull', full, limit: 400e6, at: scene.world.time.now() });
    },
  })),
  {
    name: 'store-full-worst',
    extreme: true,
    make: async (scene) => {
      await filled(scene, ...Array.from({ length: 8 }, (_, n) => `${n}${longName}`.slice(0, 30)));
      return about(scene, { kind: 'storeFull', full: true, limit: 100e9, at: scene.world.time.now() });
    },
  },
  ...['loud', longName].map((name) => ({
    name: name === longName ? 'share-full-worst' : 'share-full',
    extreme: name === longName,
    sheet: 'store-room',
    make: async (scene: Scene) => {
      await filled(scene, name);
      return about(scene, { kind: 'shareFull', share: `webhook:${name}`, day: '2026-11-24' });
    },
  })),
  {
    name: 'sources-crowded',
    sheet: 'store-room',
    make: async (scene) => {
      await filled(scene, 'loud', 'prom');
      return scene.say('alerts sources');
    },
  },
  { name: 'archive-form', make: (scene) => form(scene, 'loud') },
  { name: 'archive-form-worst', extreme: true, make: (scene) => form(scene, longName) },
  { name: 'archive-done', sheet: 'archive', make: archived },
  {
    name: 'archive-nothing',
    sheet: 'archive',
    make: async (scene) => {
      await filled(scene, 'loud');
      return scene.press('alerts.archive', 'webhook:prom');
    },
  },
  {
    name: 'archive-notice',
    sheet: 'archive',
    make: async (scene) => {
      await archived(scene);
      scene.world.store.limit(Number.POSITIVE_INFINITY);
      await scene.tick();
      return card(scene, 'contactChanged');
    },
  },
  {
    name: 'archive-report',
    sheet: 'archive',
    make: async (scene) => {
      await archived(scene);
      scene.world.store.limit(Number.POSITIVE_INFINITY);
      await scene.tick();
      return scene.say('report');
    },
  },
  {
    name: 'archive-form-untold',
    sheet: 'archive-untold',
    make: (scene) => untold(scene),
  },
  {
    name: 'archive-done-untold',
    sheet: 'archive-untold',
    make: async (scene) => scene.submit(formOf(await untold(scene)), { note: '' }),
  },
  {
    name: 'archive-not-us',
    sheet: 'archive',
    make: async (scene) => {
      await archived(scene);
      const { number } = (await scene.world.store.read((reader) => reader.oldestHistory(1_000))).at(-1) ?? {
        number: 0,
      };
      await scene.press('contact.notUs', `${contoso} ${number}`, scene.member);
      return card(scene, 'notUs');
    },
  },
  {
    name: 'archived-alert',
    sheet: 'archive',
    make: async (scene) => {
      await archived(scene);
      scene.world.store.limit(Number.POSITIVE_INFINITY);
      await scene.tick();
      return scene.say('alerts 1');
    },
  },
  {
    name: 'archived-alert-card',
    sheet: 'archive',
    make: async (scene) => {
      await archived(scene);
      scene.world.store.limit(Number.POSITIVE_INFINITY);
      await scene.tick();
      return card(scene, 'alert');
    },
  },
  {
    name: 'archive-history',
    sheet: 'archive',
    make: async (scene) => {
      await archived(scene);
      return scene.say('history');
    },
  },
];

/** Sources that hold more than half of the store, the first one most of it. */
async function filled(scene: Scene, ...names: readonly string[]): Promise<void> {
  await ready(scene);
  scene.world.settings.sources = names.map((name) => aSource(name));
  for (const [n, name] of names.entries()) await sourcesOf(scene.world).send(name, lesser(40 - n));
  await posted(scene);
  const { bytes } = await scene.world.store.read((reader) => reader.usage());
  scene.world.store.limit(Math.floor(bytes / 0.9));
}

async function about(scene: Scene, of: About) {
  const [delivery] = await scene.stored('deliveries');
  return cardOf(scene, delivery && { ...delivery, about: of });
}

async function form(scene: Scene, name: string) {
  await filled(scene, name);
  return scene.press('alerts.archive', `webhook:${name}`);
}

async function archived(scene: Scene) {
  return scene.submit(formOf(await form(scene, 'loud')), { note: 'What was found: a test of the sender.' });
}

function lesser(count: number) {
  return Array.from({ length: count }, (_, at) => ({ id: `${at}`, severity: 'low', displayName: 'Unusual sign-in' }));
}

/** Before any partner tenant is set up. */
async function untold(scene: Scene) {
  scene.world.settings.sources = [aSource('loud')];
  await sourcesOf(scene.world).send('loud', lesser(40));
  return scene.press('alerts.archive', 'webhook:loud');
}
