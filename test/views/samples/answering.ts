import { alertLimits, type ChosenMessage } from '../../../src/domain/alert/alert.ts';
import { formOf } from '../../support/a-bot.ts';
import { aMessage, contoso } from '../../support/partner.ts';
import { card, hostileSent, longestSent, posted, ready, resolves, sends, whole } from '../alert-scene.ts';
import { drills, type Scene } from '../scene.ts';
import { channels, long, longest, people } from '../values.ts';
import { newest } from './alerts.ts';
import type { Sample } from './sample.ts';
import { worstContact } from './show.ts';

/** What people are answered about alerts. */
export const answering: readonly Sample[] = [
  { name: 'acknowledged', sheet: 'acknowledged', make: (scene) => pressed(scene, ['alerts.acknowledge']) },
  {
    name: 'acknowledged-already',
    sheet: 'acknowledged',
    make: (scene) => pressed(scene, ['alerts.acknowledge', 'alerts.acknowledge']),
  },
  { name: 'resolved', sheet: 'acknowledged', make: async (scene) => resolves(scene, await one(scene)) },
  {
    name: 'alert-closed',
    sheet: 'alert-gone',
    make: async (scene) => {
      const id = await one(scene);
      await resolves(scene, id);
      await scene.ticksAfter(25 * 3_600_000);
      return scene.press('alerts.reopen', id, scene.member);
    },
  },
  { name: 'alert-gone', sheet: 'alert-gone', make: (scene) => scene.press('alerts.acknowledge', 'nothing') },
  {
    name: 'alert-refused',
    sheet: 'alert-gone',
    make: async (scene) => scene.press('alerts.acknowledge', await one(scene), scene.outsider),
  },
  { name: 'steps', make: async (scene) => scene.press('alerts.steps', await one(scene)) },
  {
    name: 'steps-acknowledged',
    sheet: 'steps',
    make: async (scene) => {
      const id = await one(scene);
      await scene.press('alerts.acknowledge', id, scene.member);
      return scene.press('alerts.steps', id);
    },
  },
  {
    name: 'alerts-list',
    make: async (scene) => {
      await ready(scene);
      const severities = ['high', 'medium', 'low', 'informational'];
      await sends(
        scene,
        ...Array.from({ length: 11 }, (_, n) => ({ ...(n === 2 ? hostileSent : {}), severity: severities[n % 4] })),
      );
      return scene.say('alerts', scene.member);
    },
  },
  {
    name: 'alerts-found',
    make: async (scene) => {
      await ready(scene);
      await sends(scene, ...Array.from({ length: 9 }, (_, n) => ({ severity: n < 8 ? 'high' : 'low' })));
      const first = await scene.say('alerts', scene.member);
      const next = first.kind === 'card' ? first.card.buttons[0] : null;
      return scene.press(next?.id ?? '', next?.value ?? '', scene.member);
    },
  },
  {
    name: 'alerts-none',
    sheet: 'alerts-none',
    make: async (scene) => {
      await ready(scene);
      return scene.say('alerts', scene.member);
    },
  },
  {
    name: 'alerts-none-of',
    sheet: 'alerts-none',
    make: async (scene) => {
      await one(scene);
      return scene.say('alerts Fabrikam low', scene.member);
    },
  },
  {
    name: 'alerts-list-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await sends(scene, ...Array.from({ length: 20 }, (_, n) => ({ ...longestSent, id: `${n}${'x'.repeat(190)}` })));
      return scene.say(`alerts high ${long('x', 200)}`.slice(0, 11));
    },
  },
  {
    name: 'timeline',
    make: async (scene) => {
      const id = await one(scene);
      await scene.press('alerts.acknowledge', id, scene.member);
      await resolves(scene, id);
      return scene.say('alerts 1', scene.member);
    },
  },
  { name: 'story-worst', extreme: true, make: worstTimeline },
  {
    name: 'receipts-worst',
    extreme: true,
    make: async (scene) => {
      await worstTimeline(scene);
      return scene.press('alerts.receipts', `0 ${await newest(scene)}`);
    },
  },
  { name: 'raise', make: (scene) => ready(scene).then(() => scene.say('raise', scene.member)) },
  {
    name: 'raise-words',
    make: (scene) => ready(scene).then(() => scene.say(`raise ${long('Microsoft phoned ', 900)}`, scene.member)),
  },
  {
    name: 'raise-refused',
    make: async (scene) => {
      await ready(scene);
      const form = formOf(await scene.say('raise', scene.member));
      const displayName = long('Too long for a headline ', alertLimits.displayName + 1);
      return scene.submit(form, { displayName, severity: null, description: 'Somebody called.' }, scene.member);
    },
  },
  { name: 'raise-from', make: (scene) => ready(scene).then(() => scene.chooses(scene.member, chosen(scene))) },
  {
    name: 'raise-from-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      return scene.chooses(scene.admin, worstChosen(scene));
    },
  },
  {
    name: 'raise-from-refused-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      const form = formOf(await scene.chooses(scene.admin, worstChosen(scene)));
      const displayName = long('Too long for a headline ', alertLimits.displayName + 1);
      return scene.submit(form, { displayName, severity: null, description: long('<&> ', 2_001) });
    },
  },
  {
    name: 'raised-from',
    sheet: 'raised',
    make: async (scene) => {
      await ready(scene);
      const form = formOf(await scene.chooses(scene.member, chosen(scene)));
      return scene.submit(form, { displayName: 'Somebody mines', severity: 'high' }, scene.member);
    },
  },
  {
    name: 'raised-from-before',
    sheet: 'raised',
    make: async (scene) => {
      await ready(scene);
      const form = formOf(await scene.chooses(scene.member, chosen(scene)));
      await scene.submit(form, { displayName: 'Somebody mines', severity: 'high' }, scene.member);
      return scene.chooses(scene.admin, chosen(scene));
    },
  },
  {
    name: 'raised-from-story-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      const form = formOf(await scene.chooses(scene.admin, worstChosen(scene)));
      await scene.submit(form, { displayName: long('<&> ', 300), severity: 'high', description: long('<&> ', 2_000) });
      return scene.press('alerts.show', '1');
    },
  },
  { name: 'raised', sheet: 'raised', make: (scene) => raised(scene, 1) },
  {
    name: 'raised-card',
    sheet: 'raised',
    make: async (scene) => {
      await ready(scene);
      const form = formOf(await scene.say('raise', scene.member));
      const displayName = scene.locale === 'fr' ? 'Un client appelle' : 'A customer calls';
      await scene.submit(form, { displayName, severity: 'high', customer: 'Fabrikam', description: '' }, scene.member);
      return card(scene, 'alert');
    },
  },
  { name: 'raised-too-many', extreme: true, sheet: 'raised', make: (scene) => raised(scene, 6) },
  {
    name: 'drill-started',
    sheet: 'raised',
    make: (scene) => ready(scene).then(() => drills(scene)),
  },
  { name: 'drill-asked', sheet: 'raised', make: (scene) => ready(scene).then(() => scene.say('drill', scene.member)) },
  { name: 'drill-asked-worst', extreme: true, make: (scene) => worstContact(scene).then(() => scene.say('drill')) },
  { name: 'ack-which', make: (scene) => one(scene).then(() => scene.say('ack', scene.member)) },
  { name: 'resolve', make: async (scene) => scene.press('alerts.resolve', await one(scene), scene.member) },
  {
    name: 'resolve-refused',
    make: async (scene) => {
      const form = formOf(await scene.press('alerts.resolve', await one(scene), scene.member));
      return scene.submit(form, { note: long('x', 501) }, scene.member);
    },
  },
  {
    name: 'resolve-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await sends(scene, longestSent);
      return scene.press('alerts.resolve', await newest(scene));
    },
  },
];

function chosen({ platform }: Scene): ChosenMessage {
  const channel = { platform, address: channels[platform].soc };
  return {
    ...aMessage,
    author: 'Amélie Roux',
    id: `${platform}:${channel.address}/1.1`,
    thread: { channel, message: '1.1' },
  };
}

function worstChosen(scene: Scene): ChosenMessage {
  const link = `https://teams.microsoft.com/l/message/${'x'.repeat(960)}`;
  return { ...chosen(scene), link, author: long('Maximiliane ', 200), text: long('<!channel> & "quotes" ', 40_000) };
}

async function one(scene: Scene): Promise<string> {
  await ready(scene);
  const id = await sends(scene, whole);
  await posted(scene);
  return id;
}

async function pressed(scene: Scene, buttons: readonly string[]) {
  const id = await one(scene);
  let reply = await scene.say('help');
  for (const [index, button] of buttons.entries())
    reply = await scene.press(button, id, index === 0 ? scene.member : people[scene.platform].admin.id);
  return reply;
}

async function raised(scene: Scene, times: number) {
  await ready(scene);
  let reply = scene.say('help');
  for (let n = 0; n < times; n++) {
    const form = formOf(await scene.say('raise', scene.member));
    reply = scene.submit(form, { displayName: 'A call from Microsoft', severity: 'high' }, scene.member);
    await reply;
  }
  return reply;
}

/** Everything happened, often, by people with long names, in ten channels. */
async function worstTimeline(scene: Scene) {
  await worstContact(scene);
  await sends(scene, longestSent);
  await posted(scene);
  const id = await newest(scene);
  const [first, second] = longest.people[scene.platform];
  const by = [people[scene.platform].admin.id, first?.id, second?.id] as const;
  for (let round = 0; round < 4; round++) {
    await scene.press('alerts.acknowledge', id, by[0]);
    const form = formOf(await scene.press('alerts.resolve', id, by[0]));
    await scene.submit(form, { reason: 'legitimate', note: long('What was found, and what was done. ', 500) }, by[0]);
    if (round < 3) await scene.press('alerts.reopen', id, by[0]);
  }
  await scene.world.store.change(async (tx) => {
    for (const delivery of await tx.list('deliveries'))
      await tx.put('deliveries', { ...delivery, reason: 'BotNotInConversationRoster', attempts: 120 });
    const tenant = await tx.get('tenants', contoso);
    if (tenant) await tx.put('tenants', { ...tenant, provenAt: scene.world.time.now() });
  });
  return scene.say('alerts 1');
}
