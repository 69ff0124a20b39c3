/** What the file that MICROSOFT names says in tests, and certificates with which an app signs in to Entra. */
import { generateKeyPairSync } from 'node:crypto';
import { certified } from './certificate.ts';

export const partnerId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
export const clientId = '11111111-1111-4111-8111-111111111111';

const authority = certified({ name: 'authority', isAuthority: true });

/** A certificate of an app, with its RSA key, both PEM. */
export function appCertificate(modulusLength = 2048): { key: string; certificate: string } {
  const keys = generateKeyPairSync('rsa', { modulusLength });
  const { keyPem, certificate } = certified({ name: 'app', by: authority, keys });
  return { key: keyPem, certificate };
}

/** One tenant of the file, which signs in by the secret `env:APP_SECRET`. */
export const microsoftTenant = (more: object = {}) => ({
  id: partnerId,
  name: 'contoso',
  clientId,
  credential: { secret: ['env:APP_SECRET'] },
  ...more,
});

/** The file with these tenants, as JSON. */
export const microsoftFile = (tenants: readonly unknown[], more: object = {}) =>
  JSON.stringify({ version: 1, tenants, ...more });
