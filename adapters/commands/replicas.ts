import { databaseFor, environment } from '../settings/config.ts';
import { type DatabasePlace, databaseInWords } from '../settings/database-url.ts';
import type { KnownReplica, KnownReplicas } from '../store/postgres/known-replicas.ts';
import { CommandError, defineCommand, jsonOption } from './command.ts';

/** `security-contact replicas` says which replica acts, and which follow. */
export const command = defineCommand({
  about: `Says which replica acts on the database that DATABASE_URL names, since when, and which follow: how many commits each
did not know when it was last seen, when that was, its version, and whether its settings are those of the one that acts. It asks
the database alone, changes nothing, and exits with 0 also where nobody acts.`,
  options: { json: jsonOption },
  examples: ['security-contact replicas', 'security-contact replicas --json'],
  async run() {
    const place = databaseFor(environment());
    if (!place)
      throw new CommandError(
        'DATABASE_URL is not set, so there are no replicas: the embedded store has one bot (npm run doctor).',
      );
    const { acting, replicas, nobody } = await found(place);
    // The one that has the lease is the first.
    const settings = replicas[0]?.settings;
    const told = replicas.map(({ settings: own, ...replica }) => ({ ...replica, sameSettings: own === settings }));
    const rows = told.map((one) => `${lineOf(one, acting)}\n`);
    return {
      text: [`${nobody ?? whoActs({ acting, replicas })}\n`, ...rows].join(''),
      json: { database: databaseInWords(place), acting, replicas: told },
    };
  },
});

/** Asks the database. Its driver is loaded here alone. `nobody` is the sentence that nobody acts although somebody has the lease. */
async function found(place: DatabasePlace): Promise<KnownReplicas & { nobody: string | null }> {
  const words = databaseInWords(place);
  process.stderr.write(`Database: ${words}\n`);
  const [{ databaseAt, inWords }, { knownReplicas, nobodyActs }] = await Promise.all([
    import('../store/postgres/connection.ts'),
    import('../store/postgres/known-replicas.ts'),
  ]);
  const database = databaseAt(place);
  try {
    const known = await knownReplicas(database);
    return { ...known, nobody: nobodyActs(known) };
  } catch (error) {
    throw new CommandError(`The database cannot be asked: ${inWords(error)}. npm run doctor says more.`);
  } finally {
    await database.end();
  }
}

function whoActs({ acting, replicas }: KnownReplicas): string {
  if (!acting) return replicas.length === 0 ? 'Nobody acts, and no replica was seen within an hour.' : 'Nobody acts.';
  return `${acting.url ?? 'A command'} acts since ${acting.since} (term ${acting.term}).`;
}

function lineOf(
  replica: Omit<KnownReplica, 'settings'> & { sameSettings: boolean },
  acting: KnownReplicas['acting'],
): string {
  const { url, role, version, sameSettings, seenSecondsAgo, behindBatches } = replica;
  const behind = behindBatches === null ? 'loading' : `${behindBatches} behind`;
  return [
    `  ${role.padEnd(7)}  ${url}  ${version}`,
    ...(role === 'follows' ? [behind] : []),
    role === 'lease' && acting
      ? `last seen ${seenSecondsAgo} s ago; lease ends in ${acting.leaseSeconds} s`
      : `seen ${seenSecondsAgo} s ago`,
    ...(sameSettings || role === 'away' ? [] : ['other settings']),
  ].join(', ');
}
