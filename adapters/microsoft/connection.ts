/** Asks Microsoft what the file says that MICROSOFT names: the directory of administrators when people act, all else once a minute. */
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Directory, World } from '../../src/ports/world.ts';
import type { Log } from '../process/log.ts';
import { rereadEveryMs, secretRereader } from '../settings/reread-secrets.ts';
import { createAlerts } from './alerts/ask-alerts.ts';
import { createWriteBacks, writeBackEveryMs } from './alerts/write-back.ts';
import { type ApiWorld, createGraph, type Graph } from './api/graph.ts';
import { userTokens } from './api/user-token.ts';
import { misfitOf } from './file/certificate-pair.ts';
import { secretsIn } from './file/microsoft-file.ts';
import type { MicrosoftFile, MicrosoftTenant } from './file/tenant.ts';
import { createMail } from './mail/ask-mail.ts';
import { entraDirectory } from './roles/directory.ts';
import { type EntraAccounts, entraAccounts } from './roles/entra-account.ts';
import { failureLog } from './roles/failure-log.ts';
import { createLeavers } from './roles/leavers.ts';
import { createScore } from './score/ask-score.ts';
import { createSignIns } from './sign-in/note-sign-ins.ts';
import { type SignInPlace, signInStore } from './sign-in/sign-in-store.ts';
import { createTroubles } from './trouble.ts';

/** What asking Microsoft needs. `hide` keeps a secret out of the log. */
export interface ConnectionWorld extends ApiWorld, SignInPlace, Pick<World, 'store'> {
  hide(secret: string): void;
}

/** Time (ms) from the end of a signal's work to its next look at what is due. Each signal decides that by itself. */
const everyMs = 60_000;

/** Returns what asks Microsoft about the tenants of the file, as the app of each, or as the person who signed in. */
export function connectMicrosoft(file: MicrosoftFile, connection: ConnectionWorld) {
  const signInOf = (tenant: MicrosoftTenant) => signInStore(connection, tenant, connection.clock);
  const graphs = new Map(
    file.tenants.map((tenant) => {
      const isUser = tenant.alerts?.by === 'user';
      const person = isUser ? userTokens(tenant, file.login, signInOf(tenant), connection) : null;
      return [tenant.id, createGraph(tenant, file, connection, person)];
    }),
  );
  const graphOf = ({ id }: Pick<MicrosoftTenant, 'id'>): Graph => {
    const graph = graphs.get(id);
    if (!graph) throw new Error(`no tenant ${id} in the file that MICROSOFT names`);
    return graph;
  };
  const troubles = createTroubles(file.tenants, connection);
  const asksRoles = file.tenants.some(({ roles }) => roles);
  const accounts = (firstMet: (id: Identity) => Identity): EntraAccounts => entraAccounts(file.tenants, firstMet);
  return {
    /** Returns the directory that asks Entra; `admins`, which goes by ADMINS alone, where no tenant has `roles`. */
    directory(admins: Directory, firstMet: (id: Identity) => Identity): Directory {
      if (!asksRoles) return admins;
      return entraDirectory({ accounts: accounts(firstMet), graphOf, troubles, admins, firstMet, world: connection });
    },
    /** Reads the secrets in files again each minute, until the pauses end. */
    watchSecrets: (pauses: World['timers'] = connection.timers) => watchSecrets(file, connection, pauses),
    /**
     * Asks what is due, once a minute, and writes back what people answered, every ten seconds, until the pauses end: no signal waits
     * for another one. `world` has the clock that decides what is due.
     */
    async ask(
      world: World,
      firstMet: (id: Identity) => Identity,
      pauses: World['timers'] = connection.timers,
    ): Promise<void> {
      const { log } = connection;
      const graphById = (id: string) => graphOf({ id });
      const score = createScore(file.tenants, graphById, { ...world, clock: world.steady, log, troubles });
      const logFailure = failureLog(connection, 'account in Microsoft Entra not read');
      const leavers = createLeavers({ accounts: accounts(firstMet), graphOf, logFailure, troubles, world });
      const signIns = createSignIns(file.tenants, signInOf, world);
      const alerts = createAlerts(file.tenants, graphById, { ...world, log, ...troubles });
      const mail = createMail(file.tenants, graphById, { ...world, log, ...troubles });
      const onBug = (error: unknown) => world.onBug(error, 'microsoft');
      const writeBacks = createWriteBacks(file.tenants, graphById, { ...world, log, troubles });
      const again = async (signal: () => Promise<void>, ms: number) => {
        do await signal().catch(onBug);
        while (await pauses.wait(ms));
      };
      const reported = (signal: () => Promise<void>) => async () => {
        await signal().catch(onBug);
        await troubles.flush(world);
      };
      const signals = [...signIns, score.run, ...mail, ...(asksRoles ? [leavers] : []), ...alerts];
      await Promise.all([
        ...signals.map((signal) => again(reported(signal), everyMs)),
        ...writeBacks.map((send) => again(send, writeBackEveryMs)),
      ]);
    },
  };
}

/** Reads the secrets in files again each minute. Their values change in place, so that the next token is asked for with the new ones. */
async function watchSecrets(
  { tenants }: MicrosoftFile,
  world: { log: Log; hide(secret: string): void },
  pauses: World['timers'],
): Promise<void> {
  const reread = secretRereader(world);
  const misfit = ([key = '', certificate]: readonly string[]) =>
    certificate === undefined ? null : misfitOf(key, certificate);
  while (await pauses.wait(rereadEveryMs))
    for (const tenant of tenants) {
      const changed = secretsIn(tenant).map((secrets) => reread({ tenant: tenant.name }, secrets, misfit));
      if (changed.includes(true)) world.log.info({ tenant: tenant.name }, 'microsoft secret reloaded');
    }
}
