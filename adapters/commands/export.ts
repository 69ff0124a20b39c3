/**
 * `npm run --silent export` writes the register as JSON to standard output, or with `-- FILE` into a file that only
 * this user may read. It may run beside the bot.
 */
import { exportRegister } from '../../src/register/file/register-file.ts';
import { writeWhole } from '../store/embedded/durable-file.ts';
import { readState } from '../store/embedded/folder/peek.ts';
import { checkTarget, command, existingStateDir, fileArgument } from './command.ts';

await command(async () => {
  const file = process.argv.length > 2 ? fileArgument('export') : null;
  const dir = existingStateDir();
  if (file) checkTarget(file, dir);
  const register = `${JSON.stringify(await exportRegister(await readState(dir)), null, 2)}\n`;
  if (!file) process.stdout.write(register);
  else {
    await writeWhole(file, [Buffer.from(register)]);
    process.stderr.write(`Written to ${file}\n`);
  }
});
