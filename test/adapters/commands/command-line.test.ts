/** What every command has in common: the help, the command line, exit codes, `--json`, pipes. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { usageOf } from '../../../adapters/commands/command-line.ts';
import { checkTarget } from '../../../adapters/commands/named-file.ts';
import { commands } from '../../../adapters/commands/table.ts';
import { embeddedState } from '../../../adapters/store/embedded/state.ts';
import { exampleOf } from '../../support/sender-page.ts';
import { sameDate } from '../../support/time.ts';
import { bot, command, folder, machine, run, type Settings } from '../process/child.ts';

const packageVersion: string = JSON.parse(readFileSync('package.json', 'utf8')).version;
const names = Object.keys(commands);
const program = (...args: string[]) => run('adapters/security-contact.mjs', {}, ...args).ended;

const tenantOf = (number: number, name: string) => ({
  id: `11111111-2222-4333-8444-${String(number).padStart(12, '0')}`,
  name,
  partnerType: 'directBill',
});

function fileWith(content: unknown): string {
  const file = join(folder(), 'file.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** Settings whose state has partner tenants of these names. */
async function stateWith(...tenants: string[]): Promise<Settings & { STATE_DIR: string }> {
  const settings = { STATE_DIR: folder() };
  const register = { version: 1, tenants: tenants.map((name, number) => tenantOf(number, name)) };
  expect((await command('import', settings, fileWith(register)).ended).code).toBe(0);
  return settings;
}

/** Runs a line in a shell where `security-contact` is a link on the path, on the day of the test. */
async function typed(line: string, settings: Settings, cwd = folder()) {
  const bin = folder();
  symlinkSync(resolve('adapters/security-contact.mjs'), join(bin, 'security-contact'));
  const { PATH = '' } = machine();
  const child = spawn('bash', ['-c', `set -o pipefail; ${line}`], {
    cwd,
    env: {
      ...machine(),
      ...settings,
      ...sameDate.env(),
      NODE_OPTIONS: sameDate.args.join(' '),
      PATH: [bin, dirname(process.execPath), PATH].join(delimiter),
    },
  });
  const said = { out: '', err: '' };
  child.stdin.end();
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}

describe('the help', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']]])('of the program is printed for %j', async (args) => {
    const { code, out, err } = await program(...args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Usage: security-contact COMMAND/);
    for (const [name, { summary }] of Object.entries(commands))
      expect(out).toMatch(`  ${name.padEnd(9)}  ${summary}\n`);
    expect(out).toContain('.env in the working folder');
  });

  it.each(names)('of %s has how it is used, every option and an example', async (name) => {
    const { code, out, err } = await command(name, {}, '--help').ended;
    const { command: told } = (await commands[name]?.load()) ?? {};
    if (!told) throw new Error(`${name} is gone`);
    expect([code, err]).toEqual([0, '']);
    expect(out.startsWith(`${usageOf(name, told)}\n\n${told.about}\n`)).toBe(true);
    for (const part of [...Object.keys(told.options).map((option) => `  --${option}`), ...told.examples])
      expect(out).toContain(part);
    expect(
      Math.max(
        ...out
          .split('\n')
          .slice(1)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(130);
  });

  it('of a command is the same however it is asked for, also behind other words', async () => {
    const [{ out }, ...others] = await Promise.all([
      program('backup', '--help'),
      program('help', 'backup'),
      program('--help', 'backup'),
      program('backup', '-h'),
      program('backup', 'x', '--nonsense', '--help'),
    ]);
    for (const other of others) expect(other).toEqual({ code: 0, out, err: '' });
  });

  it('knows its version', async () => {
    expect(await program('--version')).toEqual({ code: 0, out: `${packageVersion}\n`, err: '' });
  });
});

describe('the examples of the help', () => {
  let settings: Settings;
  let cwd: string;
  beforeAll(() => {
    const dir = mkdtempSync(join(process.env.TMPDIR ?? '/tmp', 'examples-'));
    cwd = dir;
    const sources = [{ name: 'cipp', preset: 'alertmanager', auth: { bearer: ['env:TOKEN'] } }];
    writeFileSync(join(dir, 'sources.json'), JSON.stringify({ version: 1, sources }));
    writeFileSync(join(dir, 'body.json'), JSON.stringify(exampleOf('alertmanager')));
    writeFileSync(join(dir, 'register.json'), JSON.stringify({ version: 1, tenants: [tenantOf(1, 'Contoso')] }));
    const TOKEN = 'a-token-of-a-test-with-32-characters';
    settings = { STATE_DIR: join(dir, 'state'), SOURCES: join(dir, 'sources.json'), TOKEN };
    return () => rmSync(dir, { recursive: true, force: true });
  });

  const stopped = ['import', 'backup', 'restore'];
  /** The bot itself, what waits for a person, and what needs more than that: tests of their own run these. */
  const others = ['serve', 'microsoft', 'person', 'receiver', 'replicas'];
  it('run as they are', { timeout: 120_000 }, async () => {
    const tried = async (name: string, more: Settings = {}) => {
      const { command: told } = (await commands[name]?.load()) ?? {};
      for (const line of told?.examples ?? []) {
        const { code, err } = await typed(line, { ...settings, ...more }, cwd);
        // What it finds depends on the machine.
        const right = name === 'doctor' ? expect.toBeOneOf([0, 1]) : 0;
        expect([line, code, err]).toEqual([line, right, expect.not.stringMatching(/Usage:|\n {4}at /)]);
      }
    };
    for (const name of stopped) await tried(name);
    const { port } = await bot({ ...settings, CWD: cwd });
    for (const name of names.filter((one) => !others.includes(one) && !stopped.includes(one)))
      await tried(name, { PORT: String(port) });
    expect(statSync(join(cwd, 'out/teams-app.zip')).size).toBeGreaterThan(1_000);
  });
});

describe('a command line that is wrong', () => {
  it.each<[string[], string]>([
    [['bakup'], 'There is no command bakup. Is backup meant?\nUsage: security-contact COMMAND [...]\n'],
    [['frobnicate'], 'There is no command frobnicate.\nUsage: security-contact COMMAND [...]\n'],
    [['constructor'], 'There is no command constructor.\nUsage: security-contact COMMAND [...]\n'],
    [['help', 'exprt'], 'There is no command exprt. Is export meant?\nUsage: security-contact COMMAND [...]\n'],
    [['--hlp'], 'Unknown: --hlp. Is --help meant?\nUsage: security-contact COMMAND [...]\n'],
    [['backup'], 'Missing: FILE.\nUsage: security-contact backup FILE [--json]\n'],
    [['backup', ''], 'Missing: FILE.\nUsage: security-contact backup FILE [--json]\n'],
    [['backup', 'a', 'b'], 'Too much: b.\nUsage: security-contact backup FILE [--json]\n'],
    [['backup', 'a', '--jsn'], 'Unknown: --jsn. Is --json meant?\nUsage: security-contact backup FILE [--json]\n'],
    [['backup', 'a', '-x'], 'Unknown: -x.\nUsage: security-contact backup FILE [--json]\n'],
    [['ask', '--text=no'], '--text takes no value.\nUsage: security-contact ask [--text] [--json]\n'],
    [['export', '--', '--a', 'b'], 'Too much: b.\nUsage: security-contact export [FILE] [--json]\n'],
    [['serve', 'now'], 'Too much: now.\nUsage: security-contact serve\n'],
  ])('%j is refused with what is meant: exit code 2, nothing on standard output', async (args, err) => {
    expect(await program(...args)).toEqual({ code: 2, out: '', err });
  });

  it.each<[string[], string]>([
    [['--title', '--severity', 'high'], '--title has no value.'],
    [['--title=', '--severity', 'high'], '--title has no value.'],
    [['--title', 'x', '--severity', 'mega'], '--severity must be informational, low, medium or high.'],
  ])('values are checked: %j', async (args, words) => {
    const { code, out, err } = await command('alert', {}, ...args).ended;
    expect([code, out, err.split('\n')]).toEqual([2, '', expect.arrayContaining([words])]);
  });

  it('is one JSON document with --json', async () => {
    const refused = await command('backup', {}, '--json').ended;
    expect(refused).toEqual({ code: 2, out: '{"error":"Missing: FILE."}\n', err: '' });
    const error = 'There is no command exprt. Is export meant?';
    expect(await program('exprt', '--json')).toEqual({ code: 2, out: `${JSON.stringify({ error })}\n`, err: '' });
  });
});

describe('with --json', () => {
  it('says what was done', async () => {
    const [settings, copy] = [{ STATE_DIR: folder() }, join(folder(), 'copy')];
    const dir = { stateDir: settings.STATE_DIR };
    const json = async (name: string, ...args: string[]) => {
      const { code, out } = await command(name, settings, ...args, '--json').ended;
      expect([code, out.trimEnd().split('\n').length]).toEqual([0, 1]);
      return JSON.parse(out);
    };
    const register = fileWith({ version: 1, tenants: [tenantOf(1, 'Contoso')] });
    expect(await json('import', register)).toEqual({ ...dir, added: 1, changed: 0, same: 0 });
    expect(await json('backup', copy)).toEqual({ ...dir, file: copy });
    const kept = expect.stringContaining('replaced-');
    expect(await json('restore', copy)).toEqual({ ...dir, file: copy, kept, historyProblem: null });
    const entry = { number: 1, sha256: expect.stringMatching(/^[\da-f]{64}$/) };
    expect(await json('verify')).toEqual({ ...dir, first: 1, newest: 1, entry });
  });

  it('export gives the register, or says which file it wrote; ask answers as without it', async () => {
    const settings = await stateWith('Contoso');
    const register = await command('export', settings, '--json').ended;
    expect([register.code, JSON.parse(register.out)]).toMatchObject([0, { tenants: [{ name: 'Contoso' }] }]);
    const file = join(folder(), 'register.json');
    const written = await command('export', settings, file, '--json').ended;
    expect([written.code, JSON.parse(written.out)]).toEqual([0, { stateDir: settings.STATE_DIR, file }]);
    expect(readFileSync(file, 'utf8')).toBe(register.out);
    const asked = await typed('echo "who can change the contact?" | security-contact ask --json', {});
    expect([asked.code, JSON.parse(asked.out)]).toMatchObject([0, { lang: 'en' }]);
    expect((await command('ask', {}, '--json', '--text').ended).code).toBe(2);
  });

  it('an error is one document too, and the exit code is 1', async () => {
    const STATE_DIR = join(folder(), 'none');
    for (const [name, ...args] of [['verify'], ['report'], ['backup', join(folder(), 'x')]]) {
      const { code, out } = await command(name ?? '', { STATE_DIR }, ...args, '--json').ended;
      expect([code, JSON.parse(out)]).toEqual([1, { error: `There is no state in ${STATE_DIR}.` }]);
    }
  });

  it('has the bot’s answer to an alert, and an error beside it when it was refused', async () => {
    const settings = { STATE_DIR: folder() };
    const { port } = await bot(settings);
    const send = async (...args: string[]) => {
      const words = ['--severity', 'low', '--title', 'x', '--json', ...args];
      const { code, out } = await command('alert', { ...settings, PORT: String(port) }, ...words).ended;
      return { code, ...JSON.parse(out) };
    };
    expect(await send('--id', '7')).toEqual({ code: 0, status: 202, answer: { accepted: ['7'], duplicate: [] } });
    expect(await send('--id', 'x'.repeat(9_999))).toMatchObject({
      ...{ code: 1, status: 422, error: 'The bot refused the alert (422).' },
      answer: { errors: expect.anything() },
    });
  });

  it('the report is that of --format json', async () => {
    const settings = await stateWith('Contoso');
    const [one, other] = await Promise.all([
      command('report', settings, '--json').ended,
      command('report', settings, '--format', 'json').ended,
    ]);
    const shape = { month: expect.anything(), tenant: { name: 'Contoso' }, alerts: [] };
    for (const { code, out } of [one, other]) expect([code, JSON.parse(out)]).toMatchObject([0, shape]);
    expect((await command('report', settings, '--format', 'csv', '--json').ended).code).toBe(2);
  });

  it('the sources are a list', async () => {
    const sources = [{ name: 'prom', preset: 'alertmanager', auth: { bearer: ['env:TOKEN'] } }];
    const settings = { STATE_DIR: join(folder(), 'none'), SOURCES: fileWith({ version: 1, sources }) };
    const { code, out } = await command('source', settings, 'list', '--json').ended;
    const never = {
      rules: [],
      heardAt: null,
      silentAt: null,
      accepted: 0,
      duplicate: 0,
      unread: 0,
      refused: 0,
      since: null,
    };
    expect([code, JSON.parse(out)]).toEqual([0, [{ name: 'prom', preset: 'alertmanager', auth: 'bearer', ...never }]]);
  });
});

describe('standard input and output', () => {
  it('may be closed by who reads: no failure, and no stack trace', async () => {
    const settings = await stateWith(...Array.from({ length: 1_000 }, (_, number) => `Tenant ${number}`));
    expect(await typed('security-contact export | head -1', settings)).toMatchObject({ code: 0, out: '{\n' });
    expect(await typed('security-contact export 2>&1 | true', settings)).toEqual({ code: 0, out: '', err: '' });
    expect(await typed('security-contact --help | true', settings)).toEqual({ code: 0, out: '', err: '' });
  });

  it('says when the disk below standard output is full', async () => {
    const { code, err } = await typed('security-contact --help > /dev/full', {});
    expect([code, err]).toEqual([1, expect.stringMatching(/^Standard output cannot be written: ENOSPC.*\n$/)]);
  });

  it('may be no terminal, and closed', async () => {
    expect(await typed('security-contact ask <&-', {})).toEqual({ code: 0, out: '', err: '' });
  });
});

it('the app package is made where Microsoft’s schema is not installed, and it is said that nothing checked it', async () => {
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) => next(name.startsWith('@microsoft/') ? 'not-installed' : name, context) });`;
  const settings = {
    ...{ CWD: folder(), MicrosoftAppId: 'aaaaaaaa-0000-4000-8000-000000000001' },
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
  };
  const { code, out, err } = await command('teams', settings, '--json').ended;
  expect([code, JSON.parse(out)]).toMatchObject([0, { checkedAgainstSchema: false }]);
  expect(err).toContain('Not checked against Microsoft’s schema');
  const { out: whole } = await command('teams', { ...settings, NODE_OPTIONS: '' }, '--json').ended;
  expect(JSON.parse(whole)).toMatchObject({ checkedAgainstSchema: true });
});

it.each(['backup', 'export'])('a %s takes the place of no pipe and no device', async (name) => {
  const settings = await stateWith('Contoso');
  const pipe = join(folder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const { code, out, err } = await command(name, settings, pipe).ended;
  expect([code, out, err]).toEqual([1, '', expect.stringContaining(`${pipe} is no ordinary file.`)]);
  expect(statSync(pipe).isFIFO()).toBe(true);
  for (const device of ['/dev/stdout', '/dev/null', '/dev/new'])
    expect(() => checkTarget(device, embeddedState(settings.STATE_DIR))).toThrow('is no ordinary file');
});

it('says of a .env that it cannot read which file that is, and doctor makes it a check', async () => {
  const CWD = folder();
  mkdirSync(join(CWD, '.env'));
  const words = `.env in ${CWD} cannot be read (EISDIR)`;
  for (const [name, ...args] of [['export'], ['teams'], ['slack'], ['serve']]) {
    const { code, out, err } = await command(name ?? '', { CWD }, ...args).ended;
    expect([name, code, out, err]).toEqual([name, 1, '', expect.stringContaining(words)]);
  }
  const { code, out } = await command('doctor', { CWD }, '--json').ended;
  const check = {
    name: 'settings:.env',
    state: 'failed',
    detail: expect.stringContaining(words),
    fix: expect.stringMatching(/./),
  };
  expect([code, JSON.parse(out)]).toEqual([1, { ok: false, checks: [check] }]);
});

it('the app package names the way out where it cannot be written', async () => {
  const settings = { CWD: folder(), MicrosoftAppId: 'aaaaaaaa-0000-4000-8000-000000000001' };
  writeFileSync(join(settings.CWD, 'out'), 'a file in the way, since root may write everywhere');
  const { code, out, err } = await command('teams', settings).ended;
  expect([code, out, err]).toEqual([
    1,
    '',
    expect.stringMatching(/^out\/teams-app\.zip cannot be written \(E\w+\)\. .*--out/),
  ]);
});
