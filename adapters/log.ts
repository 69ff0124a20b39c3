/** JSON lines on standard output, from which secrets, e-mail addresses and phone numbers are taken whoever logs them. */
import { type DestinationStream, pino } from 'pino';
import type { Log } from './platform.ts';

/** `fatal` is for what ends the process. */
export interface HostLog extends Log {
  fatal(fields: object, message: string): void;
}

const escapes = String.raw`\\u[0-9a-f]{4}|\\.`;
const tokens = String.raw`xox[a-z]+-[\w-]+|xapp-[\w-]+|whsec_[\w+/=-]+|eyJ[\w-]+\.[\w-]+\.[\w-]+|Bearer [\w.~+/=-]+`;
const email = String.raw`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?![\p{L}\p{N}])`;
const phone = String.raw`\+\d[\d ().-]{5,}\d`;
// The escapes of JSON come first and stay, so that what is cut out never begins inside one.
const pattern = new RegExp(`${escapes}|${tokens}|${email}|${phone}`, 'giu');

/** `secrets` are those of the settings, which have no shape of their own. */
export function createLog(level: string, secrets: readonly string[], to?: DestinationStream): HostLog {
  const known = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const clean = (line: string) =>
    known
      .reduce((text, secret) => text.replaceAll(secret, '[removed]'), line)
      .replace(pattern, (found) => (found.startsWith('\\') ? found : '[removed]'));
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: clean } }, to);
}
