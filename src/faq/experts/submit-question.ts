import dayjs from 'dayjs';
import { enqueue } from '../../delivery/transitions.ts';
import { type Destination, queueOf, talkRank } from '../../domain/delivery/delivery.ts';
import type { FaqQuestion } from '../../domain/faq/question.ts';
import { fold } from '../../domain/text/words.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { nextNumber } from '../../store/next-number.ts';
import { count } from '../statistics/record.ts';
import { expertsChannel } from './authorize-expert.ts';

/** One person may ask the experts so many questions within an hour. */
export const mostAnHour = 5;
/** So many questions of one person may wait for an answer at once, so that nobody floods the experts' channel. */
export const mostOpen = 10;

/** The result of a question to the experts: it was posted, or why it was not. */
export type SubmitResult =
  | { kind: 'asked' }
  | { kind: 'noChannel' }
  | { kind: 'askedBefore' | 'tooManyOpen' }
  /** `from` is when the next one may be put: ISO 8601, UTC, a full minute. */
  | { kind: 'tooMany'; from: string };

/** A question to the experts: its text, its language, and the answers that the asker has seen before. */
export type Asked = Pick<FaqQuestion, 'text' | 'language' | 'shown'>;

/** Asks the experts in one change: the question, the entry of the history, and the delivery to their channel. */
export function submitQuestion(request: Request, asked: Asked, { store, clock }: World): Promise<SubmitResult> {
  return store.change(async (tx): Promise<SubmitResult> => {
    const at = clock.now();
    const channel = await expertsChannel(tx);
    if (!channel) return { kind: 'noChannel' };
    if (await wasDone(tx, request.key)) return { kind: 'asked' };
    const before = await refusalOf(tx, request, asked.text, at);
    if (before) return before;
    await markDone(tx, request.key, at);
    const question = await newQuestion(tx, request, asked, at);
    await tx.put('faqQuestions', question);
    await count(tx, 'asked', at);
    const who = { at, by: request.actor.id, byName: request.actor.name };
    await tx.record({ ...who, deed: 'faq.asked', tenantId: null, changes: [] });
    await enqueueQuestion(tx, question, { kind: 'channel', channel }, at);
    return { kind: 'asked' };
  });
}

/** Enqueues the card of a question for the experts. */
function enqueueQuestion(tx: Tx, { id, revision }: FaqQuestion, to: Destination, at: string): Promise<void> {
  const about = { kind: 'faqQuestion', questionId: id } as const;
  return enqueue(tx, { about, to, rank: talkRank, want: revision }, at);
}

async function refusalOf(
  tx: Tx,
  { actor }: Request,
  text: string,
  at: string,
): Promise<Exclude<SubmitResult, { kind: 'asked' | 'noChannel' }> | null> {
  const open = await tx.scan('faqQuestions.open', { key: '', after: null });
  const mine = open.filter(({ by }) => by === actor.id);
  if (mine.some((one) => fold(one.text) === fold(text))) return { kind: 'askedBefore' };
  if (mine.length >= mostOpen) return { kind: 'tooManyOpen' };
  const since = dayjs(at).subtract(1, 'hour').toISOString();
  const lately = await tx.scan('faqQuestions.asker', { key: actor.id, after: since, limit: mostAnHour });
  const [oldest] = lately;
  return oldest && lately.length >= mostAnHour ? { kind: 'tooMany', from: anHourAfter(oldest.at) } : null;
}

/** Rounded up, since people are told the minute. */
function anHourAfter(at: string): string {
  return dayjs(at).add(1, 'hour').add(59_999, 'ms').startOf('minute').toISOString();
}

async function newQuestion(
  tx: Tx,
  { actor }: Request,
  { text, language, shown }: Asked,
  at: string,
): Promise<FaqQuestion> {
  const number = await nextNumber(tx, 'questions');
  return {
    id: `question-${number}`,
    number,
    by: actor.id,
    byName: actor.name,
    at,
    text,
    language,
    ...(shown ? { shown } : {}),
    answer: null,
    proposed: false,
    revision: 1,
  };
}

/** One change posts so many questions. */
const batchSize = 200;
/** A channel that refused a question is tried again after this time: somebody may have let the bot in. */
const againMinutes = 60;

/** Posts open questions in the experts' channel where they are not there yet: another channel was chosen, or it refused them an hour ago. */
export async function resubmitQuestions({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const at = clock.now();
  const due = await store.read((reader) => homeless(reader, at));
  if (due.to === null || due.questions.length === 0) return;
  const { to } = due;
  await store.change(async (tx) => {
    for (const { id } of due.questions) {
      const question = await tx.get('faqQuestions', id);
      if (question && !question.answer) await enqueueQuestion(tx, question, to, at);
    }
  });
}

async function homeless(reader: Reader, at: string) {
  const channel = await expertsChannel(reader);
  if (!channel) return { to: null, questions: [] };
  const to: Destination = { kind: 'channel', channel };
  const questions: FaqQuestion[] = [];
  for (const question of await reader.scan('faqQuestions.open', { key: '', after: null })) {
    if (questions.length === batchSize) break;
    if (await isHomeless(reader, question, queueOf(to), at)) questions.push(question);
  }
  return { to, questions };
}

async function isHomeless(reader: Reader, { id }: FaqQuestion, queue: string, at: string): Promise<boolean> {
  const cards = await reader.scan('deliveries.question', { key: id, after: null });
  const here = cards.find((card) => card.queue === queue);
  if (!here) return true;
  const again = dayjs(at).subtract(againMinutes, 'minute').toISOString();
  return here.state === 'refused' && here.doneAt !== null && here.doneAt < again;
}
