import type { AdaptiveCard } from './card.ts';
import { escapeRun } from './escape.ts';

/** A message as Teams takes it. */
export interface TeamsMessage {
  type: 'message';
  from?: { id: string };
  text?: string;
  textFormat?: 'plain';
  summary?: string;
  attachmentLayout?: 'list';
  attachments?: readonly { contentType: string; name?: string; contentUrl?: string; content: object }[];
  channelData?: { notification: { alert: true } };
}

const contentType = 'application/vnd.microsoft.card.adaptive';

/** A card as the attachment of a message. */
export function attachment(content: AdaptiveCard) {
  return { contentType, content };
}

/** `summary` is what a notification and a list of chats show. */
export function cardMessage(botId: string, summary: string, cards: readonly AdaptiveCard[]): TeamsMessage {
  return {
    type: 'message',
    from: { id: botId },
    summary: escapeRun(summary),
    attachmentLayout: 'list',
    attachments: cards.map(attachment),
  };
}

/** A file that is where Teams said, to be opened from the chat. */
export function fileInfo(
  botId: string,
  { name, contentUrl, uniqueId, fileType }: { name: string; contentUrl: string; uniqueId: string; fileType: string },
): TeamsMessage {
  const contentType = 'application/vnd.microsoft.teams.card.file.info';
  const attachments = [{ contentType, name, contentUrl, content: { uniqueId, fileType } }];
  return { type: 'message', from: { id: botId }, attachments };
}

/** A message of plain text, in which nothing is read as markup. */
export function textMessage(botId: string, text: string): TeamsMessage {
  return { type: 'message', from: { id: botId }, text, textFormat: 'plain' };
}
