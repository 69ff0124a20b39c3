/** Reads the setting DATABASE_URL. */
import { orNull } from '../../src/domain/or-null.ts';
import { isThisMachine } from '../http/refusals.ts';
import { readSecretFile } from './secret-file.ts';

/** What DATABASE_URL says. */
export interface DatabasePlace {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  /** The schema of the tables. The views are in another one, whose name ends in `_views`. */
  schema: string;
  /** Null without TLS, which only this machine needs not have. The paths of files in PEM, null where they are not named. */
  tls: { ca: string | null; cert: string | null; key: string | null } | null;
}

const parameters = ['schema', 'host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/**
 * Reads `postgres://user:password@host:port/database`, with `?schema=` for another schema than `security_contact`, and the parameters that
 * libpq has for a socket's folder and for TLS. Every host but this machine gets `verify-full`. Returns what is wrong as words that go on
 * behind the name of the setting, and repeats nothing of it.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
 */
export function readDatabaseUrl(text: string): DatabasePlace | string {
  const url = URL.parse(text);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol))
    return 'must be a URL that begins with postgres://, for example postgres://bot:secret@db.example.org/security';
  const unknown = [...url.searchParams.keys()].some((name) => !parameters.includes(name));
  if (unknown) return `may have only these parameters behind its question mark: ${parameters.join(', ')}`;
  const given = (name: string) => url.searchParams.get(name);
  const schema = given('schema') ?? 'security_contact';
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(schema))
    return 'must name a schema of small letters, digits and underscores, at most 51';
  const host = given('host') ?? (decoded(url.hostname) || 'localhost');
  const isHere = host.startsWith('/') || isThisMachine(host);
  const mode = given('sslmode') ?? (isHere ? 'disable' : 'verify-full');
  if (mode !== 'verify-full' && !(mode === 'disable' && isHere))
    return 'must have sslmode=verify-full or none: every host but this machine is verified';
  return {
    ...{ host: host.replace(/^\[|\]$/g, ''), port: Number(url.port || 5432), schema },
    ...{
      database: decoded(url.pathname.slice(1)) || 'postgres',
      user: decoded(url.username),
      password: decoded(url.password),
    },
    tls: mode === 'disable' ? null : { ca: given('sslrootcert'), cert: given('sslcert'), key: given('sslkey') },
  };
}

/** Returns where the database is, without the password, for people. */
export function databaseInWords({ host, port, database, schema }: DatabasePlace): string {
  return `postgres://${host.includes(':') ? `[${host}]` : host}:${port}/${database} (schema ${schema})`;
}

/**
 * Returns a function that returns the password for the next connection: where DATABASE_URL_FILE names a file (`path`), what that says now,
 * so that a password may rotate while the bot runs. `hide` keeps a new one out of the log.
 */
export function passwordNow({ password }: DatabasePlace, path: string | undefined, hide: (secret: string) => void) {
  let last = password;
  return (): string => {
    const found = path === undefined ? null : readSecretFile(path);
    const place = found?.kind === 'read' ? readDatabaseUrl(found.value.trim()) : '';
    if (typeof place === 'string' || place.password === last) return last;
    last = place.password;
    hide(last);
    return last;
  };
}

function decoded(text: string): string {
  return orNull(() => decodeURIComponent(text)) ?? text;
}
