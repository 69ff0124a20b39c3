/** Looks once a night whether the accounts of people whom the bot relies on are still enabled in Microsoft Entra. */
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { namedOnCall } from '../../../src/domain/tenant/on-call.ts';
import { isRetired } from '../../../src/domain/tenant/partner-tenant.ts';
import { ifUnwritable, type Reader } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import { type Look, recordLooks } from '../../../src/register/leavers.ts';
import { provenSince } from '../../../src/request/proven-admins.ts';
import type { Graph } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { askAccount } from './ask-entra.ts';
import { type EntraAccount, type EntraAccounts, isAsked, keyOf } from './entra-account.ts';

/** The hour (UTC) from which on a night's look is due. */
const hour = 2;
/** The row of `cursors` that has the day of the last look. */
const rowId = 'leavers';
/** The most people whom one look asks about at the same time. */
const maxAtOnce = 4;

/** What a look needs. */
interface LookParts {
  accounts: EntraAccounts;
  graphOf(tenant: MicrosoftTenant): Graph;
  /** Told why Entra does not answer about an account. */
  logFailure(error: GraphError, tenant: MicrosoftTenant): void;
  world: World;
}

/**
 * Looks when a night's look is due: one request for each account. Which night was last is stored before it, so that a restart asks nobody
 * twice. What the store refuses waits for the next call.
 */
export async function lookForLeavers(parts: LookParts): Promise<void> {
  const { store, steady } = parts.world;
  const now = steady.now();
  const day = now.slice(0, 10);
  if (Number(now.slice(11, 13)) < hour) return;
  if ((await store.read((reader) => reader.get('cursors', rowId)))?.value === day) return;
  const begin = store.change(async (tx) => {
    await tx.put('cursors', { id: rowId, value: day });
    return true;
  });
  if (await begin.catch(ifUnwritable(() => false))) await look(parts);
}

async function look({ accounts, graphOf, logFailure, world }: LookParts): Promise<void> {
  const asked = await world.store.read((reader) => accountsIn(reader, accounts, world));
  const states = new Map<string, Look['state']>();
  const left = asked.values();
  /** Several of these run side by side, each with one account at a time. */
  async function work(): Promise<void> {
    for (const { account } of left) {
      const key = keyOf(account);
      if (states.has(key)) continue;
      states.set(key, 'unknown');
      states.set(key, await stateOf(graphOf(account.tenant), account, logFailure));
    }
  }
  await Promise.all(Array.from({ length: maxAtOnce }, work));
  const looks = asked.map(({ id, account }): Look => {
    const isLinked = accounts.linked.includes(id) ? { isLinked: true as const } : {};
    return { id, state: states.get(keyOf(account)) ?? 'unknown', ...isLinked };
  });
  await recordLooks(looks, world).catch(ifUnwritable(() => {}));
}

/**
 * Returns the people on call, managers, everybody whom the file links, proven administrators, and whom an earlier look found gone, with
 * their accounts in tenants that are asked.
 */
async function accountsIn(reader: Reader, accounts: EntraAccounts, { clock }: Pick<World, 'clock'>) {
  const tenants = (await reader.list('tenants')).filter((tenant) => !isRetired(tenant));
  const named = tenants.flatMap((tenant) => [...namedOnCall(tenant), ...(tenant.manager ? [tenant.manager] : [])]);
  const stored = [...(await provenSince(reader, clock.now())), ...(await reader.list('leavers'))].map(({ id }) => id);
  const all = new Set([...named, ...accounts.linked, ...stored]);
  const found: { id: Identity; account: EntraAccount }[] = [];
  for (const id of all) {
    const account = accounts.of(id);
    if (typeof account !== 'string' && (await isAsked(reader, account))) found.push({ id, account });
  }
  return found;
}

async function stateOf(
  graph: Graph,
  { tenant, objectId }: EntraAccount,
  logFailure: LookParts['logFailure'],
): Promise<Look['state']> {
  try {
    return (await askAccount(graph, objectId)) === 'enabled' ? 'here' : 'gone';
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    logFailure(error, tenant);
    return 'unknown';
  }
}
