import type { Delivery } from '../../../src/domain/delivery/delivery.ts';
import type { About } from '../../../src/domain/delivery/kinds.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { formOf } from '../../support/a-bot.ts';
import { contoso } from '../../support/partner.ts';
import { scoreDoor } from '../../support/score-door.ts';
import { card, cardOf, longestSent, posted, ready, sends, speaks, storms as storm, whole } from '../alert-scene.ts';
import { drills, type Scene } from '../scene.ts';
import { channels, longest } from '../values.ts';
import { tenants } from './register.ts';
import type { Sample } from './sample.ts';
import { worstContact } from './show.ts';

const many = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => ({ severity: ['medium', 'low', 'informational'][n % 3], ...more }));

const worstIds = Array.from(
  { length: 10 },
  (_, n) => `webhook:${'defender-sentinel-contoso-prod1'} ${'<&*_~'.repeat(30)}${n}`,
);

/** Cards for many, notices, the report. */
export const storms: readonly Sample[] = [
  { name: 'digest', sheet: 'digest', make: (scene) => digested(scene, 10_000) },
  {
    name: 'digest-closed',
    sheet: 'digest-later',
    make: async (scene) => {
      await digested(scene, 40);
      await scene.press('alerts.acknowledgeAll', 'digest-1');
      return card(scene, 'digest');
    },
  },
  {
    name: 'digest-resolved',
    sheet: 'digest-later',
    make: async (scene) => {
      await digested(scene, 40);
      const form = formOf(await scene.press('alerts.resolveAll', 'digest-1', scene.member));
      await scene.submit(form, { reason: 'fraud', note: 'One attack, stopped.' });
      return card(scene, 'digest');
    },
  },
  {
    name: 'resolve-all',
    make: async (scene) => {
      await digested(scene, 40);
      return scene.press('alerts.resolveAll', 'digest-1', scene.member);
    },
  },
  ...(['ack all', 'resolve all'] as const).map((words) => ({
    name: words.replace(' ', '-by-words-'),
    sheet: 'all-at-once',
    make: async (scene: Scene) => {
      await digested(scene, 40);
      await sends(scene, { severity: 'high' });
      return scene.say(words);
    },
  })),
  {
    name: 'digest-resolved-all',
    sheet: 'digest-later',
    make: async (scene) => {
      await digested(scene, 40);
      const form = formOf(await scene.press('alerts.resolveAll', 'digest-1', scene.member));
      return scene.submit(form, { reason: 'ignore', note: '' });
    },
  },
  {
    name: 'digest-acknowledged-all',
    sheet: 'digest-later',
    make: async (scene) => {
      await digested(scene, 40);
      return scene.press('alerts.acknowledgeAll', 'digest-1');
    },
  },
  {
    name: 'digest-acknowledging',
    sheet: 'digest-later',
    make: async (scene) => {
      await ready(scene);
      for (let sent = 0; sent < 5; sent++) await sends(scene, ...many(50));
      await storm(scene);
      return scene.press('alerts.acknowledgeAll', 'digest-1');
    },
  },
  { name: 'digest-reminder', sheet: 'digest-later', make: (scene) => overdue(scene, 1) },
  { name: 'digest-overdue', sheet: 'digest-later', make: (scene) => overdue(scene, 24) },
  {
    name: 'digest-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await speaks(scene);
      await sends(scene, ...many(60, { ...longestSent, id: undefined }).map((one, n) => ({ ...one, id: `${n}` })));
      await storm(scene);
      return card(scene, 'digest');
    },
  },
  {
    name: 'contact-changed',
    sheet: 'notices',
    make: async (scene) => {
      await ready(scene);
      await scene.record({ email: 'new-desk@contoso.com', phone: '+33 1 42 68 53 01', locale: scene.locale });
      return card(scene, 'contactChanged');
    },
  },
  {
    name: 'greeting',
    sheet: 'greeting',
    make: async (scene) => {
      await scene.setUp();
      await scene.record({ onCall: [scene.member], locale: scene.locale });
      const all = await scene.world.store.read((reader) => reader.list('deliveries'));
      const [first] = all.filter(({ about, to }) => about.kind === 'contactChanged' && to.kind === 'channel');
      if (!first) throw new Error('no greeting');
      return cardOf(scene, first);
    },
  },
  {
    name: 'channels-changed',
    sheet: 'notices',
    make: async (scene) => {
      await ready(scene);
      const form = formOf(await scene.press('contact.setup', contoso));
      const fraudChannels = [channels[scene.platform].soc];
      await scene.submit(form, { id: contoso, name: 'Contoso', partnerType: 'directBill', fraudChannels });
      return card(scene, 'contactChanged');
    },
  },
  {
    name: 'contact-changed-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await scene.record({ channels: longest.channels[scene.platform].slice(0, 1).map(({ address }) => address) });
      await speaks(scene);
      return card(scene, 'contactChanged');
    },
  },
  {
    name: 'contact-changed-in-private-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await speaks(scene);
      const email = `${'a'.repeat(60)}@${`xn--80ak6aa92e${'a'.repeat(40)}.`.repeat(3)}com`;
      await scene.record({ email });
      return cardOf(scene, { ...(await notice(scene)), to: { kind: 'person', id: scene.admin } });
    },
  },
  {
    name: 'contact-changed-disowned',
    sheet: 'notices',
    make: async (scene) => {
      await ready(scene);
      for (const who of [scene.member, scene.outsider, scene.admin])
        await scene.press('contact.notUs', `${contoso} 2`, who);
      return card(scene, 'contactChanged');
    },
  },
  {
    name: 'not-us-several',
    sheet: 'not-us',
    make: async (scene) => {
      await ready(scene);
      for (const who of [scene.member, scene.outsider, scene.admin])
        await scene.press('contact.notUs', `${contoso} 2`, who);
      return card(scene, 'notUs');
    },
  },
  {
    name: 'not-us-gone',
    sheet: 'not-us',
    make: async (scene) => {
      await ready(scene);
      return scene.press('contact.notUs', `${contoso} 99`, scene.member);
    },
  },
  {
    name: 'not-us-thanks',
    sheet: 'not-us',
    make: async (scene) => {
      await ready(scene);
      return scene.press('contact.notUs', `${contoso} 2`, scene.member);
    },
  },
  {
    name: 'not-us',
    sheet: 'not-us',
    make: async (scene) => {
      await ready(scene);
      await scene.press('contact.notUs', `${contoso} 2`, scene.member);
      return card(scene, 'notUs');
    },
  },
  {
    name: 'channel-refused',
    sheet: 'not-us',
    make: (scene) => {
      const channel = { platform: scene.platform, address: channels[scene.platform].soc };
      const reason = 'is_archived 2026-11-24';
      return told(scene, () => ({ kind: 'channelRefused', tenantId: contoso, channel, reason }));
    },
  },
  ...(['failing', 'paused'] as const).map(
    (how): Sample => ({
      name: `channel-late-${how}`,
      make: async (scene) => {
        const channel = { platform: scene.platform, address: channels[scene.platform].soc };
        const until = how === 'paused' ? '2026-11-24T10:00:00.000Z' : null;
        const late = { kind: 'channelLate', tenantId: contoso, channel, reason: 'rate_limited' } as const;
        return told(scene, () => ({ ...late, day: '2026-11-24', until }));
      },
    }),
  ),
  ...[true, false].map(
    (ofAlert): Sample => ({
      name: `card-refused-${ofAlert ? 'alert' : 'other'}`,
      make: (scene) => {
        const channel = { platform: scene.platform, address: channels[scene.platform].soc };
        const refused = {
          kind: 'cardRefused',
          what: 'x',
          tenantId: contoso,
          channel,
          reason: 'invalid_blocks',
        } as const;
        return told(scene, ({ about }) => ({
          ...refused,
          alert: ofAlert && 'alertId' in about ? about.alertId : null,
        }));
      },
    }),
  ),
  ...(
    [
      { name: 'put-back', what: 'putBack', writes: 1_234 },
      { name: 'lost', what: 'lost', alertIds: ['webhook:cipp 7f3a', 'microsoft:contoso 42'], more: 0 },
      { name: 'lost-worst', what: 'lost', alertIds: worstIds, more: 4_990 },
    ] as const
  ).map(({ name, ...how }) => ({
    name: `database-${name}`,
    ...(name === 'lost-worst' ? { extreme: true } : { sheet: 'database' }),
    make: (scene: Scene) => told(scene, ({ since: at }) => ({ kind: 'databaseLoss', ...how, at })),
  })),
  ...[true, false].map((full) => ({
    name: full ? 'store-full' : 'store-nearly-full',
    sheet: 'not-us',
    make: (scene: Scene) => told(scene, ({ since: at }) => ({ kind: 'storeFull', full, limit: 400e6, at })),
  })),
  ...(
    [
      { level: 'low', freeBytes: 480e6 },
      { level: 'low', again: true, freeBytes: 300e6 },
      { level: 'full', freeBytes: 0 },
      { level: 'room', again: true, freeBytes: 21e9 },
      { level: 'full', freeBytes: null },
      { level: 'room', again: true, freeBytes: null },
    ] as const
  ).map((how) => ({
    name: `${how.freeBytes === null ? 'database' : 'disk'}-${how.level}${'again' in how && how.level === 'low' ? '-again' : ''}`,
    sheet: how.freeBytes === null ? 'database' : 'not-us',
    make: (scene: Scene) => told(scene, ({ since: at }) => ({ kind: 'disk', ...how, at })),
  })),
  ...(['permissions', 'credentials'] as const).map((kind) => ({
    name: `hindrance-${kind}`,
    sheet: 'install',
    // The missing permissions are Slack's.
    ...(kind === 'permissions' ? { drawnOn: 'slack' as const } : {}),
    make: (scene: Scene) =>
      told(scene, () => {
        scene.world[scene.platform].hindered =
          kind === 'permissions'
            ? { kind, missing: ['chat:write', 'files:write'], mute: true }
            : { kind, reason: 'token_revoked' };
        return { kind: 'hindrance', platform: scene.platform, what: kind, week: '2026-11-23' };
      }),
  })),
  {
    name: 'channel-locked-out',
    sheet: 'install',
    make: (scene) => {
      const channel = { platform: scene.platform, address: channels[scene.platform].soc };
      const reason = 'token_revoked 2026-11-24';
      return told(scene, () => ({ kind: 'channelRefused', tenantId: contoso, channel, reason }));
    },
  },
  {
    name: 'channel-opened',
    sheet: 'install',
    make: async (scene) => {
      await ready(scene);
      const address = channels[scene.platform].soc;
      const chat = scene.world[scene.platform];
      const facts = { kind: 'joined', name: 'security-alerts', open: false, external: false } as const;
      await scene.say('check');
      chat.channels.set(address, { facts: { ...facts, external: true }, members: [] });
      return scene.say('check');
    },
  },
  {
    name: 'fraud-channel-refused',
    sheet: 'not-us',
    make: (scene) =>
      told(scene, async () => {
        const channel = { platform: scene.platform, address: channels[scene.platform].open };
        await scene.world.store.change(async (tx) => {
          const tenant = await tx.get('tenants', contoso);
          if (tenant) await tx.put('tenants', { ...tenant, fraudChannels: [channel] });
        });
        return { kind: 'channelRefused', tenantId: contoso, channel, reason: 'is_archived 2026-11-24' };
      }),
  },
  { name: 'report', make: (scene) => reported(scene) },
  {
    name: 'report-charted',
    sheet: 'report',
    make: async (scene) => {
      await reported(scene);
      await sends(scene, ...['high', 'medium', 'medium'].map((severity) => ({ severity })));
      return scene.say('report');
    },
  },
  {
    name: 'report-microsoft',
    sheet: 'report-microsoft',
    make: async (scene) => {
      await reported(scene);
      await scoreDoor(scene.world).run();
      await scene.world.time.advance(7_500_000);
      return scene.say('report');
    },
  },
  {
    name: 'report-tenants',
    sheet: 'report-tenants',
    make: async (scene) => {
      await reported(scene);
      await tenants(scene, 2);
      await scene.world.trail.append('history-2026-08', []);
      return scene.say('report');
    },
  },
  {
    name: 'report-months',
    sheet: 'report-tenants',
    make: async (scene) => {
      await reported(scene);
      await scene.world.trail.append('history-2026-08', []);
      return scene.say('report');
    },
  },
  {
    name: 'report-month-form',
    make: async (scene) => {
      await reported(scene);
      await scene.world.trail.append('history-2026-08', []);
      return scene.press('alerts.month', `${contoso} 2026-11`);
    },
  },
  {
    name: 'report-none',
    sheet: 'report-none',
    make: async (scene) => {
      await ready(scene);
      return scene.say('report');
    },
  },
  {
    name: 'report-unknown',
    sheet: 'report-none',
    make: async (scene) => {
      await ready(scene);
      return scene.say('report 2026-10');
    },
  },
  {
    name: 'report-refused',
    sheet: 'report-none',
    make: async (scene) => {
      await ready(scene);
      return scene.say('report', scene.member);
    },
  },
  ...(['sent', 'offered', 'impossible'] as const).map((how) => ({
    name: `report-file-${how}`,
    sheet: 'report-file',
    make: async (scene: Scene) => {
      scene.world[scene.platform].upload = async () => how;
      await reported(scene);
      return scene.press('alerts.csv', `${contoso} 2026-11`);
    },
  })),
];

/** The card of an alert's delivery that is about this instead. */
async function told(scene: Scene, about: (alert: Delivery) => About | Promise<About>): Promise<Reply> {
  await ready(scene);
  await sends(scene, {});
  const [alert] = await scene.stored('deliveries');
  if (!alert) throw new Error('no delivery');
  return cardOf(scene, { ...alert, about: await about(alert) });
}

async function digested(scene: Scene, count: number) {
  await ready(scene);
  for (let sent = 0; sent < Math.min(count, 100); sent += 50) await sends(scene, ...many(Math.min(50, count)));
  await storm(scene);
  await scene.world.store.change(async (tx) => {
    for (const digest of await tx.list('digests')) {
      const openedAt = new Date(Date.parse(digest.openedAt) - 4 * 60_000).toISOString();
      const counts = { ...digest.counts, medium: 3_300, low: 6_650 };
      const names = digest.names?.map((one) => ({ ...one, count: 9_966 })) ?? [];
      if (count > 100) await tx.put('digests', { ...digest, openedAt, counts, names, unanswered: 9_950 });
    }
  });
  return card(scene, 'digest');
}

async function overdue(scene: Scene, hours: number) {
  await digested(scene, 40);
  await posted(scene);
  await scene.world.time.advance(hours * 3_600_000);
  for (let tick = 0; tick < 3; tick++) await scene.tick();
  return card(scene, hours >= 24 ? 'overdue' : 'digestEscalation');
}

async function reported(scene: Scene) {
  await ready(scene);
  await drills(scene);
  for (const severity of ['high', 'high', 'medium', 'low', 'low', 'low', 'informational']) {
    const id = await sends(scene, { ...whole, severity });
    await scene.world.time.advance(47 * 60_000);
    if (severity !== 'low') await scene.press('alerts.acknowledge', id, scene.member);
  }
  return scene.say('report');
}

async function notice({ world }: Scene): Promise<Delivery> {
  const all = await world.store.read((reader) => reader.list('deliveries'));
  const newest = all.findLast(({ about }) => about.kind === 'contactChanged');
  if (!newest) throw new Error('no notice');
  return newest;
}
