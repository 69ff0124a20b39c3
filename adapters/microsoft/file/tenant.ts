/** What the file that MICROSOFT names says, once it was checked. Ids and addresses are in small letters. */
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import type { Secret } from '../../settings/secrets.ts';

/**
 * How the bot proves to Microsoft Entra that it is the app. Where there are two secrets or two certificates, either is valid, so that they
 * can be rotated. A federated credential is the assertion in a file, which another issuer renews.
 */
export type TenantCredential =
  | { kind: 'secret'; secrets: readonly Secret[] }
  | { kind: 'certificate'; pairs: readonly { key: Secret; certificate: Secret }[] }
  | { kind: 'federated'; tokenFile: string }
  | { kind: 'managedIdentity' };

/** What is asked about a partner tenant; a signal that is false or null is off. */
export interface MicrosoftTenant {
  /** The partner tenant's Entra tenant id. */
  id: string;
  /** The name that operators, metrics and logs use: `contoso`. */
  name: string;
  clientId: string;
  credential: TenantCredential;
  /** True where the tenant's Global Administrators are admins of the bot. */
  roles: boolean;
  /** The object id in this tenant of people on a platform that has no Entra identity. */
  people: ReadonlyMap<Identity, string>;
  score: boolean;
  alerts: { by: 'app' | 'user'; everyMs: number; writeBack: boolean } | null;
  /** `senders` are the addresses whose mail becomes alerts; those of `high` may make high ones. */
  mail: { mailbox: string; senders: readonly string[]; high: readonly string[] } | null;
}

/** The whole file. `login` and `api` are the origins of Entra and Graph, without a slash at the end. */
export interface MicrosoftFile {
  login: string;
  api: string;
  tenants: readonly MicrosoftTenant[];
}
