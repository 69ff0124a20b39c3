/** Sends one delivery, and notes what a failed call means for it. */
import {
  copyBehind,
  type Delivery,
  type Destination,
  type HowMade,
  highRank,
  isEditOwed,
  queueOf,
} from '../domain/delivery/delivery.ts';
import { factsOf } from '../domain/delivery/kinds.ts';
import { type Identity, platformOf, sameChannel } from '../domain/tenant/identity.ts';
import type { Messages } from '../messages/messages.ts';
import { type Chat, ChatError, type Posted } from '../ports/chat.ts';
import { StoreUnwritable } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { viewerLocaleOf } from '../request/viewer-locale.ts';
import { shortenCard } from '../view/shorten-card.ts';
import { type Card, lines } from '../view/view.ts';
import { adminPlaces, adminsIn } from './admin-destinations.ts';
import { type Backoff, backOffMs } from './backoff.ts';
import { type DeliveryKinds, kindOf, type MadeCard } from './kind.ts';
import type { QueueStep } from './next-step.ts';
import { moveToAdmins, notifyLockedOut } from './notify-admins.ts';
import {
  awaitWritable,
  changeDelivery,
  type LateEdits,
  recordClaim,
  recordDropped,
  recordEditRefused,
  recordPosted,
  recordRefused,
} from './outcome.ts';
import { retryOne } from './retry-refused.ts';
import { isFormerAdmin } from './settings-news.ts';
import { markEdited, markPostponed, removeCopy, type Setback, sendInShort } from './transitions.ts';

/** What sending needs in addition to the delivery. */
export interface Sending {
  world: World;
  kinds: DeliveryKinds;
  backoff: Backoff;
  lateEdits: LateEdits;
}

/** How long (ms) a platform that lets the bot in nowhere is not called. */
const lockedOutMs = 60_000;

/**
 * Does one step of a queue: one call to the platform, or none when none is needed. Waits while the disk refuses writes; then it rejects
 * with StoreUnwritable when the step has to be taken again.
 */
export async function send(next: QueueStep, sending: Sending): Promise<void> {
  const { delivery } = next;
  if (next.kind === 'drop') return recordDropped(delivery.id, sending.kinds, sending.world);
  try {
    if (next.kind === 'edit') await edit(delivery, sending);
    else if (next.kind === 'post') await post(delivery, next.thread, false, sending);
    else await reconcile(delivery, next.thread, sending);
  } catch (error) {
    if (error instanceof StoreUnwritable) {
      await awaitWritable(delivery.id, sending.world);
      throw error;
    }
    await (error instanceof ChatError ? fail(delivery, error, sending) : stumble(delivery, error, sending));
  }
}

/** Reports a bug, and has this one delivery wait: the others of its queue go on. */
async function stumble(delivery: Delivery, error: unknown, sending: Sending): Promise<void> {
  const { world, backoff } = sending;
  world.onBug(error, 'outbox');
  count(delivery, 'bug', sending);
  backoff.stumbled(delivery.queue);
  await recordSetback(
    delivery.id,
    { reason: 'bug', maybeDone: true, ...editDoubt(delivery, sending), pauseMs: ownPauseMs(world) },
    world,
  );
}

/** Returns the doubt of an edit that may have arrived although it failed; nothing for a post. */
function editDoubt({ id, state }: Delivery, { lateEdits }: Sending): Pick<Setback, 'doubt'> {
  return state === 'posted' ? { doubt: lateEdits.failed(id) } : {};
}

/** Returns what computes the pause (ms) of one delivery from its failures. */
function ownPauseMs({ dice }: World) {
  return (times: number, sinceMs: number) => backOffMs(times, sinceMs, dice());
}

/** Returns the platform of a destination; throws ChatError where it is not configured. */
function chatOf(to: Destination, { chats }: World): Chat {
  const chat = chats[platformOf(queueOf(to))];
  if (!chat) throw new ChatError('refused', 'platform_not_configured');
  return chat;
}

/** Returns whether the platform did not take the whole card of this revision, so that it goes in short. */
function isBrief({ brief, want }: Delivery): boolean {
  return brief === want;
}

async function post(delivery: Delivery, thread: string | null, repeat: boolean, sending: Sending): Promise<void> {
  const { world, kinds } = sending;
  const { id, to } = delivery;
  const chat = chatOf(to, world);
  if (await moveToAdmins(delivery, kinds, world)) return;
  const made = await finishedCard(delivery, { repeat, brief: isBrief(delivery), alone: thread === null }, kinds, world);
  if (!made) return recordDropped(id, kinds, world);
  const wanted = made.card.mentions.map((one) => one.id);
  const claimed = await recordClaim(id, { there: chat.time(), doubted: repeat, called: wanted }, kinds, world);
  if (!claimed) return;
  const mentions = made.card.mentions.filter((one) => claimed.called?.includes(one.id));
  const aloud = made.aloud === true && thread !== null;
  const how = { deliveryId: id, thread, ...(aloud ? { aloud } : {}) };
  const { message } = await chat.post(to, { ...made.card, mentions }, how);
  answered(delivery, 'posted', sending);
  await recordPosted(id, { message, revision: made.revision }, kinds, world);
  await retryMore(delivery, sending);
}

async function edit(delivery: Delivery, sending: Sending): Promise<void> {
  const { world, kinds, lateEdits } = sending;
  const chat = chatOf(delivery.to, world);
  const how = { repeat: delivery.repeat === true, brief: isBrief(delivery) };
  const made = await finishedCard(delivery, how, kinds, world);
  if (!made) return recordDropped(delivery.id, kinds, world);
  // What this call shows stays, unless an older edit, or an answer's, was in progress at the same time.
  const isSettled = lateEdits.leftMs(delivery) === 0;
  const copy = isEditOwed(delivery) ? null : copyBehind(delivery);
  const message = { to: delivery.to, message: copy ?? delivery.message };
  try {
    const removed = made.over === true && (await remove(chat, message));
    if (!removed) await chat.update(message, made.card);
    answered(delivery, removed ? 'removed' : 'edited', sending);
  } catch (error) {
    if (copy === null || !isFinal(error)) throw error;
    answered(delivery, error.reason, sending);
    return void (await changeDelivery(delivery.id, world, {}, (tx, row) => removeCopy(tx, row, copy)));
  }
  await changeDelivery(delivery.id, world, {}, (tx, row, at) => {
    const doubt = isSettled && lateEdits.leftMs(row) === 0 ? null : lateEdits.doubtOf(row);
    return markEdited(tx, row, { message: message.message, revision: made.revision, doubt }, at);
  });
  await retryMore(delivery, sending);
}

/** Returns whether the platform said no to an edit, and would again. */
function isFinal(error: unknown): error is ChatError {
  return error instanceof ChatError && (error.kind === 'gone' || error.kind === 'refused' || error.kind === 'card');
}

/** Deletes a message. Returns whether it is not there any more; false when the platform does not allow it. */
async function remove(chat: Chat, posted: Posted): Promise<boolean> {
  try {
    await chat.remove(posted);
    return true;
  } catch (error) {
    if (!(error instanceof ChatError) || (error.kind !== 'gone' && error.kind !== 'refused')) throw error;
    return error.kind === 'gone';
  }
}

/** Records that the platform answered, and counts the call. */
function answered(delivery: Delivery, outcome: string, sending: Sending): void {
  sending.backoff.answered(delivery.queue);
  count(delivery, outcome, sending);
}

function count({ queue }: Delivery, outcome: string, { world }: Sending): void {
  world.meter.count('delivery_attempts_total', [platformOf(queue), outcome]);
}

/** Makes one more refused delivery of the queue due, since its destination has just taken something. */
async function retryMore({ queue, refusals }: Delivery, { world, kinds, backoff }: Sending): Promise<void> {
  if (refusals !== undefined) backoff.retryTaken(queue);
  if (backoff.mayRetry(queue)) await retryOne(queue, kinds, world);
}

/**
 * Looks for a message that may be there already, and posts it only where it is not found. The repeat says that it may be one: some
 * platforms cannot be asked, and on the others a message may arrive even later than the bot waited for it.
 */
async function reconcile(delivery: Delivery, thread: string | null, sending: Sending): Promise<void> {
  const { world, kinds } = sending;
  const found = await find(delivery, thread, sending);
  if (typeof found === 'string') {
    // It was on its way to a channel that was removed meanwhile, and goes to the others.
    if (await isForElsewhere(delivery, sending)) return recordDropped(delivery.id, kinds, world);
    return post(delivery, thread, true, sending);
  }
  if (!(found instanceof ChatError))
    return recordPosted(delivery.id, { message: found.message, revision: 0 }, kinds, world);
  // That a search has to wait says nothing of the channel, so the rest of the queue goes on.
  const { reason, retryAfterMs } = found;
  answered(delivery, reason, sending);
  await recordSetback(delivery.id, { reason, maybeDone: true, pauseMs: () => retryAfterMs ?? 0 }, world);
}

/** Returns whether the delivery is not for this channel any more. */
async function isForElsewhere({ id }: Delivery, { kinds, world }: Sending): Promise<boolean> {
  const { settings } = world;
  const rank = await changeDelivery(id, world, {}, (tx, row, at) =>
    Promise.resolve(kindOf(kinds, row).retryRank?.(tx, row, { at, settings })),
  );
  return rank === 'elsewhere';
}

/**
 * Asks the platform for the message of an earlier attempt. Returns the error where the search has to wait. Throws ChatError when the
 * platform is not there, after which the delivery stays in doubt.
 */
async function find(delivery: Delivery, thread: string | null, { world }: Sending) {
  const { id: deliveryId, to, rank, since, askedAt: at = since, askedThereAt: there = null } = delivery;
  try {
    const asked = { at, there, answered: delivery.answered === true, urgent: rank <= highRank };
    return await chatOf(to, world).find(to, { deliveryId, thread }, asked);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (error.kind !== 'unreachable' && error.kind !== 'lockedOut') return 'unknowable';
    if (error.kind === 'unreachable' && error.retryAfterMs !== null) return error;
    throw new ChatError(error.kind, error.reason, error.retryAfterMs, true);
  }
}

/** Records what a failed call means: the delivery is tried again, goes in short, or is refused. */
async function fail(delivery: Delivery, error: ChatError, sending: Sending): Promise<void> {
  const { world, kinds, backoff } = sending;
  const { id, queue, state, refusals } = delivery;
  count(delivery, error.reason, sending);
  if (error.kind === 'unreachable' || error.kind === 'lockedOut') return postpone(delivery, error, sending);
  backoff.answered(queue);
  // Nobody misses a reply to a message that is none of the bot's own.
  if (kindOf(kinds, delivery).thread) return recordDropped(id, kinds, world);
  if (error.kind === 'card' && !isBrief(delivery))
    return void (await changeDelivery(id, world, {}, (tx, row) => sendInShort(tx, row, error.reason)));
  if (refusals !== undefined) backoff.retryRefused(queue);
  const admins = await adminPlaces(world, (to) => queueOf(to) === queue);
  if (admins.all.length === 0 && isOnlyForAdmins(delivery)) {
    // The directory does not answer, or names nobody: what the admin channel refuses waits until an admin can be notified.
    return recordSetback(id, { reason: error.reason, maybeDone: false, pauseMs: ownPauseMs(world) }, world);
  }
  await (state === 'posted' ? recordEditRefused : recordRefused)(id, error, { kinds, admins }, world);
}

function isOnlyForAdmins({ about, to, state }: Delivery): boolean {
  return factsOf[about.kind].forAdmins === true && to.kind === 'channel' && state !== 'posted';
}

async function recordSetback(id: string, setback: Setback, world: World): Promise<void> {
  await changeDelivery(id, world, {}, (tx, row, at) => markPostponed(tx, row, setback, at));
}

/** Tries the delivery again when the platform said so, or else after a pause of its own, and of the whole queue when others fail too. */
async function postpone(delivery: Delivery, error: ChatError, sending: Sending): Promise<void> {
  const { world, kinds, backoff } = sending;
  const { id, queue } = delivery;
  const { reason, maybeDone, answered } = error;
  const doubt = maybeDone ? editDoubt(delivery, sending) : {};
  const wait = error.kind === 'lockedOut' ? lockedOutMs : error.retryAfterMs;
  const queueMs = wait === null ? backoff.failed(queue, id) : null;
  if (wait !== null) backoff.pause(queue, wait);
  const ownMs = ownPauseMs(world);
  const pauseMs = (times: number, sinceMs: number) =>
    Math.min(ownMs(times, sinceMs), queueMs ?? Number.POSITIVE_INFINITY);
  const until = backoff.longPause(queue);
  const pause = wait === null ? pauseMs : null;
  await recordSetback(id, { reason, maybeDone, answered, until, ...doubt, pauseMs: pause }, world);
  if (error.kind === 'lockedOut') await notifyLockedOut(queue, reason, kinds, world);
}

/**
 * Makes the card of a delivery as it is sent: the card of its kind, with the admins whom it mentions, the reason why its reader gets
 * it, and a note when it may be there already. Returns null when there is nothing to show any more.
 */
export async function finishedCard(delivery: Delivery, how: HowMade, kinds: DeliveryKinds, world: World) {
  const made = await kindOf(kinds, delivery).card(delivery, world, how);
  if (!made) return null;
  const messagesOf = async () => made.messages ?? (await viewerLocaleOf(delivery.to, world)).messages;
  let card = await withAdminMentions(made, delivery, world);
  if (how.brief) card = shortenCard(card);
  if (factsOf[delivery.about.kind].unasked)
    card = await withReason({ ...made, card }, await messagesOf(), delivery, world);
  if (how.repeat) card = { ...card, text: [(await messagesOf()).alerts.repeat, ...card.text] };
  return { ...made, card };
}

/**
 * Returns the card with the admins whom an urgent message in the admin channel mentions, each once. An edit keeps the mentions of the
 * post, since it notifies nobody.
 */
async function withAdminMentions({ card, mentionsAdmins }: MadeCard, delivery: Delivery, world: World): Promise<Card> {
  const { to, state, called = [] } = delivery;
  if (!mentionsAdmins || to.kind !== 'channel') return card;
  const isNew = ({ id }: { id: Identity }) => !card.mentions.some((one) => one.id === id);
  const admins = (await adminsIn(to.channel, world)).filter(isNew);
  const here = state === 'posted' ? admins.filter(({ id }) => called.includes(id)) : admins;
  return { ...card, mentions: [...card.mentions, ...here] };
}

/** Returns the card with the reason why its reader gets it, after its own small print. */
async function withReason({ card, why: own }: MadeCard, messages: Messages, { to, about }: Delivery, { store }: World) {
  const { why, whyManager, whyAdminChannel, whyChannel, always } = messages.reminders;
  const isManager = about.kind === 'overdue' && about.forManager === true;
  const isFormer = to.kind === 'person' && about.kind === 'settingsNews' && isFormerAdmin(to.id, about);
  const whyPerson = own ?? (isFormer ? messages.settings.admins.whyFormer : isManager ? whyManager : why);
  const adminChannel = (await store.read((reader) => reader.get('organisation', 'organisation')))?.adminChannel;
  const inChannel = adminChannel && to.kind === 'channel' && sameChannel(adminChannel, to.channel);
  const reason = to.kind === 'person' ? `${whyPerson} ${always}` : inChannel ? whyAdminChannel : (own ?? whyChannel);
  return { ...card, footer: card.footer === null ? reason : lines([card.footer, reason]) };
}
