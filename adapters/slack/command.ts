import { cardsOf, type Desk, type Turn } from './desk.ts';
import type { Command } from './payload.ts';
import { identity, placeOf, wordsOf } from './said.ts';
import { type Message, message } from './view.ts';
import { again, openWindow, pressForForm } from './window.ts';

export type CommandAnswer = Message & { response_type: 'ephemeral' };

/** A slash command: a card comes back in the HTTP response, a form opens and the response is empty. */
export async function onCommand(desk: Desk, turn: Turn, command: Command): Promise<CommandAnswer | undefined> {
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
  if (reply.kind !== 'form')
    return ephemeral(desk.shown(who, cardsOf(reply), (cards) => message(cards, desk.say(who))));
  const view = desk.form(who, reply.form, false);
  const opened = await openWindow(desk, turn, { trigger: command.trigger_id, view, onTop: false });
  if (opened) return undefined;
  return ephemeral(message([pressForForm(desk, who, 'formFailed', { id: again, value: words })], desk.say(who)));
}

function ephemeral(contents: Message): CommandAnswer {
  return { response_type: 'ephemeral', ...contents };
}
