/** Which replicas there are, as each notes it in the database every two seconds. Nothing is changed. */
import { asStored } from '../memory/document.ts';
import { codeOf, type Database } from './connection.ts';
import { iso } from './load.ts';

/** A replica that was not seen for this many seconds is away: it ended, or cannot reach the database. */
export const awaySeconds = 10;
/** One that was not seen for this many seconds has left out a note or two: it was killed or frozen, or the machine is busy. */
export const quietSeconds = 4;

/** A replica that was seen within the last hour. */
export interface KnownReplica {
  url: string;
  /** `lease` is one that was killed or frozen while it acted: nobody acts until its lease ends. */
  role: 'acts' | 'lease' | 'follows' | 'away';
  version: string;
  /** The newest version of the state that it understands. */
  stateVersion: number;
  /** The commits that it did not know when it was last seen; null while it loads. */
  behindBatches: number | null;
  seenSecondsAgo: number;
  /** When it began to follow, ISO 8601 in UTC. */
  startedAt: string;
  /** Tells whether replicas have the same settings, and nothing of what they are. */
  settings: string;
}

/** Who acts, and the replicas of a database. */
export interface KnownReplicas {
  /**
   * Who has the lease; null where nobody does. `url` is null where a command does, such as an import. `alive` is false where the replica
   * was killed or frozen, so that nobody acts.
   */
  acting: { url: string | null; since: string; term: number; leaseSeconds: number; alive: boolean } | null;
  replicas: readonly KnownReplica[];
}

/** Returns that nobody acts, and how long the lease of the one that did still holds; null where that one is alive, or nobody has it. */
export function nobodyActs({ acting, replicas }: KnownReplicas): string | null {
  const holder = replicas.find(({ role }) => role === 'lease');
  if (!holder || !acting) return null;
  const [seen, left] = [holder.seenSecondsAgo, acting.leaseSeconds].map(Math.round);
  return `Nobody acts: the one at ${holder.url} was last seen ${seen} s ago, and its lease holds for another ${left} s.`;
}

/** Returns the replicas, with `lease` in place of `acts` for one that was not seen for too long, or whose address a newer process has. */
function withQuiet(all: readonly KnownReplica[]): readonly KnownReplica[] {
  const isQuiet = (one: KnownReplica) =>
    one.role === 'acts' &&
    (one.seenSecondsAgo > quietSeconds ||
      all.some(({ url, startedAt }) => url === one.url && startedAt > one.startedAt));
  return all.map((one) => (isQuiet(one) ? { ...one, role: 'lease' } : one));
}

/** Resolves with the replicas, the one that has the lease first. Where none ever started there are none. */
export async function knownReplicas(database: Database): Promise<KnownReplicas> {
  try {
    return await database.transaction(
      async (query) => {
        const [acting] = await query(actingStatement);
        const replicas = withQuiet((await query(replicasStatement)).map(knownReplica));
        if (!acting) return { acting: null, replicas };
        const [url, since, term, leaseSeconds] = asStored<[string | null, string, string, number]>(acting);
        const alive = replicas.every(({ role }) => role !== 'lease');
        return { acting: { url, since, term: Number(term), leaseSeconds, alive }, replicas };
      },
      { begin: 'BEGIN READ ONLY' },
    );
  } catch (error) {
    // The schema or its tables are not there yet.
    if (['3F000', '42P01'].includes(codeOf(error))) return { acting: null, replicas: [] };
    throw error;
  }
}

function knownReplica(row: readonly unknown[]): KnownReplica {
  const [url, acts, version, stateVersion, behind, seenSecondsAgo, startedAt, settings] =
    asStored<[string, boolean, string, number, string | null, number, string, string]>(row);
  const role = acts ? 'acts' : seenSecondsAgo > awaySeconds ? 'away' : 'follows';
  const behindBatches = acts ? 0 : behind === null ? null : Math.max(0, Number(behind));
  return { url, role, version, stateVersion, behindBatches, seenSecondsAgo, startedAt, settings };
}

const actingStatement = `
SELECT url, ${iso('since')}, term, round(extract(epoch FROM until - clock_timestamp())::numeric, 1)::float8
FROM {schema}.state WHERE until >= clock_timestamp()`;

/** Each replica notes its place when it is seen, so what was committed since then says nothing about it. */
const replicasStatement = `
SELECT r.url, r.id = s.owner AND s.until >= clock_timestamp() AS acts, r.version, r.state_version,
  coalesce((SELECT l.position FROM {schema}.log l WHERE l.at <= r.seen ORDER BY l.position DESC LIMIT 1), s.position) - r.position,
  greatest(0, round(extract(epoch FROM clock_timestamp() - r.seen)::numeric, 1))::float8, ${iso('r.started')}, r.settings
FROM {schema}.replica r, {schema}.state s ORDER BY acts DESC NULLS LAST, r.started`;
