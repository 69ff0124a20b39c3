import type { types } from '@slack/bolt';
import { card } from '../../src/card.ts';
import { cleaned } from '../../src/domain/clean-text.ts';
import type { Words } from '../../src/messages/words.ts';
import type { Button, Card } from '../../src/view.ts';
import { calling, chatErrorOf, inTime } from './chat-error.ts';
import type { Desk, Turn } from './desk.ts';

/** Slack waits 3 s, and the answer has to travel. */
const deadlineMs = 2_800;

export type Opened = { id: string; hash: string };

/** Opens a window, or puts one on top of the one in which the trigger arose. Null when Slack does not. */
export async function openWindow(
  { clients, log }: Desk,
  turn: Turn,
  how: { trigger: string; view: types.ModalView; onTop: boolean },
): Promise<Opened | null> {
  const what = { trigger_id: how.trigger, view: how.view };
  const open = () => (how.onTop ? clients.look.views.push(what) : clients.look.views.open(what));
  try {
    const left = deadlineMs - (performance.now() - turn.startedAt);
    const { view } = await inTime(left, calling(open));
    return { id: view?.id ?? '', hash: view?.hash ?? '' };
  } catch (error) {
    log.warn({ reason: chatErrorOf(error).reason }, 'a window could not be opened');
    return null;
  }
}

/** Shows something else in an open window, unless it was changed meanwhile. False when Slack does not. */
export async function changeWindow({ clients, log }: Desk, window: Opened, view: types.ModalView): Promise<boolean> {
  const hash = window.hash ? { hash: window.hash } : {};
  try {
    await calling(() => clients.send.views.update({ view_id: window.id, ...hash, view }));
    return true;
  } catch (error) {
    log.warn({ reason: chatErrorOf(error).reason }, 'a window could not be changed');
    return false;
  }
}

/** The button that repeats a command: for where a form needs a press, or Slack did not open it. */
export const again = 'slack.again';

/** No form takes more of what was said. */
const longestAgain = 2_000;

/** A sentence and the button that opens the form after all. `above` is said first. */
export function pressForForm(
  say: Words['slack'],
  why: 'formNeedsPress' | 'formFailed',
  { id, value, above = [] }: { id: string; value: string; above?: readonly string[] },
): Card {
  const kept = cleaned(value.slice(0, longestAgain));
  const button: Button = { kind: 'form', id, label: say.openForm, value: kept, style: 'primary', confirm: null };
  return card(say.openForm, say[why], { text: [...above, say[why]], buttons: [button] });
}
