/** Which replicas there are, as each notes it in the database every two seconds. Nothing is changed. */
import { asStored } from '../memory/document.ts';
import { codeOf, type Database } from './connection.ts';
import { iso } from './load.ts';

/** A replica that was not seen for this many seconds is away: it ended, or cannot reach the database. */
export const awaySeconds = 10;

/** A replica that was seen within the last hour. */
export interface KnownReplica {
  url: string;
  role: 'acts' | 'follows' | 'away';
  version: string;
  /** The newest version of the state that it understands. */
  stateVersion: number;
  /** The commits that it does not know yet; null while it loads. */
  behindBatches: number | null;
  seenSecondsAgo: number;
  /** When it began to follow, ISO 8601 in UTC. */
  startedAt: string;
  /** Tells whether replicas have the same settings, and nothing of what they are. */
  settings: string;
}

/** Who acts, and the replicas of a database. */
export interface KnownReplicas {
  /** Null where nobody acts; `url` is null where a command does, such as an import. */
  acting: { url: string | null; since: string; term: number } | null;
  replicas: readonly KnownReplica[];
}

/** Resolves with the replicas, the one that acts first. Where none ever started there are none. */
export async function knownReplicas(database: Database): Promise<KnownReplicas> {
  try {
    return await database.transaction(
      async (query) => {
        const [acting] = await query(actingStatement);
        const replicas = (await query(replicasStatement)).map(knownReplica);
        if (!acting) return { acting: null, replicas };
        const [url, since, term] = asStored<[string | null, string, string]>(acting);
        return { acting: { url, since, term: Number(term) }, replicas };
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

const actingStatement = `SELECT url, ${iso('since')}, term FROM {schema}.state WHERE until >= clock_timestamp()`;

const replicasStatement = `
SELECT r.url, r.id = s.owner AND s.until >= clock_timestamp() AS acts, r.version, r.state_version, s.position - r.position,
  greatest(0, round(extract(epoch FROM clock_timestamp() - r.seen)::numeric, 1))::float8, ${iso('r.started')}, r.settings
FROM {schema}.replica r, {schema}.state s ORDER BY acts DESC NULLS LAST, r.started`;
