import type { AdaptiveCard } from './card.ts';
import { escapeRun } from './escape.ts';

/**
 * A message as Teams takes it.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
 */
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

/**
 * A message for the eyes of one person. The calls of the connector that post where others read take no such message, so that
 * no mistake shows it to them.
 */
export interface ConfidentialMessage {
  readonly forOnePerson: TeamsMessage;
}

/** Returns the message as one that only one person may read. */
export function confidential(message: TeamsMessage): ConfidentialMessage {
  return { forOnePerson: message };
}

const contentType = 'application/vnd.microsoft.card.adaptive';

/** Returns a card as the attachment of a message. */
export function attachment(content: AdaptiveCard) {
  return { contentType, content };
}

/** Returns cards as one message. `summary` is what a notification and a list of chats show. */
export function cardMessage(botId: string, summary: string, cards: readonly AdaptiveCard[]): TeamsMessage {
  const shown = { summary: escapeRun(summary), attachmentLayout: 'list', attachments: cards.map(attachment) } as const;
  return { type: 'message', from: { id: botId }, ...shown };
}

/**
 * Returns the message with which a person opens an uploaded file from the chat.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
 */
export function fileInfo(
  botId: string,
  { name, contentUrl, uniqueId, fileType }: { name: string; contentUrl: string; uniqueId: string; fileType: string },
): TeamsMessage {
  const contentType = 'application/vnd.microsoft.teams.card.file.info';
  const attachments = [{ contentType, name, contentUrl, content: { uniqueId, fileType } }];
  return { type: 'message', from: { id: botId }, attachments };
}

/** Returns a message of plain text, in which nothing is read as markup. */
export function textMessage(botId: string, text: string): TeamsMessage {
  return { type: 'message', from: { id: botId }, text, textFormat: 'plain' };
}
