import { type Channel, channelKey, type Identity, platformOf, userOf } from '../domain/tenant/identity.ts';
import { platforms } from '../domain/tenant/platforms.ts';
import { shortName } from '../domain/text/words.ts';
import type { Reader } from '../ports/store.ts';
import type { Inline } from '../view/view.ts';

/** How people and channels are called, for those that were asked for. */
export interface Names {
  /** The names by identity and by channel, as data. */
  called: ReadonlyMap<string, string>;
  person(id: Identity): Extract<Inline, { kind: 'person' }>;
  channel(channel: Channel): Extract<Inline, { kind: 'channel' }>;
}

/** Looks up how these people and channels are called. */
export async function namesOf(
  reader: Reader,
  people: readonly (Identity | null)[],
  channels: readonly Channel[],
): Promise<Names> {
  const called = new Map<string, string>();
  for (const id of people) {
    const known = id && (await reader.get('people', id));
    if (known) called.set(known.id, known.name);
  }
  for (const channel of channels) {
    const known = await reader.get('conversations', channelKey(channel));
    if (known) called.set(known.id, known.name);
  }
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

/** Names several of them in a row. */
export function listed(items: readonly Inline[]): Inline[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [', ', item]));
}
