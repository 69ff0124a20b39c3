/** emulate 0.12.2 as Slack: a counterpart that nobody here wrote, with a recorder before it. https://www.npmjs.com/package/emulate */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { findPackageJSON } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { bodyOf, listening } from '../../support/loopback.ts';
import { sameDate } from '../../support/time.ts';

const seed = `slack:
  team: { name: Contoso CSP, domain: contoso-csp }
  users:
    - { name: ada, real_name: Ada Admin, email: ada@contoso.example, is_admin: true }
    - { name: bob, real_name: Bob Member, email: bob@contoso.example }
  channels:
    - { name: soc, topic: Alerts }
  bots: [ { name: secbot } ]
  oauth_apps:
    - { client_id: "1.2", client_secret: shh, app_id: A0BOT, name: Bot, redirect_uris: [], scopes: [], bot_name: secbot }
  tokens:
    - { token: xoxb-emulate, user: secbot, scopes: [chat:write, channels:read, channels:join, channels:history, groups:read, users:read, users:read.email, im:write, im:history] }
  strict_scopes: true
`;

export interface Recorded {
  method: string;
  args: Readonly<Record<string, string>>;
  answer: Readonly<Record<string, unknown>>;
}

/** `folder` is for its settings. */
export async function startEmulate(folder: string) {
  const config = join(folder, 'emulate.yaml');
  writeFileSync(config, seed);
  const port = await freePort();
  const cli = join(dirname(findPackageJSON('emulate', import.meta.url) ?? ''), 'dist/index.js');
  const args = [cli, 'start', '--service', 'slack', '--port', String(port), '--seed', config];
  const child = spawn(process.execPath, [...sameDate.args, ...args], {
    stdio: 'ignore',
    env: { ...process.env, ...sameDate.env() },
  });
  const token = 'xoxb-emulate';
  const recorded: Recorded[] = [];

  async function call(method: string, body: object): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return Object(await (await fetch(`http://127.0.0.1:${port}/api/${method}`, init)).json());
  }

  const recorder = await listening(async (request, response) => {
    const body = await bodyOf(request);
    const headers = {
      authorization: request.headers.authorization ?? '',
      'content-type': request.headers['content-type'] ?? '',
    };
    const answer = await fetch(`http://127.0.0.1:${port}${request.url}`, { method: 'POST', headers, body });
    const text = await answer.text();
    const method = (request.url ?? '').replace('/api/', '');
    recorded.push({ method, args: Object.fromEntries(new URLSearchParams(body)), answer: JSON.parse(text) });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  });

  return {
    token,
    apiUrl: `${recorder.origin}/api/`,
    recorded,
    call,
    /** The last answer to `method`. */
    last: (method: string) => recorded.findLast((one) => one.method === method),
    async stop(): Promise<void> {
      await recorder.stop();
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}
