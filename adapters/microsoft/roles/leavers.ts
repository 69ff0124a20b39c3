/** Looks once a night whether the accounts of people whom the bot relies on are still enabled in Microsoft Entra. */
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { namedOnCall } from '../../../src/domain/tenant/on-call.ts';
import { isRetired } from '../../../src/domain/tenant/partner-tenant.ts';
import type { World } from '../../../src/ports/world.ts';
import { type Look, recordLooks } from '../../../src/register/leavers.ts';
import { provenSince } from '../../../src/request/proven-admins.ts';
import type { Graph } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { askAccount } from './ask-entra.ts';
import type { EntraAccounts } from './entra-account.ts';

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
  world: World;
}

/** Looks when a night's look is due: one request for each person. Which night was last is stored before it, so that a restart asks nobody twice. */
export async function lookForLeavers({ accounts, graphOf, world }: LookParts): Promise<void> {
  const { store, steady } = world;
  const now = steady.now();
  const day = now.slice(0, 10);
  if (Number(now.slice(11, 13)) < hour) return;
  if ((await store.read((reader) => reader.get('cursors', rowId)))?.value === day) return;
  await store.change((tx) => tx.put('cursors', { id: rowId, value: day }));
  const retired = new Set((await store.read((reader) => reader.list('tenants'))).filter(isRetired).map(({ id }) => id));
  const asked = (await reliedOn(accounts, world)).flatMap((id) => {
    const account = accounts.of(id);
    return typeof account === 'string' || retired.has(account.tenant.id) ? [] : [{ id, account }];
  });
  const looks: Look[] = [];
  for (let from = 0; from < asked.length; from += maxAtOnce) {
    const some = asked.slice(from, from + maxAtOnce).map(async ({ id, account }): Promise<Look> => {
      const state = await stateOf(graphOf(account.tenant), account.objectId);
      return { id, state, ...(accounts.linked.includes(id) ? { isLinked: true as const } : {}) };
    });
    looks.push(...(await Promise.all(some)));
  }
  await recordLooks(looks, world);
}

/** Returns the people on call, managers, everybody whom the file links, and proven administrators, each once. */
async function reliedOn(accounts: EntraAccounts, { store, clock }: World): Promise<Identity[]> {
  return store.read(async (reader) => {
    const tenants = (await reader.list('tenants')).filter((tenant) => !isRetired(tenant));
    const named = tenants.flatMap((tenant) => [...namedOnCall(tenant), ...(tenant.manager ? [tenant.manager] : [])]);
    return [...new Set([...named, ...accounts.linked, ...(await provenSince(reader, clock.now()))])];
  });
}

async function stateOf(graph: Graph, objectId: string): Promise<Look['state']> {
  try {
    return (await askAccount(graph, objectId)) === 'enabled' ? 'here' : 'gone';
  } catch (error) {
    if (error instanceof GraphError) return 'unknown';
    throw error;
  }
}
