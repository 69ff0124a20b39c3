import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { bot, command, folder, patient, run } from './child.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-hunter2', SLACK_SIGNING_SECRET: 'hunter2-signing' };
/** Nothing listens there. */
const slackDown = { ...slack, SLACK_API_URL: 'http://127.0.0.1:9/api/' };

describe('starting', () => {
  it('in local mode serves this machine, with a made-up tenant, in a folder of its own', async () => {
    const cwd = folder();
    const { url, said } = await bot({ CWD: cwd });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ alive: true });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: { store: 'ok', teams: 'ok' } }]);
    expect(said.out).toContain(`${url}/api/messages`);
    expect(statSync(join(cwd, 'state-local')).mode & 0o777).toBe(0o700);
    const exported = await command('export', { CWD: cwd }).ended;
    expect(JSON.parse(exported.out).tenants).toMatchObject([{ name: 'Contoso' }]);
  });

  it('takes settings from .env', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, '.env'), 'STATE_DIR=./from-env\nLOG_LEVEL=debug\n');
    await bot({ CWD: cwd });
    expect(readdirSync(cwd)).toContain('from-env');
  });

  it('takes a setting of the environment where .env has it too', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, '.env'), 'STATE_DIR=./from-env-file\n');
    await bot({ CWD: cwd, STATE_DIR: './from-environment' });
    expect(readdirSync(cwd)).toContain('from-environment');
    expect(readdirSync(cwd)).not.toContain('from-env-file');
  });

  it('says its version first of all, before any warning', async () => {
    const { said } = await bot({ ...slackDown, HOST: '127.0.0.1', STATE_DIR: folder(), SLACK_SIGNING_SECRETS: 'x' });
    const [first = '', ...rest] = said.out.split('\n');
    expect(JSON.parse(first)).toMatchObject({ level: 30, msg: 'starting', version: packageJson.version });
    expect(rest.join()).toContain('unknown setting ignored');
  });

  it('goes on when Slack is down, and says so', async () => {
    const { url, said } = await bot({ ...slackDown, HOST: '127.0.0.1', STATE_DIR: folder() });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ready: false, checks: { store: 'ok', slack: expect.stringContaining('Slack') } },
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/slack/events`, { method: 'POST', body: 'x' })).status).toBeGreaterThanOrEqual(400);
    expect((await fetch(`${url}/api/messages`, { method: 'POST', body: '{}' })).status).toBe(404);
    expect(said.out + said.err).not.toContain('hunter2');
    expect(said.out).toContain('ADMINS is empty, so nobody may change anything');
    // Each line says something: the SDK's own words are left out.
    expect(said.out).not.toContain('"sdk":"slack"');
  });

  it('counts for Prometheus', async () => {
    const { url } = await bot({});
    for (const path of ['/nowhere', '/metrics', '/webhooks/alerts']) await fetch(`${url}${path}`);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('security_contact_bot_http_requests_total{route="none",status="404"} 1');
    expect(text).toContain('security_contact_bot_http_requests_total{route="/webhooks/alerts",status="405"} 1');
    expect(text).toContain('security_contact_bot_http_requests_total{route="/metrics",status="200"} 1');
    expect(text).toMatch(/^security_contact_bot_store_changes_total\{outcome="done"\} \d/m);
    expect(text).toContain('security_contact_bot_store_compactions_failed_total 0');
    expect(text).toContain('security_contact_bot_findings_open{code="mailDead"} 0');
    await expect
      .poll(async () => (await fetch(`${url}/metrics`)).text(), patient)
      .toContain('security_contact_bot_findings_open{code="fieldMissing"} 1');
    expect(text).toContain('process_resident_memory_bytes');
  });
});

describe('refusing to start, with words and exit code 1', () => {
  it('for wrong settings, all in one message, with no secret in it', async () => {
    const { SLACK_BOT_TOKEN } = slack;
    const { code, out, err } = await run('adapters/main.ts', {
      SLACK_BOT_TOKEN,
      PORT: 'hunter2',
      DATABASE_URL: 'x:hunter2',
    }).ended;
    expect([code, out]).toEqual([1, '']);
    for (const name of ['SLACK_SIGNING_SECRET', 'PORT', 'DATABASE_URL']) expect(err).toContain(name);
    expect(err).not.toMatch(/hunter2|at .*\.ts/);
  });

  it('for a sources’ file with mistakes, all in one message, with no secret in it', async () => {
    const file = join(folder(), 'sources.json');
    const auth = { bearer: ['hunter2', 'env:GONE'] };
    writeFileSync(file, JSON.stringify({ version: 1, sources: [{ name: 'one', preset: 'hunter2', auth }] }));
    const { code, out, err } = await run('adapters/main.ts', { SOURCES: file }).ended;
    expect([code, out]).toEqual([1, '']);
    for (const path of ['sources.0.preset', 'sources.0.auth.bearer.0', 'sources.0.auth.bearer.1'])
      expect(err).toContain(path);
    expect(err).not.toMatch(/hunter2|at .*\.ts/);
  });

  it('for a hosted bot’s state in local mode, and the other way round, and leaves it alone', {
    timeout: 60_000,
  }, async () => {
    const [hosted, local] = [folder(), folder()];
    for (const running of [
      await bot({ ...slackDown, HOST: '127.0.0.1', STATE_DIR: hosted }),
      await bot({ STATE_DIR: local }),
    ]) {
      running.child.kill('SIGTERM');
      await running.ended;
    }
    const before = [hosted, local].map((dir) => readFileSync(join(dir, 'db.json'), 'utf8'));
    const quiet = { PORT: '0', PLAYGROUND: 'off' };
    const asLocal = await run('adapters/main.ts', { ...quiet, STATE_DIR: hosted }).ended;
    expect([asLocal.code, asLocal.err]).toEqual([1, expect.stringContaining('a hosted bot’s')]);
    const asHosted = await run('adapters/main.ts', { ...quiet, ...slackDown, STATE_DIR: local }).ended;
    expect([asHosted.code, asHosted.err]).toEqual([1, expect.stringContaining('is of local mode')]);
    expect([hosted, local].map((dir) => readFileSync(join(dir, 'db.json'), 'utf8'))).toEqual(before);
    expect(statSync(join(hosted, 'mode')).mode & 0o777).toBe(0o600);
    rmSync(join(hosted, 'mode'));
    expect((await run('adapters/main.ts', { ...quiet, STATE_DIR: hosted }).ended).code).toBe(1);
    await bot({ ...slackDown, HOST: '127.0.0.1', STATE_DIR: hosted });
  });

  it('for a state whose file mode is empty or says something else, in either mode', async () => {
    const STATE_DIR = folder();
    const local = await bot({ STATE_DIR });
    local.child.kill('SIGTERM');
    await local.ended;
    const quiet = { PORT: '0', PLAYGROUND: 'off', STATE_DIR };
    const asHosted = { ...quiet, ...slackDown, HOST: '127.0.0.1' };
    for (const [content, settings] of [
      ['', asHosted],
      ['Local\n', quiet],
    ] as const) {
      writeFileSync(join(STATE_DIR, 'mode'), content);
      const { code, err } = await run('adapters/main.ts', settings).ended;
      expect([code, err]).toEqual([1, expect.stringMatching(/mode does not say whose state this is.*hosted.*local/)]);
      expect(readFileSync(join(STATE_DIR, 'mode'), 'utf8')).toBe(content);
    }
  });

  it('for no empty file mode where there is no state: the folder is nobody’s', async () => {
    const empty = folder();
    writeFileSync(join(empty, 'mode'), '');
    await bot({ STATE_DIR: empty });
    expect(readFileSync(join(empty, 'mode'), 'utf8')).toBe('local\n');
  });

  it('for a state folder that another process has', async () => {
    const STATE_DIR = folder();
    await bot({ STATE_DIR });
    const { code, err } = await run('adapters/main.ts', { STATE_DIR, PORT: '0', PLAYGROUND: 'off' }).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(/in use by another process.*Stop it first/)]);
  });

  it('for a damaged state, naming file and byte', async () => {
    const STATE_DIR = folder();
    writeFileSync(join(STATE_DIR, 'mode'), 'local\n');
    writeFileSync(join(STATE_DIR, 'db.json'), '{"version":1');
    const { code, err } = await run('adapters/main.ts', { STATE_DIR, PLAYGROUND: 'off' }).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(/db\.json is damaged at byte \d+.*npm run restore/)]);
    expect(readFileSync(join(STATE_DIR, 'db.json'), 'utf8')).toBe('{"version":1');
  });

  it.each(['a-file', 'a-file/state'])('for a state folder that cannot be one: %s', async (name) => {
    const cwd = folder();
    writeFileSync(join(cwd, 'a-file'), '');
    const { code, err } = await run('adapters/main.ts', { CWD: cwd, STATE_DIR: join(cwd, name) }).ended;
    expect([code, err]).toEqual([1, 'STATE_DIR names a file, or something in a file: name a folder.\n']);
  });

  it('for a state folder that nobody can make', async () => {
    const { code, err } = await run('adapters/main.ts', { STATE_DIR: '/proc/nope/state' }).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(/ENOENT.*\/proc\/nope.*Is STATE_DIR the folder you mean\?/)]);
  });

  it('for a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const PORT = String(typeof address === 'object' && address?.port);
    const { code, err } = await run('adapters/main.ts', { PORT, PLAYGROUND: 'off' }).ended;
    taken.close();
    expect([code, err]).toEqual([
      1,
      `Port ${PORT} is in use by another program: stop it, or set PORT to another number.\n`,
    ]);
  });
});
