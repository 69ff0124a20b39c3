import { z } from 'zod';
import { homeOf, type Identity, platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { ChatError, type Group, ifChatError, type Member, type Person } from '../../../src/ports/chat.ts';
import type { Store } from '../../../src/ports/store.ts';
import { createTtlCache, memoize } from '../../chat/ttl-cache.ts';
import { type Clients, calling } from './client.ts';
import type { SlackConnection, Team } from './connection.ts';
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
    const isUnknown = ({ reason }: ChatError) => unknownUser.includes(reason);
    return calling(() => ask(team)).catch(ifChatError(() => unknown, isUnknown));
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

/**
 * The people of an Enterprise Grid. There a person has the same user id in every workspace, and acts from any of them:
 * the identity under which the bot met them first is the canonical one. Outside of a Grid everybody has one.
 * https://docs.slack.dev/enterprise
 */
export type EnterpriseGrid = ReturnType<typeof createEnterpriseGrid>;

/** Returns the people of an Enterprise Grid, as the store knows them. */
export function createEnterpriseGrid({ store }: { store: Store }) {
  /** The first identities by user id; null outside of a Grid. */
  let met: Map<string, Identity> | null = null;

  return {
    /** Reads the people whom the bot has met. It is called once Slack said that this is a Grid. */
    async open(): Promise<void> {
      if (met) return;
      const people = await store.read((reader) => reader.list('people'));
      const found = new Map<string, Identity>();
      for (const { id } of people) if (platformOf(id) === 'slack' && !found.has(userOf(id))) found.set(userOf(id), id);
      met = found;
    },
    /** Returns the identity under which the bot met the person first; the given one for somebody whom it has not met. */
    firstMet: (id: Identity) => met?.get(userOf(id)) ?? id,
    /**
     * Returns what `firstMet` does, for a member of the Grid: a new identity becomes the canonical one.
     */
    meet: (id: Identity) => {
      const known = met?.get(userOf(id)) ?? id;
      met?.set(userOf(id), known);
      return known;
    },
  };
}

/** Looks user groups up. Rejects with ChatError. */
export type LookUpGroup = (idOrName: string) => Promise<Group | null>;

/** Time (ms) for which Slack's list of user groups is remembered: the method may be called about 20 times a minute. */
const keepMs = 300_000;

/** A user group. https://docs.slack.dev/reference/methods/usergroups.list */
const UserGroup = z.object({
  id: z.string(),
  handle: z.string().nullish(),
  user_count: z.coerce.number().nullish(),
});
const UserGroups = z.object({ usergroups: z.array(UserGroup) });
type UserGroup = z.infer<typeof UserGroup>;

/** Slack's codes where the app, or the plan of the workspace, has no user groups: they are mentioned all the same. */
const untold = ['missing_scope', 'no_permission', 'paid_teams_only', 'plan_upgrade_required'];

/** Returns the look-up of user groups. Without the scope `usergroups:read` a group that is given by its id has no name. */
export function createGroups(world: { clients: Clients; connection: SlackConnection; now: () => number }): LookUpGroup {
  const { clients, connection, now } = world;
  const { get: groupsNow } = memoize(() => listed(clients), keepMs, now);

  return async (idOrName) => {
    const team = connection.team();
    if (!team) throw new ChatError('unreachable', 'starting');
    const isId = idOrName.includes('/');
    if (isId && homeOf(idOrName) !== team.id && team.enterprise === null) return null;
    const groups = await groupsNow();
    if (groups === null) return isId ? { id: idOrName, name: null, hasMembers: null } : null;
    const name = idOrName.toLowerCase();
    const found = groups.find(({ id, handle }) => (isId ? id === userOf(idOrName) : handle?.toLowerCase() === name));
    return found ? groupIn(found, isId ? idOrName : identity(team.id, found.id)) : null;
  };
}

/** Resolves with the user groups that were not deleted; with null when Slack does not let the app know. */
async function listed({ lookUp }: Clients): Promise<readonly UserGroup[] | null> {
  try {
    return UserGroups.parse(await calling(() => lookUp.usergroups.list({ include_count: true }))).usergroups;
  } catch (error) {
    if (error instanceof ChatError && untold.includes(error.reason)) return null;
    throw error instanceof z.ZodError ? new ChatError('unreachable', 'bad_answer') : error;
  }
}

function groupIn({ handle, user_count }: UserGroup, id: Identity): Group {
  const name = cleanedLine(handle ?? '');
  return { id, name: name === '' ? null : `@${name}`, hasMembers: user_count == null ? null : user_count > 0 };
}
