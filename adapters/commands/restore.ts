/** `npm run restore -- FILE` puts a backup in the place of the state. The bot must not be running. */
import { open } from 'node:fs/promises';
import { leaveUnclaimed } from '../local/claim-folder.ts';
import { modeOf } from '../settings/config.ts';
import { environment, given } from '../settings/settings.ts';
import { withFile } from '../store/embedded/durable-file.ts';
import { restore } from '../store/embedded/folder/restore.ts';
import { problemOf, verifyStoredHistory } from '../store/embedded/folder/verify-history.ts';
import { CommandError, command, fileArgument, messageOf, missingFile, stateDir } from './command.ts';

await command(async () => {
  const file = fileArgument('restore');
  if (await isRegister(file))
    throw new CommandError(
      `${file} is a register: this is not a backup. Nothing was changed. Use: npm run import -- FILE`,
    );
  const dir = stateDir();
  // Somebody who restores for a hosted bot has its settings: then the state is not marked, which counts as hosted.
  const mark = modeOf(given(environment())) === 'local' ? () => leaveUnclaimed(dir) : undefined;
  const kept = await restore(file, dir, mark).catch(missingFile(file));
  const problem = await trailProblem(dir);
  if (problem !== null) process.stderr.write(`${problem}\n`);
  process.stdout.write(`Restored from ${file}.${kept ? ` What was there before is kept in ${kept}.` : ''}\n`);
});

/** Resolves with what is wrong with the audit trail, or null. The restored state stays all the same: the backup may be all that there is. */
async function trailProblem(dir: string): Promise<string | null> {
  try {
    return problemOf(await verifyStoredHistory(dir));
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
    return (
      /^\s*\{/.test(text) &&
      /"(tenants|organisation)"\s*:\s*[[{]/.test(text) &&
      !/^\{"version":\d+,"generation"/.test(text)
    );
  });
}
