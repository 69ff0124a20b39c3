import { apology } from '../../../adapters/chat/answer.ts';
import { cardsIn, lateCards } from '../../../adapters/chat/late-answer.ts';
import { pressForForm } from '../../../adapters/slack/inbound/modal.ts';
import type { About } from '../../../src/domain/delivery/kinds.ts';
import { messages } from '../../../src/messages/messages.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { formOf } from '../../support/a-bot.ts';
import { bareTenant, contoso } from '../../support/partner.ts';
import { card, cardOf, posted, ready, sends, whole } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { blank, channels, people } from '../values.ts';
import type { Sample } from './sample.ts';

/** What is seen rarely: once a month, once in all, or when something is wrong. */
export const rare: readonly Sample[] = [
  { name: 'welcome', make: (scene) => toAdmin(scene, { kind: 'welcome' }) },
  { name: 'to-do', sheet: 'to-do', make: (scene) => toAdmin(scene, { kind: 'welcome', tenantId: contoso }) },
  {
    name: 'audit-head',
    make: (scene) => toAdmin(scene, { kind: 'auditHead', month: '2026-11', number: 412, hash: '5e8f'.repeat(16) }),
  },
  ...(['on', 'off'] as const).map(
    (wanted): Sample => ({
      name: `both-places-${wanted}`,
      sheet: 'both-places',
      make: (scene) => ready(scene).then(() => scene.press('reminders.both', wanted)),
    }),
  ),
  { name: 'channel-kept', make: channelKept },
  {
    name: 'update-clash',
    make: async (scene) => {
      await scene.setUp();
      await scene.record({ locale: scene.locale });
      const mine = formOf(await scene.say('update'));
      await scene.record({ email: 'desk@contoso.com', locale: scene.locale }, people[scene.platform].second.id);
      return scene.submit(mine, { ...blank, email: 'security@contoso.com' });
    },
  },
  {
    name: 'setup-clash',
    make: async (scene) => {
      await scene.setUp();
      const form = async () => formOf(await scene.press('contact.setup', contoso));
      const [mine, theirs] = [await form(), await form()];
      const typed = { id: contoso, name: 'Contoso', anniversaryMonth: '3' };
      const second = people[scene.platform].second.id;
      await scene.submit(theirs, { ...typed, partnerType: 'indirectProvider' }, second);
      return scene.submit(mine, { ...typed, partnerType: 'indirectReseller' });
    },
  },
  {
    name: 'follow-up-moved',
    sheet: 'follow-ups-of-sender',
    make: async (scene) => {
      await arrived(scene);
      const northwind = '22222222-2222-4222-8222-222222222222';
      await scene.world.store.change((tx) => tx.put('tenants', bareTenant({ id: northwind, name: 'Northwind' })));
      await sends(scene, { ...whole, id: 'x', partnerTenantId: northwind });
      return card(scene, 'followUp');
    },
  },
  {
    name: 'follow-up-test',
    sheet: 'follow-ups-of-sender',
    make: async (scene) => {
      await arrived(scene);
      await sends(scene, { ...whole, id: 'x', isTest: true });
      return card(scene, 'followUp');
    },
  },
  { name: 'ack-one-at-a-time', sheet: 'by-number', make: (scene) => arrived(scene).then(() => scene.say('ack 1 2')) },
  {
    name: 'resolved-by-number',
    sheet: 'by-number',
    make: (scene) => arrived(scene).then(() => scene.say('resolve 1 fraud')),
  },
  {
    name: 'report-no-month',
    sheet: 'by-number',
    make: (scene) => ready(scene).then(() => scene.say('report 2026-13')),
  },
  { name: 'drill-asked-alone', sheet: 'alone', make: (scene) => alone(scene).then(() => scene.say('drill')) },
  { name: 'drill-started-alone', sheet: 'alone', make: (scene) => alone(scene).then(() => drilled(scene)) },
  {
    name: 'raised-alone',
    sheet: 'alone',
    make: async (scene) => {
      await alone(scene);
      const form = formOf(await scene.say('raise'));
      return scene.submit(form, { displayName: 'A call from Microsoft', severity: 'high' });
    },
  },
  ...(['sent', 'offered', 'impossible'] as const).map(
    (how): Sample => ({
      name: `story-file-${how}`,
      make: async (scene) => {
        scene.world[scene.platform].upload = async () => how;
        return scene.press('alerts.storyFile', await arrived(scene));
      },
    }),
  ),
  {
    name: 'not-us-too-many',
    extreme: true,
    make: async (scene) => {
      await ready(scene);
      for (let n = 0; n < 6; n++) await scene.record({ firstName: `Desk ${n}` });
      let reply = await scene.say('help');
      for (let n = 0; n < 6; n++) reply = await scene.press('contact.notUs', `${contoso} ${n + 2}`, scene.member);
      return reply;
    },
  },
  ...(['unshown', 'slowRead', 'full'] as const).map(
    (failure): Sample => ({
      name: `apology-${failure}`,
      sheet: 'apologies-more',
      make: async ({ locale }) => apology(locale, failure, 'K7Q2-9F4M'),
    }),
  ),
  {
    name: 'refused-locked-out',
    sheet: 'openers',
    make: async (scene) => {
      await ready(scene);
      scene.world[scene.platform].failing = new ChatError('lockedOut', 'missing_scope');
      return scene.say('show', scene.outsider);
    },
  },
  {
    name: 'form-by-button',
    sheet: 'openers',
    drawnOn: 'slack',
    make: async (scene) => {
      const reply = await ready(scene).then(() => scene.say('update'));
      const answer = { ...reply, locale: scene.locale };
      return { kind: 'cards', cards: cardsIn(answer, { kind: 'command', words: 'update', from: scene.admin }) };
    },
  },
  {
    name: 'form-failed',
    sheet: 'openers',
    drawnOn: 'slack',
    make: async ({ locale }) =>
      shown(pressForForm(messages(locale), 'formFailed', { id: 'contact.update', value: contoso })),
  },
  {
    name: 'answer-late',
    sheet: 'openers',
    make: async (scene) => {
      const reply = await ready(scene).then(() => scene.say('stop'));
      return reply.kind === 'card' ? { kind: 'cards', cards: lateCards([reply.card], scene.locale) } : reply;
    },
  },
  {
    name: 'unrouted-no-contact',
    sheet: 'unrouted-more',
    make: async (scene) => {
      scene.world.defaults.locale = scene.locale;
      await scene.setUp();
      await sends(scene, {});
      return card(scene, 'unrouted');
    },
  },
  {
    name: 'unrouted-no-channel-works',
    sheet: 'unrouted-more',
    make: async (scene) => {
      await arrived(scene);
      await scene.world.store.change(async (tx) => {
        for (const alert of await tx.list('alerts')) await tx.put('alerts', { ...alert, routed: 'admins' });
      });
      const all = await scene.stored('alerts');
      return toAdmin(scene, { kind: 'unrouted', alertId: all[0]?.id ?? '' });
    },
  },
  {
    name: 'chooser-search-refused',
    make: async (scene) => {
      await scene.setUp();
      return scene.submit(formOf(await scene.press('tenants.find', 'contact.show {tenant}')), { tenant: 'nothing' });
    },
  },
];

const shown = (one: Extract<Reply, { kind: 'card' }>['card']): Reply => ({ kind: 'card', instead: false, card: one });

async function arrived(scene: Scene): Promise<string> {
  await ready(scene);
  const id = await sends(scene, { ...whole, id: 'x' });
  await posted(scene);
  return id;
}

/** A contact without a channel and without anybody on call. */
async function alone(scene: Scene): Promise<void> {
  await ready(scene);
  await scene.record({ channels: [], onCall: [], locale: scene.locale });
  await scene.world.time.advance(25 * 3_600_000);
}

async function drilled(scene: Scene): Promise<Reply> {
  const asked = await scene.say('drill');
  const start = asked.kind === 'card' ? asked.card.buttons[0] : null;
  return scene.press(start?.id ?? '', start?.value ?? '');
}

/** The card of a delivery about that, in the private chat of an admin. */
async function toAdmin(scene: Scene, about: About): Promise<Reply> {
  if (about.kind !== 'unrouted') await arrived(scene);
  if (about.kind === 'welcome') await scene.say('resolve 1 fraud');
  const [delivery] = await scene.stored('deliveries');
  return cardOf(scene, delivery && { ...delivery, about, to: { kind: 'person', id: scene.admin } });
}

async function channelKept(scene: Scene): Promise<Reply> {
  await ready(scene);
  const look = async () => {
    const reply = await scene.say('check');
    if (reply.kind === 'card') await reply.followUp?.();
  };
  await look();
  const facts = { kind: 'joined', name: 'security-alerts', open: false, external: true } as const;
  scene.world[scene.platform].channels.set(channels[scene.platform].soc, { facts, members: [] });
  await look();
  return scene.press('contact.keepChannels', contoso);
}
