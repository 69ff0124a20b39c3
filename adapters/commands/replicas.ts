import { databaseFor, environment } from '../settings/config.ts';
import { type DatabasePlace, databaseInWords } from '../settings/database-url.ts';
import type { KnownReplica, KnownReplicas } from '../store/postgres/known-replicas.ts';
import { CommandError, defineCommand, jsonOption } from './command.ts';

/** `security-contact replicas` says which replica acts, and which follow. */
export const command = defineCommand({
  about: `Says which replica acts on the database that DATABASE_URL names, since when, and which follow: how many commits each does not
know yet, when it was last seen, its version, and whether its settings are those of the one that acts. It asks the database
alone, changes nothing, and exits with 0 also where nobody acts.`,
  options: { json: jsonOption },
  examples: ['security-contact replicas', 'security-contact replicas --json'],
  async run() {
    const place = databaseFor(environment());
    if (!place)
      throw new CommandError(
        'DATABASE_URL is not set, so there are no replicas: the embedded store has one bot (security-contact doctor).',
      );
    const { acting, replicas } = await found(place);
    const settings = (replicas.find(({ role }) => role === 'acts') ?? replicas[0])?.settings;
    const told = replicas.map(({ settings: own, ...replica }) => ({ ...replica, sameSettings: own === settings }));
    const rows = told.map(lineOf).map((line) => `${line}\n`);
    return {
      text: [`${whoActs({ acting, replicas })}\n`, ...rows].join(''),
      json: { database: databaseInWords(place), acting, replicas: told },
    };
  },
});

/** Asks the database. Its driver is loaded here alone. */
async function found(place: DatabasePlace): Promise<KnownReplicas> {
  const words = databaseInWords(place);
  process.stderr.write(`Database: ${words}\n`);
  const [{ databaseAt, inWords }, { knownReplicas }] = await Promise.all([
    import('../store/postgres/connection.ts'),
    import('../store/postgres/known-replicas.ts'),
  ]);
  const database = databaseAt(place);
  try {
    return await knownReplicas(database);
  } catch (error) {
    throw new CommandError(`The database cannot be asked: ${inWords(error)}. security-contact doctor says more.`);
  } finally {
    await database.end();
  }
}

function whoActs({ acting, replicas }: KnownReplicas): string {
  if (acting) return `${acting.url ?? 'A command'} acts since ${acting.since} (term ${acting.term}).`;
  return replicas.length === 0 ? 'Nobody acts, and no replica was seen within an hour.' : 'Nobody acts.';
}

function lineOf(replica: Omit<KnownReplica, 'settings'> & { sameSettings: boolean }): string {
  const { url, role, version, sameSettings, seenSecondsAgo, behindBatches } = replica;
  const behind = behindBatches === null ? 'loading' : `${behindBatches} behind`;
  return [
    `  ${role.padEnd(7)}  ${url}  ${version}`,
    ...(role === 'follows' ? [behind] : []),
    `seen ${seenSecondsAgo} s ago`,
    ...(sameSettings ? [] : ['other settings']),
  ].join(', ');
}
