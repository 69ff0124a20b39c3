import dayjs from 'dayjs';
import { forgetDelivery } from '../../delivery/transitions.ts';
import { addedUp, type FaqEvent, type FaqMiss, noCount } from '../../domain/faq/question.ts';
import { retention } from '../../domain/retention.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { fold } from '../../domain/text/words.ts';
import type { Messages } from '../../messages/messages.ts';
import { ifUnwritable, type Reader, type Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type Doing, markOnce, withinDailyLimit } from '../../store/idempotency.ts';

/** Adds one to the count of an event on the day (UTC) of `at`. */
export async function count(tx: Tx, event: FaqEvent, at: string): Promise<void> {
  const id = at.slice(0, 10);
  const known = { ...noCount, ...((await tx.get('faqCounts', id)) ?? { id }) };
  await tx.put('faqCounts', { ...known, [event]: known[event] + 1 });
}

/** Counts the choice on an «is it one of these?» card, once for each such card; `turn` is the card's id. */
export async function countChoice(tx: Tx, turn: string, event: FaqEvent, doing: Doing): Promise<void> {
  const { at } = doing;
  if (!(await markOnce(tx, `faq ${turn}`, doing))) return;
  await count(tx, 'settled', at);
  await count(tx, event, at);
}

/**
 * Makes a change that an answer does not depend on; `at` is now. A full disk is ignored, so that people can still read the answer; other
 * errors are thrown.
 */
export async function changeIfWritable({ store, clock }: World, change: (tx: Tx, at: string) => Promise<void>) {
  await store.change((tx) => change(tx, clock.now())).catch(ifUnwritable(() => undefined));
}

/**
 * Returns the weekly card's line about the FAQ: what became of the questions of the whole organisation; null where there were none. `from`
 * and `until` are dates in UTC, both included: `2026-11-01`. Its first three numbers add up to the questions.
 */
export async function faqWeeklyLine(reader: Reader, days: { from: string; until: string }, { faq }: Messages) {
  const all = await reader.list('faqCounts');
  const counts = addedUp(all.filter(({ id }) => id >= days.from && id <= days.until));
  const { answered, unknown } = counts;
  const askedBack = Math.max(0, counts.askedBack - counts.settled);
  return answered + askedBack + unknown === 0 ? null : faq.digest({ ...counts, askedBack });
}

/** Number of different misses that are stored. Beyond it, the one that was asked least recently is removed. */
const maxMisses = 2_000;
/** Rate limit: misses of one person and day that are stored. Over the 90 days of retention these are less than half of all. */
const maxMissesADay = 10;

/** A miss, whose text `redactQuestion` returned. `repeat`: the person has said so of this answer today. */
type NewMiss = Pick<FaqMiss, 'text' | 'language' | 'unhelpful'> & { repeat?: boolean };

/**
 * Stores a question that the FAQ could not answer, or counts it when it is stored already. A person's `repeat` is not counted. Texts
 * without a word are not stored, nor more than ten a day of one person (`by`), so that nobody displaces the questions of others. The row
 * does not say who asked: only marks do, which are removed after a day.
 */
export async function recordMiss(tx: Tx, miss: NewMiss, { by, at }: { by: Identity; at: string }): Promise<void> {
  const { text: kept, language, unhelpful, repeat = false } = miss;
  if (!/\p{L}{2}/u.test(kept) && !unhelpful) return;
  const id = [fold(kept), ...(unhelpful ? [unhelpful.entry, unhelpful.reason, unhelpful.note] : [])].join(' / ');
  const known = await tx.get('faqMisses', id);
  if ((known && repeat) || !(await withinDailyLimit(tx, 'miss', by, { maxPerDay: maxMissesADay, at }))) return;
  if (!known && (await tx.count('faqMisses.oldest', '')) >= maxMisses) {
    const [oldest] = await tx.scan('faqMisses.oldest', { key: '', after: null, limit: 1 });
    if (oldest) await tx.remove('faqMisses', oldest.id);
  }
  const fresh = { id, text: kept, language, count: 0, first: at, unhelpful };
  await tx.put('faqMisses', { ...(known ?? fresh), count: (known?.count ?? 0) + 1, last: at });
}

const oldest = { key: '', after: null, limit: 200 } as const;

/** Forgets misses and answered questions after 90 days, and counts later. */
export async function forgetFaq({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const now = clock.now();
  if (Object.values(await store.read((reader) => outdatedRows(reader, now))).every((rows) => rows.length === 0)) return;
  await store.change(async (tx) => {
    const { misses, questions, counts } = await outdatedRows(tx, now);
    for (const { id } of misses) await tx.remove('faqMisses', id);
    for (const { id } of questions) {
      // The cards of a question stay in the chat, but can no longer be edited.
      const cards = await tx.scan('deliveries.question', { key: id, after: null });
      for (const card of cards) await forgetDelivery(tx, card.id);
      await tx.remove('faqQuestions', id);
    }
    for (const { id } of counts) await tx.remove('faqCounts', id);
  });
}

async function outdatedRows(reader: Reader, now: string) {
  const before = (days: number) => dayjs(now).subtract(days, 'day').toISOString();
  const [old, counted] = [before(retention.faqQuestionDays), before(retention.faqCountDays).slice(0, 10)];
  const questions = await reader.scan('faqQuestions.answered', oldest);
  return {
    misses: (await reader.scan('faqMisses.oldest', oldest)).filter(({ last }) => last < old),
    questions: questions.filter(({ answer }) => answer && answer.at < old),
    counts: (await reader.list('faqCounts')).filter(({ id }) => id < counted),
  };
}
