import { type Delivery, type Destination, highRank, noticeRank } from '../domain/delivery/delivery.ts';
import { deliveryId, deliveryKey } from '../domain/delivery/delivery-id.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { AdminPlaces } from './admin-destinations.ts';
import { type DeliveryKinds, type ForAdmins, kindOf, type Why } from './kind.ts';
import { enqueue } from './transitions.ts';

/** Whom the change in which something could not be delivered tells. */
export interface Telling {
  kinds: DeliveryKinds;
  admins: AdminPlaces;
  at: string;
}

/** Returns what admins get in place of a delivery. Nothing of what is not for admins. */
export async function insteadOf(
  reader: Reader,
  delivery: Delivery,
  why: Why,
  kinds: DeliveryKinds,
): Promise<readonly ForAdmins[]> {
  const { about, rank, want } = delivery;
  const kind = kindOf(kinds, delivery);
  if (kind.instead) return kind.instead(reader, delivery, why);
  return kind.forAdmins ? [{ about, rank, want }] : [];
}

/** Enqueues these for admins: what cannot wait goes to those of the other platform too. `untold` leaves out where it was told. */
export async function enqueueForAdmins(
  tx: Tx,
  what: readonly ForAdmins[],
  { kinds, admins, at }: Telling,
  { untold = false, isCritical = ({ rank }: ForAdmins) => rank <= highRank } = {},
): Promise<void> {
  for (const one of what)
    for (const to of isCritical(one) ? admins.critical : admins.usual) {
      if (untold && (await wasTold(tx, one, to))) continue;
      await enqueue(tx, { ...one, to }, at);
      await kindOf(kinds, one).moved?.(tx, one.about);
    }
}

async function wasTold(reader: Reader, { about }: ForAdmins, to: Destination): Promise<boolean> {
  return (await reader.get('deliveries', deliveryId(about, to))) !== null;
}

/**
 * Enqueues for the admins the news that a channel refuses, and what they get in place of what it refused. What the chat of a
 * person refuses is tried again once they write.
 */
export async function tellRefusal(tx: Tx, delivery: Delivery, telling: Telling): Promise<void> {
  if (delivery.to.kind !== 'channel') return;
  const after = await kindOf(telling.kinds, delivery).refused?.(tx, delivery, telling.at);
  const instead = after?.instead ?? (await insteadOf(tx, delivery, 'refused', telling.kinds));
  await tellNews(tx, delivery, after?.urgent === true, telling);
  await enqueueForAdmins(tx, instead, telling);
}

/** What was tried again in time is no news when it is refused again. */
async function tellNews(tx: Tx, delivery: Delivery, urgent: boolean, telling: Telling): Promise<void> {
  const { to, refusals = 1, reason } = delivery;
  const { kinds, admins, at } = telling;
  if (to.kind !== 'channel' || refusals !== 1) return;
  const { tenantId = null } = (await kindOf(kinds, delivery).concerns?.(tx, delivery.about)) ?? {};
  const why = `${reason} ${at.slice(0, 10)}`;
  const about = { kind: 'channelRefused', tenantId, channel: to.channel, reason: why } as const;
  const notice = { rank: noticeRank };
  const loud = { ...notice, about: { ...about, urgent: true } } as const;
  for (const place of urgent ? admins.critical : admins.usual) {
    // In private every message is heard: only in a channel is there more to say than once.
    const aloud = urgent && place.kind === 'channel';
    if (aloud || !(await wasTold(tx, loud, place)))
      await enqueue(tx, aloud ? { ...loud, to: place } : { ...notice, about, to: place }, at);
  }
}

/**
 * Enqueues for the admins a short word that a card cannot be shown in a channel; the alert that it is about is one press away.
 * What only the admin channel was told follows to each in private.
 */
export async function tellCardRefused(tx: Tx, delivery: Delivery, telling: Telling): Promise<void> {
  const { to, about, rank, reason } = delivery;
  if (to.kind !== 'channel') return;
  const { kinds } = telling;
  const { tenantId = null, alert = null } = (await kindOf(kinds, delivery).concerns?.(tx, about)) ?? {};
  const what = { what: deliveryKey(about), alert, tenantId, channel: to.channel, reason: reason ?? '' };
  const news = about.kind === 'cardRefused' ? [] : [{ about: { kind: 'cardRefused', ...what } as const, rank }];
  const all = [...news, ...(await insteadOf(tx, delivery, 'cardRefused', kinds))];
  const isCritical = () => alert !== null && rank <= highRank;
  await enqueueForAdmins(tx, all, telling, { isCritical });
}
