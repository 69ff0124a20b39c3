import type { Check, Finding } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { findingsNow } from '../evidence.ts';
import type { Reader, Store, World } from '../ports.ts';
import { isWithin, type Span, whileSame } from '../while-same.ts';

/** So long nothing is new by the passing of time alone, for who is quiet. */
const hourMs = 3_600_000;

interface Quiet {
  /** Nobody need be looked at. */
  all: boolean;
  has(tenant: StoredTenant, check: Check | null): boolean;
  add(tenant: StoredTenant, check: Check | null): void;
  /** Everybody was looked at, with no news. */
  end(): void;
}

interface Known {
  check: Check | null;
  refusing: string;
  /** Milliseconds. */
  from: number;
}

/**
 * Tenants of which nothing is new for an hour, as long as their rows are the same objects: so that a tick costs next to
 * nothing for thousands of them. Only a saving: who is not in it is looked at.
 */
const known = new WeakMap<Store, WeakMap<StoredTenant, Known>>();
/** When all of them are. */
const allQuiet = whileSame<Span>();

export async function quietIn(reader: Reader, { store, clock, settings }: World): Promise<Quiet> {
  const rows = known.get(store) ?? new WeakMap<StoredTenant, Known>();
  known.set(store, rows);
  const [tenants, refused] = [await reader.list('tenants'), await reader.list('refusing')];
  const by = [tenants, refused, await reader.list('checks'), settings.confirmEvery];
  const span = allQuiet.get(store, by);
  const refusing = refused.map(({ id, at }) => `${id} ${at}`).join();
  const now = Date.parse(clock.now());
  const from: number[] = [];
  return {
    all: span !== null && isWithin(clock.now(), span),
    has(tenant, check) {
      const row = rows.get(tenant);
      if (!row || row.check !== check || row.refusing !== refusing) return false;
      if (now < row.from || now >= row.from + hourMs) return false;
      from.push(row.from);
      return true;
    },
    add(tenant, check) {
      rows.set(tenant, { check, refusing, from: now });
      from.push(now);
    },
    end() {
      if (from.length < tenants.length) return;
      const first = from.reduce((least, one) => Math.min(least, one), now);
      allQuiet.set(store, by, { from: new Date(now).toISOString(), until: new Date(first + hourMs).toISOString() });
    },
  };
}

/** Whether what is found now will still be all in an hour. No rule begins and ends within one. */
export async function isQuiet(
  reader: Reader,
  tenant: StoredTenant,
  now: readonly Finding[],
  world: World,
): Promise<boolean> {
  const later = new Date(Date.parse(world.clock.now()) + hourMs).toISOString();
  return same(now, await findingsNow(reader, tenant, { ...world, clock: { now: () => later } }));
}

function same(some: readonly Finding[], others: readonly Finding[]): boolean {
  const names = (list: readonly Finding[]) =>
    list.map(({ code, subject, since }) => `${code} ${subject} ${since}`).join();
  return names(some) === names(others);
}
