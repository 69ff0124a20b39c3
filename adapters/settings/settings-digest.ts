/** What replicas must have in common: a digest of their settings, and secrets by which they know each other. */
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type Config, secretsOf } from './config.ts';

/** Returns the digest of the settings, and of the files that SOURCES, MICROSOFT and RECEIVERS name. It tells nobody what they are. */
export function settingsDigest(config: Config): string {
  const { PORT, HOST, METRICS_PORT, METRICS_HOST, STATE_DIR, REPLICA_URL, SUPERVISED, LOG_LEVEL, ...common } =
    config.settings;
  const files = [common.SOURCES, common.MICROSOFT, common.RECEIVERS].map((path) =>
    path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : null,
  );
  return createHmac('sha256', secretsOf(config).join('\n'))
    .update(JSON.stringify([{ ...common, SOURCES: null, MICROSOFT: null, RECEIVERS: null }, files]))
    .digest('hex')
    .slice(0, 16);
}

/** Returns the secrets that nobody has but the replicas and the service behind each: senders of alerts have theirs too. */
export function sharedSecrets({ settings }: Config): string[] {
  const { DATABASE_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, MicrosoftAppPassword } = settings;
  const all = [DATABASE_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, MicrosoftAppPassword];
  return all.flatMap((secret) => secret ?? []);
}
