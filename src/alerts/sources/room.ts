/** Quotas: how much of the store each source may fill, and what is refused as the store fills up. */
import { notifyDaily } from '../../delivery/admin-destinations.ts';
import type { MadeCard } from '../../delivery/kind.ts';
import { isPolled, shareOf, signedShare } from '../../domain/alert/source.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { Messages } from '../../messages/messages.ts';
import { allSent } from '../../ports/collections.ts';
import { type Reader, StoreFull, StoreUnwritable, type Tx, type Usage } from '../../ports/store.ts';
import type { FeatureSettings, World } from '../../ports/world.ts';
import { type ViewerLocale, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { type Button, button, card, type Row } from '../../view/view.ts';
import type { NewAlert } from '../change/new-alert.ts';

/** The settings that say which sources there are. */
export type SourcesInFile = Pick<FeatureSettings, 'sources'>;

/** Fraction of STATE_LIMIT above which each source has a quota, and resolved alerts are archived immediately. */
const crowdedFrom = 0.5;
/** The part of the limit that one source may hold while the store is crowded. */
const sharePart = 0.1;
/** From this part of the limit on, a body without a high alert is refused, and the admins are notified. */
export const nearlyFullFrom = 0.8;

/**
 * A source has used up its share of the store: nothing of its request was accepted. There is room for it once alerts of it are resolved.
 */
export class ShareFull extends StoreUnwritable {
  override name = 'ShareFull';
  constructor(share: string, bytes: number) {
    super(`the alerts of ${share} take ${bytes} bytes, which is its share of STATE_LIMIT`);
  }
}

/** Returns whether the store has reached its limit, so that it refuses alerts. */
export function isFull({ bytes, limit }: Usage): boolean {
  return bytes >= limit;
}

/** Returns whether the store is more than half full. From then on each source has a quota (`sharePart`). */
export function isCrowded({ bytes, limit }: Usage): boolean {
  return bytes > limit * crowdedFrom;
}

/** Returns whether that many bytes of one source use up its share of a store that is crowded. */
function isShareFull(bytes: number, usage: Usage): boolean {
  return isCrowded(usage) && bytes >= usage.limit * sharePart;
}

/**
 * Throws StoreFull when the store is too full for these alerts, which came together, and ShareFull when their source has used up its
 * share. Call it inside the change that takes them, before that adds anything. What people raise is refused by a full store alone.
 */
export async function refuseWithoutRoom(tx: Tx, alerts: readonly NewAlert[], { sources }: SourcesInFile) {
  const usage = await tx.usage();
  if (isFull(usage)) throw new StoreFull(usage);
  const [first] = alerts;
  if (first?.origin.kind !== 'sent' || !isCrowded(usage)) return;
  await refuseBeyondShare(tx, shareOf(first.origin), { sources });
  const isAnyHigh = alerts.some(({ content }) => content.severity === 'high');
  if (usage.bytes >= usage.limit * nearlyFullFrom && !isAnyHigh) throw new StoreFull(usage);
}

/**
 * Throws ShareFull when a source has used up its share. Call it for new versions of known alerts too, which make the alert and its
 * messages longer.
 */
export async function refuseBeyondShare(reader: Reader, share: string, settings: SourcesInFile): Promise<void> {
  const usage = await reader.usage();
  if (!isCrowded(usage)) return;
  const bytes = await bytesOf(reader, share, settings);
  if (isShareFull(bytes, usage)) throw new ShareFull(share, bytes);
}

/** What one source, or the signed route, holds of the store. */
export interface Holder {
  /** The share, as `shareOf` returns it. */
  share: string;
  /** The name of the source in its file; null for the signed route. */
  name: string | null;
  /** The bytes of its alerts, and of the messages about each of them. */
  bytes: number;
  /** The number of its alerts that nobody answered and that never were high: an admin may send them to the archive. */
  lesser: number;
  /** It has used up its share, so that its requests are refused. */
  isFull: boolean;
}

/** Returns what each source holds, and the signed route, the largest first; without those that hold nothing. */
export async function holdersIn(reader: Reader, settings: SourcesInFile): Promise<Holder[]> {
  const usage = await reader.usage();
  const shares = [signedShare, ...settings.sources.map(({ source }) => source)];
  const holders: Holder[] = [];
  for (const share of shares) {
    const bytes = await bytesOf(reader, share, settings);
    const name = share === signedShare ? null : nameOf(share, settings);
    const lesser = await countLesser(reader, share, settings);
    if (bytes > 0) holders.push({ share, name, bytes, lesser, isFull: isShareFull(bytes, usage) });
  }
  return holders.sort((a, b) => b.bytes - a.bytes);
}

/** Returns what a share holds. What no source of the file sent came by the signed route, or from a source that the file had once. */
async function bytesOf(reader: Reader, share: string, { sources }: SourcesInFile): Promise<number> {
  if (share !== signedShare) return reader.accountBytes(share);
  let bytes = await reader.accountBytes(allSent);
  for (const { source } of sources) if (source.startsWith('webhook:')) bytes -= await reader.accountBytes(source);
  return bytes;
}

async function countLesser(reader: Reader, share: string, settings: SourcesInFile): Promise<number> {
  let count = 0;
  for (const key of await keysOf(reader, share, settings)) count += await reader.count('alerts.lesser', key);
  return count;
}

/** Returns the keys of `alerts.lesser` under which the alerts of a share stand. */
export async function keysOf(reader: Reader, share: string, { sources }: SourcesInFile): Promise<readonly string[]> {
  if (share !== signedShare) return [share];
  const own = new Set(sources.map(({ source }) => source));
  return (await reader.keys('alerts.lesser')).filter((key) => !own.has(key) && !isPolled(key));
}

/** Returns the name of a share that is not the signed route's: what `alerts sources` calls it. */
export function nameOf(share: string, { sources }: SourcesInFile): string {
  return sources.find(({ source }) => source === share)?.name ?? share.replace(/^webhook:/, '');
}

/* What admins read of a source that has used up its share of the store, and what the cards about room say of each source. */

/** Notifies the admins, once a day for each source, that it has used up its share of a store that is more than half full. */
export async function notifyFullShares(world: Pick<World, 'store' | 'clock' | 'directory' | 'onBug' | 'settings'>) {
  await notifyDaily(world, async (reader, at) => {
    if (!isCrowded(await reader.usage())) return [];
    const full = (await holdersIn(reader, world.settings)).filter(({ isFull }) => isFull);
    return full.map(({ share }) => {
      return { counter: `share told ${share}`, about: { kind: 'shareFull', share, day: at.slice(0, 10) } };
    });
  });
}

/** Returns the card that says to admins that a source has used up its share, and what helps; null once it holds nothing. */
export async function shareFullCard({ about, to }: DeliveryOf<'shareFull'>, world: World): Promise<MadeCard | null> {
  const viewer = await viewerLocaleOf(to, world);
  const { holders, limit } = await roomOf(world);
  const holder = holders.find(({ share }) => share === about.share);
  if (!holder) return null;
  const { shareFull: say } = viewer.messages.sources;
  const name = nameOfHolder(holder, viewer.messages);
  const archive = archiveButton(holder, viewer.messages);
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
export function holderRows(holders: readonly Holder[], { messages }: ViewerLocale): Row[] {
  return holders.slice(0, maxRows).map((holder) => ({
    title: nameOfHolder(holder, messages),
    detail: storedText(holder, messages),
    button: archiveButton(holder, messages),
  }));
}

/** Returns how many bytes a source's alerts take, and how many of these an admin may move to the archive. */
export function storedText({ bytes, lesser, isFull }: Holder, { sources: { room } }: Messages): string {
  const parts = [
    room.holds(megabytes(bytes)),
    ...(isFull ? [room.full] : []),
    ...(lesser > 0 ? [room.lesser(lesser)] : []),
  ];
  return parts.join(' · ');
}

/** Returns the button that opens the form for the archive; null when the source has nothing for it. */
export function archiveButton({ share, lesser }: Holder, { sources }: Messages): Button | null {
  return lesser > 0 ? button('form', 'alerts.archive', sources.archive.button, share) : null;
}

/** Returns the name of a source, or that of the signed route. */
export function nameOfHolder({ name }: Pick<Holder, 'name'>, { sources }: Messages): string {
  return name ?? sources.room.signed;
}

/** Returns bytes in megabytes: whole ones; below ten with one digit, and at least 0.1. */
function megabytes(bytes: number): number {
  const exact = bytes / 1e6;
  return exact < 10 ? Math.max(1, Math.round(exact * 10)) / 10 : Math.round(exact);
}
