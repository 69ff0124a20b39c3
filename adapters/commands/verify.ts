import { problemOf } from '../store/verify-history.ts';
import { CommandError, defineCommand, jsonOption, UsageError } from './command.ts';
import { theState } from './the-state.ts';

/** `security-contact verify [ENTRY]` says whether the audit trail is as it was written. */
export const command = defineCommand({
  about: `Checks the history from the oldest entry that is kept to the newest, and prints the hash of the newest, or of the entry
with the number ENTRY. It needs no network. The bot may run meanwhile.`,
  positionals: ['[ENTRY]'],
  options: { json: jsonOption },
  slow: true,
  examples: ['security-contact verify', 'security-contact verify 1 --json'],
  async run({ positionals: [wanted] }) {
    if (wanted !== undefined && !/^[1-9]\d{0,8}$/.test(wanted))
      throw new UsageError('ENTRY is the number of an entry of the history, such as 17.');
    const state = await theState();
    const result = await state.verify();
    const problem = problemOf(result);
    if (result.kind === 'broken' || problem !== null) throw new CommandError(problem ?? 'The history is broken.');
    const { first, newest, hashes, erased, unproven } = result;
    if (first === 0)
      return { text: 'The history is empty.\n', json: { ...state.place, first: null, newest: null, entry: null } };
    const gaps = erased.length + unproven.length > 0 ? { erased, unproven } : {};
    const number = wanted === undefined ? newest.number : Number(wanted);
    const hash = number < first ? undefined : hashes.get(number);
    if (!hash)
      throw new CommandError(
        `The history is whole, but has no entry ${number}: it goes from ${first} to ${newest.number}.`,
      );
    return {
      text:
        `The history is whole: entries ${first} to ${newest.number}.\n${erasedLines(erased, unproven)}SHA-256 of entry ${number}: ${hash}\n` +
        'Whoever may write here could have made a new chain: compare with the monthly messages in the admin channel (npm run --silent verify -- NUMBER).\n',
      json: { ...state.place, first, newest: newest.number, entry: { number, sha256: hash }, ...gaps },
    };
  },
});

/** Returns a line for each kind of entry in which a person was erased; empty for none. */
function erasedLines(erased: readonly number[], unproven: readonly number[]): string {
  const lines = [
    ...(erased.length > 0
      ? [`A person was erased from ${inRanges(erased)}: the chain proves everything else in them.`]
      : []),
    ...(unproven.length > 0
      ? [
          `Words not provable: ${inRanges(unproven)}, of an older version. A person was erased from them; their place is proven.`,
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Returns «entry 3», or «entries 3, 7 to 9». The numbers ascend. */
function inRanges(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range?.[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  const list = ranges.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`)).join(', ');
  return numbers.length === 1 ? `entry ${list}` : `entries ${list}`;
}
