/** Why the bot cannot post in a channel, as people can mend it. */
export type ChannelTrouble = 'archived' | 'notMember' | 'missing' | 'noRight' | 'notConfigured' | 'platform' | 'other';

/** What platforms say when the bot is not there, or the channel is not: a later look tells when that is over. Of other refusals only a message that goes through does. */
export const absence = /archived|not_in_channel|not_found|not_connected|NotInConversation|ConversationNotFound/;

/** What a person, or their admin, wants: only they end it. */
const unwanted = /Blocked|Disabled|^cannot_dm|^messages_tab|^user_/;

/** The first that fits. The platform itself: its credentials, its plan or a proxy, in no channel. */
const troubles: readonly (readonly [RegExp, ChannelTrouble])[] = [
  [/archived/, 'archived'],
  [/not_in_channel|not_connected|NotInConversation/, 'notMember'],
  // A platform may hide a private channel from whoever is not in it.
  [/not_found|ConversationNotFound/, 'missing'],
  [/restricted|permission|denied|Blocked|Disabled|Forbidden/, 'noRight'],
  [/platform_not_configured/, 'notConfigured'],
  [/scope|token|auth|account|org_login|message_limit|migrating|^http_|^status_/, 'platform'],
];

/** Returns what is wrong with a channel, from the platform's own code. */
export function troubleOf(reason: string): ChannelTrouble {
  return troubles.find(([codes]) => codes.test(reason))?.[1] ?? 'other';
}

/** Whether the same may be taken later without anybody telling the bot so. Of people, absence means that there is no chat yet. */
export function mayPass(reason: string, to: 'channel' | 'person'): boolean {
  return !unwanted.test(reason) && (to === 'channel' || !absence.test(reason));
}
