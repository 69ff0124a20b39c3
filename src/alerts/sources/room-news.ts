/** What admins read of a source that has used up its share of the store, and what the cards about room say of each source. */
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import type { MadeCard } from '../../delivery/kind.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { alarmRank, type DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { Words } from '../../messages/words.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type ReaderLocale, readerLocaleOf } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import type { Button, Row } from '../../view/view.ts';
import { type Holder, holdersIn, isCrowded } from './room.ts';

/** Notifies the admins, once a day for each source, that it has used up its share of a store that is more than half full. */
export async function notifyFullShares(
  world: Pick<World, 'store' | 'clock' | 'directory' | 'settings'>,
): Promise<void> {
  const { store, clock, settings } = world;
  const day = clock.now().slice(0, 10);
  const untold = async (reader: Reader) => {
    if (!isCrowded(await reader.usage())) return [];
    const full = (await holdersIn(reader, settings)).filter(({ isFull }) => isFull);
    const told = await Promise.all(
      full.map(async ({ share }) => (await reader.get('counters', counterOf(share)))?.value),
    );
    return full.filter((_one, index) => told[index] !== numberOf(day));
  };
  if ((await store.read(untold)).length === 0) return;
  const admins = await adminPlaces(world);
  if (admins.usual.length === 0) return;
  const notify = async (tx: Tx) => {
    for (const { share } of await untold(tx)) {
      await tx.put('counters', { id: counterOf(share), value: numberOf(day) });
      await enqueueFor(tx, { about: { kind: 'shareFull', share, day }, rank: alarmRank }, admins.usual, clock.now());
    }
  };
  await store.change(notify, { evenWhenFull: true });
}

/** The counter that holds the day on which admins were notified last that a share is used up, as a number such as 20261130. */
function counterOf(share: string): string {
  return `share told ${share}`;
}

function numberOf(day: string): number {
  return Number(day.replaceAll('-', ''));
}

/** Returns the card that says to admins that a source has used up its share, and what helps; null once it holds nothing. */
export async function shareFullCard({ about, to }: DeliveryOf<'shareFull'>, world: World): Promise<MadeCard | null> {
  const reader = await readerLocaleOf(to, world);
  const { holders, limit } = await roomOf(world);
  const holder = holders.find(({ share }) => share === about.share);
  if (!holder) return null;
  const { shareFull: say } = reader.words.sources;
  const name = nameOfHolder(holder, reader.words);
  const archive = archiveButton(holder, reader.words);
  const text = [say.text(name, megabytes(holder.bytes), megabytes(limit)), say.helps(name, archive !== null)];
  const buttons = archive ? [archive] : [];
  const shown = card(say.title, say.summary(name), { tone: 'warning', text, buttons });
  return { card: shown, revision: 1 };
}

/** Returns what each source holds now, how much is stored, and whether that is so much that each has a share. */
export function roomOf({ store, settings }: Pick<World, 'store' | 'settings'>) {
  return store.read(async (reader) => {
    const usage = await reader.usage();
    return { ...usage, holders: await holdersIn(reader, settings), isCrowded: isCrowded(usage) };
  });
}

/** The most sources that a card about room names: those that hold most. */
const maxRows = 5;

/** Returns a row for each of the sources that hold most, with the button that sends their lesser alerts to the archive. */
export function holderRows(holders: readonly Holder[], { words }: ReaderLocale): Row[] {
  return holders.slice(0, maxRows).map((holder) => ({
    title: nameOfHolder(holder, words),
    detail: heldText(holder, words),
    button: archiveButton(holder, words),
  }));
}

/** Says how much a source holds, and how much of that an admin may send to the archive. */
export function heldText({ bytes, lesser, isFull }: Holder, { sources: { room } }: Words): string {
  const parts = [
    room.holds(megabytes(bytes)),
    ...(isFull ? [room.full] : []),
    ...(lesser > 0 ? [room.lesser(lesser)] : []),
  ];
  return parts.join(' · ');
}

/** Returns the button that opens the form for the archive; null where the source has nothing for it. */
export function archiveButton({ share, lesser }: Holder, { sources }: Words): Button | null {
  return lesser > 0 ? button('form', 'alerts.archive', sources.archive.button, share) : null;
}

/** Returns the name of a source, or that of the signed route. */
export function nameOfHolder({ name }: Pick<Holder, 'name'>, { sources }: Words): string {
  return name ?? sources.room.signed;
}

/** Returns bytes in megabytes: whole ones; below ten with one digit, and at least 0.1. */
function megabytes(bytes: number): number {
  const exact = bytes / 1e6;
  return exact < 10 ? Math.max(1, Math.round(exact * 10)) / 10 : Math.round(exact);
}
