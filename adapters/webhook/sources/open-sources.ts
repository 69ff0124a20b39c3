import type { StoredTenant } from '../../../src/domain/tenant/partner-tenant.ts';
import type { SourceSettings, World } from '../../../src/ports/world.ts';
import type { Log } from '../../process/log.ts';
import { createSourceWebhook } from '../source-webhook.ts';
import { checkedSources } from './credentials.ts';
import type { RequestCounts } from './request-counts.ts';
import type { SecretEnvironment } from './secrets.ts';
import { readSources, settingsOf, variablesOf } from './sources-file.ts';
import { type SourceWarning, warningsOf } from './warnings.ts';

/** The sources of the sources' file, which may send alerts. */
export interface OpenedSources {
  /** What people see of them. */
  settings: readonly SourceSettings[];
  /** The names of the environment variables that have their secrets. */
  variables: readonly string[];
  /** Returns what should be mended in the file. `tenants` are the partner tenants in the store. */
  warnings(tenants: readonly StoredTenant[]): SourceWarning[];
  /** Returns what answers their requests. `hide` keeps a secret out of the log. */
  serve(world: ServingWorld, counts: RequestCounts): ServedSources;
}

/** Answers the requests of sources. */
interface ServedSources {
  webhook: ReturnType<typeof createSourceWebhook>;
  /** Reads the secrets that are in files again, each minute. Resolves when the timers stop. */
  watch(): Promise<void>;
}

type ServingWorld = World & { log: Log; hide(secret: string): void };

/**
 * Reads the sources' file at `now` (ISO 8601, UTC). Throws SourcesProblems with every mistake. It loads each preset and each way to prove who sends, so this file
 * is imported only where SOURCES is set.
 */
export function openSources(path: string, env: SecretEnvironment, now: string): OpenedSources {
  const configured = readSources(path, env, now);
  return {
    settings: configured.map(settingsOf),
    variables: variablesOf(configured),
    warnings: (tenants) => warningsOf(configured, tenants),
    serve(world, counts) {
      const checked = checkedSources(configured, world);
      return { webhook: createSourceWebhook(checked, counts, world), watch: checked.watch };
    },
  };
}
