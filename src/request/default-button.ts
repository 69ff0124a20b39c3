import type { Delivery } from '../domain/delivery/delivery.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { World } from '../ports/world.ts';
import { type Button, button } from '../view/view.ts';
import type { Interaction, Reply, Request } from './interaction.ts';

/**
 * Adds a button to a card that has none, so that no answer is a dead end. The button leads to the part of the bot that `routeId` belongs
 * to.
 */
export function withDefaultButton(reply: Reply, routeId: string, locale: Locale): Reply {
  if (reply.kind !== 'card') return reply;
  const { buttons, rows, menu, more } = reply.card;
  if (buttons.length > 0 || menu || more !== null || rows.some((row) => row.button !== null)) return reply;
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

/** Returns the delivery whose message in the person's own chat was pressed; null for any other interaction. */
export async function pressedInPrivate({ actor }: Request, sent: Interaction, { store }: Pick<World, 'store'>) {
  if (sent.kind !== 'press' || sent.card === undefined || sent.fromChannel !== null) return null;
  const query = { key: `${actor.id} ${sent.card}`, after: null, limit: 1 };
  const [pressed] = await store.read((reader) => reader.scan('deliveries.message', query));
  return pressed ?? null;
}

/**
 * Returns the reply to a press, and notes where the outbox edits the pressed message because of it. A second edit, by the adapter that
 * answers the press, may come late, over a newer state. `pressed` is the message as it was before.
 */
export async function withFollowed(reply: Reply, pressed: Delivery | null, { store }: Pick<World, 'store'>) {
  if (!pressed || reply.kind !== 'card' || !reply.instead) return reply;
  const row = await store.read((reader) => reader.get('deliveries', pressed.id));
  if (row?.state !== 'posted' || row.held || row.want === pressed.want) return reply;
  return { ...reply, followed: { id: row.id, want: row.want } };
}
