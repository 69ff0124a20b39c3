import { button } from './card.ts';
import type { Words } from './messages/words.ts';
import type { Interaction, Reply } from './request/interaction.ts';
import type { Said } from './request/parse-command.ts';
import type { Button, Card } from './view.ts';

/** By the first part of a button's or form's id, and by verb: where the same part of the bot begins. */
const partOf: Readonly<Record<string, 'alerts' | 'faq' | 'reminders'>> = {
  alerts: 'alerts',
  raise: 'alerts',
  drill: 'alerts',
  report: 'alerts',
  ack: 'alerts',
  resolve: 'alerts',
  reopen: 'alerts',
  faq: 'faq',
  reminders: 'reminders',
  check: 'reminders',
};

/** No answer is a dead end: a card without a button of its own gets the one that leads on. */
export function withWayOn(reply: Reply, interaction: Interaction, said: Said | null, words: Words): Reply {
  if (reply.kind !== 'card' || leadsOn(reply.card)) return reply;
  return { ...reply, card: { ...reply.card, buttons: [onward(interaction, said, words)] } };
}

function leadsOn({ buttons, rows, more }: Card): boolean {
  return buttons.length > 0 || more !== null || rows.some(({ button }) => button !== null);
}

function onward(interaction: Interaction, said: Said | null, words: Words): Button {
  switch (partOf[nameOf(interaction, said)]) {
    case 'alerts':
      return button('press', 'alerts.list', words.alerts.buttons.list, '');
    case 'faq':
      return button('press', 'faq.topics', words.faq.askAQuestion, '');
    case 'reminders':
      return button('press', 'reminders.list', words.reminders.buttons.list, '');
    default:
      return helpButton(words);
  }
}

function nameOf(interaction: Interaction, said: Said | null): string {
  if (interaction.kind === 'press') return interaction.button.split('.')[0] ?? '';
  return interaction.kind === 'submit' ? (interaction.form.split('.')[0] ?? '') : (said?.verb ?? '');
}

export function helpButton({ welcome }: Words): Button {
  return button('press', 'help.show', welcome.help, '');
}
