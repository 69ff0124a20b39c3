/** Asks Microsoft Entra about one person of a partner tenant, by Graph v1.0: https://learn.microsoft.com/graph/api/directoryobject-checkmemberobjects */
import { z } from 'zod';
import { unavailable } from '../api/exchange.ts';
import type { Graph } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';

/** The id of the role Global Administrator, the same in every tenant. */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

/** What Entra says of an account. `missing`: there is none with this object id. */
export type AccountState = 'enabled' | 'disabled' | 'missing';
/** The same, and whether an enabled account has the role Global Administrator now. */
export type EntraRole = 'admin' | 'member' | Exclude<AccountState, 'enabled'>;

const Account = z.object({ accountEnabled: z.boolean() });
const Held = z.object({ value: z.array(z.string()) });

/** Time limit (ms) of both requests about a role: people wait for the answer, 1.2 s in all. */
const roleMs = 1_150;

/** Resolves with the state of an account. Rejects with GraphError when nobody can tell, such as for an answer without `accountEnabled`. */
export async function askAccount(graph: Graph, objectId: string, timeoutMs?: number): Promise<AccountState> {
  const path = `/v1.0/users/${encodeURIComponent(objectId)}?$select=accountEnabled`;
  const answer = await graph.request('roles', 'GET', path, { timeoutMs }).catch(ifMissing);
  if (answer === missing) return 'missing';
  const account = Account.safeParse(answer);
  if (!account.success)
    throw unavailable('noAccountEnabled', 'The answer does not say whether the account is enabled.');
  return account.data.accountEnabled ? 'enabled' : 'disabled';
}

/** Returns whether Microsoft answered, and only what it says of this one person cannot be read. */
export function isAboutPerson({ code }: GraphError): boolean {
  return code === 'noAccountEnabled' || code === 'noMemberObjects';
}

/**
 * Resolves with the state of an account, and whether it holds the role Global Administrator now: directly, by a group, or by Privileged
 * Identity Management once it is activated. Rejects with GraphError when nobody can tell. That an account is disabled counts even where
 * the question about the role fails.
 */
export async function askRole(graph: Graph, objectId: string): Promise<EntraRole> {
  const asked = holdsRole(graph, objectId).then(
    (isAdmin) => ({ isAdmin }),
    (error: unknown) => ({ error }),
  );
  const account = await askAccount(graph, objectId, roleMs);
  if (account !== 'enabled') return account;
  const answer = await asked;
  if ('error' in answer) throw answer.error;
  return answer.isAdmin ? 'admin' : 'member';
}

async function holdsRole(graph: Graph, objectId: string): Promise<boolean> {
  const path = `/v1.0/users/${encodeURIComponent(objectId)}/checkMemberObjects`;
  const options = { body: { ids: [globalAdministrator] }, timeoutMs: roleMs };
  const answer = await graph.request('roles', 'POST', path, options).catch(ifMissing);
  if (answer === missing) return false;
  const held = Held.safeParse(answer);
  if (!held.success) throw unavailable('noMemberObjects', 'The answer does not list the roles.');
  return held.data.value.some((id) => id.toLowerCase() === globalAdministrator);
}

const missing = Symbol('no such account');

/** Any other 404, such as a proxy's page, does not say whether the account exists. */
function ifMissing(error: unknown): typeof missing {
  if (error instanceof GraphError && error.status === 404 && error.code === 'Request_ResourceNotFound') return missing;
  throw error;
}
