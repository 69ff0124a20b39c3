import { richBlocksFor } from '../../adapters/slack/render/card.ts';
import { formView } from '../../adapters/slack/render/form.ts';
import { cardView, homeView, message, type SlackMessage } from '../../adapters/slack/render/view.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Reply } from '../../src/request/interaction.ts';

type View = ReturnType<typeof formView> | ReturnType<typeof homeView>;
export type OnSlack = { kind: 'message' | 'posted'; value: SlackMessage } | { kind: 'view'; value: View };

/** A reply on every surface where Slack may show it, the usual one first. */
export function onSlack(reply: Reply, locale: Locale): OnSlack[] {
  const say = messages(locale).slack;
  if (reply.kind === 'form') return [{ kind: 'view', value: formView(reply.form, false, say) }];
  const cards = reply.kind === 'card' ? [reply.card] : reply.cards;
  const home: OnSlack = { kind: 'view', value: homeView(cards, say) };
  if (reply.kind === 'cards') return [home];
  const rich = richBlocksFor(cards);
  const posted: OnSlack[] = rich.size === 0 ? [] : [{ kind: 'posted', value: message(cards, say, rich) }];
  return [
    { kind: 'message', value: message(cards, say) },
    ...posted,
    { kind: 'view', value: cardView(cards, say, { home: true, last: true }) },
    home,
  ];
}
