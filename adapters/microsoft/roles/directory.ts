/** The Global Administrators of the tenants whose roles Microsoft Entra is asked about. */
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { Reader } from '../../../src/ports/store.ts';
import type { Directory, World } from '../../../src/ports/world.ts';
import { isGoneInEntra, provenSince, recordProven } from '../../../src/request/proven-admins.ts';
import type { Log } from '../../process/log.ts';
import type { Graph } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { reporting, type Troubles } from '../trouble.ts';
import { askRole, type EntraRole } from './ask-entra.ts';
import { type EntraAccount, type EntraAccounts, isAsked, keyOf } from './entra-account.ts';
import { failureLog } from './failure-log.ts';

/** What the directory needs. */
interface DirectoryParts {
  accounts: EntraAccounts;
  graphOf(tenant: MicrosoftTenant): Graph;
  /** Hears how the requests end. */
  troubles: Pick<Troubles, 'failed' | 'answered'>;
  /** The directory of the setting ADMINS. */
  admins: Directory;
  /** Returns the one identity of a person who has several. */
  firstMet(id: Identity): Identity;
  world: Pick<World, 'store' | 'clock' | 'uptimeMs'> & { log: Log };
}

/**
 * Returns the directory that asks Entra. Whom ADMINS names stays a break-glass admin, also while Entra does not answer; but not while Entra
 * calls the account disabled, or did so when it last answered, nor after two nights' looks found it gone.
 */
export function entraDirectory(parts: DirectoryParts): Directory {
  const { accounts, graphOf, troubles, admins, firstMet, world } = parts;
  const { store, clock, uptimeMs } = world;
  const logFailure = failureLog(world, 'role in Microsoft Entra not read');
  const { ask, wasDisabled } = createAsker(
    ({ tenant, objectId }) => reporting(troubles, tenant, 'roles', askRole(graphOf(tenant), objectId)),
    uptimeMs,
  );

  /** Resolves with whether Entra's last answer called the account disabled, or two nights' looks found it gone. */
  async function wasGone(id: Identity): Promise<boolean> {
    const account = accounts.of(id);
    if (typeof account !== 'string' && wasDisabled(account)) return true;
    return store.read((reader) => isGoneInEntra(reader, firstMet(id)));
  }

  /** Resolves with the role by Entra alone. Rejects with ChatError when Entra does not tell it. */
  async function roleInEntra(id: Identity, fresh: boolean): Promise<EntraRole | 'none' | 'unlinked'> {
    const account = accounts.of(id);
    if (account === 'unlinked' || account === 'none') return account;
    if (!(await store.read((reader) => isAsked(reader, account)))) return 'none';
    try {
      const role = await ask(account, fresh);
      if (role === 'admin') await recordProven(firstMet(id), account.tenant.id, world);
      return role;
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
        if (role === 'admin') return role;
        if (!isNamed) return role === 'unlinked' ? role : 'none';
        const isGone = role === 'disabled' || (role !== 'member' && (await wasGone(id)));
        return isGone ? 'none' : 'breakGlass';
      } catch (error) {
        if (isNamed && error instanceof ChatError && !(await wasGone(id))) return 'breakGlass';
        throw error;
      }
    },
    async adminsToTell(limit) {
      const named = await admins.adminsToTell(limit);
      return store.read(async (reader) => {
        const proven = await provenInAskedTenants(reader, accounts, clock.now());
        const all = [...new Set([...named, ...proven].map(firstMet))];
        const gone = await Promise.all(all.map((id) => isGoneInEntra(reader, id)));
        return all.filter((_id, index) => !gone[index]).slice(0, limit);
      });
    },
    entraAccountOf(id) {
      const account = accounts.of(id);
      return typeof account === 'string' ? null : keyOf(account);
    },
    entraTenantOf(id) {
      const account = accounts.of(id);
      return typeof account === 'string' ? null : account.tenant.id;
    },
  };
}

/** Resolves with whom Entra called a Global Administrator within 90 days, in the tenant where it would be asked about them now. */
async function provenInAskedTenants(reader: Reader, accounts: EntraAccounts, now: string): Promise<Identity[]> {
  const found: Identity[] = [];
  for (const { id, tenantId } of await provenSince(reader, now)) {
    const account = accounts.of(id);
    if (typeof account === 'string' || account.tenant.id !== tenantId) continue;
    if (await isAsked(reader, account)) found.push(id);
  }
  return found;
}

/** How long (ms) an answer serves reads: a role that was granted, and any other. */
const grantedMs = 5 * 60_000;
const refusedMs = 60_000;
/** The most answers that are kept; of more, all are forgotten but those that call an account disabled. */
const maxAnswers = 10_000;

/** How long (ms) after Entra did not answer in time nobody of that tenant is asked about: a save asks several times. */
const silentMs = 5_000;

/**
 * Returns what asks about a person: `fresh` asks now, anything else takes an answer of the last minutes, or that of a request in flight.
 * Of failures only a timeout is kept, for a few seconds.
 */
function createAsker(askNow: (account: EntraAccount) => Promise<EntraRole>, uptimeMs: () => number) {
  const answers = new Map<string, { role: EntraRole; until: number; number: number }>();
  const inFlight = new Map<string, Promise<EntraRole>>();
  const silences = new Map<string, { error: GraphError; until: number }>();
  let asked = 0;

  function noteSilence({ tenant }: EntraAccount, error: unknown): never {
    if (error instanceof GraphError && error.code === 'timeout')
      silences.set(tenant.id, { error, until: uptimeMs() + silentMs });
    throw error;
  }

  async function answer(key: string, account: EntraAccount): Promise<EntraRole> {
    asked += 1;
    const number = asked;
    const role = await askNow(account).catch((error: unknown) => noteSilence(account, error));
    silences.delete(account.tenant.id);
    // An answer may come after that of a later request, which knows more.
    if (number < (answers.get(key)?.number ?? 0)) return role;
    if (answers.size >= maxAnswers)
      for (const [one, last] of answers) if (last.role !== 'disabled') answers.delete(one);
    answers.set(key, { role, until: uptimeMs() + (role === 'admin' ? grantedMs : refusedMs), number });
    return role;
  }

  function begin(key: string, account: EntraAccount): Promise<EntraRole> {
    const asking = answer(key, account).finally(() => {
      if (inFlight.get(key) === asking) inFlight.delete(key);
    });
    inFlight.set(key, asking);
    return asking;
  }

  return {
    ask(account: EntraAccount, fresh: boolean): Promise<EntraRole> {
      const key = keyOf(account);
      const known = answers.get(key);
      if (!fresh && known && known.until > uptimeMs()) return Promise.resolve(known.role);
      const silence = silences.get(account.tenant.id);
      if (silence && silence.until > uptimeMs()) return Promise.reject(silence.error);
      if (fresh) return begin(key, account);
      return inFlight.get(key) ?? begin(key, account);
    },
    /** Returns whether Entra's last answer, however old, called the account disabled. A failed request does not change that. */
    wasDisabled: (account: EntraAccount): boolean => answers.get(keyOf(account))?.role === 'disabled',
  };
}
