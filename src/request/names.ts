import { type Channel, channelKey, type Identity, platformOf, userOf } from '../domain/tenant/identity.ts';
import { platforms } from '../domain/tenant/platforms.ts';
import { shortName } from '../domain/text/words.ts';
import type { Words } from '../messages/words.ts';
import type { Reader } from '../ports/store.ts';
import type { Inline } from '../view/view.ts';

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
  return {
    called,
    person: (id) => ({ kind: 'person', id, name: shortName(called.get(id) ?? strangerName(id)) }),
    channel: (channel) => ({
      kind: 'channel',
      channel,
      name: shortName(called.get(channelKey(channel)) ?? channel.address),
    }),
  };
}

/** Names somebody whom the bot never met: by the id where the platform shows a name in its place, elsewhere by the start of the id. */
function strangerName(id: Identity): string {
  return platforms[platformOf(id)].namesById ? userOf(id) : `${userOf(id).slice(0, 8)}…`;
}

/** Returns the items in a row, with commas between them. */
export function listed(items: readonly Inline[]): Inline[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [', ', item]));
}

/** The most senders that are named. */
const maxSenders = 5;

/** Names the first senders, and counts the others. Empty for none. */
export function namedSenders(names: readonly string[], words: Words): string {
  const rest = names.length - maxSenders;
  return [...names.slice(0, maxSenders), ...(rest > 0 ? [words.alerts.more(rest)] : [])].join(', ');
}
