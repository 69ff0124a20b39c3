import { expect, it } from 'vitest';
import { configFrom } from '../../../adapters/settings/config.ts';
import { misspellingsIn } from '../../../adapters/settings/misspelled.ts';
import { bot, folder } from './child.ts';

it.each([
  ['SLACK_BOT_TOKN', 'SLACK_BOT_TOKEN'],
  ['SLACK_SIGNING_SECRETS', 'SLACK_SIGNING_SECRET'],
  ['SLACK_TOKEN', 'SLACK_BOT_TOKEN'],
  ['ALERT_SECRET', 'ALERT_WEBHOOK_SECRET'],
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
  expect(misspellingsIn({ ...others, ...ours })).toEqual([]);
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
