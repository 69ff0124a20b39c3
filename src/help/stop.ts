import { button, card } from '../card.ts';
import type { Reply } from '../request/interaction.ts';
import type { Request } from '../request/request.ts';

/** The answer to «stop»: what can be put off, where, and what cannot. */
export function stopHelp({ words }: Request): Reply {
  const { help, reminders, faq } = words;
  return {
    kind: 'card',
    instead: false,
    card: card(help.stop.title, help.stop.text[0] ?? '', {
      text: help.stop.text,
      buttons: [
        button('press', 'reminders.list', reminders.buttons.list, '', { style: 'primary' }),
        button('press', 'help.show', faq.help, ''),
      ],
    }),
  };
}
