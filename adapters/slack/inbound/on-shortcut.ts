import { words } from '../../../src/messages/words.ts';
import { languageOf } from '../../chat/answer.ts';
import { raiseFrom, raiseFromNothing } from '../../chat/user-action.ts';
import { identityIn } from '../api/slack-text.ts';
import { loadingView } from '../render/view.ts';
import { chosenMessage } from './chosen-message.ts';
import { orLate, type SlackContext, type SlackTurn, visibleMs } from './context.ts';
import { openModal, openReply, updateModal } from './modal.ts';
import type { Shortcut } from './payload.ts';
import { follow, respond } from './post-ephemeral.ts';

/** Answers a shortcut in a window. Resolves when the answer is shown; what follows it goes on. */
export async function onShortcut(context: SlackContext, turn: SlackTurn, shortcut: Shortcut): Promise<void> {
  const isOfMessage = shortcut.type === 'message_action';
  const to = {
    trigger: shortcut.trigger_id,
    url: (isOfMessage && shortcut.response_url) || null,
    channel: isOfMessage ? shortcut.channel.id : null,
    thread: null,
  };
  const asker = context.asker(turn, identityIn(shortcut), to);
  const action = isOfMessage ? raiseFrom(await chosenMessage(context, asker.place, shortcut)) : raiseFromNothing;
  const work = context.ask(asker, action);
  const isLate = (await orLate(visibleMs, work, turn)) === 'late';
  const loading = loadingView(words(languageOf(asker.bot, asker, context)).slack, false);
  const { window } = isLate ? await openModal(context, asker, loading) : { window: null };
  const reply = await work;
  const filled = window && (await updateModal(context, window, context.window(reply, false, false)));
  if (!filled) {
    const cards = await openReply(context, asker, reply, false, { id: action.button, value: action.value });
    await respond(context, asker, { cards, locale: reply.locale });
  }
  context.track(follow(context, asker, reply));
}
