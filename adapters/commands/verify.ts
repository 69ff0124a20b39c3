/**
 * `npm run --silent verify` says whether the audit trail is as it was written, from the oldest entry that is kept to
 * the newest. With a number it prints the hash of that entry instead of the newest. It needs no network, and may run
 * beside the bot.
 */
import { problemOf, type TrailCheck, verifyStoredHistory } from '../store/embedded/folder/verify-history.ts';
import { CommandError, command, existingStateDir } from './command.ts';

const usage = 'Usage: npm run --silent verify, or with the number of an entry: npm run --silent verify -- 17';

await command(async () => {
  const wanted = entryWanted();
  const result = await verifyStoredHistory(existingStateDir());
  const problem = problemOf(result);
  if (result.kind === 'broken' || problem !== null) throw new CommandError(problem ?? 'The history is broken.');
  process.stdout.write(result.first === 0 ? 'The history is empty.\n' : whole(result, wanted));
});

function entryWanted(): number | null {
  const [number, ...more] = process.argv.slice(2);
  if (number === undefined) return null;
  if (more.length > 0 || !/^[1-9]\d{0,8}$/.test(number)) throw new CommandError(usage);
  return Number(number);
}

function whole({ first, newest, hashes }: Extract<TrailCheck, { kind: 'whole' }>, wanted: number | null): string {
  const number = wanted ?? newest.number;
  const hash = number < first ? undefined : hashes.get(number);
  if (!hash)
    throw new CommandError(
      `The history is whole, but has no entry ${number}: it goes from ${first} to ${newest.number}.`,
    );
  return (
    `The history is whole: entries ${first} to ${newest.number}.\nSHA-256 of entry ${number}: ${hash}\n` +
    'Whoever may write here could have made a new chain: compare with the monthly messages in the admin channel (npm run --silent verify -- NUMBER).\n'
  );
}
