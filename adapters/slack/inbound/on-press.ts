import type { Identity } from '../../../src/domain/tenant/identity.ts';
import type { Interaction } from '../../../src/request/interaction.ts';
import { sentence } from '../../../src/view/build-card.ts';
import { type Answer, languageOf } from '../../answer.ts';
import { identity, placeOf } from '../api/slack-text.ts';
import { linkValue, opensForm } from '../render/button.ts';
import { unpack } from '../render/modal-metadata.ts';
import { words } from '../render/text.ts';
import { loadingView, message } from '../render/view.ts';
import { cardsOf, orLate, type SlackContext, type Turn, visibleMs } from './context.ts';
import { again, type Opened, opened, openModal, pressForForm, publishHome, updateModal } from './modal.ts';
import type { Press } from './payload.ts';
import { follow, respond } from './post-ephemeral.ts';

type Action = Press['actions'][number];

interface Pressed {
  desk: SlackContext;
  turn: Turn;
  press: Press;
  action: Action;
  who: Identity;
  /** Pressed on the Home tab, or in a window that was opened from there. */
  home: boolean;
}

/** A pressed button. Slack has its answer before this is done. */
export async function onPress(desk: SlackContext, turn: Turn, press: Press): Promise<void> {
  const [action] = press.actions;
  if (!action || action.value === linkValue) return;
  const who = identity(press.user.team_id ?? press.team?.id ?? '', press.user.id);
  const home = press.view?.type === 'home' || unpack(press.view?.private_metadata ?? '').home;
  const pressed: Pressed = { desk, turn, press, action, who, home };
  const asked = desk.ask(turn, interactionOf(pressed));
  const waiting = (await orLate(visibleMs, asked, turn)) === 'late' ? await onItsWay(pressed) : null;
  const reply = await asked;
  const last = inWindow(press) && reply.kind === 'card' && reply.instead;
  const filled = waiting !== null && (await updateModal(desk, waiting, desk.window(reply, home, last)));
  if (!filled) await show(pressed, reply);
  const spot = { channel: press.channel?.id ?? null, thread: press.message?.thread_ts ?? null };
  await follow(desk, turn, who, reply, { url: press.response_url ?? null, ...spot });
  if (home && reply.kind !== 'form') await publishHome(desk, turn, who);
}

function interactionOf({ desk, turn, press, action, who }: Pressed): Interaction {
  const place = placeOf(press.channel?.id);
  const doing = { from: who, locale: desk.people.localeOf(who), place, key: turn.key };
  if (action.action_id === again) return { kind: 'command', words: action.value, ...doing };
  return { kind: 'press', button: action.action_id, value: action.value, ...doing };
}

/** Says «one moment»: in a window where the answer comes in one, which is returned, and else in a sentence. */
async function onItsWay(pressed: Pressed): Promise<Opened | null> {
  const { desk, turn, press, action, home } = pressed;
  const say = desk.say(languageOf(turn.bot, interactionOf(pressed), desk));
  if (press.view || opensForm(action)) {
    const view = loadingView(say, home);
    return opened(await openModal(desk, turn, { trigger: press.trigger_id, view, onTop: inWindow(press) }));
  }
  const said = message([sentence(say.loading, say.loading)], say);
  const unsaid = (error: unknown) => desk.log.info({ err: error }, 'nobody was told that an answer is on its way');
  if (press.response_url) await desk.respond(press.response_url, said, false).catch(unsaid);
  return null;
}

function show(pressed: Pressed, reply: Answer): Promise<void> {
  if (inWindow(pressed.press)) return showInWindow(pressed, reply);
  return pressed.press.view || reply.kind === 'form' ? showAsWindow(pressed, reply) : showAsMessage(pressed, reply);
}

async function showInWindow(pressed: Pressed, reply: Answer): Promise<void> {
  const { desk, turn, press, home } = pressed;
  const instead = reply.kind === 'card' && reply.instead;
  const view = desk.window(reply, home, instead && (press.view?.clear_on_close ?? false));
  const pushed = !instead && opened(await openModal(desk, turn, { trigger: press.trigger_id, view, onTop: true }));
  if (!pushed && press.view) await updateModal(desk, press.view, view);
}

/** On the Home tab everything is answered in a window; elsewhere a form is. */
async function showAsWindow(pressed: Pressed, reply: Answer): Promise<void> {
  const { desk, turn, press, action, home } = pressed;
  const view = desk.window(reply, home, false);
  const window = await openModal(desk, turn, { trigger: press.trigger_id, view, onTop: false });
  if (opened(window)) return;
  const retry = { id: action.action_id, value: action.value };
  const why = window === 'unsure' ? 'formUnsure' : 'formFailed';
  const instead = reply.kind === 'form' ? [pressForForm(desk.say(reply.locale), why, retry)] : cardsOf(reply);
  await showAsMessage(pressed, { kind: 'cards', cards: instead, locale: reply.locale });
}

async function showAsMessage({ desk, turn, press, who }: Pressed, reply: Answer): Promise<void> {
  const channel = press.channel?.id ?? null;
  // A card in a channel belongs to everybody there, and the reply to the asker alone.
  const theirs = press.container?.is_ephemeral === true || channel?.startsWith('D') === true;
  const brief = !theirs && reply.kind === 'card' && reply.brief ? [sentence(reply.brief, words(reply.brief))] : null;
  const replace = theirs && reply.kind === 'card' && reply.instead;
  const asked = { url: press.response_url ?? null, channel, thread: press.message?.thread_ts ?? null };
  await respond(desk, turn, who, { cards: brief ?? cardsOf(reply), locale: reply.locale }, { ...asked, replace });
}

function inWindow(press: Press): boolean {
  return press.view?.type === 'modal';
}
