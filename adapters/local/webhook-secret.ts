import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../store/durable-file.ts';

const name = 'webhook-secret';

/** Resolves with the secret that a bot of local mode made in this folder; null when none did. */
export async function readSecret(stateDir: string): Promise<string | null> {
  const found = await readFile(join(stateDir, name), 'utf8').catch(() => null);
  return found?.trim() || null;
}

/**
 * Resolves with the secrets that sign alerts in local mode while ALERT_WEBHOOK_SECRET is not set: one, which the first call
 * makes and stores in a file (0600) next to the state.
 */
export async function localSecrets(stateDir: string): Promise<readonly string[]> {
  const known = await readSecret(stateDir);
  if (known) return [known];
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  makeFolder(stateDir);
  await writeFile(join(stateDir, name), `${secret}\n`, { mode: 0o600 });
  return [secret];
}
