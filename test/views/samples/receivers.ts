import type { ReceiverNews } from '../../../src/domain/delivery/kinds.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { card, cardOf, ready, sends, whole } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { long } from '../values.ts';
import type { Sample } from './sample.ts';

const at = '2026-11-24T09:00:00.000Z';
const down = { what: 'down', receiver: 'pager', since: '2026-11-24T08:00:00.000Z', why: 'ECONNREFUSED', at } as const;
const refused = { what: 'refused', receiver: 'psa', status: 422, line: 'priority: no such value', at } as const;
const lost = { what: 'givenUp', receiver: 'siem', full: 120, old: 3, since: at, at } as const;
const longName = long('a-receiver-', 60);

/** What admins hear of receivers, and the tickets that these opened. */
export const receivers: readonly Sample[] = [
  { name: 'receiver-down', sheet: 'receivers', make: (scene) => news(scene, down) },
  {
    name: 'receiver-no-token',
    sheet: 'receivers',
    make: (scene) => news(scene, { ...down, receiver: 'sentinel', why: 'entra AADSTS7000215' }),
  },
  {
    name: 'receiver-up',
    sheet: 'receivers',
    make: (scene) => news(scene, { ...down, end: { at: '2026-11-24T10:00:00.000Z', why: 'sent' } }),
  },
  {
    name: 'receiver-down-gone',
    make: (scene) => news(scene, { ...down, end: { at: '2026-11-24T10:00:00.000Z', why: 'gone' } }),
  },
  { name: 'receiver-refused', sheet: 'receivers', make: (scene) => news(scene, refused) },
  {
    name: 'receiver-refused-credential',
    sheet: 'receivers',
    make: (scene) => news(scene, { ...refused, status: 401, line: 'invalid token', waits: true }),
  },
  { name: 'receiver-given-up', sheet: 'receivers', make: (scene) => news(scene, lost) },
  ...(['gone', 'moved'] as const).map((why) => ({
    name: `receiver-cancelled-${why}`,
    sheet: 'receivers',
    make: (scene: Scene) => news(scene, { what: 'cancelled', receiver: 'psa', count: 12, why, at }),
  })),
  {
    name: 'receiver-refused-worst',
    extreme: true,
    make: (scene) => news(scene, { ...refused, receiver: longName, line: long('x', 300) }),
  },
  { name: 'alert-ticket', sheet: 'ticket', make: (scene) => ticketed(scene, { psa: '4711' }) },
  {
    name: 'story-tickets',
    sheet: 'ticket',
    make: async (scene) => {
      await ticketed(scene, { psa: '4711', customer: 'INC0010023' });
      return scene.say('alerts 1', scene.member);
    },
  },
  {
    name: 'alert-ticket-worst',
    extreme: true,
    make: (scene) =>
      ticketed(scene, Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}${longName}`, long('x', 64)]))),
  },
];

async function news(scene: Scene, about: ReceiverNews): Promise<Reply> {
  await ready(scene);
  await sends(scene, whole);
  const [delivery] = await scene.stored('deliveries');
  return cardOf(scene, delivery && { ...delivery, about: { kind: 'receiverNews', ...about } });
}

async function ticketed(scene: Scene, references: Readonly<Record<string, string>>): Promise<Reply> {
  await ready(scene);
  const id = await sends(scene, whole);
  await scene.world.store.change(async (tx) => {
    const alert = await tx.get('alerts', id);
    if (alert) await tx.put('alerts', { ...alert, references });
  });
  return card(scene, 'alert');
}
