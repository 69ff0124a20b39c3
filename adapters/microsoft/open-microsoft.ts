import { activeAmong, type StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { SourceSettings } from '../../src/ports/world.ts';
import type { SecretEnvironment } from '../settings/secrets.ts';
import { type ConnectionWorld, connectMicrosoft } from './connection.ts';
import { readMicrosoft, secretsIn, signalsOf, variablesOfMicrosoft } from './file/microsoft-file.ts';
import type { MicrosoftFileContext } from './file/microsoft-schema.ts';
import { sourcesOf } from './file/source-settings.ts';
import type { MicrosoftTenant } from './file/tenant.ts';

/** What the bot asks Microsoft, as the file that MICROSOFT names says. */
export type OpenedMicrosoft = ReturnType<typeof openMicrosoft>;

/** Something about a tenant of the file that operators should fix, although the bot runs. `event` is that of the log line. */
export interface MicrosoftWarning {
  event: 'microsoft.unknownTenant' | 'microsoft.retiredTenant' | 'microsoft.doubleSource';
  /** The tenant's name in the file. */
  tenant: string;
  /** A sentence that repeats no secret. */
  why: string;
}

/** A source of the sources' file, as far as it may send what Microsoft is asked for too. */
type OtherSource = Pick<SourceSettings, 'name' | 'preset' | 'tenants'>;

/**
 * Reads the file. Throws FileProblems with every mistake. It loads all that asks Microsoft, so this file is imported only where
 * MICROSOFT is set.
 */
export function openMicrosoft(path: string, env: SecretEnvironment, about: Omit<MicrosoftFileContext, 'env'>) {
  const file = readMicrosoft(path, { env, ...about });
  return {
    /** The values of its secrets are always as they were read last. */
    file,
    /** The names of the environment variables that have its secrets. */
    variables: variablesOfMicrosoft(file),
    /** What is asked for alerts, as people see it among the sources. */
    sources: file.tenants.flatMap(sourcesOf),
    /** What is asked about each tenant, for the log. */
    asked: file.tenants.map((tenant) => ({ name: tenant.name, signals: signalsOf(tenant) })),
    /** Returns what should be fixed. `tenants` are the partner tenants in the store, `sources` those of the sources' file. */
    warnings: (tenants: readonly StoredTenant[], sources: readonly OtherSource[]) =>
      file.tenants.flatMap((tenant) => warningsFor(tenant, tenants, sources)),
    /** Begins with the file's secrets: `hide` keeps them out of the log. */
    connect(world: ConnectionWorld) {
      for (const { value } of file.tenants.flatMap((tenant) => secretsIn(tenant).flat())) world.hide(value);
      return connectMicrosoft(file, world);
    },
  };
}

function warningsFor(
  tenant: MicrosoftTenant,
  tenants: readonly StoredTenant[],
  sources: readonly OtherSource[],
): MicrosoftWarning[] {
  return [...registerWarnings(tenant, tenants), ...doubleWarnings(tenant, tenants, sources)];
}

function registerWarnings({ id, name }: MicrosoftTenant, tenants: readonly StoredTenant[]): MicrosoftWarning[] {
  if (activeAmong(tenants).some((one) => one.id === id)) return [];
  const isRetired = tenants.some((one) => one.id === id);
  const event = isRetired ? 'microsoft.retiredTenant' : 'microsoft.unknownTenant';
  const why = isRetired
    ? `the partner tenant ${id} is retired: it is not asked`
    : `the partner tenant ${id} is not set up here: until \`setup\` saves it, its score is not asked, and its alerts and mail go to the admins`;
  return [{ event, tenant: name, why }];
}

/** A source that names no tenant sends the alerts of the only one there is. */
function doubleWarnings(
  { id, name, alerts }: MicrosoftTenant,
  tenants: readonly StoredTenant[],
  sources: readonly OtherSource[],
): MicrosoftWarning[] {
  const active = activeAmong(tenants).map((one) => one.id);
  const only = active.length === 1 ? active : [];
  const doubles = sources.filter((one) => alerts && one.preset === 'graph' && (one.tenants ?? only).includes(id));
  return doubles.map((one) => ({
    event: 'microsoft.doubleSource',
    tenant: name,
    why: `the source ${one.name} sends its partner security alerts too, so that each comes twice: remove that source, or \`alerts\` here`,
  }));
}
