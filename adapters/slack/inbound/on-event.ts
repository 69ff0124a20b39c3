import { homeOf, type Identity } from '../../../src/domain/tenant/identity.ts';
import { messages as wordsIn } from '../../../src/messages/messages.ts';
import { ifUnwritable, type Tx } from '../../../src/ports/store.ts';
import { putMark } from '../../../src/store/idempotency.ts';
import { aboveForm, withFileNotice } from '../../chat/clean-interaction.ts';
import { repeatButton } from '../../chat/late-answer.ts';
import { identity, mentionsIn, wordsTo } from '../api/slack-text.ts';
import { cardsOf, orLate, type SlackContext, type SlackTurn } from './context.ts';
import { pressForForm, publishHome } from './modal.ts';
import type { Event } from './payload.ts';
import { follow, postEphemeral } from './post-ephemeral.ts';

/** How long (ms) after an event the acknowledgement waits for its mark to be stored: Slack waits 3 s. */
const claimMs = 2_700;

/** Acts on an event. Slack gets its acknowledgement when this resolves, and sends it again when this rejects. */
export async function onEvent(context: SlackContext, turn: SlackTurn, sent: Event): Promise<void> {
  const { event, team_id } = sent;
  const user = typeof event.user === 'object' ? event.user.id : event.user;
  const who = user === undefined ? null : identity(event.user_team ?? event.team ?? team_id, user);
  const channel = event.channel === undefined ? null : ({ platform: 'slack', address: event.channel } as const);
  switch (event.type) {
    case 'app_home_opened':
      if (who && event.tab !== 'messages') await publishHome(context, turn.bot, who);
      return;
    case 'app_mention':
      if (who && isPerson(event)) await onWords(context, turn, event, who);
      return;
    case 'message':
      if (who && event.channel_type === 'im' && isPerson(event)) await onWords(context, turn, event, who);
      return;
    case 'user_change':
      if (user !== undefined) context.people.forget(user);
      if (who) await turn.bot.changed(who);
      return;
    case 'member_joined_channel':
      if (channel && user === context.connection.team()?.botUserId) await turn.bot.arrived(channel);
      return;
    case 'channel_unarchive':
    case 'group_unarchive':
      if (channel) await turn.bot.arrived(channel);
      return;
    case 'channel_archive':
    case 'channel_deleted':
    case 'channel_left':
    case 'channel_shared':
    case 'channel_unshared':
    case 'group_archive':
    case 'group_deleted':
    case 'group_left':
      if (channel) await turn.bot.left(channel);
      return;
    case 'app_uninstalled':
      if (isOurs(context, sent)) context.connection.lost(event.type);
      return;
    case 'tokens_revoked':
      // Slack sends this event for user tokens too.
      if (isOurs(context, sent) && event.tokens?.bot?.length) context.connection.lost(event.type);
  }
}

/** Returns whether an event is of the bot's own workspace or organisation: Slack sends those of all that have the app. */
function isOurs({ connection }: SlackContext, { team_id, enterprise_id }: Event): boolean {
  const team = connection.team();
  if (team === null) return false;
  return team_id === team.id || (team.enterprise !== null && [team_id, enterprise_id].includes(team.enterprise));
}

/**
 * Subtypes of messages that people write: with a file, said to the channel too, or by `/me`. Others are edits,
 * deletions, and notices of Slack's. https://docs.slack.dev/reference/events/message#subtypes
 */
const written = ['file_share', 'thread_broadcast', 'me_message'];

/**
 * Returns whether a person wrote this: not a bot, and it is no notice. https://github.com/slackapi/bolt-js/issues/904
 */
function isPerson({ subtype, bot_id }: Event['event']): boolean {
  return (!subtype || written.includes(subtype)) && !bot_id;
}

/** Answers a message to the bot, or one that mentions it, once: also when Slack repeats it after a restart. */
async function onWords(context: SlackContext, turn: SlackTurn, event: Event['event'], from: Identity): Promise<void> {
  const mark = `slack:${turn.key}`;
  if (await context.store.read((reader) => reader.get('seen', mark))) return;
  const { text, files, channel = null, thread_ts: thread = null } = event;
  const asker = context.asker(turn, from, { trigger: '', url: null, channel, thread });
  const hasFile = (files ?? []).length > 0;
  const own = context.connection.team()?.botUserId ?? '';
  const said = wordsTo(own, text ?? '');
  const mentions = mentionsIn(text ?? '', homeOf(from), own);
  const words = said === '' && hasFile ? 'help' : said;
  const named = mentions.length > 0 ? { mentions } : {};
  const answered = await context.ask(asker, { kind: 'command', words, thread, ...named });
  // Nothing was done of what is refused: a repeat is refused again.
  const isRefused = answered.kind === 'card' && answered.refused === true;
  const claimed = isRefused ? Promise.resolve(true) : claim(context, mark, from);
  context.track(claimed);
  // A store that is slow is no more a reason to be silent than one that cannot write. Slack is answered in time, and so
  // repeats nothing.
  if (!(await orLate(claimMs, claimed, turn))) return;
  const reply = hasFile ? withFileNotice(answered) : answered;
  const { locale } = reply;
  // A message has no trigger, so it cannot open a window.
  const again = (reply.kind === 'form' && reply.again) || words;
  const press = { id: repeatButton.slack, value: again, above: aboveForm(reply) };
  const cards = reply.kind === 'form' ? [pressForForm(wordsIn(locale), 'formNeedsPress', press)] : cardsOf(reply);
  const posting = postEphemeral(context, asker, { cards, locale });
  context.track(posting.then(() => follow(context, asker, reply)));
}

/**
 * Marks the event as answered; resolves with false when it already was. A store that cannot write is no reason to be
 * silent.
 */
async function claim({ store, now, log }: SlackContext, id: string, by: Identity): Promise<boolean> {
  const mark = async (tx: Tx) => {
    if (await tx.get('seen', id)) return false;
    await putMark(tx, { id, at: new Date(now()).toISOString(), outcome: null, by });
    return true;
  };
  return store.change(mark).catch(
    ifUnwritable((error) => {
      log.warn({ event: 'slack.mark', err: error }, 'could not store the deduplication mark of a Slack event');
      return true;
    }),
  );
}
