import type { StatusThere } from '../../../src/domain/alert/status.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { aSource, sourcesOf } from '../../support/a-source.ts';
import { contoso } from '../../support/partner.ts';
import { card, posted, ready, whole } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { longest } from '../values.ts';
import type { Sample } from './sample.ts';

type Status = StatusThere['status'];
const source = `microsoft:${contoso}`;
const hourMs = 3_600_000;

/** Alerts that the bot hears from Microsoft by itself, and what somebody does to them in Partner Center. */
export const polled: readonly Sample[] = [
  { name: 'polled-active', sheet: 'polled', make: (scene) => found(scene, ['active']) },
  { name: 'polled-investigating', sheet: 'polled', make: (scene) => found(scene, ['active', 'investigating']) },
  { name: 'polled-resolved', sheet: 'polled', make: (scene) => found(scene, ['active', 'resolved']) },
  { name: 'polled-reopened', sheet: 'polled', make: (scene) => found(scene, ['active', 'resolved', 'active']) },
  { name: 'polled-gone', sheet: 'polled', make: (scene) => found(scene, ['active', 'gone']) },
  { name: 'polled-by-hand', sheet: 'polled', make: (scene) => answered(scene, 'ack 1') },
  { name: 'polled-by-hand-resolved', sheet: 'polled', make: (scene) => answered(scene, 'resolve 1 fraud') },
  {
    name: 'polled-resolved-there-too',
    sheet: 'polled-more',
    make: async (scene) => {
      await found(scene, ['active']);
      asks(scene, { writesBack: true });
      return scene.say('resolve 1 fraud');
    },
  },
  {
    name: 'polled-kept-there',
    sheet: 'polled-more',
    make: async (scene) => {
      await found(scene, ['active']);
      const from = asks(scene, { writesBack: true });
      await scene.say('resolve 1 ignore');
      const there = { status: 'resolved', by: 'ana@partner.example', reason: 'fraud', at: null } as const;
      await from.find('contoso', [{ ...whole, id: 'a1', partnerTenantId: contoso, there }]);
      return scene.say('alerts 1');
    },
  },
  {
    name: 'polled-resolved-line',
    sheet: 'polled-more',
    make: (scene) => found(scene, ['active', 'resolved']).then(() => card(scene, 'followUp')),
  },
  {
    name: 'polled-asked',
    sheet: 'polled-more',
    make: async (scene) => {
      await found(scene, ['active', 'investigating']);
      for (let n = 0; n < 3; n += 1) {
        await scene.ticksAfter(2 * hourMs);
      }
      return card(scene, 'asked');
    },
  },
  {
    name: 'polled-story',
    sheet: 'polled-more',
    make: (scene) => found(scene, ['active', 'investigating', 'resolved']).then(() => scene.say('alerts 1')),
  },
  { name: 'polled-left-out', sheet: 'polled-more', make: leftOut },
  {
    name: 'polled-worst',
    extreme: true,
    make: (scene) => found(scene, ['active', 'resolved'], { by: longest.tenantName.repeat(2) }),
  },
];

/** The card of an alert that was seen with one status after the other. */
async function found(scene: Scene, statuses: readonly (Status | 'gone')[], more: Partial<StatusThere> = {}) {
  await ready(scene);
  const from = asks(scene);
  for (const status of statuses) {
    if (status === 'gone') await from.find('contoso', [], { gone: ['a1'] });
    else {
      const reason = status === 'resolved' ? 'fraud' : null;
      const there = { status, by: 'ana@partner.example', reason, at: null, ...more } as const;
      await from.find('contoso', [{ ...whole, id: 'a1', partnerTenantId: contoso, there }]);
    }
    await posted(scene);
  }
  return card(scene, 'alert');
}

async function leftOut(scene: Scene): Promise<Reply> {
  await ready(scene);
  const problems = [{ pointer: '/value/3/status', detail: 'Invalid option: expected one of "active"|"resolved".' }];
  await asks(scene).find('contoso', [], { problems });
  return card(scene, 'sourceLeftOut');
}

/** The card of an alert that somebody answered here, and that has to be answered there too. */
async function answered(scene: Scene, words: string): Promise<Reply> {
  await found(scene, ['active']);
  await scene.say(words);
  await posted(scene);
  return card(scene, 'alert');
}

function asks(scene: Scene, more: { writesBack?: true } = {}) {
  scene.world.settings.sources = [aSource('contoso', { source, preset: 'graph', auth: 'microsoft', ...more })];
  return sourcesOf(scene.world);
}
