import type { SettingMistake } from '../../src/ports/world.ts';

/** Matches the names of the errors whose message is written for the person who starts the bot. */
const known = /^(ConfigProblems|FileProblems|FolderNotOurs|RestoreUnfinished|State\w+)$/;

/** Returns a mistake in the settings as operators read it: `SOURCES sources.0.name: Required, but missing.` */
export function mistakeInWords({ setting, path, sentence }: SettingMistake): string {
  if (sentence.startsWith(setting)) return sentence;
  return `${path === '' ? setting : `${setting} ${path}`}: ${sentence}`;
}

/** The server of the metrics cannot listen. The cause is Node's error. */
export class MetricsServerFailed extends Error {
  override name = 'MetricsServerFailed';
  constructor(cause: unknown) {
    super('the server of the metrics cannot listen', { cause });
  }
}

/** Returns why the bot could not start, as text for the person who started it. */
export function inWords(error: unknown): string {
  return error instanceof MetricsServerFailed ? explain(error.cause, 'METRICS_') : explain(error, '');
}

/** `prefix` begins the names of the settings of the server that could not listen. */
function explain(error: unknown, prefix: string): string {
  if (!(error instanceof Error)) return String(error);
  if (known.test(error.name)) return error.message;
  const port = 'port' in error ? `Port ${error.port}` : 'The port';
  switch ('code' in error ? error.code : null) {
    case 'EADDRINUSE':
      return `${port} is in use by another program: stop it, or set ${prefix}PORT to another number.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
      return `${prefix}HOST names no address of this machine: correct it, or leave it unset.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return 'STATE_DIR names a file, or something in a file: name a folder.';
    case 'ENOENT':
      return `Not possible: ${error.message}. Is STATE_DIR the folder you mean?`;
    case 'ENOSPC':
      return `The disk is full: ${error.message}. Make room on the disk of the state folder.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `Not allowed: ${error.message}. Check who owns the state folder; a port below 1024 needs special rights.`;
    default:
      return error.stack ?? error.message;
  }
}
