import type { World } from '../../ports/world.ts';
import { refusal, refusalUnlessResponder } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import type { Request } from '../../request/request.ts';
import { button } from '../../view/build-card.ts';
import type { FoundAlert } from './find-alert.ts';

/** Returns null when the asker may answer the alert, otherwise why not: they have not the right, or the alert is in the archive. */
export async function refusalToAnswer(request: Request, found: FoundAlert, world: World): Promise<Reply | null> {
  const { alert, tenant, former, closed } = found;
  const { words } = request;
  const refused = await refusalUnlessResponder(request, tenant, world, former);
  if (refused || !closed) return refused;
  const story = button('press', 'alerts.show', words.alerts.buttons.story, alert.id);
  return refusal(words, [words.alerts.closed], { buttons: [story] });
}

/** Returns the tenants whose alerts the asker may answer, and the refusal for the first of the other tenants. */
export async function tenantsToAnswer(request: Request, ids: readonly (string | null)[], world: World) {
  const checked = await Promise.all(
    ids.map(async (id) => {
      const tenant = id === null ? null : await world.store.read((reader) => reader.get('tenants', id));
      return { id, refused: await refusalUnlessResponder(request, tenant, world) };
    }),
  );
  const tenants = checked.filter(({ refused }) => refused === null).map(({ id }) => id);
  return { tenants, refused: checked.find(({ refused }) => refused !== null)?.refused ?? null };
}
