/** The bot as it is composed, without a platform, behind the route of its sources; and a sender who can write anything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../adapters/compose.ts';
import { createServers } from '../../adapters/http/servers.ts';
import type { OpenedMicrosoft } from '../../adapters/microsoft/open-microsoft.ts';
import { createLog } from '../../adapters/process/log.ts';
import { createMetrics } from '../../adapters/process/metrics.ts';
import { configFrom } from '../../adapters/settings/config.ts';
import { openSources } from '../../adapters/webhook/sources/open-sources.ts';
import { memoryStore } from './memory-store.ts';
import { bareTenant } from './partner.ts';
import { secret } from './sender.ts';
import { isoNow } from './time.ts';
import { fakeWorld } from './world.ts';

export type SourceDoor = Awaited<ReturnType<typeof sourceDoor>>;

/** What came back. `raw` has no date and no id of the request, which differ each time. */
export interface DoorAnswer {
  status: number;
  headers: Record<string, string>;
  raw: string;
  json: Record<string, unknown>;
}

export interface DoorRequest {
  /** One after the other, so that a header may be there twice. */
  headers?: readonly (readonly [string, string])[];
  /** JSON; text and bytes are sent as they are. */
  body?: unknown;
  type?: string | null;
  method?: string;
}

/** The sources, with what their `env:` secrets are. A `path` in a file has to be made by `file`. */
export interface DoorSetting {
  sources: readonly object[];
  env?: Record<string, string>;
  microsoft?: OpenedMicrosoft | null;
  tenants?: readonly string[];
  store?: ReturnType<typeof memoryStore>;
  /** Settings beside those that every door has; undefined leaves one out. */
  settings?: Record<string, string | undefined>;
}

/** A map of paths for the preset `fields`, and a body that fits. */
export const plainFields = { id: 'id', displayName: 'title', severity: 'level' };
export const plainBody = (id = '1') => ({ id, title: 'Mining', level: 'high' });

export function sourceFolder() {
  const dir = mkdtempSync(join(tmpdir(), 'sources-'));
  return {
    /** Writes a file, and returns its path. */
    write(name: string, text: string): string {
      writeFileSync(join(dir, name), text);
      return join(dir, name);
    },
    path: (name: string) => join(dir, name),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

export async function sourceDoor({
  sources,
  env = {},
  microsoft = null,
  tenants = ['Contoso'],
  settings = {},
  store = memoryStore(),
}: DoorSetting) {
  const folder = sourceFolder();
  const lines: string[] = [];
  const secrets = new Set<string>();
  const log = createLog('trace', secrets, { write: (line) => void lines.push(line) });
  const configured = openSources(folder.write('sources.json', JSON.stringify({ version: 1, sources })), env, isoNow());
  const world = fakeWorld(store);
  await store.change(async (tx) => {
    for (const [index, name] of tenants.entries())
      await tx.put('tenants', bareTenant({ name, id: `${String(index + 1).repeat(8)}-1111-4111-8111-111111111111` }));
  });
  const metrics = createMetrics();
  const config = configFrom({ ALERT_WEBHOOK_SECRET: secret, METRICS_PORT: '9', ...settings });
  const { routes, bot, watchSecrets, askMicrosoft, outbox } = compose({
    config,
    modules: { createSlack: undefined, createTeams: undefined },
    local: null,
    sources: configured,
    microsoft,
    receivers: null,
    hide: (one) => secrets.add(one),
    store,
    archive: world.archive,
    trail: world.trail,
    storeWritable: async () => true,
    trailProblem: () => null,
    lastBackupAt: async () => null,
    metrics,
    log,
    outside: { clock: world.clock, timers: world.timers, uptimeMs: world.uptimeMs, directory: world.directory },
  });
  const monitoringApart = config.metrics !== null;
  const servers = createServers({ routes, log, metrics, loopbackOnly: false, monitoringApart });
  const port = await servers.host.listen(0, '127.0.0.1');
  const monitoring = await servers.monitoring?.listen(0, '127.0.0.1');
  const watching = watchSecrets();

  function ask(path: string, how: DoorRequest = {}): Promise<DoorAnswer> {
    const sending = begin(path, how);
    sending.end();
    return sending.answer;
  }

  /** Sends the head, with the length of the whole body; the body is sent by `end`. */
  function begin(
    path: string,
    { headers = [], body = plainBody(), type = 'application/json', method = 'POST' }: DoorRequest,
  ) {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const all = [
      ['Host', `127.0.0.1:${port}`],
      ...(type === null ? [] : [['Content-Type', type]]),
      ['Content-Length', String(bytes.length)],
      ...headers,
    ].flat();
    const state = { answered: false };
    const outgoing = request({ port, host: '127.0.0.1', method, path, headers: all, agent: false });
    const answer = new Promise<DoorAnswer>((resolve, reject) => {
      outgoing.on('error', reject);
      outgoing.on('response', async (response) => {
        state.answered = true;
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        const { date: _date, 'x-request-id': _id, ...rest } = response.headers;
        const raw = `${response.statusCode} ${JSON.stringify(rest)}\n${text}`;
        const json = text.startsWith('{') ? JSON.parse(text) : {};
        resolve({ status: response.statusCode ?? 0, headers: rest as Record<string, string>, raw, json });
      });
    });
    outgoing.flushHeaders();
    return { answer, isAnswered: () => state.answered, end: () => void outgoing.end(bytes) };
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    ask,
    begin,
    bot,
    askMicrosoft,
    store,
    time: world.time,
    /** What is kept out of the log. */
    hidden: secrets,
    /** The whole log so far. */
    log: () => lines.join(''),
    lines: () => lines.map((line) => JSON.parse(line)),
    alerts: () => store.read((reader) => reader.list('alerts')),
    metrics: async () => (await metrics.scrape()).text,
    /** What monitoring gets, on a port of its own. */
    monitor: async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${monitoring}${path}`);
      return { status: response.status, json: await response.json() };
    },
    async close(): Promise<void> {
      servers.host.cut();
      await servers.host.stop();
      servers.monitoring?.cut();
      await servers.monitoring?.stop();
      world.time.stop();
      await watching;
      await outbox.stop();
      folder.remove();
    },
  };
}
