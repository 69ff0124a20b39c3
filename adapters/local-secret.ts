import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

const name = 'webhook-secret';

/** What signs alerts in local mode while ALERT_WEBHOOK_SECRET is not set: made once, kept beside the state, 0600. */
export async function localSecrets(stateDir: string): Promise<readonly string[]> {
  const file = join(stateDir, name);
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known) return [known.trim()];
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  makeFolder(stateDir);
  try {
    await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // The bot and the command that sends an alert may both be the first.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return [(await readFile(file, 'utf8')).trim()];
  }
  return [secret];
}
