/** JSON lines on standard output, from which secrets, e-mail addresses and phone numbers are taken whoever logs them. */
import { type DestinationStream, pino } from 'pino';
import { cleaned } from '../src/domain/clean-text.ts';
import type { Log } from './platform.ts';

/** `fatal` is for what ends the process. */
export interface HostLog extends Log {
  fatal(fields: object, message: string): void;
}

// In each, the escapes of JSON come first and stay, so that what is cut out never begins inside one. Each reads a character
// a fixed number of times: a line may hold a megabyte of somebody's text.
const tokens =
  /\\(?:u[0-9a-f]{4}|.)|xox[a-z]{1,9}-[\w-]+|xapp-[\w-]+|whsec_[\w+/=-]+|eyJ[\w-]{8,}(?:\.[\w-]+)*|Bearer [\w.~+/=-]+/giu;
/** A word and what may make it an address: whether that is one is decided when it was read, since to begin anew at each letter is quadratic. */
const addresses = /\\(?:u[0-9a-f]{4}|.)|[\p{L}\p{N}._%+-]+(?:@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)?/giu;
const isAddress = /^[^@]+@.*\.\p{L}{2,}(?![\p{L}\p{N}])/u;
const phones = /\+\d[\d ().-]{5,}\d/g;
const removed = '[removed]';

/** A line of JSON without what must not be logged, and without characters that nobody sees. */
function withoutSecrets(line: string): string {
  const seen = cleaned(line.trimEnd()).replaceAll('\n', ' ');
  const safe = seen.replace(tokens, (found) => (found.startsWith('\\') ? found : removed)).replace(phones, removed);
  const named = safe.includes('@')
    ? safe.replace(addresses, (found) => (isAddress.test(found) ? removed : found))
    : safe;
  return `${named}\n`;
}

/** `secrets` are those of the settings, which have no shape of their own. */
export function createLog(level: string, secrets: readonly string[], to?: DestinationStream): HostLog {
  const known = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const clean = (line: string) =>
    withoutSecrets(known.reduce((text, secret) => text.replaceAll(secret, removed), line));
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: clean } }, to);
}
