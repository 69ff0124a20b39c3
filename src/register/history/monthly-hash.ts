import type { MadeCard } from '../../delivery/kind.ts';
import { enqueue } from '../../delivery/transitions.ts';
import { monthOf } from '../../domain/alert/report.ts';
import { type DeliveryOf, deliveryId, rankOf } from '../../domain/delivery/delivery.ts';
import type { World } from '../../ports/world.ts';
import { viewerLocale } from '../../request/viewer-locale.ts';
import { card } from '../../view/view.ts';

/**
 * Enqueues for the admin channel, once a month, the hash of the newest entry of the audit trail. A person who changes an
 * older entry later would have to change this message too.
 */
export async function postMonthlyHash({ store, clock }: World): Promise<void> {
  const month = monthOf(clock.now());
  const due = await store.read(async (reader) => {
    const channel = (await reader.get('organisation', 'organisation'))?.adminChannel ?? null;
    const [head] = await reader.history({ tenantId: null, before: null, limit: 1 });
    if (!channel || !head) return null;
    const about = { kind: 'auditHead', month, number: head.number, hash: head.hash } as const;
    const to = { kind: 'channel', channel } as const;
    return (await reader.get('deliveries', deliveryId(about, to))) ? null : { about, to };
  });
  if (!due) return;
  await store.change((tx) => enqueue(tx, { ...due, rank: rankOf.informational }, clock.now()));
}

/** Makes the card with the number and the hash of that entry. */
export async function monthlyHashCard({ about }: DeliveryOf<'auditHead'>, world: World): Promise<MadeCard> {
  const { history } = viewerLocale(null, world).messages;
  const text = history.head.text(about.number);
  const facts = [{ label: history.head.hash, value: about.hash }];
  return { card: card(history.head.title(about.month), text, { text: [text], facts }), revision: 1 };
}
