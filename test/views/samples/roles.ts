import type { MicrosoftNews } from '../../../src/domain/delivery/kinds.ts';
import type { AdminRole } from '../../../src/ports/world.ts';
import { recordProven } from '../../../src/request/proven-admins.ts';
import { contoso } from '../../support/partner.ts';
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
  return news(scene, { what: 'signedIn', tenantId: contoso, tenant, by, generation: 1, signedInAt: at, at });
}

async function news(scene: Scene, about: MicrosoftNews) {
  const isReady = (await scene.tenant()) !== null;
  if (!isReady) await ready(scene);
  const [delivery] = await scene.world.store.read((reader) => reader.list('deliveries'));
  return cardOf(scene, delivery && { ...delivery, about: { kind: 'microsoftNews', ...about } });
}
