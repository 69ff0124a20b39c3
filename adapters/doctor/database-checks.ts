/** Checks the database that DATABASE_URL names. Nothing is written, and no lease taken. */
import { type DatabasePlace, databaseInWords } from '../settings/database-url.ts';
import type { DatabaseFacts } from '../store/postgres/inspection.ts';
import { type CheckResult, failed, fine, off } from './check.ts';

/** The verdict on what the database alone can tell, where it does not answer. */
export const seeDatabase = off('Not looked at: see database.');

/** The oldest version of PostgreSQL that the bot is tested with, as the server numbers it. */
const oldestVersion = 150_000;
/** The most (ms) by which this machine's clock and the database's may differ. */
const mostMs = 2_000;

/** Checks the database: whether it answers, what the role may do, whether it keeps what it confirms, and its clock. */
export async function databaseChecks(place: DatabasePlace, now: () => number): Promise<readonly CheckResult[]> {
  const { inspectDatabase } = await import('../store/postgres/inspection.ts');
  const words = databaseInWords(place);
  const asked = await inspectDatabase(place, now);
  if (asked.kind === 'silent')
    return [
      failed(`${words} cannot be used: ${asked.why}.`, stepFor(asked.code)),
      seeDatabase,
      seeDatabase,
      seeDatabase,
    ];
  const { found } = asked;
  return [reached(words, place, found), rightsCheck(found), writesCheck(found), clockCheck(found)];
}

/** What to do about a database that does not answer, by PostgreSQL's code, or Node's. */
const steps: readonly (readonly [RegExp, string])[] = [
  [
    /^28/,
    'Correct the user and the password in DATABASE_URL, or what pg_hba.conf of the server says about this machine.',
  ],
  [/^3D000$/, 'Make that database, or name another one in DATABASE_URL.'],
  [
    /^53300$/,
    'Raise max_connections of the server or of the role: each replica takes five at most. Or put PgBouncer between.',
  ],
  [/^57P0/, 'The server starts or stops: try again in a minute.'],
  [
    /CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED/,
    'Name the file of the certificate authority as sslrootcert in DATABASE_URL, and the host as the certificate has it.',
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'Correct the host in DATABASE_URL, or the name server of this machine.'],
  [/^42501$/, 'Give the role of DATABASE_URL the rights that docs/postgres.md names.'],
];

function stepFor(code: string): string {
  const [, step] = steps.find(([pattern]) => pattern.test(code)) ?? [];
  return step ?? 'Start the server, correct the host and the port in DATABASE_URL, or let this machine reach them.';
}

function reached(words: string, { tls }: DatabasePlace, { version, versionNumber }: DatabaseFacts): CheckResult {
  const said = `${words} answers${tls ? ' over TLS, with a certificate that is right' : ', on this machine, without TLS'}: PostgreSQL ${version}.`;
  return versionNumber >= oldestVersion ? fine(said) : failed(said, 'Upgrade the server to PostgreSQL 15 or later.');
}

function rightsCheck({ missingRights }: DatabaseFacts): CheckResult {
  if (missingRights.length === 0) return fine('The role may do what the bot needs.');
  return failed(
    `The role may not ${missingRights.slice(0, 5).join(', nor ')}.`,
    'Let the role of DATABASE_URL own both schemas and their tables: docs/postgres.md.',
  );
}

/** Checks that the database takes changes, and that a crash of its server loses nothing that it confirmed. */
function writesCheck({ isReadOnly, settings }: DatabaseFacts): CheckResult {
  const { synchronous_commit: commit } = settings;
  const wrong = [
    ...(isReadOnly
      ? [
          [
            'It only reads: it is a standby, or its disk is nearly full.',
            'Name the primary in DATABASE_URL, or make room.',
          ],
        ]
      : []),
    ...(['fsync', 'full_page_writes'] as const).flatMap((name) =>
      settings[name] === 'on' ? [] : [[`${name} is ${settings[name]}.`, `Set ${name} = on in postgresql.conf.`]],
    ),
    ...(['on', 'remote_apply'].includes(commit)
      ? []
      : [[`synchronous_commit is ${commit}.`, 'Set synchronous_commit = on, for the server or for the role.']]),
  ];
  if (wrong.length > 0) return failed(wrong.map(([what]) => what).join(' '), wrong.map(([, step]) => step).join(' '));
  return fine(`It takes changes, and keeps what it confirmed (synchronous_commit is ${commit}).`);
}

function clockCheck({ aheadMs, errorMs }: DatabaseFacts): CheckResult {
  const seconds = Math.abs(aheadMs / 1_000).toFixed(1);
  if (Math.abs(aheadMs) - errorMs <= mostMs) return fine(`It agrees with the database to ${seconds} seconds.`);
  return failed(
    `This machine’s clock is ${seconds} seconds ${aheadMs > 0 ? 'ahead of' : 'behind'} the database’s, by which the bot goes.`,
    'Let the systems of both set their clocks: sudo timedatectl set-ntp true; in a container, on the machine below it.',
  );
}
