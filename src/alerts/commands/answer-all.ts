import { linkToMany } from '../../delivery/permalinks.ts';
import { isOpen } from '../../domain/alert/alert.ts';
import { queueOf } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Reply } from '../../request/interaction.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import type { Row } from '../../view/view.ts';
import { digestRow, upTo } from '../cards/digest-card.ts';
import { allOf, isActive, type Which } from './acknowledge-all.ts';

/** As many as fit on one card, the newest first. */
const most = 8;

interface Many {
  digest: StormDigest;
  /** How many of its alerts the asker may answer, how many not, and what is said about those. */
  count: number;
  others: number;
  refused: Reply | null;
}

/** The cards that stand for many, by which alone alerts are answered together. Null where none has anything left to answer. */
export async function allAtOnce(
  request: Request,
  { verb, example }: { verb: 'ack' | 'resolve'; example: string },
  world: World,
): Promise<Reply | null> {
  const which = verb === 'ack' ? isActive : isOpen;
  const all = await cardsForMany(request, which, world);
  const refused = all.find((one) => one.refused !== null)?.refused ?? null;
  if (all.length === 0 || (refused && all.every(({ count }) => count === 0))) return refused;
  const { together, notYours, buttons } = request.words.alerts;
  const others = all.reduce((sum, one) => sum + one.others, 0);
  const alone = await world.store.read((reader) => countAlone(reader, which));
  const summary = together.text(all.length);
  const shown = card(together.title, summary, {
    text: [summary, ...(others > 0 ? [notYours(others)] : []), ...(alone > 0 ? [together.alone(alone, example)] : [])],
    rows: await Promise.all(all.map((one) => row(request, one, world))),
    buttons: [button('press', 'alerts.list', buttons.list, '')],
  });
  return { kind: 'card', instead: false, card: shown };
}

async function cardsForMany(request: Request, which: Which, world: World): Promise<Many[]> {
  const digests = await world.store.read((reader) => reader.list('digests'));
  const found: Many[] = [];
  for (const digest of digests.toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1))) {
    if (found.length === most) break;
    const open = isSeen(request, digest) ? await allOf(request, upTo(digest), which, world) : null;
    if (open && open.count + open.others > 0) found.push({ digest, ...open });
  }
  return found;
}

/** What stands in somebody else's private chat is theirs. */
function isSeen({ actor }: Request, { queue }: StormDigest): boolean {
  // Of queues only a person's has a slash.
  return !queue.includes('/') || queue === queueOf({ kind: 'person', id: actor.id });
}

async function row(request: Request, { digest, count }: Many, world: World): Promise<Row> {
  const { button: first, second, ...shown } = digestRow(askerLocale(request), digest);
  const link = await linkToMany(digest, world);
  return {
    ...shown,
    detail: link ? [...[shown.detail].flat(), ' · ', link] : shown.detail,
    button: count > 0 ? first : null,
    ...(count > 0 && second ? { second } : {}),
  };
}

/** How many have a card of their own. */
async function countAlone(reader: Reader, which: Which): Promise<number> {
  let count = 0;
  for (const alert of (await reader.scan('alerts.open', { key: '', after: null })).filter(which)) {
    const cards = await reader.scan('deliveries.cards', { key: alert.id, after: null });
    if (!cards.some(({ digestId }) => digestId !== null)) count += 1;
  }
  return count;
}
