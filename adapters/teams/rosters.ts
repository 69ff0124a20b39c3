import type { Conversation } from '../../src/collections.ts';
import type { Member } from '../../src/ports.ts';
import type { Connector } from './connector.ts';
import type { Conversations } from './conversations.ts';
import { personOf } from './person.ts';
import { reachOf } from './personal-chats.ts';

/** How long what was read may be used: many tenants are looked at after each other. */
const keepMs = 3_600_000;
const mostTeams = 10;
const mostPages = 20;

export interface Rosters {
  /** The member whose own address it is, as far as the bot is in a team with them. Rejects with ChatError. */
  byEmail(address: string): Promise<Member | null>;
  /** Somebody came or went. */
  forget(): void;
}

/** Teams cannot be asked who has an address: the member lists of the bot's teams say. */
export function createRosters(world: {
  connector: Connector;
  conversations: Conversations;
  tenants: readonly string[];
  now: () => string;
}): Rosters {
  let known: { until: number; members: Promise<Map<string, Member>> } | null = null;

  function members(): Promise<Map<string, Member>> {
    const time = Date.parse(world.now());
    if (known && time < known.until) return known.members;
    const reading = read();
    known = { until: time + keepMs, members: reading };
    reading.catch(() => {
      known = null;
    });
    return reading;
  }

  async function read(): Promise<Map<string, Member>> {
    const shared = (await world.conversations.all()).filter(({ kind }) => kind !== 'personal');
    const teams = new Map(shared.map((row) => [row.reference.team ?? row.address, row]));
    const found = new Map<string, Member>();
    for (const team of [...teams.values()].slice(0, mostTeams))
      for (const member of await inTeam(team)) if (member.email) found.set(member.email.toLowerCase(), member);
    return found;
  }

  async function inTeam(team: Conversation): Promise<Member[]> {
    const found: Member[] = [];
    let after: string | null = null;
    for (let page = 0; page < mostPages; page++) {
      const { members, continuationToken } = await world.connector.members(reachOf(team), after);
      for (const member of members) {
        const id = `teams:${member.tenantId}/${member.aadObjectId ?? member.objectId}`.toLowerCase();
        const person = personOf(id, member, world.tenants, null);
        if (person.kind === 'member') found.push(person);
      }
      if (!continuationToken) break;
      after = continuationToken;
    }
    return found;
  }

  return {
    byEmail: async (address) => (await members()).get(address.toLowerCase()) ?? null,
    forget: () => {
      known = null;
    },
  };
}
