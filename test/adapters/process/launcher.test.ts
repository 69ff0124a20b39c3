/** `adapters/security-contact.mjs`: from where it runs, and with which Node. */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { folder, machine, patient, run, type Settings, watched } from './child.ts';

const launcher = resolve('adapters/security-contact.mjs');
const version: string = `${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`;

it('runs by a link to it, from any folder', async () => {
  const link = join(folder(), 'security-contact');
  symlinkSync(launcher, link);
  expect(await run(link, { CWD: folder() }, '--version').ended).toEqual({ code: 0, out: version, err: '' });
});

/** The files of the launcher alone, in a folder of this path below a new one. */
function copied(path: string): string {
  const dir = join(folder(), path);
  mkdirSync(dir, { recursive: true });
  for (const name of ['security-contact.mjs', 'node-is-old.mjs', 'node-version.mjs'])
    copyFileSync(resolve('adapters', name), join(dir, name));
  return join(dir, 'security-contact.mjs');
}

it('says below node_modules that Node reads no TypeScript there', async () => {
  const { code, out, err } = await run(copied('node_modules/bot/adapters'), {}, '--version').ended;
  expect([code, out, err]).toEqual([1, '', expect.stringMatching(/^This bot does not run from a folder below node_/)]);
  expect(err).not.toContain('    at ');
});

it('says what to do where `npm ci` was forgotten', async () => {
  const dir = folder();
  for (const name of ['adapters', 'src', 'package.json']) cpSync(name, join(dir, name), { recursive: true });
  const { code, out, err } = await run(join(dir, 'adapters/security-contact.mjs'), {}, 'ask').ended;
  expect([code, out, err]).toEqual([1, '', expect.stringMatching(/^Run `npm ci` in the bot's folder first\. .*\n$/)]);
});

/** Node, under another name and with the version number of an old one. */
describe('where the machine has an old Node', () => {
  let node: string;
  beforeAll(() => {
    const dir = mkdtempSync(join(process.env.TMPDIR ?? '/tmp', 'old-node-'));
    node = join(dir, 'node');
    copyFileSync(process.execPath, node);
    return () => rmSync(dir, { recursive: true });
  });

  const ageing = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.11.0' } })`;

  function start(program: string, settings: Settings, ...args: string[]) {
    const preload = `--import=data:text/javascript,${encodeURIComponent(ageing)}`;
    const child = spawn(node, [preload, program, ...args], {
      ...{ cwd: folder(), env: { ...machine(), ...settings } },
      // A process group of its own, so that whatever it started ends with it.
      detached: true,
    });
    return watched(child, () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    });
  }

  it('the Node that npm brought along takes over, with the arguments, the input and the exit code', async () => {
    const { child, ended } = start(launcher, {}, 'ask');
    child.stdin.end('who may change the security contact\n');
    const { code, out, err } = await ended;
    expect([code, JSON.parse(out).answer, err]).toEqual([0, 'who-can-update', '']);
    expect(await start(launcher, {}, 'verify', 'x').ended).toMatchObject({ code: 2, out: '' });
    expect(await start(launcher, { STATE_DIR: '/nowhere' }, 'verify').ended).toMatchObject({ code: 1, out: '' });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s reaches the bot, which stops gently', async (signal) => {
    const { child, said, ended } = start(launcher, { PORT: '0', PLAYGROUND: 'off', STATE_DIR: folder() }, 'serve');
    const port = await vi.waitUntil(() => /"port":(\d+)/.exec(said.out)?.[1], patient);
    child.kill(signal);
    const { code, out } = await ended;
    expect([code, out]).toEqual([0, expect.stringContaining('"stopped"')]);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  it('the bot stops gently when the one that started it is killed', async () => {
    const { child, said, ended } = start(launcher, { PORT: '0', PLAYGROUND: 'off', STATE_DIR: folder() }, 'serve');
    await vi.waitUntil(() => said.out.includes('"listening"'), patient);
    child.kill('SIGKILL');
    // Its output ends when nobody holds it any more.
    expect((await ended).out).toContain('"stopped"');
  });

  it('a command that a signal ends has the exit code that a shell gives it', async () => {
    const { child, said, ended } = start(launcher, {}, 'ask');
    child.stdin.write('who may change the security contact\n');
    await vi.waitUntil(() => said.out !== '', patient);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(128 + 15);
  });

  it('says what to do where npm brought none along', async () => {
    const { code, out, err } = await start(copied('adapters'), {}, '--version').ended;
    expect([code, out, err]).toEqual([1, '', expect.stringMatching(/^This bot needs Node\.js 22\.18 or newer/)]);
    expect(err).not.toContain('    at ');
  });
});

it.each([
  ['20.11.0', true],
  ['22.17.1', true],
  ['22.18.0', false],
  ['23.5.0', true],
  ['23.6.0', false],
  ['24.0.0', false],
])('Node %s is too old: %s', (number, old) => {
  const url = JSON.stringify(pathToFileURL(resolve('adapters/node-is-old.mjs')).href);
  const line = `Object.defineProperty(process, 'versions', { value: { node: '${number}' } }); console.log((await import(${url})).nodeIsOld)`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', line], { encoding: 'utf8' });
  expect(stdout).toBe(`${old}\n`);
});
