/** Reads the messages that people will get about findings, and puts them into the order and the words in which they are shown. */
import { platformOf } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type Names, namesOf } from '../../request/names.ts';
import type { Request } from '../../request/request.ts';
import type { Inline } from '../../view/view.ts';
import type { Audience } from '../audience/audience.ts';
import { type UpcomingMessage, upcomingMessages } from '../schedule/upcoming.ts';

/** Reads the next messages of each of these audiences about these tenants. */
export async function plannedMessages(
  reader: Reader,
  everybody: readonly Audience[],
  tenants: readonly StoredTenant[],
  world: Pick<World, 'clock' | 'settings'>,
): Promise<UpcomingMessage[]> {
  const ids = tenants.map(({ id }) => id);
  return (await Promise.all(everybody.map((one) => upcomingMessages(reader, one, ids, world)))).flat();
}

/** Returns the messages in groups, the soonest first: those of one group have the same time and content, and differ in their readers. */
export function soonestFirst(planned: readonly UpcomingMessage[]): UpcomingMessage[][] {
  const sorted = planned.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
  const alike = Map.groupBy(sorted, ({ at, kind, items }) => [at, kind, ...items.map(({ id }) => id)].join('\n'));
  return [...alike.values()];
}

/** Looks up the names of the people and channels who are reminded. */
export function namesOfReaders(reader: Reader, everybody: readonly Pick<Audience, 'to'>[]): Promise<Names> {
  const people = everybody.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : []));
  const channels = everybody.flatMap(({ to }) => (to.kind === 'channel' ? [to.channel] : []));
  return namesOf(reader, people, channels);
}

/** Returns the name of a message's reader. On the other platform it comes with that platform's name, since a person may use both. */
export function readerName(
  { platform, words }: Pick<Request, 'platform' | 'words'>,
  { audience: { to } }: UpcomingMessage,
  names: Names,
): Inline {
  const name = to.kind === 'person' ? names.person(to.id) : names.channel(to.channel);
  const where = to.kind === 'person' ? platformOf(to.id) : to.channel.platform;
  return where === platform ? name : `${name.name} (${words.platforms.names[where]})`;
}
