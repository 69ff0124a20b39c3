import { isTimezone } from '../../src/domain/timezone.ts';
import type { Recorded } from '../../src/faq/said-to-people.ts';
import { environment } from '../environment.ts';
import { readState } from '../store/lowdb/peek.ts';
import { existingStateDir } from './command.ts';

/** What the register says, as `npm run export` reads it. Null when it cannot be read, and standard error says why. */
export async function recorded(): Promise<Recorded | null> {
  try {
    const tenants = await (await readState(existingStateDir())).list('tenants');
    const { TIMEZONE: timezone = '' } = environment();
    return {
      tenants: tenants.toSorted((one, other) => one.name.localeCompare(other.name)),
      timezone: isTimezone(timezone) ? timezone : 'UTC',
    };
  } catch (error) {
    process.stderr.write(`The register is not read: ${error instanceof Error ? error.message : error}\n`);
    return null;
  }
}
