import type { Channel, Identity } from '../../src/domain/identity.ts';

/** The person's own team, not the one where it happened: Slack Connect brings in people of others. */
export function identity(team: string, user: string): Identity {
  return `slack:${team}/${user}`;
}

/** Null for a direct message. */
export function placeOf(channel: string | undefined): Channel | null {
  return channel === undefined || channel.startsWith('D') ? null : { platform: 'slack', address: channel };
}

/**
 * What a person typed, as they typed it: Slack turns `contoso.com` into `<http://contoso.com|contoso.com>` and escapes
 * three characters. https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 */
export function wordsOf(text: string): string {
  if (!/[<&]/.test(text)) return text.trim();
  return text
    .replace(/<(?:https?:|mailto:|tel:)[^|<>]*\|([^<>]*)>/g, '$1')
    .replace(/<((?:https?:|mailto:|tel:)[^|<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

/** The same without the mentions of the bot itself. */
export function wordsTo(bot: string, text: string): string {
  return wordsOf(text.replace(/<@(\w+)(?:\|[^<>]*)?>/g, (mention, user) => (user === bot ? ' ' : mention)));
}
