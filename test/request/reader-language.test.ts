/** Whatever the bot sends unasked is in the language of whoever reads it there: through the outbox, and when it is sent again. */
import { describe, expect, it } from 'vitest';
import { deliveryKinds } from '../../src/deliveries.ts';
import { finishedCard } from '../../src/delivery/send.ts';
import { enqueue } from '../../src/delivery/transitions.ts';
import { deliveryId, noticeRank } from '../../src/domain/delivery/delivery.ts';
import type { AboutOf, Kind } from '../../src/domain/delivery/kinds.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { Card } from '../../src/view/view.ts';
import { aBot } from '../support/a-bot.ts';
import { aReminderBot, contact, mia, unconfirmed } from '../support/a-reminder-bot.ts';
import { everyKind } from '../support/every-kind.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

type SampledKind = Exclude<Kind, 'answer' | 'reminder'>;
const adminChannel = { platform: 'slack', address: 'CADMIN' } as const;
const places = {
  'a French admin': { kind: 'person', id: ada },
  'an English manager': { kind: 'person', id: mia },
  'the contact’s channel': { kind: 'channel', channel: slackChannel },
  'the admin channel': { kind: 'channel', channel: adminChannel },
} as const;
type Place = keyof typeof places;
const admin = 'a French admin';
const manager = 'an English manager';
const theirs = 'the contact’s channel';
const admins = 'the admin channel';

/** Where each goes. An answer is kept as the person was given it; reminders of findings have a test of their own below. */
const goesTo: Readonly<Record<SampledKind, readonly Place[]>> = {
  unrouted: [admin, manager],
  alert: [theirs, admins],
  escalation: [admin, manager, theirs],
  followUp: [theirs],
  raisedFrom: [theirs],
  escalations: [admin, manager, theirs],
  overdue: [admin, manager, admins],
  asked: [admin, manager, theirs, admins],
  offered: [admin, manager],
  digest: [admin, manager, theirs, admins],
  digestEscalation: [admin, manager, theirs, admins],
  contactChanged: [admin, manager, theirs, admins],
  notUs: [admin, manager, admins],
  approval: [admin, manager, theirs, admins],
  approvalEnded: [admin, manager, admins],
  calendarPeople: [admin, manager, admins],
  channelRefused: [admin, manager, admins],
  channelLate: [admin, manager, admins],
  cardRefused: [admin, manager, admins],
  storeFull: [admin, manager, admins],
  disk: [admin, manager, admins],
  databaseLoss: [admin, manager, admins],
  settingsNews: [admin, manager, admins],
  shareFull: [admin, manager, admins],
  sourceStorm: [admin, manager, admins],
  sourceLeftOut: [admin, manager, admins],
  sourceSilent: [admin, manager, admins],
  rulesChanged: [admin, manager, admins],
  alertsHeld: [admin, manager, admins],
  microsoftNews: [admin, manager, admins],
  receiverNews: [admin, manager, admins],
  hindrance: [admin, manager, admins],
  closing: [admin, manager, admins],
  welcome: [admin, manager],
  weekly: [admin, manager],
  auditHead: [admins],
  faqQuestion: [admins],
  faqAnswer: [admin],
};

/** What only the one language says; `a` and `contact` are words of both. */
const french = /[àâçéèêëîïôûù]|(?<!\p{L})(le|la|les|des|du|une?|est|vous|votre|sur|pour|dans|alerte)(?!\p{L})/iu;
const english = /(?<!\p{L})(the|is|are|of|and|you|your|this|that|was|has|have|not|please|with|it|alert|by)(?!\p{L})/iu;

/** What people read of a card, without what only programs read. */
function textsOf(shown: Card): string[] {
  const found: string[] = [];
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (!['id', 'value', 'url', 'kind', 'tone', 'style', 'at', 'address', 'platform'].includes(key))
        found.push(value);
    } else if (Array.isArray(value)) for (const one of value) collect(one, '');
    else if (value !== null && typeof value === 'object')
      for (const [name, one] of Object.entries(value)) {
        const isData = name === 'value' && 'label' in value && !('style' in value);
        collect(one, isData ? '' : name);
      }
  };
  collect(shown, '');
  return found;
}

function languageOf(shown: Card): string {
  const said = textsOf(shown);
  const wrong = (one: RegExp) => said.filter((words) => one.test(words));
  const [fr, en] = [wrong(french), wrong(english)];
  if (fr.length > 0 && en.length > 0) return `both: ${fr[0]} | ${en[0]}`;
  return fr.length > 0 ? 'fr' : en.length > 0 ? 'en' : 'none';
}

/** The bot with a contact of that language, and everything that can be told of; the settings have the other one. */
async function stage(locale: Locale) {
  const on = await aBot();
  const { world } = on;
  const at = world.time.now();
  world.defaults.locale = locale === 'fr' ? 'en' : 'fr';
  on.knows(ada, { name: 'Ada', locale: 'fr' });
  on.knows(mia, { name: 'Mia', locale: 'en' });
  on.hasChannel(adminChannel, { name: 'it' }, [ada]);
  world.slack.hindered = { kind: 'permissions', missing: ['files:write'], mute: false };
  const tenant = aTenant({}, at);
  await on.edit({ manager: mia, contact: { ...tenant.contact, channels: [slackChannel], onCall: [], locale } });
  await on.send({ id: 'a' }, { id: 'b' }, { id: 'c' });
  await world.time.advance(10_000);
  await on.say(ada, 'prendre 2');
  await on.press(ada, 'alerts.acknowledge', 'webhook:default c');
  await on.press(ada, 'alerts.reopen', 'webhook:default c');
  await on.save(ada, 'raise', { displayName: 'Mining', severity: 'high', description: '' });
  const reopened = await on.alert('webhook:default c');
  const abouts = await world.store.change(async (tx): Promise<readonly AboutOf<SampledKind>[]> => {
    await tx.put('organisation', { id: 'organisation', adminChannel, expertsChannel: adminChannel });
    const raised = (await tx.list('alerts')).find(({ origin }) => origin === 'raised');
    const old = await tx.get('alerts', 'webhook:default b');
    if (old) await tx.put('alerts', { ...old, closingNotifiedAt: at });
    const handed = await tx.get('alerts', 'webhook:default a');
    if (handed)
      await tx.put('alerts', {
        ...handed,
        offered: { at: handed.timeline[0]?.at ?? at, by: sam, byName: 'Sam', to: ada, toName: 'Ada' },
      });
    const counts = { informational: 0, low: 0, medium: 2, high: 0 };
    await tx.put('digests', {
      ...{ id: 'd', queue: 'slack:C1', openedAt: at, counts, unanswered: 2 },
      ...{ firstIds: ['webhook:default a', 'webhook:default c'] },
      ...{ revision: 1, escalated: false, closedAt: null },
    });
    const change = { field: 'phone', before: '+33142685300', after: '+33142685301' };
    const by = { at, by: sam, byName: 'Sam' };
    const entry = await tx.appendHistory({ ...by, deed: 'contact.updated', tenantId: contoso, changes: [change] });
    const waits = {
      what: 'contact',
      set: { phone: '+33142685302' },
      tenantId: contoso,
      tenantName: 'Contoso',
    } as const;
    const waiting = { id: `${contoso} ${entry}`, subject: contoso, changes: [change], entry, by: sam, byName: 'Sam' };
    const row = { ...waits, ...waiting, askedAt: at, until: at, how: 'pair' } as const;
    await tx.put('approvals', row);
    const end = { how: 'refused', reason: 'MFA', ...by } as const;
    await tx.put('approvals', { ...row, id: `organisation ${entry}`, end });
    const asked = { number: 1, ...by, text: 'MFA?', proposed: false, revision: 1, language: 'fr' as const };
    const lastDigest = { from: '2026-11-16T09:00:00.000Z', until: at, first: false };
    for (const who of [ada, mia])
      await tx.put('subscriptions', {
        id: `${contoso} ${who}`,
        tenantId: contoso,
        who,
        week: '2026-11-23',
        lastDigest,
      });
    await tx.put('faqQuestions', { ...asked, id: 'q', by: ada, byName: 'Ada', answer: null });
    await tx.put('faqQuestions', { ...asked, id: 'r', by: ada, byName: 'Ada', answer: { text: 'MFA', ...by } });
    const step = (reopened?.timeline.length ?? 0) - 1;
    const { answer: _kept, reminder: _apart, ...others } = everyKind({ at, raised: raised?.id ?? '', step, entry });
    return Object.values(others);
  });
  return { on, abouts };
}

describe.each(['fr', 'en'] as const)('with a contact in %s, and settings in the other language,', (locale) => {
  const other = locale === 'fr' ? 'en' : 'fr';
  const languages: Record<Place, Locale> = { [admin]: 'fr', [manager]: 'en', [theirs]: locale, [admins]: other };

  it.each(Object.keys(places) as Place[])('everything that goes to %s is in the language there', async (place) => {
    const { on, abouts } = await stage(locale);
    const { world } = on;
    const to = places[place];
    const here = abouts.filter(({ kind }) => goesTo[kind].includes(place));
    await world.store.change(async (tx) => {
      for (const about of here) await enqueue(tx, { about, to, rank: noticeRank, want: 1 }, world.time.now());
    });
    await world.time.advance(120_000);
    const said = await Promise.all(
      here.map(async (about) => {
        const id = deliveryId(about, to);
        const sent = world.slack.messages.find(({ deliveryId: one }) => one === id);
        const delivery = await world.store.read((reader) => reader.get('deliveries', id));
        const again = delivery && (await finishedCard(delivery, { repeat: true, brief: false }, deliveryKinds, world));
        return [about.kind, ...[sent?.card, again?.card].map((one) => (one ? languageOf(one) : 'not sent'))];
      }),
    );
    expect(said).toEqual(here.map(({ kind }) => [kind, languages[place], languages[place]]));
  });
});

it('reminders of findings are in the language of each reader', async () => {
  const bot = await aReminderBot({ started: false });
  bot.knows(ada, { name: 'Ada', locale: 'fr' });
  bot.knows(mia, { name: 'Mia', locale: 'en' });
  await bot.edit((tenant) => ({ ...unconfirmed(contact({ locale: 'fr' })(tenant)), manager: mia }));
  await bot.pass(10 * 24 * hour);
  const places = { [ada]: 'fr', [mia]: 'en', 'slack:C1': 'fr' };
  const told = bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.startsWith('reminder'));
  expect(new Set(told.map(({ to }) => to))).toEqual(new Set(Object.keys(places)));
  for (const { to, card } of told) expect([to, languageOf(card)]).toEqual([to, Reflect.get(places, to)]);
});
