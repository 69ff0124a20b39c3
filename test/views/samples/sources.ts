import { noteUnread } from '../../../src/alerts/sources/accept-from-source.ts';
import { alertLimits } from '../../../src/domain/alert/alert.ts';
import type { About } from '../../../src/domain/delivery/kinds.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { formOf } from '../../support/a-bot.ts';
import { aSource, type Said, sourcesOf } from '../../support/a-source.ts';
import { card, cardOf, longestSent, posted, ready, sends, speaks, storms } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { long } from '../values.ts';
import type { Sample } from './sample.ts';
import { worstContact } from './show.ts';

const at = '2026-11-24T09:00:00.000Z';
const over = { over: { at: '2026-11-24T08:05:00.000Z' } };
const longName = long('a-source-', 30);

/** What sources bring: alerts that are over, what is told of a source, and their list. */
export const sources: readonly Sample[] = [
  { name: 'alert-over', sheet: 'alert-over', make: (scene) => told(scene, 'alert', {}, over) },
  { name: 'alert-over-line', sheet: 'alert-over', make: (scene) => told(scene, 'followUp', {}, over) },
  {
    name: 'alert-over-resolved-line',
    sheet: 'alert-over',
    make: async (scene) => {
      await told(scene, 'alert', {});
      await scene.submit(formOf(await scene.press('alerts.resolve', '1', scene.member)), { reason: 'fraud' });
      return told(scene, 'followUp', over);
    },
  },
  ...(['card for many', 'list'] as const).map((where) => ({
    name: `alerts-over-${where.replaceAll(' ', '-')}`,
    sheet: 'alerts-over',
    make: async (scene: Scene) => {
      await ready(scene);
      await sends(scene, ...Array.from({ length: 40 }, () => ({ source: 'prom', severity: 'medium', ...over })));
      await storms(scene);
      return where === 'list' ? scene.say('alerts') : card(scene, 'digest');
    },
  })),
  { name: 'digest-of-source', sheet: 'digest-of-source', make: (scene) => flooded(scene, 'digest') },
  {
    name: 'digest-of-source-list',
    sheet: 'digest-of-source',
    make: async (scene) => {
      await flooded(scene, 'digest');
      return scene.press('alerts.list', '0 digest-1', scene.member);
    },
  },
  { name: 'digest-of-backlog', sheet: 'digest-of-backlog', make: (scene) => connected(scene) },
  {
    name: 'digest-of-backlog-resolved',
    sheet: 'digest-of-backlog',
    make: async (scene) => {
      await connected(scene, 60);
      const form = formOf(await scene.press('alerts.resolveAll', 'digest-1', scene.member));
      await scene.submit(form, { reason: 'legitimate', note: 'Closed there long ago.' });
      return card(scene, 'digest');
    },
  },
  ...(['alerts', 'alerts 1', 'report Contoso 2026-11'] as const).map((words, n) => ({
    name: `backlog-${['list', 'alert', 'report'][n]}`,
    sheet: 'backlog',
    make: async (scene: Scene) => {
      await connected(scene);
      return scene.say(words);
    },
  })),
  { name: 'source-storm', sheet: 'source-storm', make: (scene) => flooded(scene, 'sourceStorm') },
  {
    name: 'digest-of-source-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await speaks(scene);
      const all = Array.from({ length: 60 }, (_, n) => ({ ...longestSent, severity: 'high', id: `${n}` }));
      await sends(scene, ...all);
      await storms(scene);
      return card(scene, 'digest');
    },
  },
  {
    name: 'alert-allowed-less',
    sheet: 'alert-over',
    make: (scene) => told(scene, 'alert', { severity: 'medium', notes: { lowered: 'high' } }),
  },
  { name: 'alert-again-line', sheet: 'alert-over', make: (scene) => told(scene, 'followUp', over, {}) },
  {
    name: 'alert-over-acknowledged',
    sheet: 'alert-over',
    make: async (scene) => {
      await told(scene, 'alert', {}, over);
      await scene.press('alerts.acknowledge', '1', scene.member);
      return card(scene, 'alert');
    },
  },
  ...(['fabrikam.example', ''] as const).map((customer) => ({
    name: customer ? 'unrouted-no-customer' : 'unrouted-customer-not-named',
    sheet: 'unrouted-customer',
    make: (scene: Scene) => told(scene, 'unrouted', { notes: { customer, severity: 'P7', cut: 2_345 } }),
  })),
  {
    name: 'unrouted-customer-story',
    sheet: 'unrouted-customer',
    make: async (scene) => {
      await told(scene, 'unrouted', { notes: { customer: 'fabrikam.example', severity: 'P7', cut: 1 } });
      return scene.say('alerts 1');
    },
  },
  ...(['unrouted', 'alert'] as const).map((kind) => ({
    name: `${kind}-over-worst`,
    extreme: true,
    make: (scene: Scene) => worst(scene, kind),
  })),
  {
    name: 'alert-over-worst-story',
    extreme: true,
    make: async (scene) => {
      await worst(scene, 'unrouted');
      return scene.say('alerts 1');
    },
  },
  {
    name: 'source-left-out',
    sheet: 'source-news',
    make: async (scene) => {
      await ready(scene);
      await noteUnread('cipp', [{ pointer: '/payload', detail: 'Required.' }], scene.world);
      return card(scene, 'sourceLeftOut');
    },
  },
  {
    name: 'source-left-out-several',
    sheet: 'source-news',
    make: (scene) => news(scene, leftOut(3, { pointer: '/alerts/0/startsAt', detail: 'A time is expected.' })),
  },
  {
    name: 'source-left-out-worst',
    extreme: true,
    make: (scene) =>
      news(scene, leftOut(1_000_000, { pointer: long('/"<a>&é😀', 300), detail: long('"<b>&\\ ', 300) })),
  },
  { name: 'source-silent', sheet: 'source-news', make: (scene) => news(scene, silent) },
  {
    name: 'source-heard-again',
    sheet: 'source-news',
    make: (scene) => news(scene, { ...silent, end: { at, why: 'heard' } }),
  },
  {
    name: 'source-silence-allowed',
    sheet: 'source-news',
    make: (scene) => news(scene, { ...silent, end: { at, why: 'allowed' } }),
  },
  {
    name: 'source-silence-removed',
    sheet: 'source-news',
    make: (scene) => news(scene, { ...silent, end: { at, why: 'removed' } }),
  },
  {
    name: 'check-source-silent',
    make: async (scene) => {
      await listed(scene, 'cipp');
      return scene.say('check');
    },
  },
  {
    name: 'reminders-of-many-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await speaks(scene);
      const names = Array.from({ length: 7 }, (_, n) => `${n}${'s'.repeat(29)}`);
      scene.world.settings.sources = names.map((name) => aSource(name, { pace: { alerts: 3, ms: 3_600_000 } }));
      const { source: _source, ...sent } = longestSent;
      const five = Array.from({ length: 5 }, (_, n) => ({ ...sent, id: `${n}`, severity: 'high' }));
      for (const name of names) await sourcesOf(scene.world).send(name, five);
      await storms(scene);
      await posted(scene);
      await scene.ticksAfter(2 * 3_600_000);
      return card(scene, 'escalations');
    },
  },
  { name: 'sources-none', sheet: 'sources', make: (scene) => scene.say('alerts sources') },
  {
    name: 'sources',
    sheet: 'sources',
    make: async (scene) => {
      await listed(scene, 'azure', 'cipp', 'prom');
      return scene.say('alerts sources');
    },
  },
  {
    name: 'sources-worst',
    extreme: true,
    make: async (scene) => {
      await listed(scene, ...Array.from({ length: 40 }, (_, n) => `${n}${longName}`.slice(0, 30)));
      return scene.say('alerts sources');
    },
  },
];

const silent = { kind: 'sourceSilent', source: 'cipp', since: '2026-11-23T07:00:00.000Z', at } as const;

function leftOut(count: number, problem: { pointer: string; detail: string }): About {
  const problems = [problem, problem, problem];
  const from = '2026-11-24T08:00:00.000Z';
  return { kind: 'sourceLeftOut', source: longName, at, from, unread: count, truncated: count, problems };
}

/** What is told of a source, as an admin gets it. */
async function news(scene: Scene, about: About) {
  await ready(scene);
  await noteUnread('cipp', [], scene.world);
  const [delivery] = await scene.stored('deliveries');
  return cardOf(scene, delivery && { ...delivery, about });
}

/** The newest card of that kind, after the source sent the same alert so. */
async function told(scene: Scene, kind: About['kind'], ...versions: readonly Said[]) {
  if ((await scene.stored('tenants')).length === 0) await ready(scene);
  const { send } = sourcesOf(scene.world);
  for (const version of versions) {
    await send('prom', [{ displayName: 'Unusual sign-in', ...version }]);
    await posted(scene);
  }
  return card(scene, kind);
}

async function worst(scene: Scene, kind: 'alert' | 'unrouted') {
  await worstContact(scene);
  await speaks(scene);
  const notes = {
    severity: long('"<S>&\\ ', 300),
    cut: 900_000,
    ...(kind === 'alert' ? {} : { customer: long('"<C>&', 300) }),
  };
  const { source: _source, ...sent } = longestSent;
  await sourcesOf(scene.world).send(longName, [{ ...sent, id: 'i'.repeat(alertLimits.id), notes, ...over }]);
  return card(scene, kind);
}

/** These sources, each with much that came of it; the first is silent. */
async function listed(scene: Scene, ...names: readonly string[]) {
  await ready(scene);
  scene.world.settings.sources = names.map((name, n) =>
    aSource(name, n === 0 ? { preset: 'azure-monitor', auth: 'urlToken', weak: true, expectEveryMs: 3_600_000 } : {}),
  );
  const counts = { accepted: 1_204, duplicate: 318, unread: 2, refused: 57, heardRunMs: 0 };
  await scene.world.store.change(async (tx) => {
    for (const [n, id] of names.entries())
      await tx.put('sources', {
        ...{ id, since: '2026-11-01T08:00:00.000Z', heardAt: '2026-11-22T08:00:00.000Z', ...counts },
        ...(n === 0 || names.length > 10 ? { silentAt: at } : {}),
      });
  });
}

/** A source that was just connected sends what it had before that, and one new alert. */
async function connected(scene: Scene, length = 60): Promise<Reply> {
  await ready(scene);
  scene.world.settings.sources = [aSource('defender')];
  const severity = (n: number) => (['high', 'medium', 'low'] as const)[n % 3];
  const all = Array.from({ length }, (_, n) => ({
    ...{ id: `${n}`, displayName: `Sign-in from an unusual place ${n}`, severity: severity(n) },
    detectedDateTime: `2026-11-${String(1 + (n % 20)).padStart(2, '0')}T08:12:00Z`,
  }));
  await sourcesOf(scene.world).send('defender', [...all, { id: 'new', displayName: 'Mining', severity: 'medium' }]);
  return card(scene, 'digest');
}

/** One source sends more high alerts than a channel can bear. */
async function flooded(scene: Scene, kind: About['kind']) {
  await ready(scene);
  scene.world.settings.sources = [aSource('prom')];
  const customerTenantId = '33333333-3333-4333-8333-333333333333';
  const all = Array.from({ length: 59 }, (_, n) => ({ id: `${n}`, displayName: `Sign-in ${n}`, customerTenantId }));
  await sourcesOf(scene.world).send('prom', all);
  await storms(scene);
  return card(scene, kind);
}
