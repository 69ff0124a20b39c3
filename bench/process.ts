import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** A server under measure, in a process of its own. Linux: reads /proc. */
export interface Measured {
  port: number;
  /** From the start of the process to its word that it listens, in ms. */
  startMs: number;
  /** CPU used so far, user and system, in µs. The kernel counts in ticks of 10 ms. */
  cpuMicros(): number;
  /** Resident memory in MB. */
  rssMb(): number;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  pid: number;
}

/** Starts a server and waits until it listens. `script` is a file and what follows it on the command line; `node` stands before it. */
export async function measured(
  script: string,
  env: Record<string, string>,
  node: readonly string[] = [],
): Promise<Measured> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [...node, ...script.split(' ')], {
    env: { PATH: process.env.PATH ?? '', ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk;
      if (text.includes('"listening"')) resolve();
    });
    child.once('exit', () => reject(new Error(`${script} ended: ${text}`)));
  });
  const startMs = performance.now() - started;
  return {
    port,
    startMs,
    cpuMicros: () => cpuMicros(child.pid ?? 0),
    rssMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
    stop: () => ended(child, 'SIGTERM'),
    kill: () => ended(child, 'SIGKILL'),
    pid: child.pid ?? 0,
  };
}

/** Resolves when the process is gone, also when it already was. */
export async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** CPU that a process used so far, user and system, in µs. The kernel counts in ticks of 10 ms. */
export function cpuMicros(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
