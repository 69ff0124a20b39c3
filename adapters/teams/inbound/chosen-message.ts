import querystring from 'node:querystring';
import { z } from 'zod';
import type { ChosenMessage } from '../../../src/domain/alert/alert.ts';
import { linkText } from '../../../src/domain/text/words.ts';
import { type Activity, addressOf, kindOf } from '../api/activity.ts';

const SentText = z.string().nullish().catch(null);
const Named = z.object({ displayName: SentText });
const Sender = z.object({ user: Named.nullish().catch(null), application: Named.nullish().catch(null) });
const Body = z.object({ contentType: SentText, content: SentText });
const MessageId = z.string().regex(/^[\w:.-]{1,100}$/);

/**
 * The message whose menu has the command of the extension.
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
 */
const MessagePayload = z.object({
  id: MessageId.nullish().catch(null),
  /** The first message of the thread; absent for that one. */
  replyToId: MessageId.nullish().catch(null),
  linkToMessage: SentText,
  from: Sender.nullish().catch(null),
  body: Body.nullish().catch(null),
});

/**
 * Returns the message from which somebody opened the extension, as far as it can be read: what cannot is empty. A message without
 * an id is named by the activity, so that no other is taken for it; null when neither has one.
 */
export function chosenMessage(activity: Activity, payload: unknown): ChosenMessage | null {
  const { id, replyToId, linkToMessage, from, body } = MessagePayload.safeParse(payload).data ?? {};
  const named = id ?? activity.id;
  if (!named) return null;
  const address = addressOf(activity);
  const thread = MessageId.safeParse(activity.conversation.id.split(';messageid=')[1] ?? replyToId ?? id).data;
  const isOfChannel = kindOf(activity) === 'channel';
  const content = body?.content ?? '';
  return {
    id: `teams:${address}/${named}`,
    text: body?.contentType === 'text' ? content : textOfHtml(content),
    author: from?.user?.displayName ?? from?.application?.displayName ?? '',
    link: messageLink(linkToMessage ?? '', address),
    thread: isOfChannel && thread ? { channel: { platform: 'teams', address }, message: thread } : null,
  };
}

const teamsHosts = ['teams.microsoft.com', 'teams.cloud.microsoft', 'gov.teams.microsoft.us', 'dod.teams.microsoft.us'];
const maxLink = 1_000;

/**
 * Returns the address of a message in the conversation of that address; empty for every other address, since people trust a
 * link of the bot and the client may name any. https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
function messageLink(text: string, conversation: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return '';
  const [, l, message, where = '', id] = url.pathname.split('/');
  const isMessage = l === 'l' && message === 'message' && querystring.unescape(where) === conversation && id;
  return isMessage && teamsHosts.includes(url.hostname) && url.href.length <= maxLink ? url.href : '';
}

const entities: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/**
 * Returns the text of a message in HTML: a line for each paragraph and for each row of a table, mentions as names, emoji as they
 * are, the addresses of links behind their words, no markup.
 */
function textOfHtml(html: string): string {
  const said: string[] = [];
  // The link that is open: its address, and where its words begin in what is said.
  let link = { address: '', from: 0 };
  const next = (address: string) => {
    if (link.address !== '') said.push(linkText(said.splice(link.from).join(''), link.address));
    link = { address, from: said.length };
  };
  for (const piece of html.replace(/\s+/g, ' ').split(/(<[^<>]*>)/)) {
    const isTag = piece.startsWith('<') && piece.endsWith('>');
    const name = /^<(\/?\w+)/.exec(piece)?.[1]?.toLowerCase() ?? '';
    if (!isTag) said.push(withoutEntities(piece));
    else if (name === 'a') next(addressIn(piece));
    else if (name === '/a') next('');
    else if (lineEnds.test(name)) said.push('\n');
    else if (name === '/td' || name === '/th') said.push(' ');
    // An emoji is a picture with its name, or the emoji itself, as the alternative text.
    else if (name === 'img' || name === 'emoji') said.push(withoutEntities(attribute(piece, 'alt')));
  }
  next('');
  return said
    .join('')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const lineEnds = /^(?:br|\/(?:p|div|li|tr|h\d|blockquote))$/;
const linkSchemes = ['https:', 'http:', 'mailto:'];

/** Returns the address to which the tag of a link leads, as browsers read it; empty when that is none of the web or of mail. */
function addressIn(tag: string): string {
  const url = URL.parse(withoutEntities(attribute(tag, 'href')));
  return url && linkSchemes.includes(url.protocol) ? url.href : '';
}

const attributes = /(?<=[ "'/])([^\s"'<>=/]+) ?= ?(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g;

/** Returns the value of an attribute of a tag, the first one where it is there twice; empty when it is absent. */
function attribute(tag: string, name: string): string {
  for (const [, key = '', ...values] of tag.matchAll(attributes))
    if (key.toLowerCase() === name) return values.find((value) => value !== undefined) ?? '';
  return '';
}

function withoutEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi,
    (whole, decimal, hex, name: string | undefined) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const code = Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}
