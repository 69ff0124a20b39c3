import type { Channel, Identity } from '../../../src/domain/tenant/identity.ts';
import { linkText } from '../../../src/domain/text/words.ts';
import { messages } from '../../../src/messages/messages.ts';
import { ifChatError } from '../../../src/ports/chat.ts';
import { languageOf } from '../../chat/answer.ts';
import { raiseFrom, raiseFromNothing } from '../../chat/user-action.ts';
import { withTimeout } from '../../process/timers.ts';
import { permalink } from '../api/chat.ts';
import { identity, identityIn, unescaped } from '../api/slack-text.ts';
import { loadingView } from '../render/view.ts';
import { orLate, type SlackContext, type SlackTurn, visibleMs } from './context.ts';
import { openModal, openReply, updateModal } from './modal.ts';
import type { MessageShortcut, Shortcut } from './payload.ts';
import { follow, respond } from './post-ephemeral.ts';

/** Answers a shortcut in a window. Resolves when the answer is shown; what follows it goes on. */
export async function onShortcut(context: SlackContext, turn: SlackTurn, shortcut: Shortcut): Promise<void> {
  const isOfMessage = shortcut.type === 'message_action';
  const to = {
    trigger: shortcut.trigger_id,
    url: (isOfMessage && shortcut.response_url) || null,
    channel: isOfMessage ? shortcut.channel.id : null,
    thread: null,
  };
  const asker = context.asker(turn, identityIn(shortcut), to);
  const action = isOfMessage ? raiseFrom(await chosenMessage(context, asker.fromChannel, shortcut)) : raiseFromNothing;
  const work = context.ask(asker, action);
  const isLate = (await orLate(visibleMs, work, turn)) === 'late';
  const loading = loadingView(messages(languageOf(asker.bot, asker, context)).slack);
  const { window } = isLate ? await openModal(context, asker, loading) : { window: null };
  const reply = await work;
  const filled = window && (await updateModal(context, window, context.window(reply)));
  if (!filled) {
    const cards = await openReply(context, asker, reply, { id: action.button, value: action.value });
    await respond(context, asker, { cards, locale: reply.locale });
  }
  context.track(follow(context, asker, reply));
}

/** How long (ms) the form waits for the name of the message's author; then it opens without. */
const nameMs = 400;
/** Slack cuts longer messages. https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const maxLength = 40_000;
/** The most mentions whose names are looked for in the store. */
const maxMentions = 50;

/** Returns the message of a shortcut, with the names of its author and of whom it mentions as far as they are known. */
async function chosenMessage(context: SlackContext, fromChannel: Channel | null, sent: MessageShortcut) {
  const { channel, message } = sent;
  const home = sent.team?.id ?? '';
  const { ts, thread_ts: thread } = message;
  const raw = messageText(message);
  const mentioned = [...raw.matchAll(/<@(\w{1,40})/g)].map(([, user = '']) => user);
  const names = await knownNames(context, home, [...new Set(mentioned)].slice(0, maxMentions));
  const link = permalink(context.connection.team()?.url ?? '', channel.id, ts) ?? '';
  const inThread = thread && thread !== ts ? `?${new URLSearchParams({ thread_ts: thread, cid: channel.id })}` : '';
  return {
    id: `slack:${channel.id}/${ts}`,
    text: spoken(raw.slice(0, maxLength), names),
    author: await authorOf(context, home, message),
    link: link.startsWith('https://') ? `${link}${inThread}` : '',
    thread: fromChannel && { channel: fromChannel, message: thread ?? ts },
  };
}

async function authorOf(context: SlackContext, home: string, message: MessageShortcut['message']): Promise<string> {
  const { user, team, username, bot_profile: bot } = message;
  if (user && !bot) {
    const id = identity(team ?? home, user);
    const [known] = (await knownNames(context, team ?? home, [user])).values();
    const name = known ?? (await withTimeout(nameMs, nameOf(context, id), () => null));
    if (name) return name;
  }
  return username ?? bot?.name ?? '';
}

async function nameOf({ people }: SlackContext, id: Identity): Promise<string | null> {
  const person = await people.person(id, false).catch(ifChatError(() => null));
  return person?.kind === 'member' ? person.name : null;
}

/** Returns the names of those users whom the bot met. */
async function knownNames({ store }: SlackContext, team: string, users: readonly string[]) {
  const rows = await store.read((reader) =>
    Promise.all(users.map(async (user) => [user, (await reader.get('people', identity(team, user)))?.name] as const)),
  );
  return new Map(rows.flatMap(([user, name]) => (name ? [[user, name] as const] : [])));
}

/**
 * Returns a text as it is read: mentions as names, links with their addresses, nothing escaped.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
function spoken(raw: string, names: ReadonlyMap<string, string>): string {
  const seen = /<([@#!]|https?:|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>/g;
  const words = raw.replace(seen, (_, kind: string, what: string, label = '') => {
    if (kind === '#') return `#${label || what}`;
    if (kind === '@') return `@${names.get(what) ?? (label || what)}`;
    return kind === '!' ? label || `@${what}` : linkText(label, kind + what);
  });
  return unescaped(words);
}

/**
 * Returns what people see of a message. Of an app's that is its blocks, and its text only where they have no words: the text is
 * for notifications then. The attachments stand below, among them what is forwarded; one that says the same again is left out.
 * https://docs.slack.dev/reference/methods/chat.postMessage#text-blocks-attachments
 */
function messageText({ text, blocks, attachments, bot_id, bot_profile }: MessageShortcut['message']): string {
  const both = [text?.trim() ?? '', piecesOf(blocks).join('\n')];
  const own = (bot_id || bot_profile ? both.toReversed() : both).find((one) => one !== '') ?? '';
  const attached = (attachments ?? [])
    .slice(0, maxPieces)
    .map((one) => piecesOf(one).filter((piece) => piece.trim() !== own))
    .map((pieces) => pieces.join('\n'));
  return [...new Set([own, ...attached])].filter((one) => one !== '').join('\n');
}

/** The deepest nesting that is read, and the most pieces of text: Slack's own messages have fewer. */
const maxDepth = 12;
const maxPieces = 500;
/** The properties of links (in blocks) and attachments that have text, and for each the property that has its URL. */
const addresses = new Map([
  ['text', 'url'],
  ['title', 'title_link'],
]);
/** The parts of blocks and attachments that people read, in their order. */
const readable = ['pretext', 'title', 'text', 'fields', 'value', 'elements', 'rows', 'blocks', 'message'];
/** The parts that are read where those have no words. The blocks of a forwarded message say what its text says. */
const otherwise = ['message_blocks', 'url', 'fallback'];
/** The parts of text that name something: where the name is, and what stands around it in a text. */
const named = new Map([
  ['user', ['user_id', '<@', '>']],
  ['channel', ['channel_id', '<#', '>']],
  ['usergroup', ['usergroup_id', '<!subteam^', '>']],
  ['broadcast', ['range', '<!', '>']],
  ['emoji', ['name', ':', ':']],
] as const);
/** The parts whose elements stand in one line. */
const inOneLine = ['rich_text_section', 'rich_text_quote', 'rich_text_preformatted'];

/**
 * Returns the texts of blocks and attachments, one for each line: messages of apps often have no other.
 * https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
 */
function piecesOf(parts: unknown, depth = 0): string[] {
  if (depth > maxDepth || typeof parts !== 'object' || parts === null) return [];
  if (Array.isArray(parts))
    return parts
      .slice(0, maxPieces)
      .flatMap((part) => piecesOf(part, depth + 1))
      .slice(0, maxPieces);
  const part = new Map<string, unknown>(Object.entries(parts));
  const type = part.get('type');
  // Buttons are no part of what is said.
  if (type === 'actions') return [];
  if (inOneLine.some((one) => one === type)) return [piecesOf(part.get('elements'), depth + 1).join('')];
  for (const [kind, [key, before, after]] of named)
    if (kind === type && typeof part.get(key) === 'string') return [`${before}${part.get(key)}${after}`];
  const saidIn = (key: string): string[] => {
    const [value, address] = [part.get(key), part.get(addresses.get(key) ?? '')];
    if (typeof value !== 'string') return piecesOf(value, depth + 1);
    return value === '' ? [] : [typeof address === 'string' ? `<${address}|${value}>` : value];
  };
  let said = readable.flatMap(saidIn);
  for (const key of otherwise) if (said.length === 0) said = saidIn(key);
  const author = part.get('author_name');
  if (typeof author === 'string' && said.length > 0) said.unshift(author);
  return said.slice(0, maxPieces);
}
