import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { commit, commitOf } from '../../adapters/process/version.ts';
import { patient } from '../adapters/process/child.ts';
import { asRoot, buildImage, startIn } from './image.ts';

let built: ReturnType<typeof buildImage>;
beforeAll(() => {
  built = buildImage();
}, 300_000);
afterAll(() => built?.remove(), 300_000);

/** Runs a command in the image to its end. */
async function run(command: readonly string[], settings: Readonly<Record<string, string>> = {}, input = '') {
  const child = startIn(built.image, command, settings);
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin?.end(input);
  const [out, err, [code]] = await Promise.all([read(child.stdout), read(child.stderr), once(child, 'close')]);
  return { code, out, err };
}

const read = (stream: NodeJS.ReadableStream | null) => (stream ? text(stream) : '');
const subcommand = (...args: string[]) => [...built.image.entrypoint, ...args];
const volume = '/var/lib/security-contact-bot';
/** The state folder, as this machine names it. */
const state = () => `${built.image.root}${volume}/state`;

/** Slack's secrets in files of the image's user, as docs/deploy.md makes them, and a Slack that cannot be reached. */
function slack(): Record<string, string> {
  const secret = (name: string, value: string) => {
    const file = join(built.image.root, name);
    writeFileSync(file, `${value}\n`, { mode: 0o600 });
    if (asRoot) chownSync(file, built.image.user.uid, built.image.user.gid);
    return file;
  };
  return {
    SLACK_BOT_TOKEN_FILE: secret('token', 'xoxb-1-2'),
    SLACK_SIGNING_SECRET_FILE: secret('signing', 'f00d'),
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
  };
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return String(address && typeof address === 'object' ? address.port : 0);
}

/** A /readyz that says 503 with these checks. */
async function monitor(checks: Record<string, string>) {
  const said = { checks, port: '' };
  const server = createHttpServer((request, response) => {
    response.writeHead(request.url === '/readyz' ? 503 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ready: false, checks: said.checks }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  said.port = String(address && typeof address === 'object' ? address.port : 0);
  return said;
}

describe('the Dockerfile', () => {
  it('begins with an exact version of Node 24, by its digest, and ends as an ordinary user with one volume', () => {
    const { image, bases } = built;
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/\/node:24\.\d+\.\d+-\w+-slim@sha256:[0-9a-f]{64}$/);
    expect(image.user.uid).toBeGreaterThan(0);
    expect([image.stopSignal, image.volumes]).toEqual(['SIGTERM', [volume]]);
    // Whoever runs a container starts it again: then a bot that stands still ends.
    expect(image.env.SUPERVISED).toBe('on');
  });

  it('puts into the image what runs, and nothing else', () => {
    const app = join(built.image.root, 'app');
    expect(readdirSync(app).sort()).toEqual(
      [
        '.git',
        '.npmrc',
        'LICENSE',
        'adapters',
        'data',
        'manifest.json',
        'node_modules',
        'package-lock.json',
        'package.json',
        'src',
      ].sort(),
    );
    expect(commitOf(app)).toBe(commit);
    const packages = readdirSync(join(app, 'node_modules'));
    expect(packages.filter((name) => /^(node-|vitest$|typescript$)/.test(name))).toEqual([]);
    expect(packages).toContain('botbuilder');
  });

  it('keeps what V8 made of the modules, for the user who runs them', () => {
    const cache = join(built.image.root, 'app/node_modules/.cache/node-compile-cache');
    const [folder = ''] = readdirSync(cache);
    if (asRoot) expect(folder).toMatch(/-10001$/);
    const files = readdirSync(join(cache, folder)).map((name) => statSync(join(cache, folder, name)));
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter(({ mode }) => (mode & 0o044) !== 0o044)).toEqual([]);
  });
});

describe(`the image${asRoot ? ', as an ordinary user' : ' (not root here, so its files are not another user’s)'}`, () => {
  it('lets the bot write in its volume alone', async () => {
    const tryIt = `for (const path of ${JSON.stringify([...['/app', '/app/src', '/app/node_modules/.cache'].map((path) => built.image.root + path), state()])}) {
      try { fs.writeFileSync(path + '/probe', ''); fs.rmSync(path + '/probe'); console.log('written'); } catch (error) { console.log(error.code); } }`;
    expect((await run(['node', '--eval', tryIt])).out.trim().split('\n')).toEqual([
      'EACCES',
      'EACCES',
      'EACCES',
      'written',
    ]);
  });

  it('serves, is healthy, is backed up meanwhile, and ends with 0 on its signal', async () => {
    const { image } = built;
    const PORT = await freePort();
    expect((await run(image.healthcheck, { PORT })).code).toBe(1);
    const bot = startIn(image, [...image.entrypoint, ...image.command], { ...slack(), PORT });
    onTestFinished(() => void bot.kill('SIGKILL'));
    let said = '';
    for (const stream of [bot.stdout, bot.stderr])
      stream?.on('data', (chunk) => {
        said += chunk;
      });
    await vi.waitFor(() => expect(said).toContain('"listening"'), patient);
    expect((await run(image.healthcheck, { PORT })).code).toBe(0);
    // Ticks that stand still are told by /readyz alone, where METRICS_PORT says.
    const monitoring = await monitor({ ticks: 'none has ended for 301 s' });
    expect((await run(image.healthcheck, { PORT, METRICS_PORT: monitoring.port, METRICS_HOST: '0.0.0.0' })).code).toBe(
      1,
    );
    monitoring.checks = { slack: 'Slack cannot be reached (network)' };
    expect((await run(image.healthcheck, { PORT, METRICS_PORT: monitoring.port })).code).toBe(0);
    const backup = await run(subcommand('backup', `${volume}/backups/first.backup`));
    expect([backup.code, backup.err]).toEqual([0, expect.stringMatching(/^State folder: .*\n$/)]);
    expect(existsSync(`${built.image.root}${volume}/backups/first.backup`)).toBe(true);
    bot.kill(image.stopSignal as NodeJS.Signals);
    expect((await once(bot, 'close'))[0]).toBe(0);
    expect(said).toContain('"stopped"');
    const files = readdirSync(state()).map((name) => statSync(join(state(), name)));
    expect(files.every(({ uid, mode }) => (!asRoot || uid === image.user.uid) && (mode & 0o077) === 0)).toBe(true);
  });

  it('runs the other commands of security-contact', async () => {
    const asked = await run(subcommand('ask'), {}, 'Who is the security contact?\n');
    expect([asked.code, JSON.parse(asked.out)]).toMatchObject([0, { lang: 'en' }]);
    const checked = await run(subcommand('doctor', '--offline', '--json'), slack());
    const { ok, checks }: { ok: boolean; checks: { name: string; state: string }[] } = JSON.parse(checked.out);
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect([checked.code, ok]).toEqual([0, true]);
    const off = { 'slack:token': 'off', 'slack:scopes': 'off', 'teams:token': 'off' };
    expect(states).toMatchObject({
      settings: 'ok',
      state: 'ok',
      disk: 'ok',
      'settings:ADMINS': 'off',
      bot: 'off',
      ...off,
    });
    expect((await run(subcommand('no-such'))).code).toBe(2);
  });

  it('refuses to start without a platform, since it is made for production', async () => {
    const { code, err } = await run([...built.image.entrypoint, ...built.image.command]);
    expect([code, err]).toEqual([1, expect.stringContaining('NODE_ENV')]);
  });
});
