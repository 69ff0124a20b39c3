/**
 * Microsoft 365 Agents Playground as a child process: Teams in the browser, without an account and without the internet.
 * https://learn.microsoft.com/microsoft-365/agents-sdk/test-with-toolkit-project
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { within } from './ending.ts';

export interface Playground {
  url: string;
  /** Resolves with true when the page can be opened, with false when the child ended before. */
  ready: Promise<boolean>;
  stop(): Promise<void>;
}

interface Options {
  /** Absolute. */
  configFile: string;
  logFile: string;
  botUrl: string;
  /** 0 for any. */
  port: number;
}

/**
 * Runs in the child before its own code, for what it has no setting for. On all interfaces whoever is near could be the
 * made-up admin; its log is nobody else's; and its standard input, a pipe from us, ends however we end: also by kill -9.
 */
const preload = `data:text/javascript,${encodeURIComponent(`
import { Server } from 'node:net';
const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, port, '127.0.0.1', ...rest.filter((argument) => typeof argument === 'function'));
};
process.umask(0o077);
process.stdin.on('error', () => {}).on('close', () => process.exit()).resume();`)}`;

/** Null when it is not installed: it is a development dependency. */
export async function startPlayground(options: Options): Promise<Playground | null> {
  const cli = installed();
  if (!cli) return null;
  // Of a start before its log was for us alone.
  if (existsSync(options.logFile)) chmodSync(options.logFile, 0o600);
  const port = await freePort(options.port);
  const what = ['start', '-e', options.botUrl, '-c', 'msteams', '-p', `${port}`, '--disable-telemetry'];
  const child = spawn(process.execPath, [`--import=${preload}`, cli, ...what], {
    cwd: dirname(options.logFile),
    env: environmentFor(options),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  const url = `http://localhost:${port}`;
  return { url, ready: answers(url, child), stop: () => ended(child).finally(() => process.off('exit', kill)) };
}

function installed(): string | null {
  try {
    return join(dirname(fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/package.json'))), 'cli.js');
  } catch {
    return null;
  }
}

/** None of our settings; and nothing is sent to Microsoft, which `--disable-telemetry` alone does not ensure. */
function environmentFor({ configFile, logFile }: Options): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
    TEAMSAPPTESTER_BROWSER: 'none',
    SEND_INSTALLATION_ACTIVITY: 'true',
    M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
    M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
  };
}

/** The wanted port, or any other when that is taken. */
async function freePort(wanted: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wanted, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    return typeof address === 'object' && address ? address.port : wanted;
  } catch {
    return freePort(0);
  } finally {
    probe.close();
  }
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const open = await fetch(url).then(
      () => true,
      () => false,
    );
    if (open) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  if (!(await within(2_000, exit))) child.kill('SIGKILL');
}
