/** Polls the partner security alerts: https://learn.microsoft.com/graph/api/partner-security-partnersecurityalert-list-securityalerts */
import { hash } from 'node:crypto';
import { acceptPolled, openThere, type Polled, type PolledEvent } from '../../../src/alerts/sources/accept-polled.ts';
import { ShareFull } from '../../../src/alerts/sources/room.ts';
import type { Unread } from '../../../src/domain/alert/source.ts';
import { isRetired } from '../../../src/domain/tenant/partner-tenant.ts';
import { ifUnwritable, StoreFull } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import type { Log } from '../../process/log.ts';
import { alertsPath, type Graph, type Signal } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { idOf, readAlert } from './read-alert.ts';

type AlertsTenant = Pick<MicrosoftTenant, 'id' | 'name' | 'alerts'>;
type PolledTenant = AlertsTenant & { alerts: NonNullable<AlertsTenant['alerts']> };

/** What polling needs. `failed` and `answered` hear how each poll ended. */
export interface AlertsWorld extends World {
  log: Log;
  failed(tenant: AlertsTenant, signal: Signal, error: GraphError): void;
  answered(tenant: AlertsTenant, signal: Signal): void;
}

/**
 * Returns the polls of the alerts, one for each tenant that has them, so that none waits for another. Each is to be called every minute,
 * but not before its last call ended: a poll that Microsoft throttles takes an hour. It rejects for a bug alone; what failed is tried again
 * at the next poll.
 */
export function createAlerts(
  tenants: readonly AlertsTenant[],
  graphOf: (id: string) => Graph,
  world: AlertsWorld,
): readonly (() => Promise<void>)[] {
  return tenants.flatMap((tenant) => {
    const { alerts } = tenant;
    if (!alerts) return [];
    const poll = new AlertsPoll({ ...tenant, alerts }, graphOf(tenant.id), world);
    return [() => poll.run()];
  });
}

const openOnly = `?$filter=${encodeURIComponent("status ne 'resolved'")}`;

/** How long (ms) the filter is left out once Microsoft refused it. */
const filterBreakMs = 24 * 3_600_000;
/** The most alerts that one poll asks for one by one, and how many at once. */
const maxLooks = 20;
const looksAtOnce = 4;
/** From more missing alerts than this on the list is read without the filter: somebody resolved many. */
const maxMissing = 100;

/** The most problems that are remembered. */
const maxTold = 1_000;

/** What one poll found so far: the ids there, and whether Microsoft left out what is resolved. */
interface Listed {
  ids: Set<string>;
  isFiltered: boolean;
}

/** The poll of one tenant. It remembers in order to ask and to read less: after a restart it begins again. */
class AlertsPoll {
  readonly #tenant: PolledTenant;
  readonly #graph: Graph;
  readonly #world: AlertsWorld;
  #askedAt: string | null = null;
  #filterRefusedAt: string | null = null;
  /** By id, a hash of each alert of the list, as it was last taken: most are the same at the next poll. */
  readonly #taken = new Map<string, string>();
  /** The problems that admins were notified of. */
  readonly #told = new Set<string>();
  #polls = 0;
  /** By id, the poll in which a missing alert was last asked for; 0 for none. */
  #looked = new Map<string, number>();
  /** The list was read without the filter since more than `maxMissing` are missing. */
  #wasReadWhole = false;

  constructor(tenant: PolledTenant, graph: Graph, world: AlertsWorld) {
    this.#tenant = tenant;
    this.#graph = graph;
    this.#world = world;
  }

  async run(): Promise<void> {
    const { steady, store, log } = this.#world;
    const { id, name, alerts } = this.#tenant;
    const now = steady.now();
    if (!hasPassed(this.#askedAt, alerts.everyMs, now)) return;
    const tenant = await store.read((reader) => reader.get('tenants', id));
    if (tenant && isRetired(tenant)) return;
    this.#askedAt = now;
    try {
      await this.#poll();
      this.#world.answered(this.#tenant, 'alerts');
    } catch (error) {
      if (!(error instanceof GraphError)) return ifUnwritable(() => {})(error);
      const { kind, code, step } = error;
      log.warn({ event: 'alerts.failed', tenant: name, kind, code, step }, 'alerts not read');
      this.#world.failed(this.#tenant, 'alerts', error);
    }
  }

  /** Only a list that was read to its end shows which of ours are missing in it. */
  async #poll(): Promise<void> {
    this.#polls += 1;
    const listed = await this.#readList();
    let missing = await this.#missingIn(listed);
    if (missing.length > maxMissing && listed.isFiltered && !this.#wasReadWhole) {
      this.#wasReadWhole = true;
      await this.#read(alertsPath, listed);
      missing = await this.#missingIn(listed);
    }
    if (missing.length <= maxMissing) this.#wasReadWhole = false;
    for (const id of this.#taken.keys()) if (!listed.ids.has(id)) this.#taken.delete(id);
    await this.#lookAt(missing);
  }

  async #readList(): Promise<Listed> {
    const { steady } = this.#world;
    const isFiltered = hasPassed(this.#filterRefusedAt, filterBreakMs, steady.now());
    const listed: Listed = { ids: new Set(), isFiltered };
    try {
      await this.#read(isFiltered ? alertsPath + openOnly : alertsPath, listed);
      return listed;
    } catch (error) {
      const isRefused = error instanceof GraphError && error.kind === 'refused' && error.status === 400;
      if (!isRefused || !isFiltered || listed.ids.size > 0) throw error;
    }
    await this.#read(alertsPath, listed);
    this.#filterRefusedAt = steady.now();
    return { ...listed, isFiltered: false };
  }

  #read(path: string, { ids }: Listed) {
    const { steady } = this.#world;
    let askedAt = steady.arrival();
    return this.#graph.pages('alerts', path, { as: this.#tenant.alerts.by }, async (items) => {
      await this.#takePage(items, ids, askedAt);
      askedAt = steady.arrival();
    });
  }

  /** Takes the alerts of a page, before the next page is asked for: they stay when that fails. */
  async #takePage(items: readonly unknown[], ids: Set<string>, askedAt: string): Promise<void> {
    const hashed = items.map((item) => ({
      item,
      id: idOf(item),
      hash: hash('sha256', JSON.stringify(item), 'base64'),
    }));
    for (const { id } of hashed) if (id !== null) ids.add(id);
    const fresh = hashed.filter((one) => one.id === null || this.#taken.get(one.id) !== one.hash);
    if (fresh.length === 0) return;
    const found = { ...this.#readAll(fresh.map(({ item }) => item)), askedAt };
    if (!(await this.#take(found))) return;
    for (const one of fresh) if (one.id !== null) this.#taken.set(one.id, one.hash);
  }

  /** Returns what items say. Admins are notified of each problem once while the process runs, although the item comes again at each poll. */
  #readAll(items: readonly unknown[]): { events: PolledEvent[]; problems: Unread[] } {
    const read = items.map((item) => readAlert(item, this.#tenant, this.#world.steady.now()));
    const problems = new Map(
      read.flatMap((one) =>
        one.kind === 'unreadable' ? one.problems.map((problem) => [keyOf(problem), problem]) : [],
      ),
    );
    for (const key of problems.keys()) if (this.#told.has(key)) problems.delete(key);
    return { events: read.flatMap((one) => (one.kind === 'alert' ? one.event : [])), problems: [...problems.values()] };
  }

  /** Resolves with whether all of it was taken. Without room for new alerts, those that are known are still asked for. */
  async #take(found: Polled): Promise<boolean> {
    const isWhole = await this.#accept(found);
    // Where the store refuses it, the next poll notifies them.
    if (this.#told.size + found.problems.length > maxTold) this.#told.clear();
    for (const problem of found.problems) this.#told.add(keyOf(problem));
    return isWhole;
  }

  async #accept(found: Polled): Promise<boolean> {
    const { name } = this.#tenant;
    try {
      return await acceptPolled(name, found, this.#world);
    } catch (error) {
      if (!(error instanceof StoreFull || error instanceof ShareFull)) throw error;
      this.#world.log.warn({ event: 'alerts.noRoom', tenant: name, why: error.message }, 'no room for new alerts');
      return false;
    }
  }

  /** Returns the ids of our open alerts that the list does not have. Nobody can ask for a hashed id: only the list shows that alert. */
  async #missingIn({ ids }: Listed): Promise<string[]> {
    const open = await openThere(this.#tenant.name, this.#world);
    return open.filter((id) => !ids.has(id) && !isHashed(id));
  }

  /** Asks for missing alerts one by one, in turn, and notes that Microsoft answers. */
  async #lookAt(missing: readonly string[]): Promise<void> {
    const askedAt = this.#world.steady.arrival();
    const pollOf = (id: string) => this.#looked.get(id) ?? 0;
    const turn = missing.toSorted((a, b) => pollOf(a) - pollOf(b)).slice(0, maxLooks);
    this.#looked = new Map(missing.map((id) => [id, pollOf(id)]));
    const items: unknown[] = [];
    const gone: string[] = [];
    let failure: unknown = null;
    for (let from = 0; from < turn.length && failure === null; from += looksAtOnce) {
      const some = turn.slice(from, from + looksAtOnce);
      for (const id of some) this.#looked.set(id, this.#polls);
      const looks = await Promise.all(some.map((id) => this.#look(id)));
      items.push(...looks.flatMap((look) => ('item' in look ? [look.item] : [])));
      gone.push(...looks.flatMap((look) => ('gone' in look ? [look.gone] : [])));
      failure = looks.find((look) => 'failure' in look)?.failure ?? null;
    }
    await this.#take({ ...this.#readAll(items), gone, askedAt });
    if (failure !== null) throw failure;
  }

  async #look(id: string): Promise<{ item: unknown } | { gone: string } | { failure: GraphError }> {
    const path = `${alertsPath}/${encodeURIComponent(id)}`;
    try {
      return { item: await this.#graph.request('alerts', 'GET', path, { as: this.#tenant.alerts.by }) };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      return error.kind === 'notFound' ? { gone: id } : { failure: error };
    }
  }
}

function keyOf({ pointer, detail }: Unread): string {
  return `${pointer} ${detail}`;
}

/** Matches what the bot stores for an id of more than 200 characters. Microsoft's ids are one or two GUIDs. */
function isHashed(id: string): boolean {
  return /^[0-9a-f]{64}$/.test(id);
}

/** Returns whether that many milliseconds have passed; also after the clock was set back, so that nothing waits for a time far ahead. */
function hasPassed(since: string | null, ms: number, now: string): boolean {
  const passed = since === null ? ms : Date.parse(now) - Date.parse(since);
  return passed >= ms || passed < 0;
}
