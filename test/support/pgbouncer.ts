/** Debian's PgBouncer before a server: https://www.pgbouncer.org/config.html */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TestDatabase } from './database.ts';
import { freePort, giveAway, ordinaryUser } from './postgres.ts';
import { pgbouncerPath } from './programs.ts';

const absent = 'This test needs pgbouncer. Debian: apt-get install pgbouncer';

/**
 * Resolves with the address of the same database through PgBouncer, which gives each transaction one of two connections
 * and keeps nothing of a session between them. It ends with the test.
 */
export async function pgbouncerOf({ cluster, user, password, url }: TestDatabase): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  const port = await freePort();
  const users = join(folder, 'users');
  writeFileSync(users, `"${user}" "${password}"\n`);
  const config = join(folder, 'pgbouncer.ini');
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: users,
    pool_mode: 'transaction',
    default_pool_size: 2,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const database = `* = host=127.0.0.1 port=${cluster.port}`;
  writeFileSync(config, ['[databases]', database, '[pgbouncer]', ...lines, ''].join('\n'));
  for (const path of [folder, users, config]) giveAway(path);
  const child = spawn(pgbouncerPath, [config], { ...ordinaryUser, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<void>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', () => reject(new Error(absent)));
    child.once('close', () => reject(new Error(`PgBouncer ended in place of listening: ${said}`)));
    child.stderr.on('data', () => {
      if (said.includes('process up')) resolve();
    });
  });
  return url.replace(`:${cluster.port}/`, `:${port}/`);
}
