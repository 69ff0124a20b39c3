import type { types } from '@slack/bolt';
import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import { button, type Card, card } from '../../../src/view/view.ts';
import { answer } from '../../chat/answer.ts';
import { aboveForm, type LocalizedReply } from '../../chat/clean-interaction.ts';
import { wordsInButton } from '../../chat/late-answer.ts';
import { calling } from '../api/client.ts';
import { homeView } from '../render/view.ts';
import { type Asker, cardsOf, type SlackContext } from './context.ts';

/**
 * How long (ms) after the interaction a modal may be opened: a `trigger_id` expires after 3 s, less the network latency of the call.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
const triggerMs = 2_800;

/** An open window: its id, and the hash of what it shows. */
export type OpenModal = { id: string; hash: string };

/**
 * The outcome of an attempt to open a window: the window, or else the key of the sentence that says what went wrong.
 */
type Opening = { window: OpenModal } | { window: null; why: 'formFailed' | 'formUnsure' };

/**
 * Opens a window, or with `onTop` puts one on top of the one in which the trigger arose: tried again while the trigger
 * lives. `formUnsure`: it may be open, since the answer was lost. `formFailed`: Slack said that it is not.
 */
export async function openModal(
  { clients, log, retry }: SlackContext,
  { trigger, startedAt }: Asker,
  view: types.ModalView,
  { onTop = false }: { onTop?: boolean } = {},
): Promise<Opening> {
  const { views } = clients.window;
  const shown = { trigger_id: trigger, view };
  const open = () => calling(() => (onTop ? views.push(shown) : views.open(shown)));
  const unlessDone = doneBefore<{ view?: Partial<OpenModal> }>(/^(exchanged_trigger_id|trigger_exchanged)$/, {});
  try {
    const opened = await retry(() => unlessDone(open), triggerMs - (performance.now() - startedAt));
    return { window: { id: opened.view?.id ?? '', hash: opened.view?.hash ?? '' } };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    const { reason, maybeDone } = error;
    log.warn({ event: 'slack.modal', reason }, 'Slack modal not opened');
    return { window: null, why: maybeDone ? 'formUnsure' : 'formFailed' };
  }
}

/** Shows something else in an open window, unless it was changed meanwhile. Resolves with whether Slack did. */
export async function updateModal(context: SlackContext, { id, hash }: OpenModal, view: types.ModalView) {
  const { clients, log, retry } = context;
  const update = () => calling(() => clients.reply.views.update({ view_id: id, hash: hash || undefined, view }));
  const unlessDone = doneBefore<unknown>(/^hash_conflict$/, null);
  try {
    await retry(() => unlessDone(update));
    return true;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    log.warn({ event: 'slack.modal', reason: error.reason }, 'Slack modal not updated');
    return false;
  }
}

/**
 * Treats a retried call as done when its first response was lost and Slack refuses the retry for what the first one
 * did.
 */
function doneBefore<T>(refusal: RegExp, done: T): (call: () => Promise<T>) => Promise<T> {
  let doubted = false;
  return async (call) => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (doubted && refusal.test(error.reason)) return done;
      doubted ||= error.maybeDone;
      throw error;
    }
  };
}

/**
 * Opens a reply in a window. Resolves with no cards; where Slack did not open it, with those to show in another place.
 * `repeat` is the button that asks for the same form again.
 */
export async function openReply(
  context: SlackContext,
  asker: Asker,
  reply: LocalizedReply,
  { home = false, ...repeat }: { home?: boolean; id: string; value: string },
): Promise<readonly Card[]> {
  const opening = await openModal(context, asker, context.window(reply, { home }));
  if (opening.window) return [];
  if (reply.kind !== 'form') return cardsOf(reply);
  return [pressForForm(messages(reply.locale), opening.why, { ...repeat, above: aboveForm(reply) })];
}

/** Returns a card with a button that opens the form, for when the form could not be opened directly. `above` is the text before it. */
export function pressForForm(
  { slack, formOpener }: Messages,
  why: 'formNeedsPress' | 'formFailed' | 'formUnsure',
  { id, value, above = [] }: { id: string; value: string; above?: readonly string[] },
): Card {
  const open = button('form', id, formOpener.button, wordsInButton(value), { style: 'primary' });
  return card(formOpener.button, slack[why], { text: [...above, slack[why]], buttons: [open] });
}

/** Draws the person's Home tab as things are now. */
export async function publishHome(context: SlackContext, bot: Asker['bot'], from: Identity): Promise<void> {
  const opened = { kind: 'home', from, locale: context.people.localeOf(from), fromChannel: null, key: null } as const;
  const reply = await answer(bot, opened, context);
  const view = context.shown(reply.locale, cardsOf(reply), homeView);
  try {
    await context.retry(() => calling(() => context.clients.reply.views.publish({ user_id: userOf(from), view })));
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    context.log.warn({ event: 'slack.home', reason: error.reason }, 'Slack Home tab not published');
  }
}
