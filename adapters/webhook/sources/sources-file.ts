/** Reads the sources' file, which the setting SOURCES names: who may send alerts, how they prove it, and what becomes of what they send. */
import type { SourceSettings } from '../../../src/ports/world.ts';
import { doubledValues, readJsonFile } from '../../settings/json-file.ts';
import { type SecretEnvironment, variablesWith } from '../../settings/secrets.ts';
import type { Source } from './source.ts';
import { type ConfiguredSource, sourcesSchema } from './sources-schema.ts';

/**
 * Reads the sources. `env` is where `env:` secrets are; null leaves all secrets unread, for commands that authenticate nobody. `now` is the
 * time (ISO 8601, UTC). Throws FileProblems with every mistake; no value is repeated, since it may be a secret.
 */
export function readSources(path: string, env: SecretEnvironment | null, now: string): readonly ConfiguredSource[] {
  const doubled = (json: unknown) => doubledValues(json, 'sources', 'name', 'source');
  return readJsonFile(path, 'sources’ file, which SOURCES names,', sourcesSchema(env, now), doubled).sources;
}

/** Returns the names of the environment variables that the sources take their secrets from: `NAME` of each `env:NAME`. */
export function variablesOf(sources: readonly ConfiguredSource[]): string[] {
  return variablesWith(sources.flatMap(({ auth }) => auth.secrets));
}

/** Returns what people see of a source. */
export function settingsOf({ source: described, auth }: ConfiguredSource): SourceSettings {
  const { name, preset, pace, expectEveryMs, rules } = described;
  const weak = auth.kind === 'urlToken';
  const tenants = tenantsNamedBy(described);
  const more = { ...(tenants.length > 0 ? { tenants } : {}), ...(rules.length > 0 ? { rules } : {}) };
  const source = `webhook:${name}`;
  return {
    name,
    source,
    preset,
    auth: auth.kind,
    weak,
    namesTenant: namesTenant(described),
    pace,
    expectEveryMs,
    ...more,
  };
}

/** Returns the ids of the partner tenants that the rule of a source names, each once. */
export function tenantsNamedBy({ tenant }: Pick<Source, 'tenant'>): readonly string[] {
  if (tenant.kind === 'only') return [];
  return tenant.kind === 'fixed' ? [tenant.id] : [...new Set(tenant.tenants.values())];
}

/** Returns whether the file says whose the alerts of a source are: by its rule, or by a path to the tenant in each alert. */
export function namesTenant({ tenant, fields }: Source): boolean {
  return tenant.kind !== 'only' || fields?.partnerTenantId !== undefined;
}
