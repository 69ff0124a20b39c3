/** Reads the file that the setting MICROSOFT names: which partner tenants the bot asks Microsoft about, as which app, and what. */
import { z } from 'zod';
import { doubledValues, problemLine, readJsonFile } from '../../settings/json-file.ts';
import { type Secret, type SecretEnvironment, variablesWith } from '../../settings/secrets.ts';
import { microsoftSchema } from './microsoft-schema.ts';
import type { MicrosoftFile, MicrosoftTenant } from './tenant.ts';

/**
 * Reads the file. `env` is where `env:` secrets are; null leaves all secrets unread. `sourceNames` are the names of the sources' file, which
 * no tenant may have. Throws FileProblems with every mistake; no value is repeated, since it may be a secret.
 */
export function readMicrosoft(
  path: string,
  env: SecretEnvironment | null,
  sourceNames: readonly string[],
  isLocal: boolean,
): MicrosoftFile {
  const schema = microsoftSchema({ env, sourceNames, isLocal });
  return readJsonFile(path, 'file about Microsoft, which MICROSOFT names,', schema, doubled);
}

/** Returns a line for each tenant that is there twice, and for each person whom two tenants have. */
function doubled(json: unknown): string[] {
  const doubledKeys = ['id', 'name'].flatMap((key) => doubledValues(json, 'tenants', key, 'tenant'));
  return [...doubledKeys, ...doubledPeople(json)];
}

function doubledPeople(json: unknown): string[] {
  const all = z.object({ tenants: z.array(z.unknown()) }).safeParse(json).data?.tenants ?? [];
  const people = all.map((one) => {
    const read = z.object({ people: z.record(z.string(), z.unknown()) }).safeParse(one);
    return Object.keys(read.data?.people ?? {});
  });
  return people.flatMap((ids, index) =>
    ids.flatMap((id) => {
      const first = people.findIndex((others) => others.includes(id));
      const why = `The tenant ${first} has this person too: a person has one tenant.`;
      return first < index ? [problemLine(['tenants', index, 'people', id], why)] : [];
    }),
  );
}

/** Returns the names of the environment variables that the file takes its secrets from: `NAME` of each `env:NAME`. */
export function variablesOfMicrosoft({ tenants }: MicrosoftFile): string[] {
  return variablesWith(tenants.flatMap((tenant) => secretsIn(tenant).flat()));
}

/** Returns the secrets of a tenant; those that belong together, as a key and its certificate do, are one entry. */
export function secretsIn({ credential }: MicrosoftTenant): readonly (readonly Secret[])[] {
  switch (credential.kind) {
    case 'secret':
      return credential.secrets.map((secret) => [secret]);
    case 'certificate':
      return credential.pairs.map(({ key, certificate }) => [key, certificate]);
    case 'federated':
    case 'managedIdentity':
      return [];
  }
}

/** Returns the names of what is asked about a tenant, as its keys in the file. */
export function signalsOf({ roles, score, alerts, mail }: MicrosoftTenant): string[] {
  const isOn = { roles, score, alerts: alerts !== null, writeBack: alerts?.writeBack ?? false, mail: mail !== null };
  return Object.entries(isOn).flatMap(([name, on]) => (on ? [name] : []));
}
