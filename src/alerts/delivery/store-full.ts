import { adminPlaces } from '../../delivery/admin-destinations.ts';
import type { MadeCard } from '../../delivery/kind.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { type DeliveryOf, newsRank } from '../../domain/delivery/delivery.ts';
import type { Tx, Usage } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { viewerLocaleOf } from '../../request/viewer-locale.ts';
import { card } from '../../view/view.ts';
import { holderRows, nearlyFullFrom, roomOf } from '../sources/room.ts';

/** The fill level of the store: 0 for enough room, 1 for nearly full, 2 for full, so that alerts are refused. */
type Level = 0 | 1 | 2;

/** The share of the limit at which a level begins. It ends a tenth lower, so that nobody is notified again and again. */
const begins = { 1: nearlyFullFrom, 2: 1 } as const;
const margin = 0.1;

/** Notifies the admins once when the store is nearly full, and once when it is full. */
export async function notifyWhenFull(world: Pick<World, 'store' | 'clock' | 'directory' | 'onBug'>): Promise<void> {
  if ((await world.store.read(levels)).same) return;
  const admins = await adminPlaces(world);
  const notify = async (tx: Tx) => {
    const { before, now, usage } = await levels(tx);
    // While no admin can be notified, the level stays unsaid: the first admin who comes is notified.
    if (before === now || (now > before && admins.all.length === 0)) return;
    await tx.put('counters', { id: counter, value: now });
    if (now < before || now === 0) return;
    const at = world.clock.now();
    const about = { kind: 'storeFull', full: now === 2, limit: usage.limit, at } as const;
    await enqueueFor(tx, { about, rank: newsRank }, about.full ? admins.critical : admins.usual, at);
  };
  await world.store.change(notify, { evenWhenFull: true });
}

/** The counter that holds the level of which admins were notified last. */
const counter = 'store level';

async function levels(reader: Pick<Tx, 'get' | 'usage'>) {
  const usage = await reader.usage();
  const before = (await reader.get('counters', counter))?.value ?? 0;
  const now = levelOf(usage, before);
  return { before, now, usage, same: before === now };
}

function levelOf({ bytes, limit }: Usage, before: number): Level {
  const reached = (level: 1 | 2) => bytes >= limit * (begins[level] - (before >= level ? margin : 0));
  if (reached(2)) return 2;
  return reached(1) ? 1 : 0;
}

/** Returns the card that says to admins how full the store is, who holds how much, and what helps. */
export async function storeFullCard({ about, to }: DeliveryOf<'storeFull'>, world: World): Promise<MadeCard> {
  const viewer = await viewerLocaleOf(to, world);
  const { full, near, helps } = viewer.messages.alerts.storeFull;
  const { title, summary, text } = about.full ? full : near;
  const rows = holderRows((await roomOf(world)).holders, viewer);
  const shown = card(title, summary, {
    tone: about.full ? 'danger' : 'warning',
    text: [text(Math.round(about.limit / 1e6)), helps(rows.some((row) => row.button !== null))],
    rows,
  });
  return { card: shown, revision: 1, mentionsAdmins: about.full };
}
