import type { OutgoingRow } from '../domain/outgoing/outgoing.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

/** The row of `cursors` that has it. A backup has it too, so that a restored bot is the same installation. */
const rowId = 'installation';

/** Returns the id of this installation, by which receivers tell it from others. It is made when it is first asked for. */
export async function installationId({ store, ids }: Pick<World, 'store' | 'ids'>): Promise<string> {
  const known = await store.read((reader) => reader.get('cursors', rowId));
  if (known) return known.value;
  const fresh = `${ids.reference()}-${ids.reference()}`.toLowerCase();
  const make = async (tx: Tx) => {
    const row = (await tx.get('cursors', rowId)) ?? { id: rowId, value: fresh };
    await tx.put('cursors', row);
    return row.value;
  };
  return store.change(make, { evenWhenFull: true });
}

/** Returns the name of an incident: an alert that is reopened is another one at the receiver. */
export function incidentOf(installation: string, { facts, round = 1 }: Pick<OutgoingRow, 'facts' | 'round'>): string {
  return `${installation}-${facts.number}${round === 1 ? '' : `-${round}`}`;
}
