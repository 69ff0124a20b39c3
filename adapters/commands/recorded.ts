import { isTimezone } from '../../src/domain/time/zones.ts';
import type { Recorded } from '../../src/faq/ask/as-text.ts';
import { environment } from '../settings/settings.ts';
import { readState } from '../store/embedded/folder/peek.ts';
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
