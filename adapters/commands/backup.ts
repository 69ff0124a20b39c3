/** `npm run backup -- FILE` writes the whole state of one instant into one file. It may run beside the bot. */
import { backup } from '../store/embedded/folder/peek.ts';
import { checkTarget, command, existingStateDir, fileArgument } from './command.ts';

await command(async () => {
  const file = fileArgument('backup');
  const dir = existingStateDir();
  checkTarget(file, dir);
  await backup(dir, file);
  process.stdout.write(
    `Backup written to ${file}, and read back. It holds names, addresses and phone numbers: keep it safe.\n`,
  );
});
