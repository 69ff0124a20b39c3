/** Moves waiting alerts of a queue into one card that stands for them. */
import { amend, markDigested } from '../../delivery/transitions.ts';
import { detectedAt } from '../../domain/alert/deadlines.ts';
import { noCounts } from '../../domain/alert/severity.ts';
import {
  type Delivery,
  isAlertCard,
  isPending,
  type QuietGathering,
  severityOf,
} from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import { answersAfter, isHighDigest, isQuietDigest, nameCounts, stormLastsMs } from '../../domain/delivery/digest.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { nextNumber } from '../../store/next-number.ts';
import { headline } from '../cards/alert-state.ts';
import { refreshDigestCards } from '../change/refresh-cards.ts';
import { cardForMany, enqueueCards } from './enqueue-alert.ts';

/** The most deliveries that one change moves, so that nobody waits long for the store. */
export const batchSize = 500;

/** The most alerts that a digest card names: that of one source has to name what cannot wait. */
const named = { storm: 10, ofShare: 20 };

/**
 * Which digest collects the alerts: its queue, its share (undefined for a storm of all shares), and what of the share nobody is reminded
 * of.
 */
interface Gathering {
  queue: string;
  share?: string | undefined;
  quiet?: QuietGathering | undefined;
  /** The people on call whom the card mentions. */
  calls?: readonly Identity[];
}

type GatheringNow = Gathering & { at: string; stormAt?: string | undefined };

/**
 * Moves deliveries into the open digest card, or a new one. `stormAt` is when more than the storm limit waited last; absent for no
 * news.
 */
export async function gatherInto(tx: Tx, waiting: readonly Delivery[], open: StormDigest | null, how: GatheringNow) {
  const { queue, share, quiet, calls = [], at, stormAt } = how;
  const [first] = waiting;
  if (!first) return;
  let digest = open ?? (await newDigest(tx, { queue, share, quiet, at }));
  for (const delivery of waiting) digest = await join(tx, delivery, digest, at);
  const all = [...new Set([...(digest.calls ?? []), ...calls])];
  const card = { ...digest, ...(all.length > 0 ? { calls: all } : {}), stormAt: stormAt ?? digest.stormAt ?? at };
  await refreshDigestCards(tx, { ...card, closedAt: digest.unanswered === 0 ? at : null }, 'other');
  await enqueueCards(tx, { ...cardForMany(digest), want: digest.revision + 1 }, [first.to], at);
}

/** Returns whether an alert's card waits that certainly did not arrive, so that another card may stand for it. */
export function mayJoin({ state, about }: Delivery): boolean {
  return state === 'waiting' && isAlertCard(about);
}

/**
 * Returns the card of a storm that is not over; null for none. An older card stands far up in the channel, where nobody would see what
 * comes now; but of what nobody is reminded there is one, for as long as something in it is not acknowledged. High alerts join no card whose readers were not
 * called for them, since an edit notifies nobody.
 */
export async function openDigest(reader: Reader, gathering: Gathering & { high?: boolean; at: string }) {
  const { queue, share, quiet, calls = [], high = false, at } = gathering;
  const open = await reader.scan('digests.open', { key: queue, after: null });
  if (quiet) return open.findLast((digest) => digest.share === share && digest[quiet] !== undefined) ?? null;
  const age = ({ stormAt, openedAt }: StormDigest) => Math.abs(Date.parse(at) - Date.parse(stormAt ?? openedAt));
  const fits = (digest: StormDigest) =>
    digest.share === share && !isQuietDigest(digest) && (!high || isHighDigest(digest));
  const lasting = open.filter((digest) => age(digest) < stormLastsMs && fits(digest));
  const called = lasting.findLast((digest) => calls.every((id) => digest.calls?.includes(id)));
  const newest = called ?? lasting.at(-1);
  if (called || !newest) return called ?? null;
  const cards = await reader.scan('deliveries.digestCard', { key: newest.id, after: null });
  return cards.every(isPending) ? newest : null;
}

async function newDigest(tx: Tx, { queue, share, quiet, at }: Gathering & { at: string }): Promise<StormDigest> {
  return {
    id: `digest-${await nextNumber(tx, 'digests')}`,
    queue,
    ...(share === undefined ? {} : { share }),
    ...(quiet === 'backlog' ? { backlog: { from: at, to: '' } } : {}),
    ...(quiet === 'unverified' ? { unverified: true } : {}),
    openedAt: at,
    stormAt: at,
    counts: noCounts,
    unanswered: 0,
    firstIds: [],
    revision: 0,
    escalated: false,
    closedAt: null,
  };
}

async function join(tx: Tx, delivery: Delivery, digest: StormDigest, at: string): Promise<StormDigest> {
  if (!('alertId' in delivery.about)) return digest;
  const { alertId } = delivery.about;
  const alert = await tx.get('alerts', alertId);
  if (delivery.state === 'waiting') await markDigested(tx, delivery, digest.id, at);
  else await amend(tx, delivery, { digestId: digest.id, gathers: 'backlog' });
  // The digest already counts this alert: its own card was being posted then, and that post failed.
  if (delivery.digestId === digest.id) return digest;
  const severity = severityOf(delivery.rank);
  const counts = { ...digest.counts, [severity]: digest.counts[severity] + 1 };
  const room = digest.share === undefined ? named.storm : named.ofShare;
  return {
    ...digest,
    counts,
    ...(digest.backlog && alert ? { backlog: spanWith(digest.backlog, detectedAt(alert)) } : {}),
    newest: Math.max(digest.newest ?? 0, delivery.number),
    unanswered: digest.unanswered + (alert?.status === 'active' ? 1 : 0),
    answers: answersAfter(digest.answers, null, alert),
    ...(alert ? { names: nameCounts(digest.names, headline(alert), 1) } : {}),
    firstIds: digest.firstIds.length < room ? [...digest.firstIds, alertId] : digest.firstIds,
    // People are reminded of each high alert when it is due, and so of this card.
    escalated: digest.escalated || isHighDigest({ ...digest, counts }),
  };
}

function spanWith({ from, to }: NonNullable<StormDigest['backlog']>, at: string): NonNullable<StormDigest['backlog']> {
  return { from: at < from ? at : from, to: at > to ? at : to };
}
