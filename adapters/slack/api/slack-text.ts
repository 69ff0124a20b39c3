import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { parseCommand } from '../../../src/request/parse-command.ts';
import { textToBot } from '../../chat/clean-interaction.ts';

/**
 * Returns the identity of a user. `team` is the person's own, not the one where they wrote: Slack Connect brings in
 * people of other teams. https://docs.slack.dev/apis/slack-connect
 */
export function identity(team: string, user: string): Identity {
  return `slack:${team}/${user}`;
}

/** Returns the identity of the person who pressed, sent or typed something, as Slack names them in its payload. */
export function identityIn({ user, team }: { user: SlackUser; team?: { id: string } | null | undefined }): Identity {
  return identity(user.team_id ?? team?.id ?? '', user.id);
}

interface SlackUser {
  id: string;
  team_id?: string | null | undefined;
}

/** Returns whether a channel is a direct message of one person with the bot. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/**
 * Returns what a person typed, as they typed it: Slack turns `contoso.com` into `<http://contoso.com|contoso.com>` and
 * escapes three characters; a mention is `<@U123|sam>`, in a message without the name.
 * https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 */
export function typedText(text: string): string {
  return asNoteOr(plain(text), () => plain(withoutEmoji(text)));
}

/** Returns the words of a note with its emoji, which people typed there for others to read, and those of all else without. */
function asNoteOr(whole: string, withoutEmoji: () => string): string {
  return parseCommand(whole).verb === 'note' ? whole : withoutEmoji();
}

function plain(said: string): string {
  if (!/[<&]/.test(said)) return said.trim();
  return said
    .replace(/<(?:https?:|mailto:|tel:)[^|<>]*\|([^<>]*)>/g, '$1')
    .replace(/<((?:https?:|mailto:|tel:)[^|<>]*)>/g, '$1')
    .replace(
      /<([@#!])(?:subteam\^|date\^)?[\w^]*\|[@#]?([^<>]+)>/g,
      (_, mark, name) => `${mark === '#' ? '#' : '@'}${name}`,
    )
    .replace(/<([@#])(\w+)\|?>|<!(\w+)>/g, (_, mark, id, group) => (mark ? `${mark}${id}` : `@${group}`))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

/** Returns the people whom a text mentions, but for the bot's own user, in the workspace `team`. */
export function mentionsIn(text: string, team: string, bot: string | null): Identity[] {
  const ids = [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g)].map(([, id = '']) => id);
  return [...new Set(ids)].filter((id) => id !== bot).map((id) => identity(team, id));
}

/** Removes emoji, which Slack writes as codes, `:tada:`: they say nothing but that somebody is there. */
function withoutEmoji(text: string): string {
  if (!text.includes(':')) return text;
  const rest = text.replace(/(?<=^|\s)(?::[a-z0-9_+'-]{1,100}:)+(?=\s|$)/g, '');
  return rest.trim() === '' && text.trim() !== '' ? '👋' : rest;
}

/** Returns the words of a message to the bot, without its mentions of the bot. `bot` is the id of the bot's user. */
export function wordsTo(bot: string, text: string): string {
  const parts = text.split(/<@(\w+)(?:\|[^<>]*)?>/);
  const said = [parts[0] ?? ''];
  // Every second part is the id of who is mentioned.
  for (let at = 1; at < parts.length; at += 2) {
    const after = parts[at + 1] ?? '';
    if (parts[at] === bot) said.push(after);
    else said.push(`${said.pop()}<@${parts[at]}>${after}`);
  }
  return asNoteOr(textToBot(said.map(plain)), () => textToBot(said.map((part) => plain(withoutEmoji(part)))));
}
