/** `npm run backup -- FILE`: the whole state of one instant in one file. A running bot does not mind. */
import { backup } from '../store/lowdb/backup.ts';
import { command, fileArgument, stateDir } from './command.ts';

await command(async () => {
  const file = fileArgument('backup');
  await backup(stateDir(), file);
  process.stdout.write(`Backup written to ${file}. It holds names, addresses and phone numbers: keep it safe.\n`);
});
