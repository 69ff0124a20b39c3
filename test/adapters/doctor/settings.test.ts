import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command, folder, type Settings } from '../process/child.ts';
import { doctor } from './doctor-run.ts';

/** A folder that lets everybody in. */
function openFolder(): string {
  const dir = folder();
  chmodSync(dir, 0o755);
  return dir;
}

/** A file with this text, readable by its owner alone unless `mode` says otherwise. */
function file(text: string, mode = 0o600): string {
  const path = join(openFolder(), 'secret');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const slack = { SLACK_BOT_TOKEN: 'xoxb-secret-token', SLACK_SIGNING_SECRET: 'the-signing-secret' };

it('tells everything that is wrong with the settings at once, and repeats no secret', async () => {
  const { failed, check, names } = await doctor({
    PORT: 'many',
    ADMINS: 'slack:T0/U0,me',
    TIMEZONE: 'Mars/Base',
    DRILL_SCHEDULE: 'daily',
    STATE_LIMIT: '7',
    PUBLIC_URL: 'bot.example.com',
    LOG_LEVEL: 'loud',
    SLACK_BOT_TOKEN: 'xoxp-a-token-of-a-person',
    SLACK_APP_TOKEN: 'xapp-...',
    SLACK_SIGNING_SECRET: 'the-signing-secret',
    SLACK_BOT_TOKN: 'xoxb-in-the-wrong-place',
    ToChannelFromBotLoginUrl: 'foo',
    MicrosoftAppId: '00000000-aaaa-4aaa-8aaa-000000000000',
    ALERT_WEBHOOK_SECRET_FILE: '/nowhere/secret',
  });
  const wrong = [
    'PORT',
    'ADMINS',
    'TIMEZONE',
    'DRILL_SCHEDULE',
    'STATE_LIMIT',
    'PUBLIC_URL',
    'LOG_LEVEL',
    'SLACK_BOT_TOKEN',
  ]
    .concat([
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKN',
      'ToChannelFromBotLoginUrl',
      'MicrosoftAppPassword',
      'MicrosoftAppTenantId',
      'ALERT_WEBHOOK_SECRET_FILE',
    ])
    .map((name) => `settings:${name}`);
  expect(failed.toSorted()).toEqual(['settings', ...wrong].toSorted());
  expect(check('settings:SLACK_BOT_TOKN')?.detail).toMatch(/is not a setting: is SLACK_BOT_TOKEN meant/);
  expect(check('settings:ALERT_WEBHOOK_SECRET_FILE')?.detail).toMatch(/cannot be read \(ENOENT\)/);
  expect(check('slack:token')).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(/settings need a correction/),
  });
  expect(names).toContain('state');
});

it('tells of misspelt names also where the bot would start', async () => {
  const { failed, check } = await doctor({ PUBLIK_URL: 'https://bot.example.com' });
  expect(failed).toEqual(['settings:PUBLIK_URL']);
  expect(check('settings:PUBLIK_URL')?.fix).toBe('Write PUBLIC_URL, or remove PUBLIK_URL.');
});

it('leaves alone what is another program’s, or the sources’', async () => {
  const CWD = openFolder();
  const SOURCES = join(CWD, 'sources.json');
  const key = join(CWD, 'key');
  const bearer = (...secrets: string[]) => ({ preset: 'alertmanager', auth: { bearer: secrets } });
  const sources = [
    { name: 'one', ...bearer('env:ALERT_WEBHOOK_SECRETS') },
    { name: 'two', ...bearer('env:TWO_KEY', `file:${key}`) },
  ];
  writeFileSync(SOURCES, JSON.stringify({ version: 1, sources }));
  for (const [path, mode] of [
    [key, 0o644],
    [`${key}-two`, 0o604],
  ] as const) {
    writeFileSync(path, `${path}-with-at-least-32-characters`);
    chmodSync(path, mode);
  }
  const others = { SLACK_SERVICE_HOST: '10.0.0.1', SLACK_PORT: 'tcp://10.0.0.1:80', ALERT_RECEIVER_PORT: '9093' };
  const ours = { ALERT_WEBHOOK_SECRETS: 'a-token-of-a-test-with-32-characters', TWO_KEY_FILE: `${key}-two` };
  const { failed, check } = await doctor({ CWD, SOURCES, ...others, ...ours }, '--offline');
  expect(failed.toSorted()).toEqual(['settings:SOURCES', 'settings:TWO_KEY_FILE']);
  expect(check('settings:SOURCES')?.fix).toBe(`Close it to others: chmod 600 ${key}.`);
});

it('never prints a secret that was put where the name of its file belongs', async () => {
  const { failed } = await doctor({
    SLACK_BOT_TOKEN_FILE: 'xoxb-in-the-wrong-place',
    HEARTBEAT_URL: 'http://a-secret/',
  });
  expect(failed).toContain('settings:SLACK_BOT_TOKEN_FILE');
});

it('reads secrets from their files, and tells of those that everybody can read', async () => {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = slack;
  const settings: Settings = {
    SLACK_BOT_TOKEN_FILE: file(SLACK_BOT_TOKEN),
    SLACK_SIGNING_SECRET_FILE: file(SLACK_SIGNING_SECRET, 0o644),
    ADMINS: 'slack:T0/U0',
    STATE_DIR: folder(),
  };
  const { failed, check, out } = await doctor(settings, '--offline');
  expect(failed).toEqual(['settings:SLACK_SIGNING_SECRET_FILE']);
  expect(check('settings:SLACK_SIGNING_SECRET_FILE')?.fix).toBe(
    `Close it to others: chmod 600 ${settings.SLACK_SIGNING_SECRET_FILE}.`,
  );
  expect(out).not.toContain(SLACK_BOT_TOKEN);
  expect(out).not.toContain(SLACK_SIGNING_SECRET);
});

it('reads .env in the working folder, and tells when everybody can', async () => {
  const CWD = openFolder();
  const path = join(CWD, '.env');
  writeFileSync(path, 'TIMEZONE=Mars/Base\n');
  chmodSync(path, 0o644);
  const { failed, check } = await doctor({ CWD });
  expect(failed.toSorted()).toEqual(['settings', 'settings:.env', 'settings:TIMEZONE']);
  expect(check('settings:.env')?.detail).toBe(
    'All users of this machine can read the file .env, which may hold secrets.',
  );
  // Nobody gets to it through a closed folder.
  chmodSync(CWD, 0o700);
  expect((await doctor({ CWD })).failed).not.toContain('settings:.env');
});

it('is green in local mode before the first start, and leaves nothing', async () => {
  const CWD = folder();
  const { ok, check } = await doctor({ CWD });
  expect(ok).toBe(true);
  expect(check('settings')?.detail).toBe('All are right. Local mode: no platform is connected.');
  expect(check('state')?.detail).toBe(`${join(CWD, 'state-local')} is not there yet: the first start makes it.`);
  expect((await doctor({ CWD })).check('state')?.detail).toMatch(/not there yet/);
});

it('ends with 2 for a word or an option that it does not know', async () => {
  expect(await command('doctor', {}, 'slack').ended).toMatchObject({ code: 2, out: '' });
  expect(await command('doctor', {}, '--ofline').ended).toMatchObject({ code: 2, out: '' });
});
