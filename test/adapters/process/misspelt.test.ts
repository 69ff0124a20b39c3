import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configFrom } from '../../../adapters/settings/config.ts';
import { misspellingsIn } from '../../../adapters/settings/settings.ts';
import { bot, folder } from './child.ts';

it.each([
  ['SLACK_BOT_TOKN', 'SLACK_BOT_TOKEN'],
  ['SLACK_SIGNING_SECRETS', 'SLACK_SIGNING_SECRET'],
  ['microsoftAppId', 'MicrosoftAppId'],
  ['MICROSOFTAPPPASSWORD', 'MicrosoftAppPassword'],
  ['ADMIN', 'ADMINS'],
  ['ADMNIS', 'ADMINS'],
  ['RETENTION_DAY', 'RETENTION_DAYS'],
])('%s is noticed: %s was meant', (name, meant) => {
  expect(misspellingsIn({ [name]: 'x' })).toEqual([{ name, meant }]);
});

it('is noticed with nothing behind it too, as a guide has it', () => {
  expect(misspellingsIn({ ADMIN: '', SLACK_BOT_TOKN: ' ' })).toEqual([
    { name: 'ADMIN', meant: 'ADMINS' },
    { name: 'SLACK_BOT_TOKN', meant: 'SLACK_BOT_TOKEN' },
  ]);
});

it('settings that exist and names of others are not', () => {
  const others = { PATH: '/', HOME: '/', USER: 'x', LANG: 'C', SHELL: 'x', PWD: '/', HOSTNAME: 'x', npm_config_x: '1' };
  const ours = {
    PORT: '1',
    SLACK_API_URL: 'x',
    MicrosoftAppType: 'x',
    OAuthUrl: 'x',
    NODE_ENV: 'x',
    DATABASE_URL: 'x',
  };
  // Kubernetes gives these to every container beside a service of that name.
  const services = { SLACK_SERVICE_HOST: '10.0.0.1', SLACK_PORT: 'tcp://10.0.0.1:80', ALERT_RECEIVER_PORT: '9093' };
  expect(misspellingsIn({ ...others, ...ours, ...services })).toEqual([]);
});

it('names that the sources’ file uses are not', async () => {
  const used = { ALERT_WEBHOOK_SECRETS: 'a-token-of-a-test-with-32-characters', SOURCE_FILE: '/x', SOURCES: 'x' };
  expect(misspellingsIn(used, ['ALERT_WEBHOOK_SECRETS', 'SOURCE'])).toEqual([]);
  const SOURCES = join(folder(), 'sources.json');
  const source = { name: 'one', preset: 'alertmanager', auth: { bearer: ['env:ALERT_WEBHOOK_SECRETS'] } };
  writeFileSync(SOURCES, JSON.stringify({ version: 1, sources: [source] }));
  const { said } = await bot({ STATE_DIR: folder(), ...used, SOURCES });
  expect(said.out).not.toContain('unknown setting ignored');
});

it('a refusal to start for want of a setting names the one that looks like it', () => {
  const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRETS: 'hunter2' };
  expect(() => configFrom(env)).toThrow(/SLACK_SIGNING_SECRETS is not a setting: is SLACK_SIGNING_SECRET meant\?/);
  expect(() => configFrom(env)).not.toThrow(/hunter2/);
});

it('the bot warns at its start, with the name and without the value', async () => {
  const { said } = await bot({ STATE_DIR: folder(), ADMIN: 'slack:T0/USECRET' });
  expect(said.out).toMatch(/"level":"?(40|warn)"?.*"name":"ADMIN","meant":"ADMINS"/);
  expect(said.out).not.toContain('USECRET');
});
