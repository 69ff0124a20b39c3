import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { ifUnwritable, type Reader, type Tx } from '../../../src/ports/store.ts';
import { cutNotice, withFileNotice } from '../../clean-interaction.ts';
import { identity, placeOf, wordsTo } from '../api/slack-text.ts';
import { cardsOf, type SlackContext, type Turn } from './context.ts';
import { again, pressForForm, publishHome } from './modal.ts';
import type { Event } from './payload.ts';
import { follow, postEphemeral } from './post-ephemeral.ts';

/** An event. Slack is told that it arrived when this resolves, and sends it again when it rejects. */
export async function onEvent(desk: SlackContext, turn: Turn, { event, team_id, event_id }: Event): Promise<void> {
  const user = typeof event.user === 'object' ? event.user.id : event.user;
  const who = user === undefined ? null : identity(event.user_team ?? event.team ?? team_id, user);
  switch (event.type) {
    case 'app_home_opened':
      if (who && event.tab !== 'messages') await publishHome(desk, turn, who);
      return;
    case 'app_mention':
      if (who && isPerson(event)) await onWords(desk, turn, event, who, event_id);
      return;
    case 'message':
      if (who && event.channel_type === 'im' && isPerson(event)) await onWords(desk, turn, event, who, event_id);
      return;
    case 'user_change':
      if (user !== undefined) desk.people.forget(user);
      if (who) await turn.bot.changed(who);
      return;
    case 'member_joined_channel':
      if (user === desk.session.team()?.botUserId) await arrived(turn, event.channel);
      return;
    case 'channel_unarchive':
    case 'group_unarchive':
      return arrived(turn, event.channel);
    case 'channel_archive':
    case 'channel_deleted':
    case 'channel_left':
    case 'channel_shared':
    case 'channel_unshared':
    case 'group_archive':
    case 'group_deleted':
    case 'group_left':
      return left(turn, event.channel);
    case 'app_uninstalled':
    case 'tokens_revoked':
      desk.session.lost(event.type);
  }
}

async function arrived({ bot }: Turn, channel: string | undefined): Promise<void> {
  if (channel !== undefined) await bot.arrived({ platform: 'slack', address: channel });
}

async function left({ bot }: Turn, channel: string | undefined): Promise<void> {
  if (channel !== undefined) await bot.left({ platform: 'slack', address: channel });
}

/** Messages that people write: with a file, said to the channel too, or by `/me`. Others are edits, deletions, and notices of Slack's. */
const written = ['file_share', 'thread_broadcast', 'me_message'];

/** Not a bot, and no notice. https://github.com/slackapi/bolt-js/issues/904 */
function isPerson({ subtype, bot_id }: Event['event']): boolean {
  return (!subtype || written.includes(subtype)) && !bot_id;
}

/** A command said in a message or to the bot in a channel. It is answered once, also when Slack repeats it after a restart. */
async function onWords(
  desk: SlackContext,
  turn: Turn,
  event: Event['event'],
  who: Identity,
  eventId: string,
): Promise<void> {
  const id = `slack:${eventId}`;
  if (await wasAnswered(desk, id)) return;
  const said = wordsTo(desk.session.team()?.botUserId ?? '', event.text ?? '');
  const hasFile = (event.files ?? []).length > 0;
  const words = said === '' && hasFile ? 'help' : said;
  const locale = desk.people.localeOf(who);
  const answered = await desk.ask(turn, {
    kind: 'command',
    words,
    from: who,
    locale,
    place: placeOf(event.channel),
    key: eventId,
  });
  if (!(await claim(desk, id))) return;
  const reply = hasFile ? withFileNotice(answered) : answered;
  const say = desk.say(reply.locale);
  // A message has no trigger, so it cannot open a window.
  const cards =
    reply.kind === 'form'
      ? [pressForForm(say, 'formNeedsPress', { id: again, value: words, above: cutNotice(reply) })]
      : cardsOf(reply);
  const spot = { channel: event.channel ?? null, thread: event.thread_ts ?? null };
  const telling = postEphemeral(desk, turn, { ...spot, who }, { cards, locale: reply.locale });
  desk.track(telling.then(() => follow(desk, turn, who, reply, { url: null, ...spot })));
}

function wasAnswered({ store }: SlackContext, id: string): Promise<boolean> {
  return store.read(async (reader: Reader) => (await reader.get('seen', id)) !== null);
}

/** Marks the event as answered; false when it already was. A store that cannot write is no reason to be silent. */
async function claim({ store, now, log }: SlackContext, id: string): Promise<boolean> {
  const mark = async (tx: Tx) => {
    if (await tx.get('seen', id)) return false;
    await tx.put('seen', { id, at: new Date(now()).toISOString(), outcome: null });
    return true;
  };
  return store.change(mark).catch(
    ifUnwritable((error) => {
      log.warn({ err: error }, 'an answered event could not be noted');
      return true;
    }),
  );
}
