import type { About } from '../../../src/domain/delivery/kinds.ts';
import { formOf } from '../../support/a-bot.ts';
import { type Finding, ruledSources } from '../../support/ruled-source.ts';
import { card, posted, ready, speaks } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { long } from '../values.ts';
import type { Sample } from './sample.ts';
import { worstContact } from './show.ts';

const mfa = { when: { alertType: '*MFAAdmins' }, severity: 'high', why: 'An admin without MFA' };
const window = { when: { customer: 'fabrikam.com' }, until: '2026-11-25T06:00:00Z', why: 'Northwind, mailboxes' };
const worstRule = {
  when: { alertType: long('Get-<*>&"', 500), customer: '*', title: long('"<b>&\\ *', 500) },
  ...{ severity: 'high', channels: 'fraud', sameAs: ['customer', 'alertType', 'title'], why: long('"<why>&\\ ', 500) },
};
const longName = 's'.repeat(30);

/** What rules do to alerts, and what is told of rules. */
export const rules: readonly Sample[] = [
  { name: 'alert-seen-again', sheet: 'alert-seen', make: (scene) => found(scene, 'alert', [mfa], {}, {}, {}) },
  {
    name: 'alert-seen-acknowledged',
    sheet: 'alert-seen',
    make: async (scene) => {
      await found(scene, 'alert', [mfa], {}, {});
      await scene.press('alerts.acknowledge', '1', scene.member);
      return card(scene, 'alert');
    },
  },
  {
    name: 'alert-new-rows-line',
    sheet: 'alert-seen',
    make: (scene) =>
      found(scene, 'followUp', [mfa], {}, { rows: ['ops@x', 'backup@fabrikam.com', 'boss@fabrikam.com'] }),
  },
  { name: 'alert-came-after', sheet: 'alert-seen', make: (scene) => resolvedBefore(scene, 'alert', mfa) },
  {
    name: 'alert-reopened-by-rule-line',
    sheet: 'alert-seen',
    make: (scene) => resolvedBefore(scene, 'followUp', { ...mfa, sameAs: ['title'], reopen: true }),
  },
  {
    name: 'alert-seen-story',
    sheet: 'alert-seen-story',
    make: async (scene) => {
      await found(scene, 'alert', [mfa], {}, { rows: ['backup@fabrikam.com'] }, { rows: ['backup@fabrikam.com'] });
      return scene.say('alerts 1');
    },
  },
  {
    name: 'alert-held',
    sheet: 'alert-held',
    make: async (scene) => {
      await sent(scene, [window], {});
      return scene.say('alerts 1');
    },
  },
  {
    name: 'alerts-held-list',
    sheet: 'alert-held',
    make: async (scene) => {
      await sent(scene, [window], {}, {}, { name: 'Other' });
      return scene.say('alerts');
    },
  },
  {
    name: 'alerts-held-news',
    sheet: 'alert-held',
    make: async (scene) => {
      await sent(scene, [{ ...window, severity: 'high', high: true }], {}, { name: 'Other' });
      await scene.tick();
      return card(scene, 'alertsHeld');
    },
  },
  {
    name: 'rules-changed',
    sheet: 'rules-changed',
    make: async (scene) => {
      await sent(scene, [mfa, window]);
      await scene.tick();
      ruledSources(scene.world, { name: 'cipp', rules: [{ ...mfa, severity: 'low' }, { severity: 'medium' }] });
      await scene.ticksAfter(60_000);
      return card(scene, 'rulesChanged');
    },
  },
  {
    name: 'rules-changed-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      await speaks(scene);
      const many = (n: number) =>
        Array.from({ length: 100 }, (_, at) => ({
          ...worstRule,
          when: { title: `${n} ${at}${worstRule.when.title}`.slice(0, 500) },
        }));
      ruledSources(scene.world, { name: longName, rules: many(1) });
      await scene.tick();
      const changed = many(1)
        .slice(0, 50)
        .map((rule) => ({ ...rule, severity: 'low' }));
      ruledSources(scene.world, { name: longName, rules: [...changed, ...many(2).slice(50)] });
      await scene.ticksAfter(60_000);
      return card(scene, 'rulesChanged');
    },
  },
  ...(['alert', 'followUp'] as const).map((kind) => ({
    name: `${kind}-seen-worst`,
    extreme: true,
    make: async (scene: Scene) => {
      await worstContact(scene);
      await speaks(scene);
      const longest = {
        name: long('"<T>&\\ ', 600),
        customer: long('cust"<omer>&', 200),
        type: long('Get-<*>&"', 200),
      };
      const from = ruledSources(scene.world, {
        name: longName,
        rules: [{ ...worstRule, when: {}, sameAs: ['title'] }],
      });
      for (const n of [1, 2]) {
        await from.finds(longName, {
          ...longest,
          rows: Array.from({ length: 10 }, (_, at) => long(`"<${n} ${at}>&\\ `, 300)),
        });
        await posted(scene);
      }
      return card(scene, kind);
    },
  })),
];

/** Sends these findings one after the other, an hour apart, by a source with these rules. */
async function sent(scene: Scene, rules: readonly object[], ...findings: readonly Finding[]) {
  await ready(scene);
  const from = ruledSources(scene.world, { name: 'cipp', severity: 'medium', rules });
  for (const finding of findings) {
    await from.finds('cipp', finding);
    await posted(scene);
    await scene.world.time.advance(3_600_000);
  }
  return from;
}

async function found(scene: Scene, kind: About['kind'], rules: readonly object[], ...findings: readonly Finding[]) {
  await sent(scene, rules, ...findings);
  return card(scene, kind);
}

/** The newest card of that kind, after a finding that was resolved came again. */
async function resolvedBefore(scene: Scene, kind: About['kind'], rule: object) {
  const from = await sent(scene, [rule], {});
  await scene.submit(formOf(await scene.press('alerts.resolve', '1', scene.member)), { reason: 'legitimate' });
  await from.finds('cipp');
  return card(scene, kind);
}
