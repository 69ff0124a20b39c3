/** Keeps in memory what another replica commits. */
import { StateTooNew } from '../errors.ts';
import type { Document } from '../memory/document.ts';
import { type Memory, memoryOf } from '../memory/memory.ts';
import { type Migration, upgrades, versionAfter } from '../memory/migrations/migrate.ts';
import { loggedBatch, logStatement } from './batch.ts';
import type { Database } from './connection.ts';
import type { Lease } from './lease.ts';
import { loadRows, type StateRow } from './load.ts';
import { upgradeRows } from './upgrade.ts';

/** Batches that are read in one go. Each may have a megabyte, which the driver reads for 50 ms or more: the statement must end in its time. */
const logSlice = 5;

/** What following needs. */
export interface FollowerOptions {
  database: Database;
  /** The setting STATE_LIMIT, in bytes; absent for none. */
  limit?: number;
  /** Replaces the migrations in tests. */
  steps?: readonly Migration[];
  events: FollowerEvents;
}

/** What a follower tells. */
export interface FollowerEvents {
  /** An older state was upgraded; the table `copy` has its rows. */
  upgraded(version: number, copy: string): void;
  /** Alerts that this replica knew are not in the database any more, which lost what it had confirmed. */
  alertsLost(ids: readonly string[]): void;
}

/** The rows as of one place in the log. */
export interface Followed {
  generation: string;
  position: number;
  /** The mark of the batch at this place; null where the log does not have it. */
  mark: string | null;
  /** The mark that `state` had at the last look: while it is the same, nothing happened. */
  seen: string;
  document: Document;
  memory: Memory;
}

/** Returns what follows, once it is told what `state` says. One call at a time. `onLoaded` is called when all rows were read. */
export function createFollower({ database, limit, steps = upgrades, events }: FollowerOptions, onLoaded: () => void) {
  const known = versionAfter(steps);
  let followed: Followed | null = null;
  /** The alerts that this replica knew before it began to load anew, and of which generation they were. */
  let before: { generation: string; alerts: readonly string[] } | null = null;
  let loading: Promise<void> | null = null;
  let loadFailed: unknown = null;
  let caughtUpAt: number | null = null;

  async function load(): Promise<Followed> {
    if (followed)
      before = { generation: followed.generation, alerts: [...(followed.document.tables.alerts?.keys() ?? [])] };
    // Memory has room for one state, not for two.
    followed = null;
    const { state, document, stored, mark } = await loadRows(database, known);
    const { generation, position } = state;
    const memory = memoryOf(document, stored, limit);
    if (before?.generation === generation) events.alertsLost(alertsGone(before.alerts, document));
    before = null;
    followed = { generation, position, mark, seen: state.mark, document, memory };
    return followed;
  }

  /** Loads anew, in the background: meanwhile this replica looks on who acts. */
  function beginLoad(): void {
    loading = load()
      .then(
        () => {},
        (error: unknown) => {
          loadFailed = error;
        },
      )
      .finally(() => {
        loading = null;
        onLoaded();
      });
  }

  /** Resolves with whether this replica knows all that was committed. Rejects where it could not be read. */
  async function follow(state: StateRow): Promise<boolean> {
    if (loadFailed !== null) {
      const error = loadFailed;
      loadFailed = null;
      throw error;
    }
    if (loading) return false;
    if (!followed || !(await catchUp(database, followed, state))) {
      beginLoad();
      return false;
    }
    caughtUpAt = performance.now();
    return true;
  }

  return {
    known,
    position: () => followed?.position ?? null,
    lagMs: () => caughtUpAt && performance.now() - caughtUpAt,
    /** Follows up to `state`. Resolves with whether this replica could act now. Rejects with StateTooNew and StateDamaged too. */
    async look(state: StateRow): Promise<boolean> {
      if (state.version > known) throw new StateTooNew('The database', state.version, known);
      // An older format is not followed: whoever takes over upgrades it.
      return state.version < known || follow(state);
    },
    /** Returns all rows as `state` has them, once this replica has the lease; upgrades an older state first. */
    async takeOver(state: StateRow, lease: Lease): Promise<Followed> {
      if (state.version < known) {
        const { document } = await loadRows(database, known);
        events.upgraded(known, await upgradeRows(database, lease, document, steps));
        return load();
      }
      if (followed && (await catchUp(database, followed, state))) return followed;
      return load();
    },
  };
}

/** Applies what the log has beyond the place. Resolves with false where the log does not follow on what is known here. */
async function catchUp(database: Database, to: Followed, state: StateRow): Promise<boolean> {
  if (to.generation !== state.generation || state.position < to.position) return false;
  if (state.position === to.position && state.mark === to.seen) return true;
  for (let isMore = true; isMore; ) {
    const batches = (await database.query(logStatement, [to.position, logSlice])).map(loggedBatch);
    isMore = batches.length === logSlice;
    const first = to.mark === null ? null : batches.shift();
    if (first !== null && first?.mark !== to.mark) return false;
    for (const { position, mark, edits } of batches) {
      if (position !== to.position + 1) return false;
      to.memory.apply(edits);
      Object.assign(to, { position, mark });
    }
  }
  to.seen = state.mark;
  return to.position >= state.position;
}

/** Returns those of the alerts that a document has not, not even as an archived one. */
function alertsGone(known: readonly string[], after: Document): string[] {
  return known.filter((id) => !after.tables.alerts?.has(id) && !after.tables.closed?.has(id));
}
