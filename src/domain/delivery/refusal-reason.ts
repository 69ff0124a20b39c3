/** The reason why the bot cannot post in a channel, by what people can do about it. */
export type ChannelTrouble = 'archived' | 'notMember' | 'missing' | 'noRight' | 'notConfigured' | 'platform' | 'other';

/**
 * Matches what platforms say when the bot is not in the channel, or the channel is not there: they can be asked whether that is over. The
 * end of other refusals shows only when a message goes through.
 */
export const absence = /archived|not_in_channel|not_found|not_connected|NotInConversation|ConversationNotFound/;

/** Matches refusals that a person or their admin chose (blocked or disabled the bot). Retrying is pointless until they undo it. */
const unwanted = /Blocked|Disabled|^cannot_dm|^messages_tab|^user_/;

/** The troubles by the platforms' codes; the first that fits counts. `platform` means its credentials, its plan or a proxy. */
const troubles: readonly (readonly [RegExp, ChannelTrouble])[] = [
  [/archived/, 'archived'],
  [/not_in_channel|not_connected|NotInConversation/, 'notMember'],
  // A platform may hide a private channel from everybody who is not in it.
  [/not_found|ConversationNotFound/, 'missing'],
  [/restricted|permission|denied|Blocked|Disabled|Forbidden/, 'noRight'],
  [/platform_not_configured/, 'notConfigured'],
  [/scope|token|auth|account|org_login|message_limit|migrating|^http_|^status_/, 'platform'],
];

/** Returns what is wrong with a channel, from the platform's own code. */
export function troubleOf(reason: string): ChannelTrouble {
  return troubles.find(([codes]) => codes.test(reason))?.[1] ?? 'other';
}

/**
 * Returns whether the destination may take messages later without a word to the bot. Of people, absence means that there is no chat yet.
 */
export function mayPass(reason: string, to: 'channel' | 'person'): boolean {
  return !unwanted.test(reason) && (to === 'channel' || !absence.test(reason));
}
