import { open } from 'node:fs/promises';
import { leaveUnclaimed } from '../local/claim-folder.ts';
import { environment, modeOf } from '../settings/config.ts';
import { given } from '../settings/settings.ts';
import { withFile } from '../store/durable-file.ts';
import type { StoredState } from '../store/state.ts';
import { problemOf } from '../store/verify-history.ts';
import { CommandError, defineCommand, jsonOption, messageOf, UsageError } from './command.ts';
import { filePath, missingFile } from './named-file.ts';
import { theState } from './the-state.ts';

/** `security-contact restore FILE` puts a backup in the place of the state. */
export const command = defineCommand({
  about: `Puts the backup FILE in the place of the state, all or nothing, and keeps what was there as a copy. The bot must not be
running. A history that is not as it was written is restored all the same, and told.
With --moved the backup goes on where a stopped bot left off: numbers go on, and nothing counts as possibly sent since. Only for a
backup that was made after that bot stopped, which must never start again, and only where there is no state yet.`,
  positionals: ['FILE'],
  options: {
    moved: { type: 'boolean', help: 'goes on as the stopped bot that the backup is of, which does not start again' },
    'take-over': { type: 'boolean', help: 'with DATABASE_URL: restores although a replica acts, which ends' },
    json: jsonOption,
  },
  slow: true,
  examples: ['security-contact restore before-upgrade.backup'],
  async run({ positionals, values: { moved, 'take-over': takeOver } }) {
    const file = filePath(positionals[0]);
    if (await isRegister(file))
      throw new CommandError(
        `${file} is a register: this is not a backup. Nothing was changed. Use: npm run import -- FILE`,
      );
    const state = await theState();
    if (takeOver && 'stateDir' in state.place)
      throw new UsageError('--take-over is for a state in a database: stop the bot first.');
    // Somebody who restores for a hosted bot has its settings: then the state is not marked, which counts as hosted.
    const onOwned = modeOf(given(environment())) === 'local' ? leaveUnclaimed : undefined;
    const kept = await state.restore(file, { moved, takeOver, onOwned }).catch(missingFile(file));
    const historyProblem = await trailProblem(state);
    return {
      hints: historyProblem === null ? [] : [historyProblem],
      text: `${moved ? 'Moved' : 'Restored'} from ${file}.${kept ? ` What was there before is kept in ${kept}.` : ''}\n`,
      json: { ...state.place, file, kept, historyProblem },
    };
  },
});

/**
 * Resolves with what is wrong with the audit trail, or null. The restored state stays all the same: the backup may be all that there is.
 */
async function trailProblem(state: StoredState): Promise<string | null> {
  try {
    return problemOf(await state.verify());
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * Resolves with whether the file is a register as `npm run export` writes it, which is easily taken for a backup.
 * Reads its first lines only, since a backup may be of any size.
 */
function isRegister(file: string): Promise<boolean> {
  return withFile(open(file).catch(missingFile(file)), async (handle) => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 << 10), 0, 64 << 10, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    const isBackup = /^\{"version":\d+,"generation"/.test(text);
    return !isBackup && /^\s*\{/.test(text) && /"(tenants|organisation)"\s*:\s*[[{]/.test(text);
  });
}
