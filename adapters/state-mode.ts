/** Local mode, where anybody on this machine is an administrator, and a hosted bot never share a state. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, localStateDir } from './config.ts';

type Mode = Config['mode'];

/** The state in STATE_DIR is of the other mode. Nothing was changed. */
export class StateOfOtherMode extends Error {
  override name = 'StateOfOtherMode';
  constructor(dir: string, mode: Mode) {
    super(
      mode === 'local'
        ? `The state in ${dir} is a hosted bot’s, and local mode, which has no sign-in, must not open it. Nothing was changed. Unset STATE_DIR or name another folder; or connect Slack or Teams.`
        : `The state in ${dir} is of local mode, and a hosted bot must not use it. Nothing was changed. Set STATE_DIR to another folder.`,
    );
  }
}

/** Marks a folder without a state as this mode's. Rejects with StateOfOtherMode. */
export async function claimFolder({ mode, stateDir }: Pick<Config, 'mode' | 'stateDir'>): Promise<void> {
  const found = await modeOf(stateDir);
  if (found !== null && found !== mode) throw new StateOfOtherMode(resolve(stateDir), mode);
  if (found !== null) return;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await writeFile(join(stateDir, 'mode'), `${mode}\n`, { mode: 0o600 });
}

/** Null for a folder that holds no state. */
async function modeOf(dir: string): Promise<Mode | null> {
  if (!existsSync(dir)) return null;
  const marked = await readFile(join(dir, 'mode'), 'utf8').catch(() => null);
  if (marked !== null) return marked.trim() === 'local' ? 'local' : 'hosted';
  if (!readdirSync(dir).some((name) => /^(db\.json|journal-\d+\.jsonl)$/.test(name))) return null;
  // Made by a command or by an older version, so nobody knows: hosted, unless where it is says otherwise.
  return resolve(dir) === resolve(localStateDir) ? 'local' : 'hosted';
}
