import { z } from 'zod';
import { homeOf, type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import { type Locale, localeOfTag } from '../../../src/domain/tenant/locales.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { ChatError, ifChatError, type Member, type Person } from '../../../src/ports/chat.ts';
import { createLruCache } from '../../cache.ts';
import { calling } from './chat-error.ts';
import type { Clients } from './client.ts';
import type { SlackConnection, Team } from './connection.ts';
import type { EnterpriseGrid } from './enterprise-grid.ts';
import { identity } from './slack-text.ts';

/** The people of the workspace. */
export interface SlackPeople {
  /**
   * Resolves with the person. `fresh` asks Slack now; otherwise an answer up to 5 minutes old will do. Rejects with
   * ChatError.
   */
  person(id: Identity, fresh: boolean): Promise<Person>;
  /**
   * Resolves with the member of that address; with null for nobody, and for somebody who was deactivated. Rejects with
   * ChatError.
   */
  byEmail(address: string): Promise<Member | null>;
  /** Returns the language of somebody who was looked up lately; null for others, and where Slack does not say it. */
  localeOf(id: Identity): Locale | null;
  /** Forgets what was read about a user, since Slack said that it changed. */
  forget(user: string): void;
}

/** Looks people up in Slack, and remembers each for 5 minutes. */
export function createPeople(world: {
  clients: Clients;
  connection: SlackConnection;
  grid: EnterpriseGrid;
  now: () => number;
}): SlackPeople {
  const { clients, connection, grid, now } = world;
  /** The people who were looked up, by their Slack user id. */
  const known = createLruCache<Person>(10_000, { keepMs: 300_000, now });

  function met<P extends Person>(person: P): P {
    return person.kind === 'member' ? { ...person, id: grid.meet(person.id) } : person;
  }

  /** Resolves with `unknown` where Slack knows nobody of that id or address. */
  async function lookUp<T>(ask: (team: Team) => Promise<T>, unknown: T): Promise<T> {
    const team = connection.team();
    if (!team) throw new ChatError('unreachable', 'starting');
    return calling(() => ask(team)).catch(ifChatError(isUnknown, unknown));
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
    byEmail: (address) =>
      lookUp<Member | null>(async (team) => {
        const { user } = await clients.lookUp.users.lookupByEmail({ email: address });
        const person = personOf(user, identity(team.id, user?.id ?? ''), team);
        return person.kind === 'member' ? met(person) : null;
      }, null),
    person: async (id, fresh) => {
      const found = fresh ? null : known.get(userOf(id));
      if (found?.id === id || found?.id === grid.firstMet(id)) return found;
      const person = await personNow(id);
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

/**
 * Returns whether Slack knows nobody of that id or address. https://docs.slack.dev/reference/methods/users.info#errors
 */
function isUnknown({ reason }: ChatError): boolean {
  return ['user_not_found', 'users_not_found', 'user_not_visible'].includes(reason);
}

const Text = z.string().nullish();
const Flag = z.boolean().nullish();
/** A user. Slack leaves out what does not apply. https://docs.slack.dev/reference/objects/user-object */
const User = z.object({
  id: z.string(),
  team_id: Text,
  name: Text,
  real_name: Text,
  deleted: Flag,
  is_bot: Flag,
  is_restricted: Flag,
  is_ultra_restricted: Flag,
  is_stranger: Flag,
  locale: Text,
  tz: Text,
  profile: z.object({ display_name: Text, real_name: Text, email: Text }).nullish(),
  enterprise_user: z.object({ enterprise_id: Text }).nullish(),
});
type User = z.infer<typeof User>;

/** Returns the person in an answer of `users.info`. Throws ZodError when it is no such answer. */
function personOf(answer: unknown, id: Identity, team: Team): Person {
  const user = User.parse(answer);
  const why = strangerBecause(user, id, team);
  if (why !== null) return { kind: 'stranger', id, why };
  const { profile } = user;
  const names = [profile?.display_name, profile?.real_name, user.real_name, user.name];
  return {
    kind: 'member',
    id,
    name: names.map((name) => cleanedLine(name ?? '')).find(Boolean) ?? user.id,
    email: profile?.email || null,
    locale: localeOfTag(user.locale ?? ''),
    timezone: user.tz || null,
  };
}

function strangerBecause(user: User, id: Identity, team: Team) {
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger || !isOurs(user, id, team)) return 'other organisation';
  if (user.deleted) return 'deactivated';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : null;
}

/**
 * Returns whether the user is of the workspace that the identity claims, and that is ours; or of our Enterprise Grid.
 */
function isOurs(user: User, id: Identity, team: Team): boolean {
  const grid = user.enterprise_user?.enterprise_id ?? null;
  if (team.enterprise !== null && grid === team.enterprise) return true;
  return user.team_id === team.id && homeOf(id) === team.id;
}
