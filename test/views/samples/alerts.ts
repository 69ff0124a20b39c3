import type { Reply } from '../../../src/request/interaction.ts';
import { formOf } from '../../support/a-bot.ts';
import { contoso } from '../../support/partner.ts';
import {
  card,
  cardOf,
  hostileSent,
  longestSent,
  posted,
  ready,
  resolves,
  type Sent,
  sends,
  speaks,
  whole,
} from '../alert-scene.ts';
import { drills, type Scene } from '../scene.ts';
import { channels, long, longest, people } from '../values.ts';
import type { Sample } from './sample.ts';
import { worstContact } from './show.ts';

/** The card of an alert in a channel, in every state, and what goes with it. */
export const alerts: readonly Sample[] = [
  { name: 'alert-high', make: (scene) => arrived(scene, whole) },
  ...(['medium', 'low', 'informational'] as const).map((severity) => ({
    name: `alert-${severity}`,
    sheet: 'alert-severities',
    make: (scene: Scene) => arrived(scene, { severity, customerTenantId: '1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d' }),
  })),
  { name: 'alert-acknowledged', sheet: 'alert-worked', make: (scene) => worked(scene, 'acknowledge') },
  { name: 'alert-resolved', sheet: 'alert-worked', make: (scene) => worked(scene, 'resolve') },
  { name: 'reopen-acknowledged', sheet: 'alert-worked', make: (scene) => worked(scene, 'ask') },
  { name: 'alert-reopened', sheet: 'alert-worked', make: (scene) => worked(scene, 'reopen') },
  { name: 'alert-overdue', sheet: 'alert-worked', make: overdue },
  { name: 'alert-fraud', sheet: 'alert-routed', make: (scene) => fraud(scene, true) },
  { name: 'alert-fraud-alone', sheet: 'alert-routed', make: (scene) => fraud(scene, false) },
  { name: 'alert-test', sheet: 'alert-marked', make: (scene) => arrived(scene, { isTest: true, severity: 'low' }) },
  {
    name: 'alert-clock-ahead',
    sheet: 'alert-marked',
    make: (scene) => arrived(scene, { detectedDateTime: '2027-01-01T00:00:00Z' }),
  },
  { name: 'alert-continues', sheet: 'alert-marked', make: continues },
  { name: 'alert-repeat', sheet: 'alert-marked', make: (scene) => arrived(scene, {}, true) },
  {
    name: 'alert-reseller',
    sheet: 'alert-routed',
    make: async (scene) => {
      await ready(scene);
      const form = formOf(await scene.press('contact.setup', contoso));
      await scene.submit(form, { id: contoso, name: 'Contoso', partnerType: 'indirectReseller' });
      await sends(scene, {});
      return card(scene, 'alert');
    },
  },
  {
    name: 'alert-drill',
    sheet: 'alert-marked',
    make: async (scene) => {
      await ready(scene);
      await drills(scene);
      return card(scene, 'alert');
    },
  },
  { name: 'alert-missed-drill', sheet: 'missed-drill', make: (scene) => missed(scene, () => card(scene, 'alert')) },
  { name: 'overdue-missed-drill', sheet: 'missed-drill', make: (scene) => missed(scene, () => card(scene, 'overdue')) },
  {
    name: 'list-drill-last',
    sheet: 'missed-drill',
    make: async (scene) => {
      await ready(scene);
      await drills(scene);
      await sends(scene, { ...whole, id: 'real', severity: 'low' });
      return scene.say('alerts');
    },
  },
  { name: 'show-alert-overdue', sheet: 'missed-drill', make: (scene) => overdue(scene).then(() => scene.say('show')) },
  { name: 'alert-hostile', extreme: true, sheet: 'alert-hostile', make: (scene) => arrived(scene, hostileSent) },
  { name: 'alert-worst', extreme: true, make: worst },
  {
    name: 'alert-worst-resolved',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      await scene.press('alerts.acknowledge', await newest(scene), longest.people[scene.platform][0]?.id);
      await resolves(scene, await newest(scene), long('What was found, and what was done. ', 500));
      return card(scene, 'alert');
    },
  },
  {
    name: 'unrouted-no-tenant',
    sheet: 'unrouted',
    make: async (scene) => {
      await ready(scene);
      await sends(scene, { partnerTenantId: '99999999-9999-4999-8999-999999999999' });
      return card(scene, 'unrouted');
    },
  },
  {
    name: 'unrouted-no-channel',
    sheet: 'unrouted',
    make: async (scene) => {
      await ready(scene);
      await scene.record({ channels: [], locale: scene.locale });
      await scene.world.time.advance(25 * 3_600_000);
      await sends(scene, {});
      return card(scene, 'unrouted');
    },
  },
  {
    name: 'unrouted-no-fraud-channel',
    sheet: 'unrouted',
    make: async (scene) => {
      await fraud(scene, false);
      await scene.world.store.change(async (tx) => {
        for (const alert of await tx.list('alerts')) await tx.put('alerts', { ...alert, routed: 'admins' });
      });
      const [delivery] = await scene.stored('deliveries');
      const about = { kind: 'unrouted', alertId: await newest(scene) } as const;
      return cardOf(scene, delivery && { ...delivery, about });
    },
  },
  {
    name: 'reminder-admins-advice',
    sheet: 'reminders',
    make: async (scene) => {
      await ready(scene);
      await scene.world.store.change(async (tx) => {
        const tenant = await tx.get('tenants', contoso);
        if (tenant) await tx.put('tenants', { ...tenant, partnerType: 'indirectReseller' });
      });
      return reminded(scene, 25, false);
    },
  },
  { name: 'reminder-first', sheet: 'reminders', make: (scene) => reminded(scene, 2, false) },
  { name: 'reminder-reopened', sheet: 'reminders', make: (scene) => reminded(scene, 5, true) },
  { name: 'reminder-admins', sheet: 'reminders', make: (scene) => reminded(scene, 25, false) },
  {
    name: 'reminder-answered',
    sheet: 'reminders',
    make: async (scene) => {
      await reminded(scene, 2, false);
      await posted(scene);
      await scene.press('alerts.acknowledge', '1', scene.member);
      return card(scene, 'escalation');
    },
  },
  {
    name: 'reminders-together',
    sheet: 'reminders-together',
    make: async (scene) => {
      await ready(scene);
      return manyReminded(scene, 2, {});
    },
  },
  {
    name: 'overdue-together',
    sheet: 'reminders-together',
    make: async (scene) => {
      await ready(scene);
      return manyReminded(scene, 25, {});
    },
  },
  {
    name: 'reminders-last',
    sheet: 'reminders-together',
    make: async (scene) => {
      await ready(scene);
      await manyReminded(scene, 2, {}, 'defender');
      for (let number = 3; number <= 20; number++)
        await scene.press('alerts.acknowledge', String(number), scene.member);
      return card(scene, 'escalations');
    },
  },
  {
    name: 'reminders-over',
    sheet: 'reminders-together',
    make: async (scene) => {
      await ready(scene);
      await manyReminded(scene, 2, {}, 'defender');
      await posted(scene);
      for (let number = 1; number <= 20; number++)
        await scene.press('alerts.acknowledge', String(number), scene.member);
      return card(scene, 'escalations');
    },
  },
  ...([2, 25] as const).map(
    (hours): Sample => ({
      name: hours < 24 ? 'reminders-together-worst' : 'overdue-together-worst',
      extreme: true,
      make: async (scene) => {
        await worstContact(scene);
        await speaks(scene);
        return manyReminded(scene, hours, longestSent);
      },
    }),
  ),
  { name: 'alert-lowered', sheet: 'alert-changed', make: (scene) => lowers(scene, () => card(scene, 'alert')) },
  {
    name: 'follow-up-lowered',
    sheet: 'alert-changed',
    make: (scene) => lowers(scene, () => card(scene, 'followUp')),
  },
  {
    name: 'follow-up-raised',
    sheet: 'alert-changed',
    make: (scene) =>
      lowers(scene, async () => {
        await posted(scene);
        await sends(scene, { ...whole, id: 'x' });
        return card(scene, 'followUp');
      }),
  },
  {
    name: 'story-lowered',
    sheet: 'alert-changed',
    make: (scene) => lowers(scene, () => scene.say('alerts 1')),
  },
  { name: 'alert-closed-by-age', sheet: 'closed-by-age', make: (scene) => aged(scene, [{ severity: 'low' }], 31) },
  {
    name: 'alert-worst-closed-by-age',
    extreme: true,
    make: async (scene) => {
      await worst(scene);
      return aged(scene, [{ ...longestSent, severity: 'medium' }], 33);
    },
  },
  {
    name: 'story-closed-by-age',
    sheet: 'closed-by-age',
    make: async (scene) => {
      await aged(scene, [{ severity: 'low' }], 31);
      return scene.say('alerts 1');
    },
  },
  {
    name: 'reopen-closed-by-age',
    sheet: 'closed-by-age',
    make: async (scene) => {
      await aged(scene, [{ severity: 'low' }], 31);
      return scene.press('alerts.acknowledge', await newest(scene));
    },
  },
  { name: 'closing', sheet: 'closing', make: (scene) => aged(scene, [{}], 29) },
  { name: 'closing-worst', extreme: true, make: (scene) => aged(scene, Array(12).fill(longestSent), 29) },
  { name: 'follow-up-resolved', sheet: 'follow-ups', make: (scene) => followed(scene, 'resolve') },
  { name: 'follow-up-reopened', sheet: 'follow-ups', make: (scene) => followed(scene, 'reopen') },
];

async function arrived(scene: Scene, sent: Sent, repeat = false) {
  await ready(scene);
  await sends(scene, sent);
  return card(scene, 'alert', repeat);
}

async function worked(scene: Scene, last: 'acknowledge' | 'ask' | 'resolve' | 'reopen') {
  await ready(scene);
  const id = await sends(scene, whole);
  await posted(scene);
  await scene.press('alerts.acknowledge', id, scene.member);
  if (last === 'ask') return scene.press('alerts.reopen', id, people[scene.platform].second.id);
  if (last !== 'acknowledge') await resolves(scene, id);
  if (last === 'reopen') await scene.press('alerts.reopen', id, people[scene.platform].second.id);
  return card(scene, 'alert');
}

/** A drill that nobody acknowledged for a day. */
async function missed(scene: Scene, shown: () => Promise<Reply>) {
  await ready(scene);
  await drills(scene);
  await posted(scene);
  await scene.ticksAfter(25 * 3_600_000);
  return shown();
}

async function overdue(scene: Scene) {
  await arrived(scene, whole);
  await posted(scene);
  await scene.ticksAfter(25 * 3_600_000);
  return card(scene, 'alert');
}

/** After so many days without news: the card of the last, or what the admins read about high ones that somebody acknowledged. */
async function aged(scene: Scene, sent: readonly Sent[], days: number) {
  await ready(scene);
  await scene.tick();
  const high = sent.some(({ severity = 'high' }) => severity === 'high');
  for (const [n, one] of sent.entries()) {
    const id = await sends(scene, { ...one, ...(sent.length > 1 ? { id: `closing-${n}` } : {}) });
    if (high) await scene.press('alerts.acknowledge', id, scene.member);
  }
  await posted(scene);
  for (let passed = 0; passed < 2; passed++) {
    await scene.ticksAfter(passed === 0 ? days * 24 * 3_600_000 : 3_600_000);
  }
  return card(scene, high ? 'closing' : 'alert');
}

async function fraud(scene: Scene, fraudToContact: boolean) {
  scene.world.settings.fraudToContact = fraudToContact;
  await ready(scene);
  await scene.world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    const channel = { platform: scene.platform, address: channels[scene.platform].soc };
    if (tenant) await tx.put('tenants', { ...tenant, fraudChannels: [channel] });
  });
  await sends(scene, whole);
  return card(scene, 'alert');
}

async function worst(scene: Scene) {
  await worstContact(scene);
  await speaks(scene);
  await sends(scene, longestSent);
  return card(scene, 'alert');
}

export async function newest(scene: Scene): Promise<string> {
  const all = await scene.stored('alerts');
  return all.toSorted((a, b) => b.number - a.number)[0]?.id ?? '';
}

async function reminded(scene: Scene, hours: number, reopened: boolean) {
  await ready(scene);
  const id = await sends(scene, {});
  await posted(scene);
  if (reopened) {
    await scene.press('alerts.acknowledge', id, scene.member);
    const asked = await scene.press('alerts.reopen', id, scene.member);
    const reopen = asked.kind === 'card' ? asked.card.buttons[0] : null;
    await scene.press('alerts.reopen', reopen?.value ?? '', scene.member);
  }
  await scene.ticksAfter(hours * 3_600_000);
  return card(scene, hours >= 24 ? 'overdue' : 'escalation');
}

/** Twenty at once, after so many hours. */
async function manyReminded(scene: Scene, hours: number, more: object, source = 'default') {
  await sends(scene, ...Array.from({ length: 20 }, (_, n) => ({ ...whole, source, ...more, id: `m${n}` })));
  await posted(scene);
  await scene.press('alerts.acknowledge', '2', scene.member);
  await scene.ticksAfter(hours * 3_600_000);
  return card(scene, hours >= 24 ? 'overdue' : 'escalations');
}

async function lowers(scene: Scene, shown: () => Promise<Reply>) {
  await ready(scene);
  await sends(scene, { ...whole, id: 'x' });
  await posted(scene);
  await sends(scene, { ...whole, id: 'x', severity: 'low', displayName: 'Unusual use of a subscription' });
  return shown();
}

async function followed(scene: Scene, last: 'resolve' | 'reopen') {
  await worked(scene, last);
  return card(scene, 'followUp');
}

/** A more severe version of an alert that is in the archive. */
async function continues(scene: Scene): Promise<Reply> {
  await ready(scene);
  const id = await sends(scene, { id: 'x', severity: 'low' });
  await scene.world.store.change(async (tx) => {
    await tx.remove('alerts', id);
    await tx.put('closed', { id, number: 17, severity: 'low', segment: 'alerts-2026-11' });
  });
  await sends(scene, { id: 'x', severity: 'high' });
  return card(scene, 'alert');
}
