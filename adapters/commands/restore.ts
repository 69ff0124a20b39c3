/** `npm run restore -- FILE`: puts a backup in the place of the state. The bot must not be running. */
import { restore } from '../store/lowdb/backup.ts';
import { command, fileArgument, missingFile, stateDir } from './command.ts';

await command(async () => {
  const file = fileArgument('restore');
  const kept = await restore(file, stateDir()).catch(missingFile(file));
  process.stdout.write(`Restored from ${file}.${kept ? ` What was there before is kept in ${kept}.` : ''}\n`);
});
