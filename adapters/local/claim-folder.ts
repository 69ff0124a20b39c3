/** Keeps local mode, where anybody on this machine is an administrator, and a hosted bot from sharing a state. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, localStateDir } from '../settings/config.ts';
import { ifAbsent, writeWhole } from '../store/durable-file.ts';
import { holdsState } from '../store/embedded/folder/load.ts';

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

/** The folder holds a state, and its `mode` file does not say whose. Nothing was changed. */
export class StateModeUnreadable extends Error {
  override name = 'StateModeUnreadable';
  constructor(file: string) {
    super(
      `${file} does not say whose state this is. Nothing was changed. Write the one word hosted into it when a hosted bot made the state, or local when local mode did; or name another folder with STATE_DIR.`,
    );
  }
}

/** Marks a state that a command made and no bot has served yet: it becomes the first bot's. */
const unclaimed = 'unclaimed';

/** Marks a folder that is nobody's as this mode's. Only its owner may call it. Rejects with StateOfOtherMode or StateModeUnreadable. */
export async function claimFolder(config: Pick<Config, 'mode' | 'stateDir'>): Promise<void> {
  if ((await checkMode(config)) === null) await mark(config.stateDir, config.mode);
}

/**
 * Resolves with the mode that the folder is marked with, null for none. Rejects with StateOfOtherMode or StateModeUnreadable where
 * a bot with this configuration must not use the folder. It changes nothing.
 */
export async function checkMode({ mode, stateDir }: Pick<Config, 'mode' | 'stateDir'>): Promise<Mode | null> {
  const found = await modeOf(stateDir);
  if (found !== null && found !== mode) throw new StateOfOtherMode(resolve(stateDir), mode);
  return found;
}

/**
 * Marks a state that a command makes as nobody's, where no bot has claimed it yet. Only the owner of the folder may
 * call it.
 */
export async function leaveUnclaimed(stateDir: string): Promise<void> {
  if ((await modeOf(stateDir)) === null) await mark(stateDir, unclaimed);
}

async function mark(dir: string, as: Mode | typeof unclaimed): Promise<void> {
  await writeWhole(join(dir, 'mode'), [Buffer.from(`${as}\n`)]);
}

/**
 * Resolves with the mode of the bot that served the folder's state; with null when there is no state, and where no bot
 * has served it yet.
 */
async function modeOf(dir: string): Promise<Mode | null> {
  const file = join(dir, 'mode');
  const marked = (await readFile(file, 'utf8').catch(ifAbsent(null)))?.trim() ?? null;
  if (marked === 'local' || marked === 'hosted') return marked;
  if (marked === unclaimed) return null;
  if (!holdsState(dir)) return null;
  if (marked !== null) throw new StateModeUnreadable(resolve(file));
  // An older version restored or made this state, so nobody knows: it counts as hosted, unless it is in local mode's
  // own folder.
  return resolve(dir) === resolve(localStateDir) ? 'local' : 'hosted';
}
