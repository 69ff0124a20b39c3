import { cutNotice } from '../as-read.ts';
import { cardsOf, type Desk, type Turn } from './desk.ts';
import { follow, respond } from './follow.ts';
import type { Command } from './payload.ts';
import { identity, placeOf, wordsOf } from './said.ts';
import { answerBytes } from './view.ts';
import { again, openWindow, pressForForm } from './window.ts';

/** A slash command: a card comes back in the HTTP response as JSON, a form opens and the response is empty. */
export async function onCommand(desk: Desk, turn: Turn, command: Command): Promise<Buffer | null> {
  const who = identity(command.team_id, command.user_id);
  const words = wordsOf(command.text);
  const reply = await desk.ask(turn, {
    kind: 'command',
    words,
    from: who,
    locale: desk.people.localeOf(who),
    place: placeOf(command.channel_id),
    key: turn.key,
  });
  const asked = { url: command.response_url ?? null, channel: command.channel_id, thread: null };
  if (reply.kind === 'card' && reply.followUp) desk.track(follow(desk, turn, who, reply, asked));
  if (reply.kind !== 'form')
    return desk.shown(reply.locale, cardsOf(reply), (cards) => answerBytes(cards, reply.locale));
  const view = desk.form(reply.locale, reply.form, false);
  const opening = openWindow(desk, turn, { trigger: command.trigger_id, view, onTop: false });
  const press = (how: Exclude<Awaited<typeof opening>, object>) =>
    pressForForm(desk.say(reply.locale), how === 'unsure' ? 'formUnsure' : 'formFailed', {
      ...{ id: again, value: words, above: cutNotice(reply) },
    });
  const soon = await Promise.race([opening, answerTime(turn)]);
  if (soon === 'late') desk.track(opening.then(toldLater));
  return typeof soon === 'string' && soon !== 'late' ? answerBytes([press(soon)], reply.locale) : null;

  /** Slack has its empty answer: what it did not open is said at the response_url. */
  async function toldLater(how: Awaited<typeof opening>): Promise<void> {
    if (typeof how !== 'string') return;
    await respond(desk, turn, who, { cards: [press(how)], locale: reply.locale }, { ...asked, replace: false });
  }
}

/** Slack waits 3 s for the answer to a command, and the answer has to travel. */
const answerMs = 2_800;

function answerTime({ startedAt }: Turn): Promise<'late'> {
  return new Promise((resolve) => {
    setTimeout(resolve, answerMs - (performance.now() - startedAt), 'late').unref();
  });
}
