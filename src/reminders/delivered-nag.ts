import { type Delivery, queueOf } from '../domain/delivery.ts';
import { words } from '../messages/words.ts';
import type { Nag, World } from '../ports.ts';
import type { Card } from '../view.ts';
import type { Voice } from '../voice.ts';
import { nagCard, olderNagCard } from './nag-card.ts';
import { isStillOpen, nagShown } from './nag-shown.ts';

/** The card of a reminder as things are now. Null when the delivery is about something else, or nothing is left to remind of. */
export async function deliveredNag(delivery: Delivery, world: World): Promise<{ card: Card; revision: number } | null> {
  const { about } = delivery;
  if (about.kind !== 'nag') return null;
  const known = await world.store.read(async (reader) => {
    const nag = await reader.get('nags', about.nagId);
    const newest = nag && (await reader.get('rounds', queueOf(nag.to)))?.nag === nag.id;
    return nag && { nag, newest, shown: await nagShown(reader, nag, { now: world.clock.now(), notice: null }) };
  });
  if (!known) return null;
  const { nag, newest, shown } = known;
  const over = !newest || !shown.items.some((item) => isStillOpen(item, shown.now));
  if (over && delivery.message === null) return null;
  return { card: newest ? nagCard(voiceIn(nag), shown) : olderNagCard(voiceIn(nag)), revision: nag.revision };
}

/** In the language and by the clock in which it was first told. */
export function voiceIn({ locale, timezone }: Nag): Voice {
  return { locale, timezone, words: words(locale) };
}
