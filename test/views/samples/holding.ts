import type { Reply } from '../../../src/request/interaction.ts';
import { formOf } from '../../support/a-bot.ts';
import { card, cardOf, longestSent, posted, ready, resolves, type Sent, sends, speaks, whole } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import type { Sample } from './sample.ts';
import { worstContact } from './show.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Reminders of the ladder, and what happens after an alert is acknowledged: questions to its holder, and handing over. */
export const holding: readonly Sample[] = [
  { name: 'ladder-5-minutes', sheet: 'ladder', make: (scene) => reminded(scene, 5 * minuteMs, 'escalation') },
  { name: 'ladder-20-hours', sheet: 'ladder', make: (scene) => reminded(scene, 20 * hourMs, 'escalation') },
  { name: 'ladder-24-hours', sheet: 'ladder', make: (scene) => reminded(scene, 24 * hourMs, 'escalation') },
  { name: 'ladder-admins', sheet: 'ladder', make: (scene) => reminded(scene, hourMs, 'overdue') },
  { name: 'ladder-manager', sheet: 'ladder', make: (scene) => reminded(scene, 20 * hourMs, 'overdue') },
  { name: 'ladder-nobody-on-call', sheet: 'ladder', make: nobodyOnCall },
  { name: 'asked', sheet: 'asked', make: (scene) => asked(scene, 4 * hourMs) },
  { name: 'asked-channel', sheet: 'asked', make: (scene) => asked(scene, 5 * hourMs) },
  { name: 'asked-admins', sheet: 'asked', make: (scene) => asked(scene, 6 * hourMs) },
  { name: 'asked-answered', sheet: 'asked', make: answered },
  {
    name: 'asked-kept',
    sheet: 'asked-more',
    make: (scene) => asked(scene, 4 * hourMs).then(() => scene.say('keep 1', scene.member)),
  },
  {
    name: 'asked-together',
    sheet: 'asked-more',
    make: (scene) =>
      asked(
        scene,
        4 * hourMs,
        Array.from({ length: 3 }, () => whole),
      ),
  },
  { name: 'asked-worst', extreme: true, make: (scene) => worst(scene) },
  {
    name: 'give',
    sheet: 'handed-over',
    make: (scene) => acknowledged(scene, whole).then(() => scene.say('give 1', scene.member)),
  },
  {
    name: 'give-refused',
    sheet: 'handed-over',
    make: (scene) => acknowledged(scene, whole).then(() => scene.say(`give 1 ${scene.outsider}`, scene.member)),
  },
  { name: 'offered', sheet: 'handed-over', make: (scene) => given(scene).then(() => card(scene, 'offered')) },
  { name: 'offered-card', sheet: 'handed-over', make: (scene) => given(scene).then(() => card(scene, 'alert')) },
  { name: 'offered-line', sheet: 'handed-over', make: (scene) => given(scene).then(() => card(scene, 'followUp')) },
  { name: 'not-taken', sheet: 'not-taken', make: (scene) => notTaken(scene, 'giver') },
  { name: 'not-taken-channel', sheet: 'not-taken', make: (scene) => notTaken(scene, 'offer') },
  {
    name: 'taken',
    sheet: 'not-taken',
    make: (scene) =>
      given(scene)
        .then(() => scene.say('take 1'))
        .then(() => card(scene, 'alert')),
  },
  { name: 'story-of-a-night', sheet: 'story-of-a-night', make: night },
  {
    name: 'alerts-at-work',
    sheet: 'alerts-at-work',
    make: (scene) => asked(scene, 4 * hourMs).then(() => scene.say('alerts', scene.member)),
  },
];

async function passes(scene: Scene, ms: number): Promise<void> {
  await scene.ticksAfter(ms);
  await posted(scene);
}

async function reminded(scene: Scene, ms: number, kind: 'escalation' | 'overdue'): Promise<Reply> {
  await ready(scene);
  await scene.edit({ manager: scene.outsider });
  await sends(scene, { ...whole, detectedDateTime: scene.world.time.now() });
  await posted(scene);
  await passes(scene, ms);
  return card(scene, kind);
}

async function nobodyOnCall(scene: Scene): Promise<Reply> {
  await ready(scene);
  await scene.edit((tenant) => ({ ...tenant, contact: tenant.contact && { ...tenant.contact, onCall: [] } }));
  await sends(scene, { ...whole, detectedDateTime: scene.world.time.now() });
  await posted(scene);
  await passes(scene, 0);
  return card(scene, 'overdue');
}

async function acknowledged(scene: Scene, ...sent: Sent[]): Promise<void> {
  await ready(scene);
  const now = scene.world.time.now();
  await sends(scene, ...sent.map((one) => ({ ...one, detectedDateTime: now })));
  await posted(scene);
  for (let n = 1; n <= sent.length; n++) await scene.say(`ack ${n}`, scene.member);
  await scene.tick();
}

async function asked(scene: Scene, ms: number, sent: Sent[] = [whole]): Promise<Reply> {
  await acknowledged(scene, ...sent);
  for (let passed = 0; passed < ms; passed += hourMs) await passes(scene, hourMs);
  return card(scene, 'asked');
}

async function answered(scene: Scene): Promise<Reply> {
  await asked(scene, 4 * hourMs);
  const [alert] = await scene.stored('alerts');
  await resolves(scene, alert?.id ?? '');
  return card(scene, 'asked');
}

async function worst(scene: Scene): Promise<Reply> {
  await worstContact(scene);
  await speaks(scene);
  const now = scene.world.time.now();
  await sends(scene, ...Array.from({ length: 12 }, (_, n) => ({ ...longestSent, id: `${n}`, detectedDateTime: now })));
  await posted(scene);
  for (let n = 1; n <= 12; n++) await scene.say(`ack ${n}`);
  await scene.tick();
  await passes(scene, 4 * hourMs);
  return card(scene, 'asked');
}

async function given(scene: Scene): Promise<Reply> {
  await acknowledged(scene, whole);
  await scene.world.time.advance(minuteMs);
  const reply = await scene.submit(
    formOf(await scene.say('give 1', scene.member)),
    { to: [scene.admin] },
    scene.member,
  );
  await posted(scene);
  return reply;
}

async function notTaken(scene: Scene, whom: 'giver' | 'offer'): Promise<Reply> {
  await given(scene);
  await passes(scene, 15 * minuteMs);
  const all = await scene.stored('deliveries');
  return cardOf(
    scene,
    all.find(({ about }) => about.kind === 'asked' && about.whom === whom),
  );
}

/** A night as its story tells it: called, reminded, acknowledged, noted, handed over, asked, resolved. */
async function night(scene: Scene): Promise<Reply> {
  await ready(scene);
  const id = await sends(scene, { ...whole, detectedDateTime: scene.world.time.now() });
  await posted(scene);
  await passes(scene, 5 * minuteMs);
  await scene.say('ack 1', scene.member);
  await scene.world.time.advance(20 * minuteMs);
  await scene.say(
    `note 1 ${scene.locale === 'fr' ? 'Le client a appelé, l’abonnement est arrêté' : 'The customer phoned, the subscription is stopped'}`,
    scene.member,
  );
  await scene.submit(formOf(await scene.say('give 1', scene.member)), { to: [scene.admin] }, scene.member);
  await scene.world.time.advance(5 * minuteMs);
  await scene.say('take 1');
  await scene.tick();
  await passes(scene, 4 * hourMs);
  await scene.say(`resolve 1 fraud ${scene.locale === 'fr' ? 'Les clés sont changées' : 'The keys are changed'}`);
  return scene.press('alerts.show', id);
}
