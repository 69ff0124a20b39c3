import { userOf } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/view/view.ts';
import { followUpOf } from '../../chat/answer.ts';
import type { LocalizedReply } from '../../chat/clean-interaction.ts';
import { lateCards } from '../../chat/late-answer.ts';
import { isPassing } from '../../chat/retry-reply.ts';
import { asItIs } from '../api/chat.ts';
import { calling } from '../api/client.ts';
import { isDirect } from '../api/slack-text.ts';
import { plainBlocks, type RichBlock } from '../render/card.ts';
import { message } from '../render/view.ts';
import type { Asker, SlackContext } from './context.ts';

/** Cards, and the language of what the adapter adds to them. */
interface LocalizedCards {
  cards: readonly Card[];
  locale: Locale;
}

/**
 * Posts an answer where the person asked: in the direct message, or for their eyes only in the channel. Where Slack
 * does not let the bot do that, in the direct message. What Slack does not take for now is kept, and brought by the
 * outbox. https://docs.slack.dev/reference/methods/chat.postEphemeral
 */
export async function postEphemeral(context: SlackContext, asker: Asker, answer: LocalizedCards): Promise<void> {
  try {
    await post(context, asker, answer).catch((error: unknown) => {
      const isPrivate = asker.channel === null || isDirect(asker.channel);
      if (isPrivate || !(error instanceof ChatError) || error.kind !== 'refused') throw error;
      return post(context, { ...asker, channel: null, thread: null }, answer);
    });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    context.log.warn({ event: 'answer.refused', err: error }, 'Slack refused a reply to a person');
    if (!isPassing(error)) return;
    for (const card of lateCards(answer.cards, answer.locale)) await asker.bot.enqueueAnswer(asker.from, card);
  }
}

async function post(context: SlackContext, asker: Asker, { cards, locale }: LocalizedCards): Promise<void> {
  const { retry, clients, sendRich } = context;
  const { chat, conversations } = clients.reply;
  const user = userOf(asker.from);
  const open = () => calling(() => conversations.open({ users: user }));
  const channel = asker.channel ?? (await retry(open)).channel?.id ?? '';
  const how = { channel, thread_ts: asker.thread ?? undefined, ...asItIs };
  const send = (rich: ReadonlySet<RichBlock>) => {
    const posted = { ...how, ...context.shown(locale, cards, (shown, say) => message(shown, say, rich)) };
    return calling<unknown>(() =>
      isDirect(channel) ? chat.postMessage(posted) : chat.postEphemeral({ ...posted, user }),
    );
  };
  await retry(() => (isDirect(channel) ? sendRich(cards, send) : send(plainBlocks)));
}

/** Sends the person the follow-up of an answer, as an ephemeral message like the answer. */
export async function follow(context: SlackContext, asker: Asker, reply: LocalizedReply): Promise<void> {
  const card = await followUpOf(reply, context);
  if (card !== null) await respond(context, asker, { cards: [card], locale: reply.locale });
}

/**
 * Answers at the response_url, or with `postEphemeral` where Slack gave none or does not take it; does nothing without
 * a card. `replace`: in place of the message whose button was pressed. Resolves with whether Slack took it at the response_url.
 */
export async function respond(context: SlackContext, asker: Asker, answer: LocalizedCards & { replace?: boolean }) {
  if (answer.cards.length === 0) return false;
  try {
    if (asker.url === null) throw new Error('no response_url');
    await context.respond(asker.url, context.shown(answer.locale, answer.cards, message), answer);
    return true;
  } catch (error) {
    context.log.info({ err: error }, 'Slack refused an answer by response_url: sending it as a message');
    await postEphemeral(context, asker, answer);
    return false;
  }
}
