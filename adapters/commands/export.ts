/** `npm run --silent export`: the register as JSON on standard output. A running bot does not mind. */
import { exportRegister } from '../../src/register/export-register.ts';
import { readState } from '../store/lowdb/peek.ts';
import { command, existingStateDir } from './command.ts';

await command(async () => {
  const register = await exportRegister(await readState(existingStateDir()));
  process.stdout.write(`${JSON.stringify(register, null, 2)}\n`);
});
