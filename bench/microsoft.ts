/** What it costs to poll partner security alerts: `npm run bench -- microsoft`. The made-up Microsoft is a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAlerts } from '../adapters/microsoft/alerts/ask-alerts.ts';
import { createGraph } from '../adapters/microsoft/api/graph.ts';
import { appTokens } from '../adapters/microsoft/api/token.ts';
import { sourcesOf } from '../adapters/microsoft/file/source-settings.ts';
import type { MicrosoftTenant } from '../adapters/microsoft/file/tenant.ts';
import { createTimers } from '../adapters/process/timers.ts';
import { openStore } from '../adapters/store/embedded/open-store.ts';
import { aBot } from '../test/support/a-bot.ts';
import { aTenant, sam, slackChannel } from '../test/support/partner.ts';
import { minute, second } from '../test/support/time.ts';
import { median, type Row, spread, table } from './figures.ts';
import { ended } from './process.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const id = '11111111-0000-4000-8000-000000000001';
const secret = 'abc8Q~the-secret-of-the-bench';
const tenant: MicrosoftTenant = {
  ...{ id, name: 'contoso', clientId: '22222222-0000-4000-8000-000000000002' },
  credential: { kind: 'secret', secrets: [{ reference: 'env:X', shape: { pattern: /./, error: '' }, value: secret }] },
  alerts: { by: 'app', everyMs: 5 * minute, writeBack: false },
  ...{ roles: false, people: new Map(), score: false, mail: null },
};
const listPath = `/beta/security/partner/securityAlerts?$filter=${encodeURIComponent("status ne 'resolved'")}`;

/** All measures as a Markdown table. */
export async function microsoftTable(): Promise<string> {
  return table([await unchangedRow(), ...(await manyRows())]);
}

/** Polls of 1,000 alerts of which none changed, beside the bare reading of the same ten pages. */
async function unchangedRow(): Promise<Row> {
  const { due, poll, bare, stop } = await started(1_000);
  const [ours, floor]: [number[], number[]] = [[], []];
  await poll();
  for (let n = 0; n < 20; n++) {
    await due();
    ours.push(await cpuMs(poll));
    floor.push(await cpuMs(bare));
  }
  await stop();
  return {
    measure: 'CPU per poll of 1,000 alerts on 10 pages of which none changed, ms',
    floor: `${spread(floor)} (\`fetch\` and \`JSON.parse\` of the same pages)`,
    ours: spread(ours),
    ratio: `${(median(ours) / median(floor)).toFixed(2)}x`,
    must: '<= 50 ms',
  };
}

/** The first poll of 10,000 alerts on 100 pages, three of which are throttled first; somebody types a command all the time. */
async function manyRows(): Promise<Row[]> {
  const { bot, poll, bare, alerts, stop } = await started(10_000, [20, 50, 80]);
  await bot.say(sam, 'show');
  const bareMb = await grownMb(bare);
  const waited: number[] = [];
  let isOver = false;
  const typing = async () => {
    while (!isOver) {
      const due = performance.now() + 10;
      await sleep(10);
      await bot.say(sam, 'show');
      waited.push(performance.now() - due);
    }
  };
  const done = typing();
  const start = performance.now();
  const oursMb = await grownMb(poll);
  const seconds = (performance.now() - start) / 1_000;
  isOver = true;
  await done;
  const stored = await alerts();
  await stop();
  const p95 = waited.toSorted((a, b) => a - b)[Math.floor(waited.length * 0.95)] ?? Number.NaN;
  const first = '10,000 open alerts on 100 pages, three 429';
  return [
    {
      measure: `${first}: taken, each once`,
      ...{ floor: '10,000', ours: `${stored} in ${seconds.toFixed(1)} s`, ratio: '-', must: '10,000' },
    },
    {
      measure: `${first}: memory at most, MB more`,
      ...{ floor: `${bareMb.toFixed(0)} (the same pages, nothing stored)`, ours: oursMb.toFixed(0) },
      ...{ ratio: `${(oursMb / Math.max(1, bareMb)).toFixed(1)}x`, must: '<= 150' },
    },
    {
      measure: `${first}: a command \`show\` meanwhile, p95 of ${waited.length}, ms`,
      ...{ floor: '-', ours: `${p95.toFixed(0)} (at most ${Math.max(...waited).toFixed(0)})`, ratio: '-' },
      must: '<= 200',
    },
  ];
}

async function cpuMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Resolves with the MB by which the process grew at most. */
async function grownMb(work: () => Promise<void>): Promise<number> {
  collect();
  const mb = () => process.memoryUsage().rss / (1 << 20);
  const before = mb();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, mb());
  }, 20);
  await work();
  clearInterval(timer);
  return Math.max(most, mb()) - before;
}

/** A bot with an embedded store, and a Microsoft with that many open alerts; the requests of these numbers get a 429. */
async function started(count: number, throttled: readonly number[] = []) {
  const script = new URL('microsoft/double.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, String(count), throttled.join()], {
    env: { PATH: process.env.PATH ?? '', APP: `${id} ${tenant.clientId} ${secret}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const { login, api }: { login: string; api: string } = JSON.parse(String(line));
  const dir = mkdtempSync(join(tmpdir(), 'microsoft-'));
  const store = await openStore({ dir, onFatal: (error) => Promise.reject(error) });
  const contact = { channels: [slackChannel] };
  const bot = await aBot({ store, outbox: false, tenants: [aTenant({ id, contact })] });
  bot.world.settings.sources = sourcesOf(tenant);
  const real = createTimers();
  const quiet = () => {};
  const world = {
    // What Microsoft wants to be waited for has passed soon.
    timers: { wait: (ms: number) => real.wait(ms > 10 * second ? second : ms) },
    ...{ uptimeMs: () => performance.now(), clock: bot.world.clock, identity: { env: {} }, count: quiet },
    log: { debug: quiet, info: quiet, warn: console.error, error: console.error },
  };
  const graph = createGraph(tenant, { login, api }, world);
  const tokens = appTokens(tenant, login, world);
  const reports = { failed: quiet, answered: quiet };
  const [run = async () => {}] = createAlerts([tenant], () => graph, { ...bot.world, log: world.log, ...reports });
  return {
    bot,
    /** The next poll is due. */
    due: () => bot.world.time.advance(5 * minute),
    poll: run,
    /** Reads the same pages, and does nothing with them. */
    async bare() {
      const headers = { authorization: `Bearer ${await tokens.token()}` };
      for (let url: string | null = api + listPath; url !== null; ) {
        const response: Response = await fetch(url, { headers });
        const page: Record<string, unknown> = JSON.parse(await response.text());
        const next: unknown = page['@odata.nextLink'];
        if (response.ok) url = typeof next === 'string' ? next : null;
      }
    },
    alerts: () => store.read(async (reader) => (await reader.list('alerts')).length),
    async stop() {
      real.stop();
      await store.close();
      rmSync(dir, { recursive: true });
      await ended(child, 'SIGKILL');
    },
  };
}
