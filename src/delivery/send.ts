import type { Delivery } from '../domain/delivery/delivery.ts';
import { type Chat, ChatError, type Posted } from '../ports/chat.ts';
import { StoreUnwritable } from '../ports/store.ts';
import { moveToAdmins } from './copy-to-admins.ts';
import { chatOf, fail, isBrief, metered, recordSetback, type Sending } from './failure.ts';
import { finishedCard } from './finished-card.ts';
import type { Step } from './next-step.ts';
import { record, recordClaim, recordDropped, recordPosted } from './outcome.ts';
import { retryOne } from './retry.ts';
import { edited } from './transitions.ts';

/** Does one thing of a queue: one call to the platform, or none where none is needed. */
export async function send(next: Step, sending: Sending): Promise<void> {
  const { delivery } = next;
  if (next.kind === 'drop') return recordDropped(delivery.id, sending.kinds, sending.world);
  try {
    if (next.kind === 'edit') await edit(delivery, sending);
    else if (next.kind === 'post') await post(delivery, next.thread, false, sending);
    else await reconcile(delivery, next.thread, sending);
  } catch (error) {
    await fail(delivery, error instanceof ChatError ? error : stumbled(error, sending), sending);
  }
}

/** An error of ours over one delivery is its own failure, after which nobody knows: the others of its queue go on. */
function stumbled(error: unknown, { onBug }: Sending): ChatError {
  if (error instanceof StoreUnwritable) throw error;
  onBug(error);
  return new ChatError('unreachable', 'bug', null, true);
}

async function post(delivery: Delivery, thread: string | null, repeat: boolean, sending: Sending): Promise<void> {
  const { world, kinds } = sending;
  const { id, to } = delivery;
  const chat = chatOf(to, world);
  if (await moveToAdmins(delivery, kinds, world)) return;
  const made = await finishedCard(delivery, { repeat, brief: isBrief(delivery) }, kinds, world);
  if (!made) return recordDropped(id, kinds, world);
  const called = made.card.mentions.map((one) => one.id);
  if (!(await recordClaim(id, { there: chat.time(), doubted: repeat, called }, world))) return;
  const aloud = made.aloud === true && thread !== null;
  const { message } = await chat.post(to, made.card, { deliveryId: id, thread, ...(aloud ? { aloud } : {}) });
  answered(delivery, 'posted', sending);
  await recordPosted(id, { message, revision: made.revision }, kinds, world);
  await retryMore(delivery, sending);
}

async function edit(delivery: Delivery, sending: Sending): Promise<void> {
  const { world, kinds } = sending;
  const chat = chatOf(delivery.to, world);
  const how = { repeat: delivery.repeat === true, brief: isBrief(delivery) };
  const made = await finishedCard(delivery, how, kinds, world);
  if (!made) return recordDropped(delivery.id, kinds, world);
  const message = { to: delivery.to, message: delivery.message };
  const removed = made.over === true && (await remove(chat, message));
  if (!removed) await chat.update(message, made.card);
  answered(delivery, removed ? 'removed' : 'edited', sending);
  await record(delivery.id, world, {}, (tx, row, at) => edited(tx, row, made.revision, at));
  await retryMore(delivery, sending);
}

/** Whether the message is not there any more. */
async function remove(chat: Chat, posted: Posted): Promise<boolean> {
  try {
    await chat.remove(posted);
    return true;
  } catch (error) {
    if (!(error instanceof ChatError) || (error.kind !== 'gone' && error.kind !== 'refused')) throw error;
    return error.kind === 'gone';
  }
}

function answered(delivery: Delivery, outcome: string, sending: Sending): void {
  sending.backoff.answered(delivery.queue);
  metered(delivery, outcome, sending);
}

/** Whoever takes something may take one more of what it refused. */
async function retryMore({ queue, refusals }: Delivery, { world, kinds, retries }: Sending): Promise<void> {
  if (refusals !== undefined) retries.taken(queue);
  if (retries.mayTry(queue)) await retryOne(queue, kinds, world);
}

/**
 * Looks before it posts again. The repeat says that it may be one: some platforms cannot be asked, and on the others a message
 * may arrive even later than was waited for.
 */
async function reconcile(delivery: Delivery, thread: string | null, sending: Sending): Promise<void> {
  const { world, kinds } = sending;
  const found = await look(delivery, thread, sending);
  if (found instanceof ChatError) return lookLater(delivery, found, sending);
  if (typeof found === 'string') return post(delivery, thread, true, sending);
  await recordPosted(delivery.id, { message: found.message, revision: 0 }, kinds, world);
}

/** Nothing else of the queue waits for a look that has to: it says nothing of the channel. */
async function lookLater(delivery: Delivery, { reason, retryAfterMs }: ChatError, sending: Sending): Promise<void> {
  answered(delivery, reason, sending);
  const setback = { reason, maybeDone: true, pauseMs: () => retryAfterMs ?? 0 };
  await recordSetback(delivery.id, setback, sending.world);
}

/** A look that failed for now leaves it in doubt: only who looked may post again. Resolves with the error where it has to wait. */
async function look(
  delivery: Delivery,
  thread: string | null,
  { world }: Sending,
): Promise<Posted | 'absent' | 'unknowable' | ChatError> {
  try {
    const how = { deliveryId: delivery.id, thread };
    const tried = {
      at: delivery.askedAt ?? delivery.since,
      there: delivery.askedThereAt ?? null,
      answered: delivery.answered === true,
    };
    return await chatOf(delivery.to, world).find(delivery.to, how, tried);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (error.kind !== 'unreachable' && error.kind !== 'lockedOut') return 'unknowable';
    if (error.kind === 'unreachable' && error.retryAfterMs !== null) return error;
    throw new ChatError(error.kind, error.reason, error.retryAfterMs, true);
  }
}
