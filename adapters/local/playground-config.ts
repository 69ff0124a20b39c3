import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { makeFolder } from '../store/make-folder.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';

function user(number: number, id: string, givenName: string, surname: string) {
  const address = `${givenName}.${surname}@contoso.example`.toLowerCase();
  return {
    id: `29:${id}`,
    name: `${givenName} ${surname}`,
    // Spelled so by the Playground.
    userPrincipleName: address,
    aadObjectId: `22222222-0000-4000-8000-00000000000${number}`,
    givenName,
    surname,
    email: address,
  };
}

const currentUser = user(1, 'megan', 'Megan', 'Bowen');

/** The organisation that Agents Playground plays, by its schema 0.1.1: exactly five other users, one team with one channel. */
const config = {
  version: '0.1.1',
  tenantId,
  bot: { id: '28:security-contact', name: 'Security Contact' },
  currentUser,
  users: [
    user(2, 'adele', 'Adele', 'Vance'),
    user(3, 'isaiah', 'Isaiah', 'Langer'),
    user(4, 'patti', 'Patti', 'Fernandez'),
    user(5, 'lynne', 'Lynne', 'Robbins'),
    user(6, 'alex', 'Alex', 'Wilber'),
  ],
  personalChat: { id: 'a:personal-megan' },
  groupChat: { id: '19:security-leads@thread.v2', name: 'Security leads' },
  team: {
    id: '19:csp-operations@thread.tacv2',
    name: 'CSP Operations',
    aadGroupId: '33333333-0000-4000-8000-000000000001',
    channels: [{ id: '19:security-alerts@thread.tacv2', name: 'Security alerts' }],
  },
};

/** Whom local mode knows before anybody wrote to it. */
export const playground: { tenantId: string; currentUser: Identity } = {
  tenantId,
  currentUser: `teams:${tenantId}/${currentUser.aadObjectId}`,
};

/** Writes the Playground's configuration into `dir`; resolves with its absolute path, which is the only kind it takes. */
export async function writePlaygroundConfig(dir: string): Promise<string> {
  makeFolder(dir);
  const file = resolve(join(dir, 'playground.yml'));
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config, null, 2), { mode: 0o600 });
  return file;
}
