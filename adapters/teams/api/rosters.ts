import { type ChatError, ifChatError, type Member, type Person } from '../../../src/ports/chat.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import { memoize } from '../../chat/ttl-cache.ts';
import type { MembersPage, TeamsMember } from './connector.ts';
import { type PeopleWorld, personOf, userIn } from './people.ts';
import { reachOf } from './personal-chats.ts';

/** TTL (ms) of a cached list, since many tenants are checked one after the other. */
const keepMs = 3_600_000;
const maxPages = 20;
/**
 * Most pages of a roster (2,000 people) that are read, since somebody waits for them for 1 s. Nothing is known about people beyond them.
 */
const maxQuickPages = 4;
/** The time (ms) after which no further page is read: it would end after the second that a person waits. */
const quickMs = 500;

/** The member lists of the bot's teams. */
export type Rosters = ReturnType<typeof createRosters>;

/** Returns the member lists of the bot's teams: Teams itself cannot be asked who has an address. */
export function createRosters(world: PeopleWorld) {
  const members = memoize(read, keepMs, () => Date.parse(world.now()));

  async function read(): Promise<Map<string, Member>> {
    const found = new Map<string, Member>();
    // A team that the bot was taken out of says nothing of the others.
    const isRefusal = ({ kind }: ChatError) => kind === 'refused';
    for (const team of await world.conversations.teams())
      for (const member of await inTeam(team).catch(ifChatError((): Member[] => [], isRefusal)))
        if (member.email) found.set(member.email.toLowerCase(), member);
    return found;
  }

  async function* pages(of: Conversation): AsyncGenerator<MembersPage> {
    let after: string | null = null;
    for (let page = 0; page < maxPages; page++) {
      const read: MembersPage = await world.connector.members(reachOf(of), after);
      yield read;
      if (!read.continuationToken) return;
      after = read.continuationToken;
    }
  }

  function personIn(member: TeamsMember): Person {
    return personOf(`teams:${member.tenantId}/${userIn(member)}`, member, world.tenants, null);
  }

  async function inTeam(team: Conversation): Promise<Member[]> {
    const found: Member[] = [];
    for await (const { members } of pages(team))
      for (const person of members.map(personIn)) if (person.kind === 'member') found.push(person);
    return found;
  }

  async function hasStrangers(of: Conversation): Promise<boolean> {
    let read = 0;
    const began = performance.now();
    for await (const { members, continuationToken } of pages(of)) {
      if (members.some((member) => personIn(member).kind !== 'member')) return true;
      const isLong = ++read === maxQuickPages || performance.now() - began > quickMs;
      if (isLong && continuationToken) return true;
    }
    return false;
  }

  return {
    /**
     * Resolves with whether guests or people of other organisations are members; with true for a list that is too long to
     * be read. Rejects with ChatError.
     */
    hasStrangers,
    /**
     * Resolves with the member whose own address it is; with null when the bot is in no team with them. Rejects with
     * ChatError.
     */
    byEmail: async (address: string) => (await members.get()).get(address.toLowerCase()) ?? null,
    /** Forgets what was read, since somebody came or went. */
    forget: members.forget,
  };
}
