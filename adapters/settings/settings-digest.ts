/** A digest of the settings that replicas must have in common. */
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type Config, secretsOf } from './config.ts';

/** Returns the digest of the settings, and of the files that SOURCES and MICROSOFT name. It tells nobody what they are. */
export function settingsDigest(config: Config): string {
  const { PORT, HOST, METRICS_PORT, METRICS_HOST, STATE_DIR, REPLICA_URL, SUPERVISED, LOG_LEVEL, ...common } =
    config.settings;
  const files = [common.SOURCES, common.MICROSOFT].map((path) =>
    path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : null,
  );
  return createHmac('sha256', secretsOf(config).join('\n'))
    .update(JSON.stringify([{ ...common, SOURCES: null, MICROSOFT: null }, files]))
    .digest('hex')
    .slice(0, 16);
}
