import { arrived, type Delivery, platformOfQueue } from '../../domain/delivery/delivery.ts';
import { deliveryKey } from '../../domain/delivery/delivery-id.ts';
import { type Identity, platformOf } from '../../domain/tenant/identity.ts';
import type { Reader } from '../../ports/store.ts';
import type { Card } from '../../view/view.ts';
import { type LoadedAlert, onCallOf } from './load-alert.ts';

/**
 * Whom this message calls by name: everybody on call is called in one place, however many channels get the same. That is the
 * first channel of the person's own platform that can be told; another one while that fails. A message that is there calls whom
 * it called: an edit notifies nobody.
 */
export async function mentionsHere(reader: Reader, delivery: Delivery, known: LoadedAlert): Promise<Card['mentions']> {
  const onCall = onCallOf(known);
  if (onCall.length === 0) return [];
  if (delivery.state === 'posted') return onCall.filter(({ id }) => delivery.called?.includes(id));
  const same = await sameElsewhere(reader, delivery);
  return onCall.filter(({ id }) => placeOf(id, same)?.id === delivery.id);
}

interface Place extends Delivery {
  /** Its channel refuses, or the last try failed. */
  fails: boolean;
}

/** The same message in every channel, as it was owed. */
async function sameElsewhere(reader: Reader, { about }: Delivery): Promise<Place[]> {
  if (!('alertId' in about)) return [];
  const index = about.kind === 'alert' ? 'deliveries.cards' : 'deliveries.alert';
  const all = await reader.scan(index, { key: about.alertId, after: null });
  const same = all.filter((one) => deliveryKey(one.about) === deliveryKey(about));
  return Promise.all(
    same.map(async (one) => ({ ...one, fails: !!one.pause || (await reader.get('refusing', one.queue)) !== null })),
  );
}

/** Where a person is called; where their platform has no channel, the first one names them. */
function placeOf(id: Identity, all: readonly Place[]): Delivery | undefined {
  const did = all.find((one) => one.called?.includes(id) && (one.state === 'sending' || arrived(one)));
  if (did) return did;
  const own = all.filter(({ queue }) => platformOfQueue(queue) === platformOf(id));
  const left = (own.length > 0 ? own : all).filter(({ state }) => state === 'waiting' || state === 'sending');
  return left.find(({ fails }) => !fails) ?? left[0];
}
