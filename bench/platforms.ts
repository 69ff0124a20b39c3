/** CPU per request, cold start and memory, each beside a bare SDK in the same run. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../adapters/store/embedded/open-store.ts';
import { importRegister } from '../src/register/file/import.ts';
import { readRegister } from '../src/register/file/register-file.ts';
import { median, type Row, spread } from './figures.ts';
import { type Measured, measured } from './process.ts';
import { socketMode } from './socket-mode.ts';

const secret = 'bench-signing-secret-0123456789';
export const tenant = '11111111-1111-4111-8111-111111111111';
/** What `npm start` runs. */
const main = 'adapters/security-contact.mjs serve';
const agent = new Agent({ keepAlive: true, maxSockets: 10 });

export interface Send {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Sends `count` requests, ten at a time, and checks each answer. */
async function load(port: number, count: number, make: (n: number) => Send): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      while (next < count) await once(port, make(next++));
    }),
  );
}

export function once(port: number, { path, headers, body }: Send): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({
      port,
      host: '127.0.0.1',
      path,
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () =>
        (response.statusCode ?? 500) < 300 ? resolve() : reject(new Error(`${path}: ${response.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

let trigger = 0;
/** What Slack sends of a command. */
export function slackFields(text: string): Record<string, string> {
  return {
    command: '/security-contact',
    text,
    user_id: 'UADA',
    team_id: 'T1',
    channel_id: 'C1',
    trigger_id: `${++trigger}.1`,
    response_url: 'http://127.0.0.1:9/r',
    api_app_id: 'A1',
  };
}

export function slackCommand(text: string): Send {
  return signedBySlack(new URLSearchParams(slackFields(text)).toString());
}

export function signedBySlack(body: string, type = 'application/x-www-form-urlencoded'): Send {
  const stamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  return {
    path: '/slack/events',
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': signature,
    },
  };
}

/** Slack's and Teams' side: just enough to be asked once, and to take answers. */
export async function counterparts() {
  const user = {
    id: 'UADA',
    team_id: 'T1',
    name: 'ada',
    real_name: 'Ada',
    tz: 'Europe/Paris',
    locale: 'en-US',
    profile: {},
  };
  const server = createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      response.setHeader('content-type', 'application/json');
      const path = incoming.url ?? '';
      if (path.includes('auth.test'))
        response.end(
          '{"ok":true,"url":"http://x","team":"t","user":"bot","team_id":"T1","user_id":"UBOT","bot_id":"B1"}',
        );
      else if (path.includes('apps.connections.open'))
        response.end(JSON.stringify({ ok: true, url: `${url.replace('http', 'ws')}/link` }));
      else if (path.includes('users.info')) response.end(JSON.stringify({ ok: true, user }));
      else if (path.includes('/members/'))
        response.end(
          JSON.stringify({ id: '29:ada', name: 'Ada', aadObjectId: tenant, tenantId: tenant, userRole: 'user' }),
        );
      else response.end('{"ok":true,"id":"1"}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address: AddressInfo | string | null = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return { url, socket: socketMode(server), close: () => server.closeAllConnections() ?? server.close() };
}

let message = 0;
export function teamsMessage(serviceUrl: string, text: string, more: object = {}): Send {
  const body = JSON.stringify({
    type: 'message',
    id: `m${++message}`,
    text,
    channelId: 'msteams',
    serviceUrl,
    locale: 'en-US',
    from: { id: '29:ada', name: 'Ada', aadObjectId: tenant },
    recipient: { id: '28:bot', name: 'bot' },
    conversation: { id: 'a:ada', conversationType: 'personal', tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    ...more,
  });
  return { path: '/api/messages', body, headers: { 'content-type': 'application/json' } };
}

async function seeded(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  const store = await openStore({ dir, onFatal: (error) => Promise.reject(error) });
  const contact = {
    kind: 'group',
    firstName: 'Contoso SOC',
    email: 'soc@contoso.com',
    phone: '+33142685300',
    timezone: 'Europe/Paris',
    channels: [{ platform: 'slack', address: 'C1' }],
    onCall: ['slack:T1/UADA'],
  };
  const reading = readRegister({
    version: 1,
    tenants: [{ id: tenant, name: 'Contoso', partnerType: 'directBill', contact }],
  });
  if (reading.kind !== 'register') throw new Error(reading.problems.join());
  await importRegister(
    reading.file,
    { id: null, name: 'bench' },
    { store, clock: { now: () => new Date().toISOString() } },
  );
  await store.close();
  return dir;
}

/** CPU µs per request: warm-up, then rounds of floor and ours in turn. */
async function cpu(floor: Measured, ours: Measured, send: (to: Measured, count: number) => Promise<void>) {
  const [rounds, count] = [5, 2_000];
  const perRequest = async (server: Measured) => {
    const before = server.cpuMicros();
    await send(server, count);
    return (server.cpuMicros() - before) / count;
  };
  for (const server of [floor, ours]) await send(server, 3_000);
  const figures = { floor: [] as number[], ours: [] as number[], ratio: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const [f, o] = [await perRequest(floor), await perRequest(ours)];
    figures.floor.push(f);
    figures.ours.push(o);
    figures.ratio.push(o / f);
  }
  return figures;
}

function cpuRow(measure: string, must: string, { floor, ours, ratio }: Awaited<ReturnType<typeof cpu>>): Row {
  return {
    measure,
    floor: `${spread(floor)} µs`,
    ours: `${spread(ours)} µs`,
    ratio: `${median(ratio).toFixed(2)}x`,
    must,
  };
}

export async function platformRows(): Promise<Row[]> {
  const outside = await counterparts();
  const slackDir = await seeded();
  // Local mode opens no state of a hosted bot; it seeds a tenant of its own.
  const teamsDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const slackEnv = {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: `${outside.url}/api/`,
    LOG_LEVEL: 'info',
  };
  const rows: Row[] = [];
  const servers: Measured[] = [];
  const start = async (...args: Parameters<typeof measured>) => {
    const server = await measured(...args);
    servers.push(server);
    return server;
  };
  try {
    const bolt = await start('bench/floor/bolt.ts', { SLACK_SIGNING_SECRET: secret });
    const slack = await start(main, { ...slackEnv, STATE_DIR: slackDir });
    const idle = { floor: bolt.rssMb(), ours: slack.rssMb() };
    rows.push(
      cpuRow(
        'CPU per signed `/security-contact show`, role look-up warm',
        '<= 1.8x; aim 1.5x',
        await cpu(bolt, slack, ({ port }, count) => load(port, count, () => slackCommand('show'))),
      ),
    );
    await load(slack.port, 10_000, () => slackCommand('show'));
    const first = slack.rssMb();
    await load(slack.port, 10_000, () => slackCommand('show'));
    const second = slack.rssMb();
    rows.push({
      measure: 'memory idle; after 10 k more requests; after the next 10 k',
      floor: `${idle.floor.toFixed(0)} MB (bare Bolt, idle)`,
      ours: `${idle.ours.toFixed(0)}; ${first.toFixed(0)}; ${second.toFixed(0)} MB`,
      ratio: `${(second / first).toFixed(2)}x in the last 10 k`,
      must: 'stated; no growth',
    });
    const echo = await start('bench/floor/botbuilder.ts', {});
    const local = { STATE_DIR: teamsDir, PLAYGROUND: 'off', TEAMS_TENANTS: tenant, LOG_LEVEL: 'info' };
    const teams = await start(main, local);
    rows.push(
      cpuRow(
        'CPU per Teams message `show`, answered',
        '<= 1.3x',
        await cpu(echo, teams, ({ port }, count) => load(port, count, () => teamsMessage(outside.url, 'show'))),
      ),
    );
  } finally {
    for (const server of servers) await server.stop();
  }
  rows.push(...(await bySocketMode(slackDir)));
  rows.push(...(await coldStart(slackDir, slackEnv)));
  outside.close();
  rmSync(slackDir, { recursive: true });
  rmSync(teamsDir, { recursive: true });
  return rows;
}

async function bySocketMode(stateDir: string): Promise<Row[]> {
  const [there, here, large] = await Promise.all([counterparts(), counterparts(), counterparts()]);
  const tokens = { SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_APP_TOKEN: 'xapp-bench', LOG_LEVEL: 'info' };
  const env = (side: typeof there) => ({ ...tokens, SLACK_API_URL: `${side.url}/api/`, STATE_DIR: stateDir });
  const bolt = await measured('bench/floor/bolt-socket.ts', env(there));
  const slack = await measured(main, env(here));
  const servers = [bolt, slack];
  try {
    await Promise.all([there.socket.opened, here.socket.opened]);
    await here.socket.load(1, () => slackFields('show'));
    // The same constant as ours would be for this one tenant.
    const card = await measured('bench/floor/bolt-socket.ts', { ...env(large), ANSWER: here.socket.answer() });
    servers.push(card);
    await large.socket.opened;
    const sides = new Map([
      [bolt, there],
      [slack, here],
      [card, large],
    ]);
    const send = async (to: Measured, count: number) => sides.get(to)?.socket.load(count, () => slackFields('show'));
    const what = 'CPU per `/security-contact show` by Socket Mode, role look-up warm';
    return [
      cpuRow(`${what}; Bolt answers with a sentence`, '<= 1.5x', await cpu(bolt, slack, send)),
      cpuRow(`${what}; Bolt answers with the same card, made once`, 'stated', await cpu(card, slack, send)),
    ];
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    for (const side of [there, here, large]) side.close();
  }
}

async function coldStart(stateDir: string, slackEnv: Record<string, string>): Promise<Row[]> {
  const teams = {
    MicrosoftAppId: tenant,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenant,
    MicrosoftAppPassword: 'bench',
  };
  const startMs = async (...args: Parameters<typeof measured>) => {
    const server = await measured(...args);
    await server.stop();
    return server.startMs;
  };
  const floor: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < 8; round++) {
    floor.push(await startMs('bench/floor/both-sdks.ts', {}));
    ours.push(await startMs(main, { ...slackEnv, ...teams, STATE_DIR: stateDir }));
  }
  const [f, o] = [floor.slice(1), ours.slice(1)];
  return [
    {
      measure: 'cold start to listening, both platforms (compile cache warm)',
      floor: `${spread(f)} ms`,
      ours: `${spread(o)} ms`,
      ratio: `${(median(o) / median(f)).toFixed(2)}x`,
      must: '<= 1.25x',
    },
  ];
}
