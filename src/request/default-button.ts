import type { Locale } from '../domain/tenant/locales.ts';
import { type Messages, messages } from '../messages/messages.ts';
import { type Button, button } from '../view/view.ts';
import type { Reply } from './interaction.ts';

/** Adds a button to a card that has none, so that no answer is a dead end. The button leads to the part of the bot that `routeId` belongs to. */
export function withDefaultButton(reply: Reply, routeId: string, locale: Locale): Reply {
  if (reply.kind !== 'card') return reply;
  const { buttons, rows, more } = reply.card;
  if (buttons.length > 0 || more !== null || rows.some((row) => row.button !== null)) return reply;
  return { ...reply, card: { ...reply.card, buttons: [onward(routeId, messages(locale))] } };
}

function onward(routeId: string, messages: Messages): Button {
  switch (routeId.split('.')[0]) {
    case 'alerts':
      return button('press', 'alerts.list', messages.alerts.buttons.list, '');
    case 'faq':
      return button('press', 'faq.topics', messages.faq.askAQuestion, '');
    case 'reminders':
      return button('press', 'reminders.list', messages.reminders.buttons.list, '');
    default:
      return helpButton(messages);
  }
}

/** Returns the button that shows the list of verbs. */
export function helpButton({ welcome }: Messages): Button {
  return button('press', 'help.show', welcome.help, '');
}
