import type { types } from '@slack/bolt';
import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Words } from '../../../src/messages/words.ts';
import { card } from '../../../src/view/build-card.ts';
import type { Button, Card } from '../../../src/view/view.ts';
import { againOn, wordsInButton } from '../../answer.ts';
import { calling, chatErrorOf } from '../api/chat-error.ts';
import { homeView } from '../render/view.ts';
import { cardsOf, type SlackContext, type Turn } from './context.ts';

/** A trigger lives for 3 s, and the call has to travel. */
const triggerMs = 2_800;

/** An open window: its id, and the hash of what it shows. */
export type Opened = { id: string; hash: string };
type Opening = Opened | 'failed' | 'unsure';

/** The window of an attempt to open one; null where none is known to be open. */
export function opened(opening: Opening): Opened | null {
  return typeof opening === 'string' ? null : opening;
}

/**
 * Opens a window, or puts one on top of the one in which the trigger arose: tried again while the trigger lives. `unsure`: it may
 * be open, since the answer was lost. `failed`: Slack said that it is not.
 */
export async function openModal(
  { clients, log, tries }: SlackContext,
  turn: Turn,
  how: { trigger: string; view: types.ModalView; onTop: boolean },
): Promise<Opening> {
  const what = { trigger_id: how.trigger, view: how.view };
  const { views } = clients.window;
  const open = () => calling(() => (how.onTop ? views.push(what) : views.open(what)));
  const unlessDone = doneBefore<{ view?: { id?: string; hash?: string } }>(
    /^(exchanged_trigger_id|trigger_exchanged)$/,
    {},
  );
  try {
    const { view } = await tries(() => unlessDone(open), triggerMs - (performance.now() - turn.startedAt));
    return { id: view?.id ?? '', hash: view?.hash ?? '' };
  } catch (error) {
    const { reason, maybeDone } = chatErrorOf(error);
    log.warn({ reason }, 'a window could not be opened');
    return maybeDone ? 'unsure' : 'failed';
  }
}

/** Shows something else in an open window, unless it was changed meanwhile. False when Slack does not. */
export async function updateModal(
  { clients, log, tries }: SlackContext,
  window: Opened,
  view: types.ModalView,
): Promise<boolean> {
  const hash = window.hash ? { hash: window.hash } : {};
  const update = () => calling(() => clients.say.views.update({ view_id: window.id, ...hash, view }));
  const unlessDone = doneBefore<unknown>(/^hash_conflict$/, null);
  try {
    await tries(() => unlessDone(update));
    return true;
  } catch (error) {
    log.warn({ reason: chatErrorOf(error).reason }, 'a window could not be changed');
    return false;
  }
}

/** A call that is made again after its answer was lost, and is refused for what the first one did, is done. */
function doneBefore<T>(refusal: RegExp, done: T): (call: () => Promise<T>) => Promise<T> {
  let doubted = false;
  return async (call) => {
    try {
      return await call();
    } catch (error) {
      const { reason, maybeDone } = chatErrorOf(error);
      if (doubted && refusal.test(reason)) return done;
      doubted ||= maybeDone;
      throw error;
    }
  };
}

/** The button that repeats a command: for where a form needs a press, or Slack did not open it. */
export const again = againOn.slack;

/** A sentence and the button that opens the form after all. `above` is said first. */
export function pressForForm(
  say: Words['slack'],
  why: 'formNeedsPress' | 'formFailed' | 'formUnsure',
  { id, value, above = [] }: { id: string; value: string; above?: readonly string[] },
): Card {
  const kept = wordsInButton(value);
  const button: Button = { kind: 'form', id, label: say.openForm, value: kept, style: 'primary', confirm: null };
  return card(say.openForm, say[why], { text: [...above, say[why]], buttons: [button] });
}

/** Draws the person's Home tab as things are now. */
export async function publishHome(desk: SlackContext, turn: Turn, who: Identity): Promise<void> {
  const asked = { from: who, locale: desk.people.localeOf(who), place: null, key: null };
  const reply = await desk.ask(turn, { kind: 'home', ...asked });
  const view = desk.shown(reply.locale, cardsOf(reply), (cards) => homeView(cards, desk.say(reply.locale)));
  try {
    await desk.tries(() => calling(() => desk.clients.say.views.publish({ user_id: userOf(who), view })));
  } catch (error) {
    desk.log.warn({ reason: chatErrorOf(error).reason }, 'a Home tab could not be published');
  }
}
