import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import { type Locale, type Region, regionOfTag } from '../../../src/domain/tenant/locales.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { isTimezone } from '../../../src/domain/time/zones.ts';
import { type ChatError, ifChatError, type Member, type Person } from '../../../src/ports/chat.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import { addressOf, type TeamsTurn } from './activity.ts';
import type { Connector, ConversationAddress, TeamsMember } from './connector.ts';
import type { Conversations } from './conversations.ts';

/** TTL (ms) of a cached look-up of a person, for callers that need no fresh one. */
const freshMs = 5 * 60_000;
const maxPeople = 5_000;
/** Number of teams that are asked about a person in parallel. */
const atOnce = 5;

/**
 * Codes of refusals that say nothing about the person. Any other says that the person, or the bot, is not in that
 * conversation.
 */
const ownFault = /^(status_401|Unauthorized|BotNotRegistered|foreign_service_url)$/;

/** A conversation in which Teams can be asked about a person, and what it said of them there. */
interface Sighting extends ConversationAddress {
  userId: string;
  locale: Locale | null;
  region: Region | null;
  timezone: string | null;
}

/** A person as Teams describes them. */
export interface FoundPerson {
  person: Person;
  /** The id by which Teams names the person to this bot; null when it did not. */
  userId: string | null;
}

/** What people and their teams are asked with. */
export interface PeopleWorld {
  connector: Connector;
  conversations: Conversations;
  tenants: readonly string[];
  now: () => string;
}

/** The people whom the bot can meet in Teams. */
export type TeamsPeople = ReturnType<typeof createPeople>;

/** Looks people up in Teams, and remembers each for 5 minutes. */
export function createPeople(world: PeopleWorld) {
  const { connector, conversations, tenants, now } = world;
  const sightings = createTtlCache<Sighting>(maxPeople);
  const answers = createTtlCache<FoundPerson>(maxPeople, { keepMs: freshMs, now: () => Date.parse(now()) });

  /**
   * Returns conversations in which Teams can be asked about the person, one group after the other: their own chat with
   * the bot, then the one where they were last met, then the teams.
   */
  async function places(id: Identity): Promise<Sighting[][]> {
    const user = userOf(id);
    const own = await conversations.personal(user);
    const met = sightings.get(user);
    const teams = (await conversations.teams()).map((row) => sightingOf(row, user));
    const groups = Array.from({ length: Math.ceil(teams.length / atOnce) }, (_, n) =>
      teams.slice(n * atOnce, (n + 1) * atOnce),
    );
    return [own ? [sightingOf(own, user)] : [], met ? [met] : [], ...groups];
  }

  async function ask(id: Identity): Promise<FoundPerson> {
    for (const some of await places(id)) {
      const member = (await Promise.all(some.map(memberIn))).find((one) => one !== null);
      if (member) return { person: personOf(id, member, tenants, sightings.get(userOf(id))), userId: member.id };
    }
    return { person: { kind: 'stranger', id, why: 'not found' }, userId: null };
  }

  function memberIn(place: Sighting): Promise<TeamsMember | null> {
    const isNotThere = ({ kind, reason }: ChatError) => kind === 'refused' && !ownFault.test(reason);
    return connector.member(place, place.userId).catch(ifChatError(() => null, isNotThere));
  }

  return {
    /** Remembers the conversation in which somebody was met, so that Teams can be asked about them there. */
    saw({ activity, from, locale }: TeamsTurn): void {
      const region = regionOfTag(activity.locale ?? '');
      const userId = activity.from?.id;
      const known = sightings.get(userOf(from));
      const conversation = addressOf(activity);
      const { serviceUrl, localTimezone: zone } = activity;
      const timezone = (zone && isTimezone(zone) ? zone : null) ?? known?.timezone ?? null;
      const same = known?.locale === locale && known.region === region && known.timezone === timezone;
      if (!userId || (same && known.conversation === conversation)) return;
      if (!same) answers.delete(from);
      sightings.set(userOf(from), { serviceUrl, conversation, userId, locale, region, timezone });
    },
    /**
     * Finds a person. `fresh` asks Teams now; otherwise an answer up to 5 minutes old will do. Rejects with ChatError.
     */
    async find(id: Identity, fresh: boolean): Promise<FoundPerson> {
      const known = fresh ? null : answers.get(id);
      if (known) return known;
      const found = await ask(id);
      // Somebody who is nowhere yet may write to the bot the next moment.
      if (found.userId !== null) answers.set(id, found);
      else answers.delete(id);
      return found;
    },
  };
}

function sightingOf({ address, reference }: Conversation, user: string): Sighting {
  const { serviceUrl = '', userId = user } = reference;
  return { serviceUrl, conversation: address, userId, locale: null, region: null, timezone: null };
}

/** Resolves with the member of that id; with null for strangers, and while Teams does not answer. */
export async function memberOrNull(people: TeamsPeople, id: Identity): Promise<Member | null> {
  const found = await people.find(id, false).catch(ifChatError(() => null));
  return found?.person.kind === 'member' ? found.person : null;
}

/**
 * Decides whether somebody is a member of one of our Microsoft Entra tenants. A fact that Teams does not give counts against the person.
 */
export function personOf(
  id: Identity,
  member: TeamsMember,
  tenants: readonly string[],
  met: Pick<Sighting, 'locale' | 'region' | 'timezone'> | null,
): Person {
  const home = member.tenantId?.toLowerCase();
  const user = userIn(member);
  if (user !== userOf(id)) return { kind: 'stranger', id, why: 'not found' };
  if (!home || !tenants.includes(home)) return { kind: 'stranger', id, why: 'other organisation' };
  if (member.userRole !== 'user') return { kind: 'stranger', id, why: 'guest' };
  return {
    kind: 'member',
    id: `teams:${home}/${user}`,
    name: cleanedLine(member.name ?? '') || user,
    email: member.email ?? null,
    locale: met?.locale ?? null,
    region: met?.region ?? null,
    timezone: met?.timezone ?? null,
  };
}

/** Returns the Entra object id of a member; null when Teams gives none. */
export function userIn({ aadObjectId, objectId }: TeamsMember): string | null {
  return (aadObjectId ?? objectId)?.toLowerCase() ?? null;
}
