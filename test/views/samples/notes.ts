import { noteLimits } from '../../../src/domain/alert/timeline.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { formOf } from '../../support/a-bot.ts';
import { card, longestSent, posted, ready, type Sent, sends, speaks, whole } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { long } from '../values.ts';
import type { Sample } from './sample.ts';
import { worstContact } from './show.ts';

/** Notes of people: the form, the line in the thread, and where the last ones are shown. */
export const notes: readonly Sample[] = [
  { name: 'note', sheet: 'note', make: (scene) => noting(scene, '') },
  { name: 'note-done', sheet: 'note', make: (scene) => noted(scene, async (_, reply) => reply) },
  { name: 'alert-noted', sheet: 'note', make: (scene) => noted(scene, () => card(scene, 'alert')) },
  { name: 'follow-up-noted', sheet: 'note', make: (scene) => noted(scene, () => card(scene, 'followUp')) },
  { name: 'story-noted', sheet: 'note', make: (scene) => noted(scene, () => scene.say('alerts 1', scene.member)) },
  {
    name: 'note-which',
    sheet: 'note',
    make: (scene) => noted(scene, () => scene.say('note the customer', scene.member)),
  },
  { name: 'note-refused', make: (scene) => noting(scene, long('x', noteLimits.text + 1)) },
  { name: 'note-full', make: full },
  { name: 'alert-noted-worst', extreme: true, make: (scene) => worst(scene, () => card(scene, 'alert')) },
  { name: 'follow-up-noted-worst', extreme: true, make: (scene) => worst(scene, () => card(scene, 'followUp')) },
  { name: 'story-noted-worst', extreme: true, make: (scene) => worst(scene, (id) => scene.press('alerts.show', id)) },
];

type Then = (id: string, reply: Reply) => Promise<Reply>;

async function noting(scene: Scene, note: string): Promise<Reply> {
  await ready(scene);
  const asked = await scene.press('alerts.note', await sends(scene, whole), scene.member);
  return note === '' ? asked : scene.submit(formOf(asked), { note }, scene.member);
}

async function noted(scene: Scene, then: Then): Promise<Reply> {
  await ready(scene);
  return added(scene, whole, 'The keys were stolen; they are replaced.\nSubscription stopped at 02:40.', then);
}

async function worst(scene: Scene, then: Then): Promise<Reply> {
  await worstContact(scene);
  await speaks(scene);
  return added(scene, longestSent, long('"<&> \n', noteLimits.text), then);
}

async function added(scene: Scene, sent: Sent, note: string, then: Then): Promise<Reply> {
  const id = await sends(scene, sent);
  await posted(scene);
  if (sent !== longestSent) await scene.press('alerts.acknowledge', id);
  await scene.world.time.advance(60_000);
  const form = formOf(await scene.press('alerts.note', id));
  let reply = await scene.submit(form, { note });
  for (let n = 1; n < 4 && sent === longestSent; n++) reply = await scene.submit(form, { note });
  return then(id, reply);
}

async function full(scene: Scene): Promise<Reply> {
  await ready(scene);
  const id = await sends(scene, whole);
  await scene.world.store.change(async (tx) => {
    const alert = await tx.get('alerts', id);
    const by = { at: scene.world.time.now(), by: scene.member, byName: 'Ada' };
    if (alert) await tx.put('alerts', { ...alert, lastNote: { ...by, number: noteLimits.ofAlert, text: 'x' } });
  });
  return scene.say('note 1 one more', scene.member);
}
