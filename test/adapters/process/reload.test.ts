/** SIGHUP reloads the files that a bot's settings name: all of them, or nothing. */
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { microsoftFile, microsoftTenant } from '../../support/microsoft-file.ts';
import { alert, post, secret } from '../../support/sender.ts';
import { fakeSlack } from '../../support/slack.ts';
import { commandBody, deliver } from '../../support/slack-wire.ts';
import { bot, command, folder, patient, type Settings } from './child.ts';

const signingSecret = 'a-signing-secret-of-a-test';
const nextSecret = `whsec_${Buffer.from('another secret of a test').toString('base64')}`;
/** Nothing listens there. */
const nowhere = { login: 'http://127.0.0.1:9', api: 'http://127.0.0.1:9' };
const identity = (user: string) => `slack:T0HOME/${user}`;

/** A source that proves itself by this token. */
const source = (name: string, token: string, more: object = {}) => ({
  ...{
    name,
    preset: 'fields',
    auth: { bearer: [`file:${token}`] },
    tenant: { fixed: '72f988bf-86f1-41af-91ab-2d7cd011db47' },
  },
  ...{ fields: { id: 'id', displayName: 'title', severity: 'level' }, ...more },
});

type Files = Awaited<ReturnType<typeof files>>;

/** The files of a bot. Each is replaced as a whole, so that nobody reads half of it. */
function files() {
  const dir = folder();
  const write = (name: string, text: string) => {
    writeFileSync(join(dir, `${name}.new`), text);
    renameSync(join(dir, `${name}.new`), join(dir, name));
    return join(dir, name);
  };
  const token = write('token', 'the-token-of-one-source-1234567890\n');
  return {
    write,
    token,
    sources: (...all: readonly object[]) => write('sources.json', JSON.stringify({ version: 1, sources: all })),
    microsoft: (...tenants: readonly object[]) => write('microsoft.json', microsoftFile(tenants, nowhere)),
    admins: (...users: readonly string[]) => write('admins', `${users.map(identity).join('\n')}\n`),
  };
}

/** The bot as its own process, on a made-up Slack, with a setting in each kind of file. */
async function onSlack(more: (all: Files) => Settings = () => ({})) {
  const slack = await fakeSlack();
  onTestFinished(() => slack.stop());
  for (const user of ['U1ADA', 'U2EVE', 'U3SAM']) slack.addUser(user, {});
  const all = files();
  const running = await bot({
    ...{
      STATE_DIR: folder(),
      HOST: '127.0.0.1',
      METRICS_PORT: '0',
      NODE_ENV: 'production',
      APP_SECRET: 'abc8Q-of-the-app',
    },
    ...{
      SLACK_BOT_TOKEN_FILE: all.write('slack', slack.token),
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slack.apiUrl,
    },
    ...{ ALERT_WEBHOOK_SECRET_FILE: all.write('webhook', secret), ADMINS_FILE: all.admins('U1ADA', 'U2EVE') },
    ...{ SOURCES: all.sources(source('one', all.token)), MICROSOFT: all.microsoft(microsoftTenant({ score: true })) },
    ...more(all),
  });
  const { said, child, url } = running;
  const monitoring = () => /"port":(\d+),"msg":"metrics server listening"/.exec(said.out)?.[1] ?? '';
  const lines = () => said.out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const logged = (msg: string) => lines().filter((line) => line.msg === msg);
  const ready = async () => (await fetch(`http://127.0.0.1:${monitoring()}/readyz`)).json();
  await vi.waitFor(async () => expect((await ready()).ready).toBe(true), patient);
  return {
    ...running,
    ...{ slack, files: all, logged, ready },
    /** Signals the process, and resolves with the next line that says what came of it. */
    async reload(): Promise<Record<string, unknown>> {
      const outcomes = () => [...logged('settings reloaded'), ...logged('settings not reloaded: the old ones stay')];
      const before = outcomes().length;
      child.kill('SIGHUP');
      await vi.waitUntil(() => outcomes().length > before, patient);
      return lines().findLast(({ msg }) => /^settings (reloaded|not reloaded: the old)/.test(msg)) ?? {};
    },
    sends: async (name: string, token = 'the-token-of-one-source-1234567890') => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const body = JSON.stringify({ id: crypto.randomUUID(), title: 'Mining', level: 'low' });
      return (await fetch(`${url}/webhooks/alerts/${name}`, { method: 'POST', headers, body })).status;
    },
    says: async (user: string, text: string) => {
      const words = commandBody({ text, team_id: 'T0HOME', user_id: user, channel_id: 'C0X', trigger_id: '1.2.x' });
      return (await deliver({ url: `${url}/slack/events`, signingSecret }, words)).text;
    },
    toldIn: (user: string) =>
      slack.messages
        .filter((message) => JSON.stringify(message).includes(user))
        .map((message) => JSON.stringify(message)),
  };
}

/** Thirty mistakes in three files. */
function spoil({ sources, write, token }: Files): void {
  write('admins', 'hunter2, slack:T0HOME/U3SAM');
  const auth = { bearer: ['hunter2'] };
  sources(...Array.from({ length: 27 }, (_, n) => source(`s${n}`, token, { auth })));
  write('microsoft.json', microsoftFile([microsoftTenant({ clientId: 'hunter2', name: 'hunter2 x' })], nowhere));
}

it('thirty mistakes change nothing and are said; once they are mended everything changes, and no request is refused', async () => {
  const on = await onSlack();
  const refused: unknown[] = [];
  let isOn = true;
  const streams = [async () => (await post(on.url, [alert({ severity: 'low' })])).status, () => on.sends('one')].map(
    async (send) => {
      let sent = 0;
      for (; isOn; sent++) {
        const status = await send();
        if (status !== 202) refused.push(status);
      }
      return sent;
    },
  );
  spoil(on.files);
  const { mistakes } = await on.reload();
  expect(mistakes).toHaveLength(30);
  expect(mistakes).toContain(
    'SOURCES sources.26.auth.bearer.0: Write env:NAME or file:/path, never the secret itself.',
  );
  expect(mistakes).toContainEqual(expect.stringMatching(/^ADMINS entry 1 must be /));
  expect(mistakes).toContainEqual(expect.stringMatching(/^MICROSOFT tenants\.0\.clientId: /));
  expect(on.said.out).not.toContain('hunter2');
  expect(await on.ready()).toMatchObject({
    ready: true,
    checks: { reload: expect.stringMatching(/30 mistakes\. ADMINS entry 1 .* SOURCES sources\.0/) },
  });
  expect(await on.sends('s1')).toBe(401);
  await vi.waitFor(() => expect(on.toldIn('U1ADA').join()).toContain('30 mistakes'), patient);

  on.files.sources(source('one', on.files.token, { severity: 'high' }), source('two', on.files.token));
  on.files.microsoft(microsoftTenant({ name: 'fabrikam', score: true }));
  on.files.write('webhook', `${secret} ${nextSecret}`);
  on.files.admins('U2EVE', 'U3SAM');
  expect(await on.reload()).toMatchObject({
    sources: { added: ['two'], changed: ['one'] },
    microsoft: { added: ['fabrikam'], removed: ['contoso'] },
    admins: { added: [identity('U3SAM')], removed: [identity('U1ADA')] },
    secrets: ['ALERT_WEBHOOK_SECRET'],
  });
  expect((await on.ready()).checks).not.toHaveProperty('reload');
  expect(await on.sends('two')).toBe(202);
  expect((await post(on.url, [alert()], { secret: nextSecret })).status).toBe(202);
  expect((await on.ready()).checks).toHaveProperty(['source:two']);
  for (const user of ['U1ADA', 'U2EVE', 'U3SAM'])
    await vi.waitFor(() => expect(on.toldIn(user).join()).toContain('1 added, 1 removed'), patient);
  await vi.waitFor(() => expect(on.toldIn('U2EVE').join()).toContain('no mistakes any more'), patient);
  isOn = false;
  const sent = await Promise.all(streams);
  for (const count of sent) expect(count).toBeGreaterThan(50);
  expect(refused).toEqual([]);
  // The rights are those of the new list.
  expect(await on.says('U1ADA', 'setup')).toContain('Only a Global Administrator');
  expect(await on.says('U3SAM', 'setup')).not.toContain('Only a Global Administrator');
});

it('a request that began with a source ends with it, and its secret is worth nothing afterwards', async () => {
  const on = await onSlack();
  const body = JSON.stringify({ id: '1', title: 'Mining', level: 'low' });
  const sending = request(`${on.url}/webhooks/alerts/one`, {
    method: 'POST',
    headers: {
      ...{ authorization: 'Bearer the-token-of-one-source-1234567890', 'content-type': 'application/json' },
      'content-length': body.length,
    },
  });
  const answer = new Promise<number | undefined>((resolve) => {
    sending.once('response', (response) => resolve(response.resume().statusCode));
  });
  sending.write(body.slice(0, 5));
  // The head has come once another request, which came later, is answered.
  expect(await on.sends('one')).toBe(202);
  on.files.sources(source('two', on.files.write('other', 'the-token-of-another-source-0987654321')));
  expect(await on.reload()).toMatchObject({ sources: { added: ['two'], removed: ['one'] } });
  sending.end(body.slice(5));
  expect(await answer).toBe(202);
  expect(await on.sends('one')).toBe(401);
  expect(await on.sends('two', 'the-token-of-another-source-0987654321')).toBe(202);
});

it('what needs a restart is named, a variable that is not there is said, and signals that follow each other do no harm', async () => {
  const CWD = folder();
  writeFileSync(join(CWD, '.env'), 'TIMEZONE=Europe/Paris\nHOLIDAYS=2026-12-25\n');
  const on = await onSlack(() => ({ CWD, HOLIDAYS: '2027-01-01' }));
  on.files.write('slack', 'xoxb-another-one');
  writeFileSync(join(CWD, '.env'), 'TIMEZONE=UTC\nHOLIDAYS=2026-12-25\n');
  expect(await on.reload()).not.toHaveProperty('secrets');
  await vi.waitUntil(() => on.said.out.includes('settings.needRestart'), patient);
  expect(on.logged('settings not reloaded: they changed, and need a restart')).toMatchObject([
    { names: ['SLACK_BOT_TOKEN', 'TIMEZONE'] },
  ]);
  expect(on.said.out).not.toContain('xoxb-another-one');
  on.files.sources(source('one', on.files.token, { auth: { bearer: ['env:GONE'] } }));
  expect(await on.reload()).toMatchObject({
    mistakes: [
      'SOURCES sources.0.auth.bearer.0: GONE is not set. Variables are fixed at the start: a new one needs a restart.',
    ],
  });
  on.files.sources(source('last', on.files.token));
  for (let n = 0; n < 20; n++) on.child.kill('SIGHUP');
  await vi.waitFor(async () => expect(await on.sends('last')).toBe(202), patient);
  on.child.kill('SIGTERM');
  const again = setInterval(() => on.child.kill('SIGHUP'), 1);
  expect((await on.ended).code).toBe(0);
  clearInterval(again);
});

it('Microsoft is asked about the tenants of the new file, and no more about the others', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url.split('/')[1] ?? '');
    response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const [before, after] = ['72f988bf-86f1-41af-91ab-2d7cd011db47', '33333333-3333-4333-8333-333333333333'];
  const fileFor = (all: Files, id: string, name: string) =>
    all.write(
      'microsoft.json',
      microsoftFile([microsoftTenant({ id, name, alerts: {} })], { login: origin, api: origin }),
    );
  const on = await onSlack((all) => ({ MICROSOFT: fileFor(all, before, 'contoso') }));
  await vi.waitUntil(() => asked.includes(before), patient);
  expect((await on.ready()).checks).toHaveProperty(['source:contoso']);
  asked.length = 0;
  fileFor(on.files, after, 'fabrikam');
  await on.reload();
  await vi.waitUntil(() => asked.includes(after), patient);
  expect(asked).not.toContain(before);
  expect(Object.keys((await on.ready()).checks)).toEqual(expect.arrayContaining(['source:one', 'source:fabrikam']));
  expect((await on.ready()).checks).not.toHaveProperty(['source:contoso']);
});

it('in local mode a terminal that closes ends the bot', async () => {
  const { child, ended } = await bot({ STATE_DIR: folder() });
  child.kill('SIGHUP');
  expect(await ended.then(() => child.signalCode)).toBe('SIGHUP');
});

it.runIf(process.platform === 'linux')('a signal while the bot starts does no harm', async () => {
  const all = files();
  const { child, said } = command('serve', {
    ...{ STATE_DIR: folder(), PORT: '0', HOST: '127.0.0.1', ADMINS_FILE: all.admins('U1ADA') },
    ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: 'http://127.0.0.1:9/api/' },
  });
  // Node itself needs a while until it runs anything of ours. SIGHUP is the first bit of the signals that it catches.
  const caught = () => /SigCgt:\t([0-9a-f]+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? '0';
  await vi.waitUntil(() => Number.parseInt(caught().slice(-1), 16) % 2 === 1, patient);
  const again = setInterval(() => child.kill('SIGHUP'), 5);
  onTestFinished(() => clearInterval(again));
  await vi.waitUntil(() => said.out.includes('"listening"'), patient);
  await vi.waitUntil(() => said.out.includes('settings reloaded'), patient);
  expect(child.exitCode).toBeNull();
});
