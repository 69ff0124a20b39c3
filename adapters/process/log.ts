/** Writes JSON lines to standard output, and removes secrets, e-mail addresses and phone numbers from all of them. */

import { randomInt } from 'node:crypto';
import { type DestinationStream, pino } from 'pino';
import { cleaned } from '../../src/domain/text/clean-text.ts';
import type { Ids } from '../../src/ports/world.ts';

/**
 * A log with pino's calling convention, so that adapters need not know pino. A message begins with its subject. Nobody passes it
 * secrets, addresses or phone numbers.
 *
 * @example log.error({ event: 'tick.failed', err: error }, 'tick failed')
 */
export type Log = Record<'debug' | 'info', (fields: object, message: string) => void> &
  Record<'warn' | 'error', (fields: LogFields, message: string) => void>;

/** The fields of a line that operators may alarm on. `event` is stable; `docs/operate.md` lists them. */
export type LogFields = { event: string; [field: string]: unknown };

/** A log with one more level: `fatal`, for what ends the process. */
export type HostLog = Log & { fatal: Log['error'] };

// In each pattern the escapes of JSON come first and stay, so that what is cut out never begins inside one. Each reads
// a character a fixed number of times: a line may hold a megabyte of somebody's text.
const tokens =
  /\\(?:u[0-9a-f]{4}|.)|xox[a-z]{1,9}-[\w-]+|xapp-[\w-]+|whsec_[\w+/=-]+|eyJ[\w-]{8,}(?:\.[\w-]+)*|Bearer (?!meant\?)[\w.~+/=-]+/giu;
/**
 * Matches a word and what may make it an address. Whether it is one is decided when it was read: starting over at each
 * letter would take quadratic time.
 */
const addresses = /\\(?:u[0-9a-f]{4}|.)|[\p{L}\p{N}._%+-]+(?:@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)?/giu;
const isAddress = /^[^@]+@.*\.\p{L}{2,}(?![\p{L}\p{N}])/u;
const phones = /\+\d[\d ().-]{5,}\d/g;
const removed = '[removed]';

/** Returns a line of JSON without what must not be logged, and without characters that nobody sees. */
function withoutSecrets(line: string): string {
  const seen = cleaned(line.trimEnd()).replaceAll('\n', ' ');
  const safe = seen.replace(tokens, (found) => (found.startsWith('\\') ? found : removed)).replace(phones, removed);
  const named = safe.includes('@')
    ? safe.replace(addresses, (found) => (isAddress.test(found) ? removed : found))
    : safe;
  return `${named}\n`;
}

/**
 * Returns whether a value is a platform's or a library's code for what went wrong: no sentence, and no number that may
 * be a phone's.
 */
const isCode = (value: unknown): boolean =>
  typeof value === 'number' ? value < 1_000 : typeof value === 'string' && /^[a-z][a-z_.-]*(\d{3})?$/i.test(value);

/**
 * Returns whether an error's message quotes what came from outside: a platform's answer, or text that should have been
 * JSON.
 */
function quotes(error: Error): boolean {
  const ofResponse = ['data', 'body', 'response', 'original', 'statusCode'];
  return error instanceof SyntaxError || ofResponse.some((name) => name in error);
}

/** Returns an error as it may stand in the log: where it came from, its codes, and its message where that is ours. */
function errorInLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error === null || error === undefined ? error : typeof error;
  const codes = Object.entries(error).filter(([, value]) => isCode(value));
  // A line of the message may look like a frame.
  const frames = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => /^ +at /.test(line));
  return {
    type: error.name,
    ...(quotes(error) ? {} : { message: error.message }),
    ...Object.fromEntries(codes),
    stack: frames.join('\n'),
    ...(error.cause === undefined ? {} : { cause: errorInLog(error.cause) }),
  };
}

/** A shorter secret stands in lines by chance: taking it out would only break them. */
const shortestHidden = 8;

/**
 * Returns the log. `secrets` are those of the settings, which no pattern can find. They are read again for each line, since
 * some change while the bot runs. `to` is standard output where it is left out.
 */
export function createLog(level: string, secrets: Iterable<string>, to?: DestinationStream): HostLog {
  const clean = (line: string) => {
    const known = [...secrets].filter(({ length }) => length >= shortestHidden);
    const hide = (text: string, secret: string) => text.replaceAll(JSON.stringify(secret).slice(1, -1), removed);
    return withoutSecrets(known.reduce(hide, line));
  };
  const serializers = { err: errorInLog };
  const hooks = { streamWrite: clean };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers, hooks }, to);
}

/**
 * References have these digits and letters, without I, L, O and U, which are mistaken for others when they are read
 * out.
 */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Makes references such as `7K2M-Q9RD`, which people read out and the log contains. A reference is random, and is not checked to be new.
 */
export const ids: Ids = { reference: () => `${four()}-${four()}` };

function four(): string {
  return Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
}
