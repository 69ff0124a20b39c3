import type { SenderNotes } from '../../../src/domain/alert/sender-notes.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { aSource, sourcesOf } from '../../support/a-source.ts';
import { contoso } from '../../support/partner.ts';
import { card, hostileSent, longestSent, posted, ready, type Sent, whole } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { long } from '../values.ts';
import type { Sample } from './sample.ts';

const mailFrom = 'no-reply@microsoft.com';
const verified: SenderNotes = { mailFrom };
const unverified: SenderNotes = { mailFrom, unverified: true };

/** Mails to the security contact, of which some may be forged. */
export const mails: readonly Sample[] = [
  { name: 'mail-verified', sheet: 'mail', make: (scene) => came(scene, verified) },
  { name: 'mail-unverified', sheet: 'mail', make: (scene) => came(scene, unverified) },
  { name: 'mail-no-text', sheet: 'mail', make: (scene) => came(scene, { ...unverified, noText: true }) },
  {
    name: 'mail-unverified-whole',
    sheet: 'mail-more',
    make: (scene) => came(scene, unverified).then(() => scene.say('alerts 1')),
  },
  {
    name: 'mail-unverified-listed',
    sheet: 'mail-more',
    make: (scene) => came(scene, unverified).then(() => scene.say('alerts')),
  },
  { name: 'mail-unverified-many', sheet: 'mail-more', make: (scene) => many(scene, 12) },
  {
    name: 'mail-worst',
    extreme: true,
    make: (scene) =>
      came(scene, { ...unverified, mailFrom: `${long('a', 64)}@${long('b', 180)}.example` }, longestSent),
  },
  { name: 'mail-hostile', extreme: true, make: (scene) => came(scene, unverified, hostileSent) },
  { name: 'mail-unverified-many-worst', extreme: true, make: (scene) => many(scene, 40, longestSent) },
];

const mail = { displayName: whole.displayName, description: whole.description };

async function came(scene: Scene, notes: SenderNotes, more: Sent = {}): Promise<Reply> {
  await ready(scene);
  await takes(scene, [{ ...mail, ...more, notes }]);
  return card(scene, 'alert');
}

async function many(scene: Scene, count: number, more: Sent = {}): Promise<Reply> {
  await ready(scene);
  await takes(
    scene,
    Array.from({ length: count }, (_, n) => ({ ...mail, ...more, notes: unverified, id: `m${n}` })),
  );
  return card(scene, 'digest');
}

async function takes(scene: Scene, sent: readonly (Sent & { notes: SenderNotes })[]): Promise<void> {
  scene.world.settings.sources = [aSource('contoso-mail', { source: `mail:${contoso}`, preset: 'mail' })];
  const common = { severity: 'medium', partnerTenantId: contoso, detectedDateTime: '2026-11-24T08:12:00Z' };
  await sourcesOf(scene.world).find(
    'contoso-mail',
    sent.map(({ source: _source, ...one }) => ({ ...one, ...common })),
  );
  await posted(scene);
}
