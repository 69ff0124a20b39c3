import { cutNotice } from '../as-read.ts';
import { cardsOf, type Desk, type Turn } from './desk.ts';
import { follow } from './follow.ts';
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
  if (reply.kind === 'card' && reply.followUp)
    desk.track(
      follow(desk, who, reply, { url: command.response_url ?? null, channel: command.channel_id, thread: null }),
    );
  if (reply.kind !== 'form')
    return desk.shown(reply.locale, cardsOf(reply), (cards) => answerBytes(cards, reply.locale));
  const view = desk.form(reply.locale, reply.form, false);
  const opened = await openWindow(desk, turn, { trigger: command.trigger_id, view, onTop: false });
  if (opened) return null;
  return answerBytes(
    [pressForForm(desk.say(reply.locale), 'formFailed', { id: again, value: words, above: cutNotice(reply) })],
    reply.locale,
  );
}
