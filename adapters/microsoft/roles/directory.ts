/** The Global Administrators of the tenants whose roles Microsoft Entra is asked about. */
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { isRetired } from '../../../src/domain/tenant/partner-tenant.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { AdminRole, Directory, World } from '../../../src/ports/world.ts';
import { isGoneInEntra, provenSince, recordProven } from '../../../src/request/proven-admins.ts';
import type { Log } from '../../process/log.ts';
import type { Graph } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { askRole, type EntraRole } from './ask-entra.ts';
import type { EntraAccount, EntraAccounts } from './entra-account.ts';

/** What the directory needs. */
interface DirectoryParts {
  accounts: EntraAccounts;
  graphOf(tenant: MicrosoftTenant): Graph;
  /** The directory of the setting ADMINS. */
  admins: Directory;
  /** Returns the one identity of a person who has several. */
  firstMet(id: Identity): Identity;
  world: Pick<World, 'store' | 'clock' | 'uptimeMs'> & { log: Log };
}

/**
 * Returns the directory that asks Entra. Whom ADMINS names stays a break-glass admin, also while Entra does not answer, but not while Entra
 * calls the account disabled.
 */
export function entraDirectory({ accounts, graphOf, admins, firstMet, world }: DirectoryParts): Directory {
  const { store, clock, uptimeMs } = world;
  const logFailure = failureLog(world);
  const ask = createAsker(({ tenant, objectId }) => askRole(graphOf(tenant), objectId), uptimeMs);

  /** Resolves with the role by Entra alone. Rejects with ChatError when Entra does not tell it. */
  async function roleInEntra(id: Identity, fresh: boolean): Promise<Exclude<AdminRole, 'breakGlass'> | 'disabled'> {
    const account = accounts.of(id);
    if (account === 'unlinked' || account === 'none') return account;
    const tenant = await store.read((reader) => reader.get('tenants', account.tenant.id));
    if (tenant && isRetired(tenant)) return 'none';
    try {
      const role = await ask(account, fresh);
      if (role === 'admin') await recordProven(firstMet(id), account.tenant.id, world);
      return role === 'admin' || role === 'disabled' ? role : 'none';
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      logFailure(error, account.tenant);
      throw new ChatError('unreachable', `entra_${error.code}`);
    }
  }

  return {
    async roleOf(id, fresh) {
      const isNamed = (await admins.roleOf(id, fresh)) === 'admin';
      try {
        const role = await roleInEntra(id, fresh);
        if (role === 'disabled') return 'none';
        return isNamed && role !== 'admin' ? 'breakGlass' : role;
      } catch (error) {
        if (isNamed && error instanceof ChatError) return 'breakGlass';
        throw error;
      }
    },
    async adminsToTell(limit) {
      const named = await admins.adminsToTell(limit);
      return store.read(async (reader) => {
        const all = [...new Set([...named, ...(await provenSince(reader, clock.now()))])];
        const gone = await Promise.all(all.map((id) => isGoneInEntra(reader, firstMet(id))));
        return all.filter((_id, index) => !gone[index]).slice(0, limit);
      });
    },
    entraTenantOf(id) {
      const account = accounts.of(id);
      return typeof account === 'string' ? null : account.tenant.id;
    },
  };
}

/** Time (ms) for which the same failure of a tenant is not logged again. */
const quietMs = 60_000;

/** Returns what logs why Entra does not tell a role: the same reason of a tenant once a minute, however many people ask. */
function failureLog({ log, uptimeMs }: Pick<World, 'uptimeMs'> & { log: Log }) {
  const loggedAt = new Map<string, number>();
  return ({ kind, code, step }: GraphError, { name }: MicrosoftTenant): void => {
    const key = `${name} ${kind} ${code}`;
    if (uptimeMs() - (loggedAt.get(key) ?? Number.NEGATIVE_INFINITY) < quietMs) return;
    loggedAt.set(key, uptimeMs());
    log.warn({ event: 'microsoft.roles', tenant: name, kind, code, step }, 'role in Microsoft Entra not read');
  };
}

/** How long (ms) an answer serves reads: a role that was granted, and any other. */
const grantedMs = 5 * 60_000;
const refusedMs = 60_000;
/** The most answers that are kept; of more, all are forgotten. */
const maxAnswers = 10_000;

/**
 * Returns what asks about a person, with one request in flight for each: `fresh` waits for a request that began after the call, anything
 * else takes an answer of the last minutes. Failures are not kept.
 */
function createAsker(askNow: (account: EntraAccount) => Promise<EntraRole>, uptimeMs: () => number) {
  const answers = new Map<string, { role: EntraRole; until: number }>();
  const inFlight = new Map<string, Promise<EntraRole>>();

  async function answer(key: string, account: EntraAccount): Promise<EntraRole> {
    const role = await askNow(account);
    if (answers.size >= maxAnswers) answers.clear();
    answers.set(key, { role, until: uptimeMs() + (role === 'admin' ? grantedMs : refusedMs) });
    return role;
  }

  return (account: EntraAccount, fresh: boolean): Promise<EntraRole> => {
    const key = `${account.tenant.id} ${account.objectId}`;
    const known = answers.get(key);
    if (!fresh && known && known.until > uptimeMs()) return Promise.resolve(known.role);
    if (fresh) return answer(key, account);
    const asking = inFlight.get(key) ?? answer(key, account).finally(() => inFlight.delete(key));
    inFlight.set(key, asking);
    return asking;
  };
}
