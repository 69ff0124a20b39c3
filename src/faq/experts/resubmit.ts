import dayjs from 'dayjs';
import { enqueue } from '../../delivery/transitions.ts';
import { type Destination, queueOf, talkRank } from '../../domain/delivery/delivery.ts';
import type { FaqQuestion } from '../../domain/faq/question.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { expertsChannel } from '../../store/organisation.ts';

/** As many as one change puts. */
const together = 200;
/** A channel that refused is asked again: somebody may have let the bot in. */
const againMinutes = 60;

/** Posts open questions in the experts' channel where they are not there yet: another channel was chosen, or it refused them an hour ago. Returns the queues with work. */
export async function resubmitQuestions({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<readonly string[]> {
  const at = clock.now();
  const due = await store.read((reader) => homeless(reader, at));
  if (due.to === null || due.questions.length === 0) return [];
  const { to } = due;
  return store.change(async (tx) => {
    const queues = [];
    for (const { id } of due.questions) queues.push(...(await put(tx, id, to, at)));
    return queues;
  });
}

async function put(tx: Tx, id: string, to: Destination, at: string): Promise<string[]> {
  const question = await tx.get('faqQuestions', id);
  if (!question || question.answer) return [];
  const about = { kind: 'faqQuestion', questionId: id } as const;
  return [await enqueue(tx, { about, to, rank: talkRank, want: question.revision }, at)];
}

async function homeless(reader: Reader, at: string) {
  const channel = await expertsChannel(reader);
  if (!channel) return { to: null, questions: [] };
  const to: Destination = { kind: 'channel', channel };
  const questions: FaqQuestion[] = [];
  for (const question of await reader.scan('faqQuestions.open', { key: '', after: null })) {
    if (questions.length === together) break;
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
