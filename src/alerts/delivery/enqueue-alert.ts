import type { ForAdmins } from '../../delivery/kind.ts';
import { type DeliveryRequest, enqueue } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { type About, digestRank, rankOf } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Channel } from '../../domain/tenant/identity.ts';
import type { Tx } from '../../ports/store.ts';

/** Returns the request for the card of an alert in a channel. One that had been over goes there again. */
export function alertIn(channel: Channel, { id, content, revision }: Alert): DeliveryRequest {
  const about = { kind: 'alert', alertId: id } as const;
  const to = { kind: 'channel', channel } as const;
  return { about, to, rank: rankOf[content.severity], want: revision, evenIfDropped: true };
}

/** Returns what admins get of an alert that no channel takes. */
export function unroutedOf({ id, content, revision }: Alert): ForAdmins {
  return { about: { kind: 'unrouted', alertId: id }, rank: rankOf[content.severity], want: revision };
}

/** Returns the request for the card for many, wherever it goes. */
export function cardForMany({ id, revision }: StormDigest): ForAdmins {
  return { about: { kind: 'digest', digestId: id }, rank: digestRank, want: revision };
}

/** Enqueues the card of an alert, or the card for many. Returns its queue. */
export async function enqueueAlert(tx: Tx, request: DeliveryRequest, at: string): Promise<string> {
  await lookForStranded(tx, request.about);
  return enqueue(tx, request, at);
}

/** Notes, in the same change, that who has the alert or the card for many may have changed: it is looked at anew. */
export async function lookForStranded(tx: Tx, about: About): Promise<void> {
  if (about.kind === 'digest') {
    const digest = await tx.get('digests', about.digestId);
    if (digest?.stranded === undefined) return;
    const { stranded: _known, ...rest } = digest;
    await tx.put('digests', rest);
  } else if (about.kind === 'alert' || about.kind === 'unrouted') {
    const alert = await tx.get('alerts', about.alertId);
    if (alert?.stranded === undefined) return;
    const { stranded: _known, ...rest } = alert;
    await tx.put('alerts', rest);
  }
}
