/**
 * Runs Microsoft 365 Agents Playground as a child process: Teams in the browser, without an account and without the
 * internet. https://learn.microsoft.com/microsoft-365/agents-sdk/test-with-toolkit-project
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orNull } from '../../src/domain/or-null.ts';
import { withTimeout } from '../process/timers.ts';
import { openFront } from './playground-front.ts';

/** Agents Playground while it runs. */
export type Playground = NonNullable<Awaited<ReturnType<typeof startPlayground>>>;

interface Options {
  /** The path is absolute. */
  configFile: string;
  logFile: string;
  botUrl: string;
  /** The port of the page; 0 for any. */
  port: number;
}

/**
 * Returns code that runs in the child before its own, for what the child has no setting for. In place of its port the
 * child listens on a socket that only we can open, since anybody who reaches it acts as the made-up admin. Its log is
 * readable to us alone. Its standard input, a pipe from us, ends when we end, also by kill -9, and the child with it.
 */
const preload = (port: number, socketPath: string, dir: string) =>
  `data:text/javascript,${encodeURIComponent(`
import { rmSync } from 'node:fs';
import { Server } from 'node:net';
const { listen } = Server.prototype;
Server.prototype.listen = function (given, ...rest) {
  const then = rest.filter((argument) => typeof argument === 'function');
  return Number(given) === ${port}
    ? listen.call(this, ${JSON.stringify(socketPath)}, ...then)
    : listen.call(this, given, '127.0.0.1', ...then);
};
process.umask(0o077);
process.on('exit', () => rmSync(${JSON.stringify(dir)}, { recursive: true, force: true }));
process.stdin.on('error', () => {}).on('close', () => process.exit()).resume();`)}`;

/**
 * Starts Agents Playground; resolves with null when it is not installed, since it is a development dependency. Rejects
 * where it cannot be started.
 */
export async function startPlayground(options: Options) {
  const cli = installed();
  if (!cli) return null;
  // A log of an older version may be readable to others.
  if (existsSync(options.logFile)) chmodSync(options.logFile, 0o600);
  // The folder is this user's alone. It is not next to the state, since the paths of sockets must be short.
  const dir = mkdtempSync(join(tmpdir(), 'playground-'));
  const socketPath = process.platform === 'win32' ? `\\\\.\\pipe\\${basename(dir)}` : join(dir, 'socket');
  const front = await openFront(options.port, socketPath);
  const { port } = front;
  const url = `http://localhost:${port}`;
  // Without this option it would name its socket as the address for answers, which the bot cannot use.
  const service = ['--service-url', `${url}/_connector`];
  const what = ['start', '-e', options.botUrl, '-c', 'msteams', '-p', `${port}`, ...service, '--disable-telemetry'];
  const child = spawn(process.execPath, [`--import=${preload(port, socketPath, dir)}`, cli, ...what], {
    cwd: dirname(options.logFile),
    env: environmentFor(options),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const clear = () => rmSync(dir, { recursive: true, force: true });
  const kill = () => {
    child.kill('SIGKILL');
    clear();
  };
  process.on('exit', kill);
  const stop = async () => {
    front.stop();
    await ended(child);
    clear();
    process.off('exit', kill);
  };
  await once(child, 'spawn').catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url,
    /** Resolves with true when the page can be opened, with false when the child ended before. */
    ready: answers(url, child),
    stop,
  };
}

function installed(): string | null {
  const found = orNull(() => import.meta.resolve('@microsoft/m365agentsplayground/package.json'));
  return found && join(dirname(fileURLToPath(found)), 'cli.js');
}

/**
 * Returns the child's environment. It has none of our settings, and keeps the child from sending anything to Microsoft:
 * `--disable-telemetry` alone does not ensure that.
 */
function environmentFor({ configFile, logFile }: Options): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    // What people type carries the zone of the Playground, in which the bot then counts their working hours.
    TZ: process.env.TZ,
    APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
    TEAMSAPPTESTER_BROWSER: 'none',
    SEND_INSTALLATION_ACTIVITY: 'true',
    M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
    M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
  };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const open = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (open) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit').then(() => true);
  child.kill('SIGTERM');
  if (!(await withTimeout(2_000, exit, () => false))) child.kill('SIGKILL');
}
