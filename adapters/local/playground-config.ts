import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { makeFolder } from '../store/durable-file.ts';
// The file follows Agents Playground's schema 0.1.1: exactly five other users, one team with one channel;
// `userPrincipleName` is its spelling.
import organisation from './playground.json' with { type: 'json' };

/** The names of the example tenant and administrator of local mode, whom the bot knows before anybody writes to it. */
export const playground: { tenantId: string; currentUser: Identity } = {
  tenantId: organisation.tenantId,
  currentUser: `teams:${organisation.tenantId}/${organisation.currentUser.aadObjectId}`,
};

/** Writes the Playground's configuration into `dir`; resolves with its absolute path, which is the only kind it takes. */
export async function writePlaygroundConfig(dir: string): Promise<string> {
  makeFolder(dir);
  const file = resolve(join(dir, 'playground.yml'));
  // Every JSON document is a YAML document too. https://yaml.org/spec/1.2.2/#12-yaml-history
  await writeFile(file, JSON.stringify(organisation, null, 2), { mode: 0o600 });
  return file;
}
