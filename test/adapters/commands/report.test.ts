import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listening } from '../../support/loopback.ts';
import { today } from '../../support/time.ts';
import { bot, folder, run, type Settings } from '../process/child.ts';

const command = (name: string, settings: Settings, ...args: string[]) =>
  run('adapters/security-contact.mjs', settings, name, ...args).ended;
const month = today.slice(0, 7);

describe('beside a running bot', () => {
  it('an alert is sent from a terminal, and found in the report', async () => {
    const settings = { STATE_DIR: folder() };
    const { port } = await bot(settings);
    const mine = { ...settings, PORT: String(port) };
    const sent = await command('alert', mine, '--severity', 'high', '--title', '=HYPERLINK("x")', '--id', '42');
    expect([sent.code, sent.out]).toEqual([0, '202 {"accepted":["42"],"duplicate":[]}\n']);
    const csv = await command('report', settings, '--month', month);
    const [head, line, ...rest] = csv.out.split('\r\n');
    expect(head).toMatch(/^\uFEFFnumber,source,id,name,severity/);
    expect(line).toContain(`1,"webhook:command-line","42","'=HYPERLINK(""x"")"`);
    expect(rest).toEqual(['']);
    const json = JSON.parse((await command('report', settings, '--month', month, '--format', 'json')).out);
    expect(json).toMatchObject({ month, count: 1, bySeverity: { high: 1 }, alerts: [{ id: '42', status: 'active' }] });
    expect((await command('alert', mine, '--severity', 'high', '--title', 'x', '--id', '42')).out).toContain(
      '"duplicate":["42"]',
    );
    expect((await command('report', settings, '--month', '2020-01')).out.split('\r\n')).toHaveLength(2);
  });

  it('the report is of this month unless it is told another', async () => {
    const settings = { STATE_DIR: folder() };
    await bot(settings);
    expect(JSON.parse((await command('report', settings, '--format', 'json')).out)).toMatchObject({ month });
  });

  it('a name says for which of several tenants', async () => {
    const settings = { STATE_DIR: folder() };
    const file = join(folder(), 'register.json');
    const id = '33333333-3333-4333-8333-333333333333';
    writeFileSync(file, JSON.stringify({ version: 1, tenants: [{ id, name: 'Fabrikam', partnerType: 'directBill' }] }));
    // Beside the made-up tenant that the first start makes.
    const first = await bot(settings);
    first.child.kill('SIGTERM');
    await first.ended;
    await command('import', settings, file);
    const { port } = await bot(settings);
    const mine = { ...settings, PORT: String(port) };
    const send = (...more: string[]) => command('alert', mine, '--severity', 'low', '--title', 'x', ...more);
    // One that names none goes to the admins.
    expect((await send()).out).toContain('"accepted":[');
    expect((await send('--tenant', 'nobody')).err).toMatch(
      /No partner tenant fits nobody\. Name one of these with --tenant:\n(.*\n)*.*Fabrikam/,
    );
    expect((await send('--tenant', 'fabrikam', '--id', '7')).out).toContain('"accepted":["7"]');
    expect((await command('report', settings)).err).toContain('Name one of these with --tenant');
    expect((await command('report', settings, '--tenant', 'Fabri')).out).toContain('"7"');
  });

  it('an alert that is wrong is refused in words', async () => {
    const settings = { STATE_DIR: folder() };
    const { port } = await bot(settings);
    const mine = { ...settings, PORT: String(port) };
    const { code, out } = await command('alert', mine, '--severity', 'high', '--title', 'x', '--id', 'x'.repeat(9_999));
    expect([code, out]).toEqual([1, expect.stringMatching(/^422 .*\/id/)]);
    expect((await command('alert', mine, '--title', 'x')).err).toMatch(
      /Missing: --severity\.\nUsage: security-contact alert/,
    );
  });

  it('all that is wrong with what was typed is said at once, before anything is sent', async () => {
    const { code, err } = await command('alert', {}, '--severity', 'mega', '--titel', 'x', '--id');
    expect(code).toBe(2);
    expect(err.split('\n').slice(0, 4)).toEqual([
      'Missing: --title.',
      'Unknown: --titel. Is --title meant?',
      '--severity must be informational, low, medium or high.',
      '--id has no value.',
    ]);
    expect(err).toContain('Usage: security-contact alert');
  });

  it('an alert with the secret of another folder is told so', async () => {
    const other = { STATE_DIR: folder() };
    await bot(other);
    const { port } = await bot({ STATE_DIR: folder() });
    const words = ['--severity', 'low', '--title', 'x'];
    const { code, err } = await command('alert', { ...other, PORT: String(port) }, ...words);
    expect([code, err]).toEqual([1, expect.stringContaining('started with another STATE_DIR')]);
  });
});

describe('the report', () => {
  it.each<[string[], number, string]>([
    [['--month', '2026-13'], 2, 'must be a month like 2026-11'],
    [['--month', '2999-01'], 2, 'The month 2999-01 has not begun'],
    [['--format', 'xml'], 2, 'must be csv or json'],
    [['--color'], 2, 'Usage: security-contact report'],
    [[], 1, 'There is no state in'],
  ])('explains %j', async (args, exitCode, words) => {
    const { code, out, err } = await command('report', { STATE_DIR: '/nowhere/state' }, ...args);
    expect([code, out, err]).toEqual([exitCode, '', expect.stringContaining(words)]);
  });
});

it('the alert command says so when no bot is there', async () => {
  const settings = { STATE_DIR: folder(), PORT: '1', ALERT_WEBHOOK_SECRET: `whsec_${'a'.repeat(24)}` };
  const { code, err } = await command('alert', settings, '--severity', 'low', '--title', 'x');
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/No bot answers at http:\/\/127\.0\.0\.1:1: .*PORT=<its port> npm run alert/),
  ]);
});

it('the alert command says that the alert may have been accepted when no answer comes', async () => {
  const silent = await listening(async () => {});
  onTestFinished(silent.stop);
  const settings = { PORT: new URL(silent.origin).port, ALERT_WEBHOOK_SECRET: `whsec_${'a'.repeat(24)}` };
  const { code, err } = await command('alert', settings, '--severity', 'low', '--title', 'x', '--id', '42');
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(`${silent.origin} gave no answer in 10 seconds; the alert may have been accepted.*--id 42`),
  ]);
});

it('the alert command calls the bot at its HOST', async () => {
  const settings = {
    ...{ STATE_DIR: folder(), HOST: '127.0.0.2', ALERT_WEBHOOK_SECRET: `whsec_${'a'.repeat(24)}` },
    ...{
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'the-signing-secret',
    },
  };
  const file = join(folder(), 'register.json');
  const id = '33333333-3333-4333-8333-333333333333';
  writeFileSync(file, JSON.stringify({ version: 1, tenants: [{ id, name: 'Fabrikam', partnerType: 'directBill' }] }));
  expect((await command('import', settings, file)).code).toBe(0);
  const { port } = await bot(settings);
  const mine = { ...settings, PORT: String(port) };
  const { out, err } = await command('alert', mine, '--severity', 'low', '--title', 'x', '--tenant', 'Fabri');
  expect([out, err]).toEqual([expect.stringMatching(/^202 /), `State folder: ${settings.STATE_DIR}\n`]);
});

it('the alert command makes no secret and no folder where no bot was', async () => {
  const STATE_DIR = join(folder(), 'nowhere');
  const { code, err } = await command('alert', { STATE_DIR }, '--severity', 'low', '--title', 'x');
  expect([code, err]).toEqual([1, expect.stringContaining(`No bot was started with the folder ${STATE_DIR}.`)]);
  expect(existsSync(STATE_DIR)).toBe(false);
});
