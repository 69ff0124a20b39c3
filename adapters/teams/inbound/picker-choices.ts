import { platformOf } from '../../../src/domain/tenant/identity.ts';
import type { KnownPerson } from '../../../src/ports/collections.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { Choice } from '../../../src/view/view.ts';
import type { Conversations } from '../api/conversations.ts';

const mostPeople = 50;

/** What the fields for channels and people offer. */
export interface Picks {
  channels: readonly Choice[];
  people: readonly Choice[];
}

/** The channels that the bot knows, with the one that somebody spoke in last before the others, and the first 50 people by name. */
export async function picksOf(store: Store, conversations: Conversations): Promise<Picks> {
  const [rows, people] = await Promise.all([conversations.all(), store.read((reader) => reader.list('people'))]);
  const channels = rows.filter(({ kind }) => kind === 'channel');
  return {
    channels: latestFirst(
      byLabel(channels.map(({ address, name }) => ({ value: address, label: name }))),
      conversations.latest(),
    ),
    people: byLabel(people.filter(onTeams).map(({ id, name }) => ({ value: id, label: name }))).slice(0, mostPeople),
  };
}

function onTeams({ id }: KnownPerson): boolean {
  return platformOf(id) === 'teams';
}

/** Puts the channel first in which somebody wrote to the bot last: that person is about to choose it. */
function latestFirst(choices: Choice[], latest: string | null): Choice[] {
  return [...choices.filter(({ value }) => value === latest), ...choices.filter(({ value }) => value !== latest)];
}

function byLabel(choices: Choice[]): Choice[] {
  return choices.sort((a, b) => a.label.localeCompare(b.label));
}
