/** Debian's PostgreSQL as clusters of our own, each in a folder of its own, on a socket there and on loopback. None is a service of the machine. */
import { execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresFolder } from './programs.ts';

/** The settings of a server, as `postgresql.conf` names them. */
export type ServerSettings = Readonly<Record<string, string | number>>;

export interface ClusterOptions {
  settings?: ServerSettings;
  /** Speaks TLS over TCP, and nothing else, with this certificate. */
  tls?: { certificate: string; keyPem: string };
  /** The folder for the write-ahead log, for example a small disk. */
  walFolder?: string;
  /** The size (MB) of a segment of that log. PostgreSQL's own is 16, and a cluster of 1 is small. */
  walSegmentMb?: number;
}

export type Cluster = ReturnType<typeof clusterIn>;

/** How a server stops: when all have left, at once with a checkpoint, or without one, so that it recovers when it starts. */
type StopMode = 'smart' | 'fast' | 'immediate';

/** The superuser of every cluster, who speaks over the socket. */
const admin = { user: 'admin', password: 'only-for-tests', database: 'postgres' };

/** Who runs the server: PostgreSQL refuses root, so for root it is the user that Debian's package has made. */
export const ordinaryUser = process.getuid?.() === 0 ? postgresUser() : {};

function postgresUser(): { uid?: number; gid?: number } {
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : {};
}

/** Gives a file or folder to the user who runs the server. */
export function giveAway(path: string): void {
  const { uid, gid } = ordinaryUser;
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

const started = promisify(execFile);

/** The time between two looks for what a server does at its own pace. */
export const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Runs one of PostgreSQL's programs to its end, as the user who runs the server. */
export const postgresProgram = (name: string, ...args: string[]) =>
  started(join(postgresFolder(), name), args, {
    ...ordinaryUser,
    cwd: '/',
    env: { LC_ALL: 'C', PATH: process.env.PATH, PGPASSWORD: admin.password },
  });

/**
 * Starts a server with nothing in it, after half a second. It ends when `end` is called, and at the latest with this
 * process, however that ends.
 *
 * @example const cluster = await startCluster({ settings: { max_connections: 8 } });
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { settings = {}, tls, walFolder, walSegmentMb = 1 } = options;
  const folder = clusterFolder();
  const password = join(folder, 'password');
  writeFileSync(password, admin.password);
  const data = join(folder, 'data');
  const log = [`--wal-segsize=${walSegmentMb}`, ...(walFolder ? [`--waldir=${walFolder}`] : [])];
  const login = ['--auth=scram-sha-256', `--username=${admin.user}`, `--pwfile=${password}`];
  await postgresProgram('initdb', `--pgdata=${data}`, '--no-sync', '--no-locale', '--encoding=UTF8', ...login, ...log);
  if (tls) {
    for (const [name, pem] of [['server.crt', tls.certificate] as const, ['server.key', tls.keyPem] as const]) {
      writeFileSync(join(data, name), pem, { mode: 0o600 });
      giveAway(join(data, name));
    }
    writeFileSync(
      join(data, 'pg_hba.conf'),
      'local all all scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256\n',
    );
  }
  const cluster = clusterIn(folder, await freePort(), { ...settings, ssl: tls ? 'on' : 'off' });
  await cluster.start();
  return cluster;
}

/** Makes a folder that the server's user owns. A process beside this one empties it, and ends the server, when this one has ended. */
export function clusterFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  giveAway(folder);
  return folder;
}

/** Waits for the end of the process that started it, then ends the server, even a frozen one, and removes its folder. */
const keeper = `cat >/dev/null
file=$1/data/postmaster.pid
pid=$(head -n 1 "$file" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -CONT $pid $(cat "/proc/$pid/task/$pid/children" 2>/dev/null) 2>/dev/null
  kill -QUIT $pid 2>/dev/null && for wait in $(seq 100); do [ -e "$file" ] && sleep 0.05; done
fi
until rm -rf "$1" 2>/dev/null; do sleep 0.05; done`;

/** A port outside the range from which the system gives ports away, so that it stays free while the server is down. */
export async function freePort(): Promise<number> {
  const port = randomInt(15_000, 32_000);
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return port;
  } catch {
    return freePort();
  } finally {
    server.close();
  }
}

/** A cluster whose data are in `folder`, from before its first start. */
export function clusterIn(folder: string, port: number, settings: ServerSettings) {
  const data = join(folder, 'data');
  const life = spawn('sh', ['-c', keeper, 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  life.unref();
  const fixed = { listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, shared_buffers: '16MB' };
  const options = Object.entries({ ...fixed, ...settings }).map(([name, value]) => `-c ${name}='${value}'`);

  /** Runs one statement as the superuser, on a connection of its own, and resolves with its rows. */
  async function sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]> {
    const options = '-c default_transaction_read_only=off';
    const client = new pg.Client({ ...admin, host: folder, port, options });
    client.on('error', () => {});
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(text, values && [...values]);
      return rows;
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** The processes of the server, its own first; none while it is down. */
  function processes(): number[] {
    const [pid = ''] = readIfThere(join(data, 'postmaster.pid')).split('\n', 1);
    const children = readIfThere(`/proc/${pid}/task/${pid}/children`).trim().split(' ');
    return pid ? [pid, ...children].filter((one) => one !== '').map(Number) : [];
  }
  const signal = (name: NodeJS.Signals) => {
    const all = processes();
    for (const pid of all) sendSignal(pid, name);
    return all;
  };

  const start = async () =>
    void (await postgresProgram(
      'pg_ctl',
      'start',
      '-w',
      '-D',
      data,
      '-l',
      join(folder, 'log'),
      '-o',
      options.join(' '),
    ));
  const stop = async (mode: StopMode = 'fast') =>
    void (await postgresProgram('pg_ctl', 'stop', '-w', '-D', data, '-m', mode));
  /** Sends SIGKILL to each process of the server, as when a machine dies; `start` then recovers. */
  async function kill(): Promise<void> {
    const all = signal('SIGKILL');
    while (all.some(isRunning)) await pause();
    // As after a restart of the machine: where nobody asks for the exit code of a process that was killed, its number stays taken.
    for (const lock of [join(data, 'postmaster.pid'), join(folder, `.s.PGSQL.${port}.lock`)]) {
      const text = readIfThere(lock);
      // One that has ended by itself has left none.
      if (text !== '') writeFileSync(lock, text.replace(/^\d+/, '2147483647'));
    }
  }

  /** Changes settings that need no restart, for every session from its next statement on; null takes one back. */
  async function set(changed: Readonly<Record<string, string | number | null>>): Promise<void> {
    const reset = async () => (await sql('SELECT pg_conf_load_time()::text AS at'))[0]?.at;
    const before = await reset();
    for (const [name, value] of Object.entries(changed))
      await sql(value === null ? `ALTER SYSTEM RESET ${name}` : `ALTER SYSTEM SET ${name} = '${value}'`);
    await sql('SELECT pg_reload_conf()');
    // A session that begins after the server has read them begins after all others were told to.
    while ((await reset()) === before) await pause();
  }

  return {
    folder,
    data,
    port,
    sql,
    start,
    stop,
    kill,
    /** With `immediate` a crash of the server; nothing that was acknowledged is lost. */
    restart: async (mode: StopMode = 'fast') => {
      await stop(mode);
      await start();
    },
    /** Stops each process of the server where it is; connections stay open, and nothing answers. */
    freeze: () => void signal('SIGSTOP'),
    thaw: () => void signal('SIGCONT'),
    set,
    /** Takes no write from now on, in no session, as managed services do when their disk is nearly full; or takes them again. */
    readOnly: (only: boolean) => set({ default_transaction_read_only: only ? 'on' : null }),
    /** What the server wrote into its log. */
    log: () => readIfThere(join(folder, 'log')),
    /** The address for somebody who logs in over TCP. */
    urlFor: (user: string, password: string) =>
      `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${admin.database}`,
    /** Ends the server and removes its folder. */
    end: async () => {
      const ended = once(life, 'exit');
      life.ref();
      life.stdin.end();
      await ended;
    },
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** One that has ended, and whose parent has not heard of it yet, runs no more. */
function isRunning(pid: number): boolean {
  return /\) [^ZX] /.test(readIfThere(`/proc/${pid}/stat`));
}

/** To a process that may have ended meanwhile. */
function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Then there is nobody to tell.
  }
}
