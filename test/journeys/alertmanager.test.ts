/** The real Alertmanager sends to the bot, with what `docs/senders/alertmanager.md` says, word by word. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { bot, command, folder } from '../adapters/process/child.ts';
import { startAlertmanager } from '../support/alertmanager.ts';
import { drives } from '../support/programs.ts';
import { fakeSlack } from '../support/slack.ts';
import { isoNow, machineDate } from '../support/time.ts';
import { readIn } from './read-slack.ts';
import { contosoId, desk } from './stage.ts';

const page = readFileSync('docs/senders/alertmanager.md', 'utf8');
/** `group_interval` of the page is ten seconds, and a try that failed is made again meanwhile. */
const patient = { timeout: 40_000, interval: 20 };

/** The blocks of the page that begin with these words, without the indentation of the list that they stand in. */
function blocks(language: string): string[] {
  return Array.from(
    page.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^\\1\`\`\`$`, 'gm')),
    ([, indent = '', text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

function found(texts: readonly string[], word: string): string {
  const text = texts.find((one) => one.includes(word));
  if (text === undefined) throw new Error(`docs/senders/alertmanager.md has no block with ${word}`);
  return text;
}

const ways = {
  bearer: { auth: null, config: found(blocks('yaml'), 'credentials_file') },
  basic: { auth: /`auth` is then `(\{.*?\})`/.exec(page)?.[1] ?? '', config: found(blocks('yaml'), 'basic_auth') },
};

let putRight: () => void;
beforeEach(() => {
  putRight = machineDate();
});
afterEach(() => putRight());

async function stage(way: keyof typeof ways) {
  const slack = await fakeSlack();
  onTestFinished(() => slack.stop());
  slack.addChannel('C1', { is_private: true, members: [slack.bot.user] });
  const dir = folder();
  const secret = 'a-token-or-password-of-a-test-of-senders';
  const kept = join(dir, 'secret');
  writeFileSync(kept, secret);
  const sources = JSON.parse(found(blocks('json'), '"sources"'));
  const { auth, config } = ways[way];
  if (auth !== null) sources.sources[0].auth = JSON.parse(auth);
  const SOURCES = join(dir, 'sources.json');
  writeFileSync(SOURCES, JSON.stringify(sources));
  const settings = {
    STATE_DIR: join(dir, 'state'),
    HOST: '127.0.0.1',
    SOURCES,
    PROM_TOKEN: secret,
    PROM_PASSWORD: secret,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: 'a-signing-secret-of-a-test',
    SLACK_API_URL: slack.apiUrl,
  };
  const register = join(dir, 'register.json');
  const contact = { ...desk, channels: [{ platform: 'slack', address: 'C1' }] };
  const tenants = [{ id: contosoId, name: 'Contoso', partnerType: 'directBill', contact }];
  writeFileSync(register, JSON.stringify({ version: 1, tenants }));
  expect(await command('import', settings, register).ended).toMatchObject({ code: 0 });

  let running = await bot(settings);
  const { port, url } = running;
  const pasted = config
    .replaceAll('https://bot.example.com', url)
    .replaceAll(/\/etc\/prometheus\/bot-(token|password)/g, kept);
  const alertmanager = await startAlertmanager(dir, pasted);

  const said = () =>
    slack.messages
      .filter(({ channel }) => channel === 'C1')
      .map(({ ts, thread_ts: thread, blocks: all }) => ({ ts, thread, text: readIn(all, slack) }))
      .filter(({ text }) => !/was changed|Security alerts for/.test(text));
  const cards = (words: string) => said().filter(({ thread, text }) => thread === null && text.includes(words));
  return {
    alertmanager,
    cards,
    /** The lines in the thread of the first card with these words. */
    lines: (words: string) => said().filter(({ thread }) => thread !== null && thread === cards(words)[0]?.ts),
    card: (words: string) => vi.waitUntil(() => cards(words)[0], patient),
    /** How many alerts came again. */
    repeats: async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/^security_contact_bot_alerts_total\{outcome="duplicate"\} (\d+)/m.exec(text)?.[1] ?? 0);
    },
    async goesDown(): Promise<void> {
      running.child.kill();
      await running.ended;
    },
    async comesBack(): Promise<void> {
      running = await bot({ ...settings, PORT: String(port) });
    },
  };
}

const labels = (instance: string, alertname = 'Fire') => ({ alertname, instance, severity: 'critical' });

/** Has Alertmanager fire, repeat, meet a bot that is down, and resolve, and checks what people see. */
async function tellsAll(way: keyof typeof ways): Promise<void> {
  const on = await stage(way);
  await on.alertmanager.fires(labels('vm-1'));
  expect((await on.card('vm-1 is on fire')).text).toMatch(/high/i);

  await on.goesDown();
  await on.alertmanager.fires(labels('vm-2', 'Flood'));
  // The same group again, with what it held before.
  await on.alertmanager.fires(labels('vm-3'));
  await on.comesBack();
  await on.card('vm-2 is on fire');
  await on.card('vm-3 is on fire');
  await vi.waitFor(async () => expect(await on.repeats()).toBeGreaterThan(0), patient);

  await on.alertmanager.resolves(labels('vm-1'), isoNow());
  await vi.waitUntil(
    () => on.lines('vm-1 is on fire').some(({ text }) => text.includes('says that this alert ended on')),
    patient,
  );
  for (const words of ['vm-1 is on fire', 'vm-2 is on fire', 'vm-3 is on fire'])
    expect(on.cards(words), words).toHaveLength(1);
  expect(on.lines('vm-1 is on fire')).toHaveLength(1);
  expect(on.lines('vm-3 is on fire')).toHaveLength(0);
  expect(on.cards('vm-1 is on fire')[0]?.text).toContain('Acknowledge');
}

it.runIf(drives('prometheus-alertmanager'))(
  'by bearer and by basic: what fires has a card, what comes again has no second one, what was sent while the bot is down arrives once, and what is over is said',
  { timeout: 120_000 },
  // At the same time, since most of it is the wait for Alertmanager's intervals.
  async () => void (await Promise.all([tellsAll('bearer'), tellsAll('basic')])),
);

it.runIf(drives('prometheus-alertmanager'))(
  'the test that the page has people send reaches the channel, as a test',
  async () => {
    const on = await stage('bearer');
    const command = found(blocks(''), 'alert add').replace(
      'http://127.0.0.1:9093',
      `http://${on.alertmanager.address}`,
    );
    const amtool = spawn('sh', ['-c', command], { stdio: 'ignore' });
    expect(await once(amtool, 'close')).toEqual([0, null]);
    expect((await on.card('Is anybody there?')).text).toMatch(/test/i);
  },
);
