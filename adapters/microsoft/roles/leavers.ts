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
import { reporting, type Troubles } from '../trouble.ts';
import { askAccount, isAboutPerson } from './ask-entra.ts';
import { type EntraAccount, type EntraAccounts, isAsked, keyOf } from './entra-account.ts';

/** The hour (UTC) from which on a night's look is due. */
const hour = 2;
/** The row of `cursors` that has the day of the last look and, after a try that was cut short, the number of tries and the time of the last. */
const rowId = 'leavers';
/** The most tries in a night, and the shortest time (ms) from one to the next. */
const maxTries = 3;
const apartMs = 3_600_000;
/** The most people whom one look asks about at the same time. */
const maxAtOnce = 4;

/** What a look needs. */
interface LookParts {
  accounts: EntraAccounts;
  graphOf(tenant: MicrosoftTenant): Graph;
  /** Told why Entra does not answer about an account. */
  logFailure(error: GraphError, tenant: MicrosoftTenant): void;
  /** Hears how the requests end. */
  troubles: Pick<Troubles, 'failed' | 'answered'>;
  world: World;
}

/**
 * Returns what looks when a night's look is due, to be called each minute: one request for each account. Which night was last is stored
 * before it, so that a restart asks nobody twice. A tenant for which Microsoft wants a break, or does not answer, is not asked on: those who
 * are left are asked about an hour later, three times a night at most. What the store refuses waits for the next call.
 */
export function createLeavers(parts: LookParts): () => Promise<void> {
  const { store, steady } = parts.world;
  /** The accounts of which this process knows an answer of that night. */
  const answered = { day: '', keys: new Set<string>() };

  async function write(value: string): Promise<boolean> {
    const writing = store.change(async (tx) => {
      await tx.put('cursors', { id: rowId, value });
      return true;
    });
    return writing.catch(ifUnwritable(() => false));
  }

  return async () => {
    const now = steady.now();
    const day = now.slice(0, 10);
    if (Number(now.slice(11, 13)) < hour) return;
    const row = await store.read((reader) => reader.get('cursors', rowId));
    const [night, tried = '0', lastAt] = row?.value.split(' ') ?? [];
    const isNext = lastAt !== undefined && Date.parse(now) - Date.parse(lastAt) >= apartMs;
    if ((night === day && !isNext) || !(await write(day))) return;
    const tries = night === day ? Number(tried) + 1 : 1;
    if (answered.day !== day) Object.assign(answered, { day, keys: new Set() });
    if (!(await look(parts, answered.keys)) && tries < maxTries) await write(`${day} ${tries} ${now}`);
  };
}

/** Asks about everybody who is not among `answered`, where it adds them. Resolves with false where some were not asked about. */
async function look(parts: LookParts, answered: Set<string>): Promise<boolean> {
  const { accounts, world } = parts;
  const all = await world.store.read((reader) => accountsIn(reader, accounts, world));
  const asked = all.filter(({ account }) => !answered.has(keyOf(account)));
  const states = new Map<string, LookOutcome>();
  const resting = new Set<MicrosoftTenant>();
  const left = asked.values();
  /** Several of these run side by side, each with one account at a time. */
  async function work(): Promise<void> {
    for (const { account } of left) {
      const key = keyOf(account);
      if (states.has(key) || resting.has(account.tenant)) continue;
      states.set(key, 'unasked');
      const state = await stateOf(account, parts);
      states.set(key, state);
      if (state === 'unasked') resting.add(account.tenant);
      else answered.add(key);
    }
  }
  await Promise.all(Array.from({ length: maxAtOnce }, work));
  const looks = asked.flatMap(({ id, account }): Look[] => {
    const isLinked = accounts.linked.includes(id) ? { isLinked: true as const } : {};
    const state = states.get(keyOf(account)) ?? 'unasked';
    return state === 'unasked' ? [] : [{ id, state, ...isLinked }];
  });
  await recordLooks(looks, world).catch(ifUnwritable(() => {}));
  return resting.size === 0;
}

/** What a look saw of an account; `unasked` where Microsoft wants a break or does not answer, so that it has to be asked about later. */
type LookOutcome = Look['state'] | 'unasked';

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
  { tenant, objectId }: EntraAccount,
  { graphOf, logFailure, troubles }: LookParts,
): Promise<LookOutcome> {
  try {
    const state = await reporting(troubles, tenant, 'roles', askAccount(graphOf(tenant), objectId));
    return state === 'enabled' ? 'here' : 'gone';
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    logFailure(error, tenant);
    const isAway = error.kind === 'throttled' || (error.kind === 'unavailable' && !isAboutPerson(error));
    return isAway ? 'unasked' : 'unknown';
  }
}
