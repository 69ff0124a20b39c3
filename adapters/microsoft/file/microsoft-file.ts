/** Reads the file that the setting MICROSOFT names: which partner tenants the bot asks Microsoft about, as which app, and what. */
import { z } from 'zod';
import type { MicrosoftSignal } from '../../../src/domain/microsoft-trouble.ts';
import { doubledValues, problemLine, readJsonFile } from '../../settings/json-file.ts';
import { type Secret, variablesWith } from '../../settings/secrets.ts';
import { type MicrosoftFileContext, microsoftSchema } from './microsoft-schema.ts';
import { mailName } from './source-settings.ts';
import type { MicrosoftFile, MicrosoftTenant } from './tenant.ts';

/** Reads the file. Throws FileProblems with every mistake; no value is repeated, since it may be a secret. */
export function readMicrosoft(path: string, about: MicrosoftFileContext): MicrosoftFile {
  return readJsonFile(path, 'file about Microsoft, which MICROSOFT names,', microsoftSchema(about), doubled);
}

/** Returns a line for each tenant that is there twice, and for each person whom two tenants have. */
function doubled(json: unknown): string[] {
  const doubledKeys = ['id', 'name'].flatMap((key) => doubledValues(json, 'tenants', key, 'tenant'));
  return [...doubledKeys, ...doubledMail(json), ...doubledPeople(json)];
}

const Named = z.object({ name: z.string(), mail: z.unknown().optional() });

/** Returns a line for each tenant that has the name of another one's mail. */
function doubledMail(json: unknown): string[] {
  const named = tenantsIn(json).map((one) => Named.safeParse(one).data ?? { name: '' });
  const ofMail = named.map(({ name, mail }) => (mail === undefined ? null : mailName({ name })));
  return named.flatMap(({ name }, index) => {
    const owner = ofMail.indexOf(name);
    return owner === -1
      ? []
      : [problemLine(['tenants', index, 'name'], `The mail of the tenant ${owner} has this name.`)];
  });
}

function tenantsIn(json: unknown): unknown[] {
  return z.object({ tenants: z.array(z.unknown()) }).safeParse(json).data?.tenants ?? [];
}

/** Compares user ids alone: in an Enterprise Grid the same user id is the same person in each workspace. */
function doubledPeople(json: unknown): string[] {
  const entries = tenantsIn(json).flatMap((one, tenant) => {
    const read = z.object({ people: z.record(z.string(), z.unknown()) }).safeParse(one);
    return Object.entries(read.data?.people ?? {}).map(([id, objectId]) => ({ tenant, id, objectId }));
  });
  const userIn = (id: string) => id.slice(id.indexOf('/') + 1);
  return entries.flatMap(({ tenant, id, objectId }, index) => {
    const twin = entries.findIndex((one) => one.tenant === tenant && one.objectId === objectId);
    const twinId = entries[twin]?.id ?? id;
    if (twin < index && userIn(twinId) !== userIn(id))
      return [
        problemLine(['tenants', tenant, 'people', id], `${twinId} has the same object id: each is one person's.`),
      ];
    const first = entries.findIndex((other) => userIn(other.id) === userIn(id));
    const same = entries[first];
    if (same === undefined || first === index) return [];
    const why =
      same.tenant === tenant
        ? 'The same user id stands here with another object id.'
        : `The tenant ${same.tenant} has this person too: a person has one tenant.`;
    return same.tenant === tenant && same.objectId === objectId
      ? []
      : [problemLine(['tenants', tenant, 'people', id], why)];
  });
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
export function signalsOf({ roles, score, alerts, mail }: MicrosoftTenant): MicrosoftSignal[] {
  const isOn = { roles, score, alerts: alerts !== null, writeBack: alerts?.writeBack === true, mail: mail !== null };
  return (['roles', 'score', 'alerts', 'writeBack', 'mail'] as const).filter((signal) => isOn[signal]);
}
