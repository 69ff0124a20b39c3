import { connectMicrosoft } from '../../../../adapters/microsoft/connection.ts';
import type { MicrosoftTenant } from '../../../../adapters/microsoft/file/tenant.ts';
import { settingsDirectory } from '../../../../adapters/world/admins-from-settings.ts';
import type { Identity } from '../../../../src/domain/tenant/identity.ts';
import { ChatError } from '../../../../src/ports/chat.ts';
import type { Store } from '../../../../src/ports/store.ts';
import type { AdminRole } from '../../../../src/ports/world.ts';
import { globalAdministrator } from '../../../support/graph.ts';
import { memoryStore } from '../../../support/memory-store.ts';
import { ada, sam } from '../../../support/partner.ts';
import {
  bySecret,
  clientId,
  clientSecret,
  microsoftApi,
  personId,
  tenantId,
  tenantWith,
} from '../api/microsoft-api.ts';

/** A second tenant of the file, and one that is not in it. */
export const otherTenant = '44444444-0000-4000-8000-000000000004';
export const foreignTenant = '55555555-0000-4000-8000-000000000005';
/** The object id of Sam in the first tenant. */
export const samId = '66666666-0000-4000-8000-000000000006';
/** The same person as Ada in Slack: an account of the first tenant. */
export const adaInTeams: Identity = `teams:${tenantId}/${personId}`;

/** One tenant of the file: in Slack it links Ada and Sam, not Eve. */
export function rolesTenant(more: Partial<MicrosoftTenant> = {}): MicrosoftTenant {
  const people = new Map([
    [ada, personId],
    [sam, samId],
  ]);
  return { ...tenantWith(bySecret(clientSecret)), people, ...more };
}

/** How a file and ADMINS differ from the usual: one tenant with roles, and nobody in ADMINS. */
interface DirectorySetting {
  tenants?: readonly MicrosoftTenant[];
  admins?: readonly Identity[];
  store?: Store;
  firstMet?: (id: Identity) => Identity;
}

/** The directory between a made-up Entra and a store: Ada is Global Administrator, Sam is not. */
export async function aDirectory() {
  const api = await microsoftApi();
  const store = memoryStore();
  const user = (id: string, name: string) => ({
    ...{ id, userPrincipalName: `${name}@contoso.example`, displayName: name, mail: null, userType: 'Member' },
    ...{ accountEnabled: true as unknown, memberOf: new Set<string>() },
  });
  const made = user(samId, 'sam');
  const { users } = api.graph.tenant(tenantId);
  users.set(samId, made);
  const account = users.get(personId) ?? made;
  account.memberOf.add(globalAdministrator);

  function open({ tenants = [rolesTenant()], admins = [], firstMet = (id) => id, ...more }: DirectorySetting = {}) {
    const connection = { ...api.world, store, hide: () => {}, stateDir: 'none', ...more };
    const { directory } = connectMicrosoft({ login: api.entra.login, api: api.graph.api, tenants }, connection);
    return directory(settingsDirectory(admins, firstMet), firstMet);
  }

  return {
    api,
    store,
    open,
    /** Ada's account in Entra. */
    account,
    /** Registers the app in another tenant, where the same object id is another person's account. */
    addTenant(id: string) {
      api.entra.tokens.register({
        tenantId: id,
        clientId,
        secrets: [{ value: clientSecret }],
        roles: ['User.Read.All'],
      });
      const there = user(personId, 'other');
      api.graph.tenant(id).users.set(personId, there);
      return there;
    },
    /** The log lines of roles. */
    logged: () => api.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'microsoft.roles'),
  };
}

/** Resolves with the role, or with the reason for which nobody can tell it. */
export async function roleOrReason(asked: Promise<AdminRole>): Promise<string> {
  return asked.catch((error: unknown) => {
    if (error instanceof ChatError) return `${error.kind} ${error.reason}`;
    throw error;
  });
}
