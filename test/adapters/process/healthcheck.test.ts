import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const servers: Server[] = [];
let runs = 0;
let before: typeof process.exitCode;
beforeEach(() => {
  before = process.exitCode;
});
afterEach(async () => {
  process.exitCode = before;
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const fine = { store: 'ok' };
const standing = { store: 'ok', ticks: 'none has ended for 301 s. Restart the bot' };

/** A port that answers /healthz with a status, and /readyz with checks; without them it is another server's. */
async function serves(checks: object | null, healthz = 200, host = '127.0.0.1'): Promise<string> {
  const server = createServer(({ url }, response) => {
    if (url === '/healthz') response.writeHead(healthz).end('{}');
    else if (url === '/readyz' && checks)
      response.writeHead('ticks' in checks ? 503 : 200).end(JSON.stringify({ checks }));
    else response.writeHead(404).end('nothing');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return String((server.address() as AddressInfo).port);
}

/** The code with which the health check ends. */
async function codeOf(PORT: string, METRICS_PORT = '', METRICS_HOST = ''): Promise<typeof process.exitCode> {
  for (const [name, value] of Object.entries({ PORT, METRICS_PORT, METRICS_HOST })) vi.stubEnv(name, value);
  process.exitCode = 7;
  // A module of its own for each run.
  await import(/* @vite-ignore */ `${pathToFileURL('adapters/process/healthcheck.mjs')}?run=${++runs}`);
  return process.exitCode;
}

it('the bot is healthy while it answers and its ticks end, whatever else does not work', async () => {
  expect(await codeOf(await serves(fine))).toBe(0);
  expect(await codeOf(await serves({ slack: 'Slack cannot be reached' }))).toBe(0);
  expect(await codeOf(await serves(standing))).toBe(1);
  expect(await codeOf(await serves({ role: 'follows', acting: 'nobody acts now' }))).toBe(0);
  expect(await codeOf(await serves({ role: 'follows', following: 'no look has ended for 301 s' }))).toBe(1);
  expect(await codeOf(await serves(fine, 500))).toBe(1);
  const gone = await serves(fine);
  servers[servers.length - 1]?.close();
  expect(await codeOf(gone)).toBe(1);
});

it('with METRICS_PORT the ticks are asked for there, by its address', async () => {
  const PORT = await serves(null);
  expect(await codeOf(PORT)).toBe(1);
  expect(await codeOf(PORT, await serves(fine))).toBe(0);
  expect(await codeOf(PORT, await serves(standing), '0.0.0.0')).toBe(1);
  expect(await codeOf(PORT, await serves(fine, 200, '::1'), '::1')).toBe(0);
  expect(await codeOf(PORT, await serves(fine, 200, '127.0.0.2'), '127.0.0.2')).toBe(0);
  expect(await codeOf(await serves(fine, 500), await serves(fine))).toBe(1);
});
