import { type Identity, userOf } from '../../src/domain/identity.ts';
import type { Locale } from '../../src/domain/locales.ts';
import { ChatError, type Member, type Person } from '../../src/ports.ts';
import { calling } from './chat-error.ts';
import type { Clients } from './client.ts';
import type { Grid } from './grid.ts';
import { personOf } from './person.ts';
import { recent } from './recent.ts';
import { identity } from './said.ts';
import type { Session } from './session.ts';

export interface People {
  /** `fresh` asks Slack now; otherwise an answer up to 5 minutes old will do. Rejects with ChatError. */
  person(id: Identity, fresh: boolean): Promise<Person>;
  /** Null for nobody, and for who was deactivated. Rejects with ChatError. */
  byEmail(address: string): Promise<Member | null>;
  /** The language of somebody who was looked up lately. */
  localeOf(id: Identity): Locale | null;
  /** Slack said that something about this user changed. */
  forget(user: string): void;
}

export function createPeople(world: { clients: Clients; session: Session; grid: Grid; now: () => number }): People {
  const { clients, session, grid, now } = world;
  /** By Slack user. */
  const known = recent<Person>({ keepMs: 300_000, max: 10_000, now });

  function met<P extends Person>(person: P): P {
    return person.kind === 'member' ? { ...person, id: grid.meet(person.id) } : person;
  }

  async function ask(id: Identity): Promise<Person> {
    const team = session.team();
    if (!team) throw new ChatError('unreachable', 'starting');
    try {
      const { user } = await calling(() => clients.look.users.info({ user: userOf(id), include_locale: true }));
      return met(personOf(user, id, team));
    } catch (error) {
      if (error instanceof ChatError && unknown.has(error.reason)) return { kind: 'stranger', id, why: 'not found' };
      throw error instanceof ChatError ? error : new ChatError('unreachable', 'bad_answer');
    }
  }

  async function byEmail(address: string): Promise<Member | null> {
    const team = session.team();
    if (!team) throw new ChatError('unreachable', 'starting');
    try {
      const { user } = await calling(() => clients.look.users.lookupByEmail({ email: address }));
      const person = personOf(user, identity(team.id, user?.id ?? ''), team);
      return person.kind === 'member' ? met(person) : null;
    } catch (error) {
      if (error instanceof ChatError && unknown.has(error.reason)) return null;
      throw error instanceof ChatError ? error : new ChatError('unreachable', 'bad_answer');
    }
  }

  return {
    byEmail,
    person: async (id, fresh) => {
      const found = fresh ? null : known.get(userOf(id));
      if (found?.id === id || found?.id === grid.firstMet(id)) return found;
      const person = await ask(id);
      known.set(userOf(id), person);
      return person;
    },
    localeOf: (id) => {
      const person = known.get(userOf(id));
      return person?.kind === 'member' ? person.locale : null;
    },
    forget: (user) => known.delete(user),
  };
}

const unknown = new Set(['user_not_found', 'users_not_found', 'user_not_visible']);
