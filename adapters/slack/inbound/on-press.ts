import { messages as wordsIn } from '../../../src/messages/messages.ts';
import { sentence, withChosen } from '../../../src/view/view.ts';
import { languageOf } from '../../chat/answer.ts';
import type { LocalizedReply } from '../../chat/clean-interaction.ts';
import { repeatButton } from '../../chat/late-answer.ts';
import type { UserAction } from '../../chat/user-action.ts';
import { identityIn, isDirect } from '../api/slack-text.ts';
import { linkValue, opensForm } from '../render/card.ts';
import { words } from '../render/text.ts';
import { loadingView, message, unpack } from '../render/view.ts';
import { type Asker, cardsOf, orLate, type SlackContext, type SlackTurn, visibleMs } from './context.ts';
import { type OpenModal, openModal, openReply, publishHome, updateModal } from './modal.ts';
import type { Press } from './payload.ts';
import { follow, respond } from './post-ephemeral.ts';

type PressedButton = Press['actions'][number];

/** A person who pressed a button, and the button. */
interface ButtonPress extends Asker {
  press: Press;
  action: PressedButton;
  /** True for a press on the Home tab, and in a window that was opened from there. */
  home: boolean;
}

/** Answers a pressed button. Resolves when the answer is shown; what follows it goes on. */
export async function onPress(context: SlackContext, turn: SlackTurn, press: Press): Promise<void> {
  const [pressed] = press.actions;
  if (!pressed || pressed.value === linkValue) return;
  const action = withMenu(pressed, press);
  const home = press.view?.type === 'home' || unpack(press.view?.private_metadata ?? '').home;
  const to = {
    trigger: press.trigger_id,
    url: press.response_url ?? null,
    channel: press.channel?.id ?? null,
    thread: press.message?.thread_ts ?? null,
  };
  const asker: ButtonPress = { ...context.asker(turn, identityIn(press), to), press, action, home };
  const work = context.ask(asker, withCard(actionOf(action), press));
  const loading = (await orLate(visibleMs, work, turn)) === 'late' ? await showLoading(context, asker) : null;
  const reply = await work;
  const last = inModal(press) && replacesCard(reply);
  const filled = loading !== null && (await updateModal(context, loading, context.window(reply, { home, last })));
  if (!filled) await show(context, asker, reply);
  const following = follow(context, asker, reply);
  const isHomeOld = home && reply.kind !== 'form';
  context.track(isHomeOld ? following.then(() => publishHome(context, asker.bot, asker.from)) : following);
}

/** Returns the button with what was chosen in the menu of its block, if there is one. */
function withMenu(pressed: PressedButton, { state, view }: Press): PressedButton {
  const [menu] = Object.values((state ?? view?.state)?.values[pressed.block_id] ?? {});
  return menu ? { ...pressed, value: withChosen(pressed.value, menu.selected_option?.value ?? null) } : pressed;
}

function actionOf({ action_id: button, value }: PressedButton): UserAction {
  return button === repeatButton.slack ? { kind: 'command', words: value } : { kind: 'press', button, value };
}

/** Adds to a press the time-stamp of its message, which is Slack's id of it, unless only the person sees that. */
function withCard(action: UserAction, { message, container }: Press): UserAction {
  if (action.kind !== 'press' || !message?.ts || container?.is_ephemeral === true) return action;
  return { ...action, card: message.ts };
}

/** Shows «one moment»: in a window where the answer comes in one, which it resolves with, and else in a sentence. */
async function showLoading(context: SlackContext, asker: ButtonPress): Promise<OpenModal | null> {
  const { press, action, home, url } = asker;
  // The person may have been looked up meanwhile.
  const locale = context.people.localeOf(asker.from);
  const say = wordsIn(languageOf(asker.bot, { ...asker, locale }, context)).slack;
  if (press.view || opensForm(action))
    return (await openModal(context, asker, loadingView(say, { home }), { onTop: inModal(press) })).window;
  const unsaid = (error: unknown) => context.log.info({ err: error }, 'Slack loading message not shown');
  const loading = message([sentence(say.loading, say.loading)], say);
  if (url !== null) await context.respond(url, loading).catch(unsaid);
  return null;
}

/** Shows the answer to a press in a window there; to one on the Home tab in a new window, as a form everywhere. */
async function show(context: SlackContext, asker: ButtonPress, reply: LocalizedReply): Promise<void> {
  const { press, action, home } = asker;
  if (inModal(press)) return showInModal(context, asker, reply);
  if (!press.view && reply.kind !== 'form') return showAsMessage(context, asker, reply);
  const cards = await openReply(context, asker, reply, { home, id: action.action_id, value: action.value });
  return showAsMessage(context, asker, { kind: 'cards', cards, locale: reply.locale });
}

async function showInModal(context: SlackContext, asker: ButtonPress, reply: LocalizedReply): Promise<void> {
  const { press, home } = asker;
  const instead = replacesCard(reply);
  const view = context.window(reply, { home, last: instead && (press.view?.clear_on_close ?? false) });
  const pushed = !instead && (await openModal(context, asker, view, { onTop: true })).window;
  if (!pushed && press.view) await updateModal(context, press.view, view);
}

async function showAsMessage(context: SlackContext, asker: ButtonPress, reply: LocalizedReply): Promise<void> {
  // A card in a channel belongs to everybody there, and the reply to the asker alone.
  const isTheirs = asker.press.container?.is_ephemeral === true || (asker.channel !== null && isDirect(asker.channel));
  const brief = !isTheirs && reply.kind === 'card' && reply.brief ? [sentence(reply.brief, words(reply.brief))] : null;
  const answer = { cards: brief ?? cardsOf(reply), locale: reply.locale };
  const isInstead = isTheirs && replacesCard(reply);
  const isShown = await respond(context, asker, { ...answer, replace: isInstead });
  // Slack may still take what it did not answer, over a newer edit of the outbox.
  if (isInstead && reply.kind === 'card' && reply.followed) await asker.bot.answerShown(reply.followed, isShown);
}

function replacesCard(reply: LocalizedReply): boolean {
  return reply.kind === 'card' && reply.instead;
}

function inModal(press: Press): boolean {
  return press.view?.type === 'modal';
}
