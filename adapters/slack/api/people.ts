import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import { ChatError, ifChatError, type Member, type Person } from '../../../src/ports/chat.ts';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import { calling } from './chat-error.ts';
import type { Clients } from './client.ts';
import type { SlackConnection, Team } from './connection.ts';
import type { EnterpriseGrid } from './enterprise-grid.ts';
import { identity } from './slack-text.ts';
import { personOf, unknownUser } from './user.ts';

/** The people of the workspace. */
export type SlackPeople = ReturnType<typeof createPeople>;

/** Looks people up in Slack, and remembers each for 5 minutes. */
export function createPeople(world: {
  clients: Clients;
  connection: SlackConnection;
  grid: EnterpriseGrid;
  now: () => number;
}) {
  const { clients, connection, grid, now } = world;
  /** The people who were looked up, by their Slack user id. */
  const known = createTtlCache<Person>(10_000, { keepMs: 300_000, now });

  function met<P extends Person>(person: P): P {
    return person.kind === 'member' ? { ...person, id: grid.meet(person.id) } : person;
  }

  /** Resolves with `unknown` where Slack knows nobody of that id or address. */
  async function lookUp<T>(ask: (team: Team) => Promise<T>, unknown: T): Promise<T> {
    const team = connection.team();
    if (!team) throw new ChatError('unreachable', 'starting');
    return calling(() => ask(team)).catch(ifChatError(({ reason }) => unknownUser.includes(reason), unknown));
  }

  const personNow = (id: Identity): Promise<Person> =>
    lookUp<Person>(
      async (team) => {
        const { user } = await clients.lookUp.users.info({ user: userOf(id), include_locale: true });
        return met(personOf(user, id, team));
      },
      { kind: 'stranger', id, why: 'not found' },
    );

  return {
    /**
     * Resolves with the member of that address; with null for nobody, and for somebody who was deactivated. Rejects with
     * ChatError.
     */
    byEmail: (address: string) =>
      lookUp<Member | null>(async (team) => {
        const { user } = await clients.lookUp.users.lookupByEmail({ email: address });
        const person = personOf(user, identity(team.id, user?.id ?? ''), team);
        return person.kind === 'member' ? met(person) : null;
      }, null),
    /**
     * Resolves with the person. `fresh` asks Slack now; otherwise an answer up to 5 minutes old will do. Rejects with
     * ChatError.
     */
    person: async (id: Identity, fresh: boolean) => {
      const found = fresh ? null : known.get(userOf(id));
      if (found?.id === id || found?.id === grid.firstMet(id)) return found;
      const person = await personNow(id);
      known.set(userOf(id), person);
      return person;
    },
    /** Returns the language of somebody who was looked up lately; null for others, and where Slack does not say it. */
    localeOf: (id: Identity) => {
      const person = known.get(userOf(id));
      return person?.kind === 'member' ? person.locale : null;
    },
    /** Forgets what was read about a user, since Slack said that it changed. */
    forget: (user: string) => known.delete(user),
  };
}
