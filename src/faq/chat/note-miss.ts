import { takesPlace } from '../../act-once.ts';
import type { FaqMiss } from '../../domain/faq-miss.ts';
import { fold } from '../../domain/fold.ts';
import type { Identity } from '../../domain/identity.ts';
import type { FaqLanguage } from '../../domain/locales.ts';
import type { Tx } from '../../ports.ts';

/** More different ones are not kept: the one that was not asked for longest goes. */
const most = 2_000;
/** As many as one person may leave in a day: in the 90 days that misses are kept these are less than half of `most`. */
const mostADay = 10;

export interface Missed {
  /** What `keepable` left of it. */
  text: string;
  language: FaqLanguage;
  unhelpful: FaqMiss['unhelpful'];
  repeat?: boolean;
}

/**
 * Keeps a question that met no answer; the same again is counted, unless it is the same person's `repeat`. What is blank says
 * nothing, and is not kept; nor is what `by` asks beyond ten a day, so that nobody drives out what others asked. Who asked is
 * in marks that are forgotten after a day, never with the miss.
 */
export async function noteMiss(
  tx: Tx,
  { text: kept, language, unhelpful, repeat = false }: Missed,
  { by, at }: { by: Identity; at: string },
): Promise<void> {
  if (!/\p{L}{2}/u.test(kept) && !unhelpful) return;
  const id = [fold(kept), ...(unhelpful ? [unhelpful.entry, unhelpful.reason, unhelpful.note] : [])].join(' / ');
  const known = await tx.get('faqMisses', id);
  if ((known && repeat) || !(await takesPlace(tx, 'miss', by, { most: mostADay, at }))) return;
  if (!known) await makeRoom(tx);
  const fresh = { id, text: kept, language, count: 0, first: at, unhelpful };
  await tx.put('faqMisses', { ...(known ?? fresh), count: (known?.count ?? 0) + 1, last: at });
}

async function makeRoom(tx: Tx): Promise<void> {
  if ((await tx.count('faqMisses.oldest', '')) < most) return;
  const [oldest] = await tx.scan('faqMisses.oldest', { key: '', after: null, limit: 1 });
  if (oldest) await tx.remove('faqMisses', oldest.id);
}
