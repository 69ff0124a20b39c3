/**
 * The programs of other people that tests drive. Where one is missing, the tests that need it are skipped, and the last line of the run
 * says so (`report-skipped.ts`). With CI=true nothing is skipped: the test fails, and says what is missing.
 */
import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Chromium is; Debian's by default. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Where the programs of PostgreSQL's server are; of the newest on Debian by default, which has them not on the PATH. */
export function postgresFolder(): string {
  const installed = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  return process.env.POSTGRES_BIN ?? installed.at(-1) ?? '/usr/lib/postgresql/bin';
}

/** Where PgBouncer is; Debian's by default. */
export const pgbouncerPath = process.env.PGBOUNCER ?? '/usr/sbin/pgbouncer';

const paths = {
  chromium: [chromiumPath],
  'docker-compose': onPath('docker-compose'),
  ntfy: onPath('ntfy'),
  pgbouncer: [pgbouncerPath],
  postgresql: [join(postgresFolder(), 'postgres')],
  promtool: onPath('promtool'),
  'prometheus-alertmanager': onPath('prometheus-alertmanager'),
} as const satisfies Record<string, readonly string[]>;

/** The name of one of these programs. */
export type Program = keyof typeof paths;

function onPath(name: string): string[] {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
}

function isInstalled(program: Program): boolean {
  return paths[program].some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Returns the programs whose tests are skipped. */
export function skippedPrograms(): Program[] {
  const others: readonly Program[] = ['ntfy', 'promtool', 'prometheus-alertmanager'];
  const all: readonly Program[] = ['chromium', 'docker-compose', 'pgbouncer', 'postgresql', ...others];
  return all.filter((program) => !drives(program));
}

/** Returns whether the tests that drive this program are to run: pass it to `it.runIf` or `describe.runIf`. */
export function drives(program: Program): boolean {
  return process.env.CI === 'true' || isInstalled(program);
}
