import type { Asking, PressHandler } from '../asking.ts';
import { card } from '../card.ts';
import type { Tx, World } from '../ports.ts';
import { refusalUnlessResponder } from '../rights.ts';
import { findAlert } from './find-alert.ts';
import { actOn } from './life.ts';
import { goneAlert } from './press.ts';

/** Done in slices, so that a storm of thousands holds up nobody. Small ones: a scan inside a change looks at all that it changed. */
const together = 40;

/** Acknowledges every alert that a digest stands for and nobody has acknowledged. The value is the digest's id. */
export const pressAcknowledgeAll: PressHandler = async (asking, digestId, world) => {
  const one = await world.store.read((reader) =>
    reader.scan('deliveries.digest', { key: digestId, after: null, limit: 1 }),
  );
  const [about] = one.flatMap((delivery) => ('alertId' in delivery.about ? [delivery.about] : []));
  const found = about ? await findAlert(about.alertId, world) : null;
  if (!found) return goneAlert(asking);
  const refused = await refusalUnlessResponder(asking, found.tenant, world);
  if (refused) return refused;
  const brief = asking.words.alerts.acknowledgedAll(await acknowledge(asking, digestId, world));
  const shown = card(asking.words.alerts.acknowledgedAllTitle, brief, { tone: 'good', text: [brief] });
  return { kind: 'card', instead: false, card: shown, brief };
};

/** Returns how many it were. */
async function acknowledge(asking: Asking, digestId: string, world: World): Promise<number> {
  let count = 0;
  let after: string | null = null;
  do {
    const slice: Slice = await world.store.change((tx) => acknowledgeSome(tx, asking, { digestId, after }, world));
    count += slice.count;
    after = slice.last;
    world.wake(slice.queues);
  } while (after !== null);
  return count;
}

interface Slice {
  count: number;
  queues: ReadonlySet<string>;
  /** Where the next slice begins; null when there is none. */
  last: string | null;
}

async function acknowledgeSome(
  tx: Tx,
  { actor, place }: Asking,
  { digestId, after }: { digestId: string; after: string | null },
  { clock }: World,
): Promise<Slice> {
  const by = { at: clock.now(), by: actor.id, byName: actor.name };
  const rows = await tx.scan('deliveries.digest', { key: digestId, after, limit: together });
  const queues = new Set<string>();
  let count = 0;
  for (const { about } of rows) {
    const alert = 'alertId' in about ? await tx.get('alerts', about.alertId) : null;
    const done = alert && (await actOn(tx, alert, { kind: 'acknowledge' }, by, place));
    if (!done) continue;
    count += 1;
    for (const queue of done.queues) queues.add(queue);
  }
  const last = rows.length === together ? rows.at(-1) : undefined;
  return { count, queues, last: last ? String(last.number).padStart(12, '0') : null };
}
