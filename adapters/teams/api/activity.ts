import { z } from 'zod';
import { type Channel, Identity } from '../../../src/domain/tenant/identity.ts';
import { type Locale, localeOfTag } from '../../../src/domain/tenant/locales.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { parseCommand } from '../../../src/request/parse-command.ts';
import { textToBot } from '../../chat/clean-interaction.ts';

const text = (max: number) => z.string().max(max);
const optional = (max: number) => text(max).nullish();

const Account = z.object({
  id: text(300),
  name: optional(300),
  aadObjectId: optional(100),
});

/**
 * An activity, which is all that Teams sends, as far as the bot reads it; the rest is dropped.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
 */
export const Activity = z.object({
  type: text(60),
  id: optional(300),
  channelId: z.literal('msteams'),
  serviceUrl: z.url().max(500),
  from: Account.nullish(),
  /** `isTargeted`: nobody but the bot and its author sees the message, which was sent as a slash command. */
  recipient: Account.extend({ isTargeted: z.boolean().nullish().catch(null) }),
  conversation: z.object({
    /** In a channel's thread it is `<channel>;messageid=<root>`. */
    id: text(500).min(1),
    conversationType: optional(60),
    tenantId: optional(100),
    /** The name of a group chat. */
    name: optional(300),
  }),
  /** The kind of an invoke. */
  name: optional(100),
  /** An installationUpdate says `add`, `remove`, `add-upgrade` or `remove-upgrade`. */
  action: optional(60),
  locale: optional(60),
  /** An IANA zone. */
  localTimezone: optional(100),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  /** The message whose button was pressed. */
  replyToId: optional(300),
  entities: z.array(z.unknown()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
  membersAdded: z.array(Account).nullish(),
  membersRemoved: z.array(Account).nullish(),
  channelData: z
    .object({
      tenant: z.object({ id: optional(100) }).nullish(),
      team: z.object({ id: optional(300), name: optional(300), aadGroupId: optional(60) }).nullish(),
      /** Microsoft's examples name a channel's kind in either way. */
      channel: z
        .object({ id: optional(300), name: optional(300), type: optional(60), membershipType: optional(60) })
        .nullish(),
      eventType: optional(60),
    })
    .nullish(),
});
/** An activity of Teams, as far as the bot reads it. */
export type Activity = z.infer<typeof Activity>;

/** The most different mentions of the bot that are looked for, each in the whole text. Teams uses one. */
const maxNames = 5;

const Mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string(), aadObjectId: z.string().nullish() }),
  text: z.string().min(1),
});

const Html = z.object({ contentType: z.literal('text/html'), content: z.string() });

/**
 * Returns the words of a message to the bot, without its mention and without what it quotes; of others the names stay. A note keeps its
 * lines, but for those that Teams breaks around a mention: https://github.com/microsoft/botbuilder-dotnet/issues/4841
 */
export function typedText(activity: Activity): string {
  const { entities, recipient } = activity;
  const own = (entities ?? []).flatMap((entity) => {
    const mention = Mention.safeParse(entity);
    return mention.success && mention.data.mentioned.id === recipient.id ? [mention.data.text] : [];
  });
  const { text, isHtml } = replyIn(activity);
  const names = [...new Set(own)].slice(0, maxNames).map((mention) => (isHtml ? bare(mention).trim() : mention));
  const parts = names.reduce((all, name) => all.flatMap((part) => part.split(name)), [text]);
  const said = textToBot(parts.map((part) => withoutMarks(part).replace(/[^\S\n]+/g, ' '))).trim();
  return parseCommand(said).verb === 'note' ? said.replace(/ ?\n ?/g, '\n') : said.replace(/\s+/g, ' ');
}

/** Returns the text with the names of those whom it mentions alone, in the line where they stand. */
function withoutMarks(text: string): string {
  return text.replace(/\s{0,10}<at\b[^<>]{0,100}>|<\/at>\s{0,10}/g, ' ');
}

/** Returns the object ids of the people whom a message mentions, as far as Teams names them; the bot has none. */
export function mentionsIn({ entities }: Activity): string[] {
  return (entities ?? []).flatMap((entity) => Mention.safeParse(entity).data?.mentioned.aadObjectId ?? []);
}

/** Returns whether a message has a file or a picture. Teams sends the text, and what it quotes, as attachments too. */
export function hasFile({ attachments }: Activity): boolean {
  return (attachments ?? []).some((one) => {
    const type = Object(one).contentType;
    return typeof type === 'string' && /^(image\/|application\/vnd\.microsoft\.teams\.file\.)/.test(type);
  });
}

/**
 * Returns the message without the one that it quotes, which stands before the words: as a block of HTML, or as a mark
 * in the text.
 */
function replyIn({ text, attachments }: Activity): { text: string; isHtml: boolean } {
  for (const attachment of attachments ?? []) {
    const html = Html.safeParse(attachment).data?.content ?? '';
    const end = html.includes('schema.skype.com/Reply') ? html.lastIndexOf(endOfQuote) : -1;
    const reply = end < 0 ? '' : bare(html.slice(end + endOfQuote.length)).trim();
    if (reply !== '') return { text: reply, isHtml: true };
  }
  return { text: (text ?? '').replace(/<\/?(?:quoted|attachment)\b[^<>]{0,300}>/g, ' '), isHtml: false };
}

const endOfQuote = '</blockquote>';
const entity: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

/** Returns the text of a piece of HTML. */
function bare(html: string): string {
  const lines = html.replace(/<br\b[^<>]{0,50}>|<\/(?:p|div|li)>/g, '\n');
  return lines
    .replace(/<[^<>]{0,500}>/g, ' ')
    .replace(/&(nbsp|lt|gt|quot|#39|amp);/g, (_, name) => entity[name] ?? ' ');
}

/** Returns the address of the conversation as a whole, without the thread. */
export function addressOf({ conversation }: Activity): string {
  return withoutThread(conversation.id);
}

/** Returns the address of the conversation as a whole, from one that may name a thread of it. */
export function withoutThread(conversation: string): string {
  return conversation.split(';messageid=')[0] ?? '';
}

/** Returns the id of the first message of the channel's thread in which the activity is; null for any other conversation. */
export function threadOf({ conversation }: Activity): string | null {
  return conversation.id.split(';messageid=')[1] ?? null;
}

/** Returns the id of the Entra tenant that the conversation belongs to; undefined when Teams does not say. */
export function tenantOf({ conversation, channelData }: Activity): string | undefined {
  return conversation.tenantId ?? channelData?.tenant?.id ?? undefined;
}

/**
 * Returns the kind of the conversation. Only one that says so itself counts as personal, since more is shown in a
 * personal chat.
 */
export function kindOf(activity: Activity): 'personal' | 'group' | 'channel' {
  const { conversationType } = activity.conversation;
  if (conversationType === 'channel') return 'channel';
  return conversationType === 'personal' && !isBetweenPeople(addressOf(activity)) ? 'personal' : 'group';
}

/**
 * Returns whether this is a chat of two people. It calls itself `personal` too, where one of them uses a message
 * extension: its address begins with `19:`, that of a person's chat with the bot with `a:`.
 */
export function isBetweenPeople(address: string): boolean {
  return address.startsWith('19:');
}

/** An activity by somebody whose Entra object id is known, while it is served. */
export type TeamsTurn = NonNullable<ReturnType<typeof turnOf>>;

/**
 * Returns the turn of an activity; null for bots and people without an account, and for an activity without an id,
 * whose repetition could not be noticed.
 */
export function turnOf(bot: Bot, activity: Activity) {
  const { from: sender, id, conversation } = activity;
  const from = identityIn(activity, sender?.aadObjectId);
  if (!from || !id) return null;
  const isPersonal = kindOf(activity) === 'personal';
  /** Null in a personal chat. */
  const fromChannel: Channel | null = isPersonal ? null : { platform: 'teams', address: addressOf(activity) };
  return {
    bot,
    activity,
    /** The person, in the conversation's tenant. Only a look-up tells whether they are a member or a guest. */
    from,
    locale: localeOf(activity),
    fromChannel,
    /** Deduplication key: an activity's id is unique within its conversation only. */
    key: `${conversation.id}/${id}`,
  };
}

/**
 * Returns the identity of a person by their Entra object id, in the conversation's tenant; null when Teams does not
 * say who it is.
 */
export function identityIn(activity: Activity, user: string | null | undefined): Identity | null {
  return Identity.safeParse(`teams:${tenantOf(activity)}/${user}`.toLowerCase()).data ?? null;
}

/** Returns the language of the person's Teams client; null for one that the bot does not speak. */
export function localeOf({ locale }: Activity): Locale | null {
  return localeOfTag(locale ?? '');
}

/**
 * Returns whether the conversation belongs to one of `tenants`. Everything that Teams says about its tenant must agree.
 */
export function isOurs({ conversation, channelData }: Activity, tenants: readonly string[]): boolean {
  const named = [conversation.tenantId, channelData?.tenant?.id].filter((id) => typeof id === 'string');
  return named.length > 0 && named.every((id) => tenants.includes(id.toLowerCase()));
}
