import type { Destination } from '../domain/delivery/delivery.ts';
import {
  type Channel,
  channelKey,
  type Identity,
  markedName,
  platformOf,
  platforms,
  sameChannel,
  userOf,
} from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import { channelsOf, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { shortName } from '../domain/text/words.ts';
import { moment } from '../messages/dates.ts';
import { type Messages, messages } from '../messages/messages.ts';
import { ifChatError } from '../ports/chat.ts';
import type { Reader } from '../ports/store.ts';
import type { ReadDomain, World } from '../ports/world.ts';
import type { Inline, Text } from '../view/view.ts';
import type { Request } from './interaction.ts';
import { askAbout } from './people.ts';

/** The language and time zone in which somebody reads, with the words of that language, and how a domain is read. */
export interface ViewerLocale {
  locale: Locale;
  timezone: string;
  messages: Messages;
  readDomain: ReadDomain;
}

/** Returns the language and time zone of a tenant's contact; those of the settings when there is no tenant or no contact. */
export function viewerLocale(tenant: StoredTenant | null, world: Pick<World, 'defaults' | 'readDomain'>): ViewerLocale {
  const { defaults, readDomain } = world;
  const locale = tenant?.contact?.locale ?? defaults.locale;
  const timezone = tenant?.contact?.timezone ?? defaults.timezone;
  return { locale, timezone, messages: messages(locale), readDomain };
}

type Viewing = Pick<World, 'store' | 'defaults' | 'chats' | 'readDomain'>;

/**
 * Returns the language and time zone of a person, asking the platform when the bot never met them; for a channel, those of the settings.
 */
export async function viewerLocaleOf(to: Destination, world: Viewing): Promise<ViewerLocale> {
  if (to.kind === 'channel') return viewerLocale(null, world);
  const read = () => world.store.read((reader) => reader.get('people', to.id));
  const person = (await read()) ?? (await askAbout(to.id, world).then(read));
  const locale = person?.locale ?? world.defaults.locale;
  const timezone = person?.timezone ?? world.defaults.timezone;
  return { locale, timezone, messages: messages(locale, person?.region), readDomain: world.readDomain };
}

/**
 * Returns the language and time zone of a destination: a person's own; in a tenant's channels those of its contact; in the admin channel
 * those of the settings.
 */
export async function viewerLocaleAt(to: Destination, tenant: StoredTenant | null, world: Viewing) {
  if (to.kind === 'person') return viewerLocaleOf(to, world);
  const organisation = await world.store.read((reader) => reader.get('organisation', 'organisation'));
  const adminChannel = organisation?.adminChannel ?? null;
  const isAdmins = adminChannel !== null && sameChannel(adminChannel, to.channel);
  const isTenants = tenant !== null && channelsOf(tenant).some((one) => sameChannel(one, to.channel));
  return viewerLocale(isAdmins && !isTenants ? null : tenant, world);
}

/** Returns the language and time zone in which the person who asks is answered. */
export function askerLocale({ actor, messages, readDomain }: Request): ViewerLocale {
  return { locale: actor.locale, timezone: actor.timezone, messages, readDomain };
}

/** Formats a time (`at`: ISO 8601, UTC) for the viewer, in their language and time zone. */
export function said({ locale, timezone }: ViewerLocale, at: string): Inline {
  return moment(at, locale, timezone);
}

/** Formats the time of day alone, for what stands below a time of the same day. */
export function timeSaid(viewer: ViewerLocale, at: string): Inline {
  return { ...moment(at, viewer.locale, viewer.timezone), timeOnly: true };
}

/** Returns a text that has instants as files write them, `2026-12-24T00:00:00Z`, with these formatted for the viewer. */
export function timesSaid(viewer: ViewerLocale, text: string): Text {
  const parts = text.split(/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/);
  if (parts.length === 1) return text;
  return parts.map((part, n) => (n % 2 === 1 && !Number.isNaN(Date.parse(part)) ? said(viewer, part) : part));
}

/** The names of some people and channels. Somebody without a known name is called by their id, and a channel by its address. */
export interface Names {
  /** The known names, by identity and by channel key. */
  called: ReadonlyMap<string, string>;
  person(id: Identity): Extract<Inline, { kind: 'person' }>;
  channel(channel: Channel): Extract<Inline, { kind: 'channel' }>;
}

/** Looks up the names of these people and channels. */
export async function namesOf(
  reader: Reader,
  people: readonly (Identity | null)[],
  channels: readonly Channel[],
): Promise<Names> {
  const known = [
    ...(await Promise.all(people.map((id) => id && reader.get('people', id)))),
    ...(await Promise.all(channels.map((channel) => reader.get('conversations', channelKey(channel))))),
  ];
  const called = new Map(known.flatMap((one) => (one ? [[one.id, one.name]] : [])));
  const nameOf = (key: string, otherwise: string) => shortName(called.get(key) ?? otherwise);
  return {
    called,
    person: (id) => ({ kind: 'person', id, name: nameOf(id, strangerName(id)) }),
    channel: (channel) => ({ kind: 'channel', channel, name: nameOf(channelKey(channel), channel.address) }),
  };
}

/** Names somebody whom the bot never met: by the id where the platform shows a name in its place, elsewhere by the start of the id. */
function strangerName(id: Identity): string {
  return platforms[platformOf(id)].namesById ? userOf(id) : `${userOf(id).slice(0, 8)}…`;
}

/** Matches the id of a channel in typed words, where the platform writes ids there. */
const channelId = /#([A-Z][A-Z0-9]{4,})\b/g;

/** Returns typed words with names in place of the ids of people and channels, as far as their platform or the bot knows these. */
export async function withNames(text: string, { mentions, platform }: Request, { chats, store }: World) {
  if (!platforms[platform].namesById || !/[@#]/.test(text)) return text;
  const chat = chats[platform];
  const channels = [...text.matchAll(channelId)].map(([, address = '']): Channel => ({ platform, address }));
  const { called } = await store.read((reader) => namesOf(reader, mentions, channels));
  const names = new Map<string, string | undefined>();
  for (const id of mentions) {
    const person = await chat?.person(id, false).catch(ifChatError(() => null));
    names.set(`@${userOf(id)}`, person?.kind === 'member' ? `@${person.name}` : called.get(id) && `@${called.get(id)}`);
  }
  for (const channel of channels) {
    const known = called.get(channelKey(channel));
    const facts = known === undefined ? await chat?.channel(channel.address).catch(ifChatError(() => null)) : null;
    const name = facts?.kind === 'joined' ? facts.name : known;
    names.set(`#${channel.address}`, name && markedName(platform, name));
  }
  return text.replace(/[@#]\w+/g, (mention) => names.get(mention) || mention);
}

/** Returns the items in a row, with commas between them. */
export function listed(items: readonly Inline[], beforeLast = ', '): Inline[] {
  return items.flatMap((item, index) =>
    index === 0 ? [item] : [index === items.length - 1 ? beforeLast : ', ', item],
  );
}

/** Returns the first names in a row, and the number of the others. Empty for none. */
export function namedFew(names: readonly string[], { alerts }: Messages, maxNamed = 5): string {
  const rest = names.length - maxNamed;
  return [names.slice(0, maxNamed).join(', '), ...(rest > 0 ? [alerts.more(rest)] : [])].join(' ');
}

/** Returns the request with its answer in this language. The answer names the language to the platform. */
export function inLanguage(request: Request, language: Locale): Request {
  request.answersIn(language);
  return {
    ...request,
    actor: { ...request.actor, locale: language },
    messages: messages(language, request.actor.region),
  };
}
