import type { MicrosoftNews } from '../../../src/domain/delivery/kinds.ts';
import type { MicrosoftSignal, TroubleEnd, TroubleKind } from '../../../src/domain/microsoft-trouble.ts';
import type { AdminRole } from '../../../src/ports/world.ts';
import { recordProven } from '../../../src/request/proven-admins.ts';
import { contoso } from '../../support/partner.ts';
import { hour } from '../../support/time.ts';
import { cardOf, ready } from '../alert-scene.ts';
import type { Scene } from '../scene.ts';
import { longest } from '../values.ts';
import type { Sample } from './sample.ts';

/** What the roles of Microsoft Entra bring: refusals, and news to the admins. */
export const roles: readonly Sample[] = [
  { name: 'refused-role-inactive', sheet: 'refused-entra', make: (scene) => refused(scene, 'none', { proven: true }) },
  { name: 'refused-role-unproven', sheet: 'refused-entra', make: (scene) => refused(scene, 'none') },
  { name: 'refused-unlinked', sheet: 'refused-entra', make: (scene) => refused(scene, 'unlinked') },
  {
    name: 'break-glass',
    sheet: 'microsoft-news',
    make: async (scene) => {
      const at = scene.world.time.now();
      return news(scene, { what: 'breakGlass', who: scene.admin, day: at.slice(0, 10), at });
    },
  },
  {
    name: 'account-gone',
    sheet: 'microsoft-news',
    make: (scene) => gone(scene, scene.member, [contoso], true),
  },
  { name: 'signed-in', sheet: 'microsoft-news', make: (scene) => signedIn(scene, 'contoso', 'ada@partner.example') },
  {
    name: 'signed-in-worst',
    extreme: true,
    make: (scene) => signedIn(scene, 'x'.repeat(30), `${'ada'.repeat(60)}@partner.example`),
  },
  ...(['credential', 'signIn', 'clock', 'permission', 'mfa', 'mailbox', 'refused', 'silent'] as const).map(
    (kind): Sample => ({
      name: `trouble-${kind}`,
      sheet: 'microsoft-trouble',
      make: (scene) => trouble(scene, kind, kind === 'mailbox' ? ['mail'] : ['score', 'alerts']),
    }),
  ),
  ...(['answered', 'other'] as const).map(
    (why): Sample => ({
      name: `trouble-over-${why}`,
      sheet: 'microsoft-trouble',
      make: (scene) => trouble(scene, 'permission', ['score'], { at: scene.world.time.now(), why }),
    }),
  ),
  ...(['away', 'stillAway', 'back'] as const).map(
    (what): Sample => ({
      name: `microsoft-${what}`,
      sheet: 'microsoft-away',
      make: (scene) => news(scene, { what, signals: allSignals, ...lastHours(scene) }),
    }),
  ),
  {
    name: 'trouble-worst',
    extreme: true,
    make: (scene) => trouble(scene, 'permission', allSignals),
  },
  {
    name: 'account-gone-worst',
    extreme: true,
    make: async (scene) => {
      await ready(scene);
      const ids = Array.from({ length: 5 }, (_, n) => `${String(n).padStart(8, '0')}-2222-4222-8222-222222222222`);
      await scene.world.store.change(async (tx) => {
        const tenant = await tx.get('tenants', contoso);
        for (const id of ids) if (tenant) await tx.put('tenants', { ...tenant, id, name: longest.tenantName });
      });
      const [who = scene.member] = longest.people[scene.platform].map(({ id }) => id);
      return gone(scene, who, ids, true);
    },
  },
];

async function refused(scene: Scene, role: AdminRole, { proven = false } = {}) {
  await ready(scene);
  scene.world.entraTenant = contoso;
  scene.world.roles.set(scene.admin, role);
  if (proven) await recordProven(scene.admin, contoso, scene.world);
  return scene.say('update');
}

async function gone(scene: Scene, who: Scene['member'], tenantIds: readonly string[], wasProven: boolean) {
  return news(scene, {
    what: 'gone',
    who,
    tenantIds,
    more: tenantIds.length > 1 ? 35 : 0,
    wasProven,
    at: scene.world.time.now(),
  });
}

async function signedIn(scene: Scene, tenant: string, by: string) {
  const at = scene.world.time.now();
  return news(scene, { what: 'signedIn', tenantId: contoso, tenant, by, signedInAt: at, at });
}

const allSignals = ['roles', 'score', 'alerts', 'writeBack', 'mail'] as const;

/** From half a day ago until now. */
function lastHours({ world }: Scene) {
  const at = world.time.now();
  return { since: new Date(Date.parse(at) - 12 * hour).toISOString(), at };
}

async function trouble(scene: Scene, kind: TroubleKind, signals: readonly MicrosoftSignal[], end?: TroubleEnd) {
  const codes = new Map<TroubleKind, string>([
    ['credential', 'AADSTS7000222'],
    ['signIn', 'AADSTS50173'],
    ['clock', 'clock'],
    ['silent', ''],
  ]);
  const code = codes.get(kind) ?? 'Authorization_RequestDenied';
  const cause = { tenantId: contoso, name: 'contoso', kind, code };
  return news(scene, { what: 'trouble', cause, signals, ...lastHours(scene), ...(end ? { end } : {}) });
}

async function news(scene: Scene, about: MicrosoftNews) {
  const isReady = (await scene.tenant()) !== null;
  if (!isReady) await ready(scene);
  const [delivery] = await scene.stored('deliveries');
  return cardOf(scene, delivery && { ...delivery, about: { kind: 'microsoftNews', ...about } });
}
