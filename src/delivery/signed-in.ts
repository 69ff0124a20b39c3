import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { adminPlaces } from './admin-destinations.ts';
import { enqueueMicrosoftNews } from './microsoft-news.ts';

/** A person's sign-in at Microsoft, as whom the bot asks about a tenant. */
export interface SignIn {
  tenantId: string;
  /** The tenant's name among the operators. */
  tenant: string;
  /** The person's name at Microsoft. */
  by: string;
  /** Distinguishes the sign-ins of a tenant: a later one has a larger number. */
  generation: number;
  signedInAt: string;
}

/**
 * Records a sign-in in the audit trail and tells the admins, once for each. While no admin can be told, the news waits for a later call.
 * Counters mark the last one of a tenant, since marks are forgotten after a day.
 */
export async function recordSignIn(signIn: SignIn, world: World): Promise<void> {
  const { tenantId, tenant, by, generation, signedInAt } = signIn;
  const { store, clock } = world;
  const recorded = `signedIn ${tenantId}`;
  const told = `signedInTold ${tenantId}`;
  const isDone = async (reader: Reader, id: string) => (await reader.get('counters', id))?.value === generation;
  if (await store.read((reader) => isDone(reader, told))) return;
  const at = clock.now();
  const { usual } = await adminPlaces(world);
  const isRecorded = await store.read((reader) => isDone(reader, recorded));
  if (isRecorded && usual.length === 0) return;
  await store.change(
    async (tx) => {
      if (!(await isDone(tx, recorded))) {
        await tx.put('counters', { id: recorded, value: generation });
        const changes: [] = [];
        await tx.appendHistory({ at, by: null, byName: by, deed: 'microsoft.signedIn', tenantId, changes });
      }
      if (usual.length === 0 || (await isDone(tx, told))) return;
      await tx.put('counters', { id: told, value: generation });
      const news = { what: 'signedIn', tenantId, tenant, by, signedInAt, at } as const;
      await enqueueMicrosoftNews(tx, news, usual);
    },
    { evenWhenFull: true },
  );
}
