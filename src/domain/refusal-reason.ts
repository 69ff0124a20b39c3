/** What platforms say when the bot is not there, or the channel is not: a later look tells when that is over. Of other refusals only a message that goes through does. */
export const absence = /archived|not_in_channel|not_found|not_connected|NotInConversation|ConversationNotFound/;

/** What a person, or their admin, wants: only they end it. */
const unwanted = /Blocked|Disabled|^cannot_dm|^messages_tab|^user_/;

/** Whether the same may be taken later without anybody telling the bot so. Of people, absence means that there is no chat yet. */
export function mayPass(reason: string, to: 'channel' | 'person'): boolean {
  return !unwanted.test(reason) && (to === 'channel' || !absence.test(reason));
}
