import { ifUnwritable } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import type { Request } from '../request/interaction.ts';
import { markOnce, wasDone } from '../store/idempotency.ts';
import { adminPlaces } from './admin-destinations.ts';
import { enqueueMicrosoftNews } from './microsoft-news.ts';

/**
 * Records that ADMINS alone let somebody act: in the audit trail and in a message to the admins, both in one change, once per person and
 * UTC day. Does nothing where the disk takes no writes, since what the person does then is not stored either.
 */
export async function recordBreakGlass({ id, name }: Request['actor'], world: World): Promise<void> {
  const { store, clock } = world;
  const at = clock.now();
  const day = at.slice(0, 10);
  const key = `breakGlass ${day} ${id}`;
  if (await store.read((reader) => wasDone(reader, key))) return;
  const { usual } = await adminPlaces(world);
  const change = store.change(
    async (tx) => {
      if (!(await markOnce(tx, key, { at, by: null }))) return;
      const changes: [] = [];
      await tx.appendHistory({ at, by: id, byName: name, deed: 'admin.breakGlass', tenantId: null, changes });
      await enqueueMicrosoftNews(tx, { what: 'breakGlass', who: id, day, at }, usual);
    },
    { evenWhenFull: true },
  );
  await change.catch(ifUnwritable(() => undefined));
}
