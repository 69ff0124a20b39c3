/**
 * How long hostile texts stop the event loop, through the doors that people and senders use: `npm run bench -- texts`.
 * About three minutes. Whole processes, 200 tenants and 2,000 people whom the bot has met, made-up counterparts.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { openStore } from '../adapters/store/embedded/open-store.ts';
import { importRegister } from '../src/register/file/import.ts';
import { readRegister } from '../src/register/file/register-file.ts';
import { type Row, table } from './figures.ts';
import { counterparts, once, type Send, signedBySlack, slackCommand, teamsMessage, tenant } from './platforms.ts';
import { freePort, measured } from './process.ts';
import { filled, hostileFields, hostileTexts, pieces } from './texts/hostile.ts';

const boundMs = 50;
/** A machine has stops of its own: what is longer than a fifth of the bound is tried again, and more often above the bound. */
const tries = { most: 3, aboveBound: 12 } as const;
/** For what a request leaves to be done after its answer. */
const settleMs = 30;
const webhookSecret = `whsec_${Buffer.from('a secret of a bench, 24 b').toString('base64')}`;

interface Door {
  name: string;
  /** What does no harm, for comparison. */
  harmless: readonly string[];
  hostile: readonly string[];
  /** A request with that text; a new one each time, since a signature or an id counts once. */
  make(text: string): Send;
}

export async function textsTable(): Promise<string> {
  const outside = await counterparts();
  const slackEnv = {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: 'bench-signing-secret-0123456789',
    SLACK_API_URL: `${outside.url}/api/`,
    ALERT_WEBHOOK_SECRET: webhookSecret,
    // Above what all tries of the megabytes below take, or the sender's share of the storage ends the run.
    STATE_LIMIT: '8000000000',
    ADMINS: 'slack:T1/UADA',
  };
  const teamsEnv = { PLAYGROUND: 'off', TEAMS_TENANTS: tenant, ADMINS: `teams:${tenant}/${tenant}` };
  const rows = [
    ...(await measuredAt('hosted', slackEnv, slackDoors())),
    ...(await measuredAt('local', teamsEnv, teamsDoors(outside.url))),
  ];
  outside.close();
  return table(rows, { measure: 'longest stop of the event loop, ms', floor: 'harmless, same length of run' });
}

function slackDoors(): Door[] {
  return [
    { name: 'Slack: commands', harmless: many('show Contoso 7'), hostile: hostileTexts, make: slackCommand },
    { name: 'Slack: messages', harmless: many('show Contoso 7'), hostile: hostileTexts, make: slackMention },
    {
      name: 'Slack: commands of 40,000 characters',
      harmless: many('show Contoso 7'),
      hostile: uncut,
      make: slackCommand,
    },
    { name: 'Slack: forms', harmless: many('desk'), hostile: hostileFields(3_000), make: slackSave },
    { name: 'alerts, 1 MB each', harmless: many('mining '), hostile: pieces, make: alerts },
  ];
}

function teamsDoors(url: string): Door[] {
  const say = (text: string) => teamsMessage(url, text);
  const save = (text: string) => teamsSave(url, text);
  return [
    { name: 'Teams: messages', harmless: many('show Contoso 7'), hostile: hostileTexts, make: say },
    { name: 'Teams: messages of 40,000 characters', harmless: many('show Contoso 7'), hostile: uncut, make: say },
    { name: 'Teams: forms', harmless: many('desk'), hostile: hostileFields(20_000), make: save },
  ];
}

/** Longer than what is read of them. */
const uncut = pieces.map((piece) => `show ${filled(piece, 40_000)}`);

function many(text: string): string[] {
  return Array(20).fill(text);
}

function slackMention(text: string): Send {
  const event = { type: 'app_mention', user: 'UADA', text: `<@UBOT> ${text}`, channel: 'C1', ts: '1.1' };
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: randomUUID(), event });
  return signedBySlack(body, 'application/json');
}

const field = (name: string, value: string) => ({ [name]: { [name]: { type: 'plain_text_input', value } } });

function slackSave(text: string): Send {
  const names = ['firstName', 'middleName', 'lastName', 'email', 'phone', 'timezone', 'channels', 'onCall'];
  const values = Object.assign({}, ...names.map((name) => field(name, text)));
  const view = {
    id: 'V1',
    type: 'modal',
    callback_id: 'contact.update',
    private_metadata: `chat -\n${JSON.stringify({ tenant, revision: 1 })}`,
    state: { values },
  };
  const payload = {
    type: 'view_submission',
    trigger_id: randomUUID(),
    user: { id: 'UADA', team_id: 'T1' },
    team: { id: 'T1' },
    view,
  };
  return signedBySlack(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
}

function teamsSave(url: string, text: string): Send {
  const names = ['firstName', 'middleName', 'lastName', 'email', 'phone', 'timezone', 'channels', 'onCall'];
  const inputs = Object.fromEntries(names.map((name) => [name, text]));
  const state = JSON.stringify({ tenant, revision: 1 });
  const data = { action: 'contact.update', state, lists: ['channels', 'onCall'], singles: names, ...inputs };
  return teamsMessage(url, '', { type: 'invoke', name: 'task/submit', value: { data } });
}

/** A hundred alerts in nearly a megabyte, every text of them hostile. */
function alerts(piece: string): Send {
  const bytes = (Buffer.byteLength(JSON.stringify(piece)) - 2) / piece.length;
  const fit = (length: number) => filled(piece, Math.max(4, Math.floor(length / bytes)));
  const all = Array.from({ length: 100 }, () => ({
    id: randomUUID(),
    partnerTenantId: tenant,
    displayName: `x${fit(250)}`,
    description: fit(3_900),
    severity: 'informational',
    detectedDateTime: new Date().toISOString(),
    affectedResources: Array.from({ length: 8 }, () => ({ resourceId: fit(450) })),
  }));
  const body = JSON.stringify(all);
  const [id, at] = [randomUUID(), new Date()];
  return {
    path: '/webhooks/alerts',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(webhookSecret).sign(id, at, body),
    },
  };
}

async function measuredAt(mode: 'hosted' | 'local', env: Record<string, string>, doors: Door[]): Promise<Row[]> {
  const dir = await seeded(mode);
  const watch = await freePort();
  const node = ['--import', './adapters/node-version.mjs', '--import', './bench/texts/watch.mjs'];
  const bot = await measured('adapters/main.ts', { ...env, STATE_DIR: dir, BENCH_WATCH_PORT: String(watch) }, node);
  try {
    const rows: Row[] = [];
    for (const door of doors) rows.push(await rowOf(door, bot.port, watch));
    return rows;
  } finally {
    await bot.stop();
    rmSync(dir, { recursive: true });
  }
}

async function rowOf({ name, harmless, hostile, make }: Door, port: number, watch: number): Promise<Row> {
  const longest = async (texts: readonly string[]) => {
    const stops: number[] = [];
    for (const text of texts) stops.push(await stopOf(() => make(text), port, watch));
    return Math.max(...stops);
  };
  // Warm: what is loaded and compiled by the first request is no text's doing.
  await longest(harmless);
  const [floor, ours] = [await longest(harmless), await longest(hostile)];
  return {
    measure: `${name}, ${hostile.length} texts`,
    floor: floor.toFixed(1),
    ours: ours.toFixed(1),
    ratio: `${(ours / floor).toFixed(1)}x`,
    must: `<= ${boundMs}`,
  };
}

/** The least of a few tries: a stop that is the text's comes each time. */
async function stopOf(make: () => Send, port: number, watch: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < (least > boundMs ? tries.aboveBound : tries.most) && least > boundMs / 5; n++) {
    await longestStop(watch);
    await once(port, make());
    await pause(settleMs);
    least = Math.min(least, await longestStop(watch));
  }
  return least;
}

async function longestStop(watch: number): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${watch}/`)).text());
}

/** Names that share their first words, so that whatever compares names has the most to do. */
async function seeded(mode: 'hosted' | 'local'): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  if (mode === 'local') writeFileSync(join(dir, 'mode'), 'local\n');
  const store = await openStore({ dir, onFatal: (error) => Promise.reject(error) });
  const tenants = Array.from({ length: 200 }, (_, n) => ({
    id: n === 0 ? tenant : `11111111-1111-4111-8111-${String(n).padStart(12, '0')}`,
    name: n % 2 ? `Contoso ${n} Nord` : `Contoso ${n}`,
    partnerType: 'directBill',
    contact: {
      kind: 'person',
      firstName: 'Jean Pierre',
      lastName: `Dupont ${n}`,
      email: `soc${n}@contoso.com`,
      phone: '+33142685300',
    },
  }));
  const reading = readRegister({ version: 1, tenants });
  if (reading.kind !== 'register') throw new Error(reading.problems.join());
  const clock = { now: () => new Date().toISOString() };
  await importRegister(reading.file, { id: null, name: 'bench' }, { store, clock });
  await store.change(async (tx) => {
    for (let n = 0; n < 2_000; n++)
      await tx.put('people', { id: `slack:T1/U${n}`, name: `Jean Pierre Dupont ${n}`, locale: null, timezone: null });
  });
  await store.close();
  return dir;
}

if (import.meta.main) {
  console.log(await textsTable());
  process.exit(0);
}
