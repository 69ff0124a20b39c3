import type { StoredTenant } from '../../../src/domain/tenant/partner-tenant.ts';
import type { World } from '../../../src/ports/world.ts';
import type { Log } from '../../process/log.ts';
import type { SecretEnvironment } from '../../settings/secrets.ts';
import { createSourceWebhook } from '../source-webhook.ts';
import { checkedSources } from './credentials.ts';
import type { RequestCounts } from './request-counts.ts';
import { readSources, settingsOf, variablesOf } from './sources-file.ts';
import { warningsOf } from './warnings.ts';

/** The sources of the sources' file, which may send alerts. */
export type OpenedSources = ReturnType<typeof openSources>;

/**
 * Reads the sources' file at `now` (ISO 8601, UTC). Throws FileProblems with every mistake. It loads each preset and each way to prove
 * who sends, so this file is imported only where SOURCES is set.
 */
export function openSources(path: string, env: SecretEnvironment, now: string) {
  const configured = readSources(path, env, now);
  return {
    /** As the file has them. The values of their secrets are always as they were read last. */
    configured,
    /** What people see of them. */
    settings: configured.map(settingsOf),
    /** The names of the environment variables that have their secrets. */
    variables: variablesOf(configured),
    /** Returns what should be fixed in the file. `tenants` are the partner tenants in the store. */
    warnings: (tenants: readonly StoredTenant[]) => warningsOf(configured, tenants),
    /**
     * Returns what answers their requests, and `watch` of `checkedSources`. `hide` keeps a secret out of the log, and `now` returns the
     * epoch milliseconds by which signed times are judged.
     */
    serve(world: World & { log: Log; hide(secret: string): void; now(): number }, counts: RequestCounts) {
      const checked = checkedSources(configured, world);
      return { webhook: createSourceWebhook(checked, counts, world), watch: checked.watch };
    },
  };
}
