import dayjs from 'dayjs';
import { enqueue } from '../../delivery/transitions.ts';
import { type Destination, queueOf, talkRank } from '../../domain/delivery/delivery.ts';
import type { FaqQuestion } from '../../domain/faq/question.ts';
import type { Channel } from '../../domain/tenant/identity.ts';
import { fold } from '../../domain/text/words.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import { askerLocale, said } from '../../request/viewer-locale.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { nextNumber } from '../../store/next-number.ts';
import type { Text } from '../../view/view.ts';
import { count } from '../statistics/record.ts';

/** Returns the channel to which questions to the experts go; null while nobody has set it. */
export async function expertsChannel(reader: Reader): Promise<Channel | null> {
  return (await reader.get('organisation', 'organisation'))?.expertsChannel ?? null;
}

/** The most questions that one person may put to the experts within an hour. */
const maxPerHour = 5;
/** The most questions of one person that may wait for an answer, so that nobody floods the experts' channel. */
const maxOpen = 10;

/** Submitting a question has one of these results. `why` is the text why it was not posted. */
export type SubmitResult = { kind: 'asked' | 'noChannel' } | { kind: 'refused'; why: readonly Text[] };

/** The asker gives this of a question to the experts: its text, its language, and the answers that they have seen before. */
export type NewQuestion = Pick<FaqQuestion, 'text' | 'language' | 'shown'>;

/** Asks the experts in one change: the question, the entry of the history, and the delivery to their channel. */
export function submitQuestion(request: Request, { text, language, shown }: NewQuestion, { store, clock }: World) {
  return store.change(async (tx): Promise<SubmitResult> => {
    const at = clock.now();
    const channel = await expertsChannel(tx);
    if (!channel) return { kind: 'noChannel' };
    if (await wasDone(tx, request.key)) return { kind: 'asked' };
    const why = await whyRefused(tx, request, text, at);
    if (why) return { kind: 'refused', why };
    await markDone(tx, request.key, { at, by: request.actor.id });
    const number = await nextNumber(tx, 'questions');
    const asker = { by: request.actor.id, byName: request.actor.name, at };
    const asked = { ...asker, text, language, ...(shown ? { shown } : {}) };
    const question = { id: `question-${number}`, number, ...asked, answer: null, proposed: false, revision: 1 };
    await tx.put('faqQuestions', question);
    await count(tx, 'asked', at);
    await tx.appendHistory({ ...asker, deed: 'faq.asked', tenantId: null, changes: [] });
    await enqueueQuestion(tx, question, { kind: 'channel', channel }, at);
    return { kind: 'asked' };
  });
}

/** Enqueues the card of a question for the experts. */
function enqueueQuestion(tx: Tx, { id, revision }: FaqQuestion, to: Destination, at: string): Promise<void> {
  const about = { kind: 'faqQuestion', questionId: id } as const;
  return enqueue(tx, { about, to, rank: talkRank, want: revision }, at);
}

/** Returns in words why the asker may not put this question to the experts now; null when they may. */
async function whyRefused(tx: Tx, request: Request, text: string, at: string): Promise<readonly Text[] | null> {
  const { askedBefore, nextFrom, tooMany, tooManyOpen } = request.messages.faq.person;
  const { id } = request.actor;
  const open = (await tx.scan('faqQuestions.open', { key: '', after: null })).filter(({ by }) => by === id);
  if (open.some((one) => fold(one.text) === fold(text))) return [askedBefore];
  if (open.length >= maxOpen) return [tooManyOpen(maxOpen)];
  const anHourAgo = dayjs(at).subtract(1, 'hour').toISOString();
  const lately = await tx.scan('faqQuestions.asker', { key: id, after: anHourAgo, limit: maxPerHour });
  const [oldest] = lately;
  if (!oldest || lately.length < maxPerHour) return null;
  // The time is rounded up, since people read the minute.
  const next = dayjs(oldest.at).add(1, 'hour').add(59_999, 'ms').startOf('minute').toISOString();
  return [tooMany(maxPerHour), nextFrom(said(askerLocale(request), next))];
}

/** The most questions that one change posts. */
const batchSize = 200;
/** A channel that refused a question is tried again after this time: somebody may have let the bot in. */
const againMinutes = 60;

/**
 * Posts open questions in the experts' channel where they are not there yet: another channel was chosen, or it refused them an hour ago.
 */
export async function resubmitQuestions({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const at = clock.now();
  if ((await store.read((reader) => missingIn(reader, at))).questions.length === 0) return;
  await store.change(async (tx) => {
    const { to, questions } = await missingIn(tx, at);
    if (to) for (const question of questions) await enqueueQuestion(tx, question, to, at);
  });
}

/** Returns the channel of the experts, and the open questions that have no card there; at most as many as one change posts. */
async function missingIn(reader: Reader, at: string): Promise<{ to: Destination | null; questions: FaqQuestion[] }> {
  const questions: FaqQuestion[] = [];
  const channel = await expertsChannel(reader);
  if (!channel) return { to: null, questions };
  const to = { kind: 'channel', channel } as const;
  for (const question of await reader.scan('faqQuestions.open', { key: '', after: null }))
    if (questions.length < batchSize && (await isMissing(reader, question, queueOf(to), at))) questions.push(question);
  return { to, questions };
}

/** Returns true when a question has no card in this queue, or one that was refused too long ago. */
async function isMissing(reader: Reader, { id }: FaqQuestion, queue: string, at: string): Promise<boolean> {
  const cards = await reader.scan('deliveries.question', { key: id, after: null });
  const here = cards.find((card) => card.queue === queue);
  if (!here) return true;
  const again = dayjs(at).subtract(againMinutes, 'minute').toISOString();
  return here.state === 'refused' && here.doneAt !== null && here.doneAt < again;
}
