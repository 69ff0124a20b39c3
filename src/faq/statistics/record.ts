import { addedUp, type FaqEvent, type FaqMiss, noCount } from '../../domain/faq/question.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import { fullName } from '../../domain/tenant/partner-tenant.ts';
import { redacted } from '../../domain/text/redact.ts';
import { fold } from '../../domain/text/words.ts';
import type { Words } from '../../messages/words.ts';
import { type Reader, StoreUnwritable, type Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { firstTime, takesPlace } from '../../store/idempotency.ts';

/** Counts it for today. */
export async function count(tx: Tx, event: FaqEvent, at: string): Promise<void> {
  const id = at.slice(0, 10);
  const known = { ...noCount, ...((await tx.get('faqCounts', id)) ?? { id }) };
  await tx.put('faqCounts', { ...known, [event]: known[event] + 1 });
}

/** What became of «did you mean»: counted once for each such card. */
export async function settle(tx: Tx, turn: string, event: FaqEvent, at: string): Promise<void> {
  if (!(await firstTime(tx, `faq ${turn}`, at))) return;
  await count(tx, 'settled', at);
  await count(tx, event, at);
}

/** What is noted beside an answer: a full disk must not keep people from reading it. */
export async function noted(what: (tx: Tx) => Promise<void>, { store }: Pick<World, 'store'>): Promise<void> {
  try {
    await store.change(what);
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
  }
}

/**
 * Returns the weekly card's line about the FAQ: what became of the questions of the whole organisation. `from` and `until` are
 * dates in UTC, both included: `2026-11-01`. Its first three numbers add up to the questions.
 */
export async function faqWeeklyLine(
  reader: Reader,
  { from, until }: { from: string; until: string },
  { faq }: Words,
): Promise<string> {
  const all = await reader.list('faqCounts');
  const counts = addedUp(all.filter(({ id }) => id >= from && id <= until));
  const { answered, unknown } = counts;
  const askedBack = Math.max(0, counts.askedBack - counts.settled);
  return answered + askedBack + unknown === 0 ? faq.digestNone : faq.digest({ ...counts, askedBack });
}

/** Longer texts are kept by their beginning. */
const longest = 200;

/** What of a text may be kept for admins. Ask before the change: it takes longer than one may. */
export async function redactQuestion(text: string, { store }: Pick<World, 'store'>): Promise<string> {
  const letters = [...redacted(text, await store.read(knownNames))];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : letters.join('');
}

/** Of whom the bot has met, and of contacts. A group's name tells of nobody. */
async function knownNames(reader: Reader): Promise<string[]> {
  const people = await reader.list('people');
  const contacts = (await reader.list('tenants')).flatMap(({ contact }) =>
    contact?.kind === 'person' ? [fullName(contact)] : [],
  );
  return [...people.map(({ name }) => name), ...contacts];
}

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
export async function recordMiss(
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
