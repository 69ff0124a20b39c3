import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigProblems, configFrom, stateDirOf } from '../../../adapters/settings/config.ts';
import { folder } from './child.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-secret-token', SLACK_SIGNING_SECRET: 'signing-secret' };
const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const teams = {
  MicrosoftAppId: '00000000-aaaa-4aaa-8aaa-000000000000',
  MicrosoftAppTenantId: tenant.toUpperCase(),
  MicrosoftAppPassword: 'app-password',
};

function problems(env: Record<string, string>): string {
  try {
    configFrom(env);
  } catch (error) {
    if (error instanceof ConfigProblems) return error.message;
    throw error;
  }
  return '';
}

describe('settings', () => {
  it('are the documented ones when nothing is set: local mode', () => {
    expect(configFrom({})).toMatchObject({
      mode: 'local',
      port: 3978,
      host: '127.0.0.1',
      stateDir: './state-local',
      slack: null,
      teams: null,
      settings: {
        DEFAULT_LOCALE: 'en',
        TIMEZONE: 'UTC',
        CONFIRM_EVERY: 90,
        STORM_LIMIT: 20,
        DRILL_SCHEDULE: 'monthly',
        RETENTION_DAYS: 400,
        CLOSE_AFTER: 30,
        PLAYGROUND: 'on',
        LOG_LEVEL: 'info',
      },
    });
  });

  it('are read for both platforms', () => {
    const config = configFrom({
      ...slack,
      ...teams,
      SLACK_API_URL: 'http://127.0.0.1:4203/api/',
      ADMINS: ` slack:T0/U0, teams:${tenant.toUpperCase()}/${tenant} ,`,
      ToBotFromChannelTokenIssuer: 'https://issuer.example',
      ALERT_WEBHOOK_SECRET: `whsec_${'a'.repeat(32)} whsec_${'b'.repeat(32)}`,
      PORT: '80',
      LOG_LEVEL: '',
    });
    expect(config).toMatchObject({
      mode: 'hosted',
      port: 80,
      host: null,
      stateDir: './state',
      slack: { token: slack.SLACK_BOT_TOKEN, apiUrl: 'http://127.0.0.1:4203/api/' },
      teams: {
        app: { appType: 'SingleTenant', overrides: { ToBotFromChannelTokenIssuer: 'https://issuer.example' } },
        tenants: [tenant],
      },
      settings: { ADMINS: ['slack:T0/U0', `teams:${tenant}/${tenant}`], LOG_LEVEL: 'info' },
    });
  });

  it('let a managed identity do without a password, and a multi-tenant app without a tenant', () => {
    const { MicrosoftAppId, MicrosoftAppTenantId } = teams;
    expect(problems({ MicrosoftAppId, MicrosoftAppTenantId, MicrosoftAppType: 'UserAssignedMSI' })).toBe('');
    const multi = { MicrosoftAppId, MicrosoftAppPassword: 'x', MicrosoftAppType: 'MultiTenant' };
    expect(problems({ ...multi, TEAMS_TENANTS: tenant })).toBe('');
    expect(problems(multi)).toContain('MicrosoftAppTenantId');
  });
});

describe('wrong settings', () => {
  it('are reported all at once, a line each, by name and without the value', () => {
    const wrong = {
      PORT: 'hunter2',
      ADMINS: 'slack:T0/U0,hunter2',
      TEAMS_TENANTS: 'hunter2',
      DEFAULT_LOCALE: 'hunter2',
      TIMEZONE: 'hunter2',
      SLACK_BOT_TOKEN: 'hunter2',
      SLACK_API_URL: 'https://slack.com/hunter2',
      MicrosoftAppPassword: 'hunter2',
      MicrosoftAppType: 'hunter2',
      ALERT_WEBHOOK_SECRET: 'hunter2',
      CONFIRM_EVERY: '0',
      STORM_LIMIT: '1.5',
      DRILL_SCHEDULE: 'hunter2',
      RETENTION_DAYS: '-1',
      CLOSE_AFTER: '1',
      PLAYGROUND: 'hunter2',
      LOG_LEVEL: 'hunter2',
      DATABASE_URL: 'mysql://user:hunter2@db/bot',
    };
    const message = problems(wrong);
    expect(message).not.toContain('hunter2');
    const named = message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(' ')[0]);
    const alsoMissing = ['SLACK_APP_TOKEN', 'MicrosoftAppId', 'MicrosoftAppTenantId'];
    expect(named.sort()).toEqual(
      [...Object.keys(wrong).filter((name) => name !== 'MicrosoftAppPassword'), ...alsoMissing].sort(),
    );
  });

  it.each([
    ['HEARTBEAT_URL', 'http://watch.example/hunter2'],
    ['HEARTBEAT_URL', 'watch.example/hunter2'],
    ['PUBLIC_URL', 'http://bot.example.com/hunter2'],
    ['METRICS_PORT', 'hunter2'],
  ])('include %s=%s', (name, value) => {
    expect(problems({ [name]: value })).toMatch(new RegExp(`${name} must be`));
    expect(problems({ [name]: value })).not.toContain('hunter2');
  });

  it.each([
    ['HEARTBEAT_URL', 'https://bot:hunter2@watch.example/ping'],
    ['HEARTBEAT_URL', 'http://hunter2@127.0.0.1/ping'],
    ['PUBLIC_URL', 'https://:hunter2@bot.example.com'],
  ])('include credentials in %s=%s, which no call would send', (name, value) => {
    expect(problems({ [name]: value })).toMatch(new RegExp(`${name} must have no user name and no password`));
    expect(problems({ [name]: value })).not.toContain('hunter2');
  });

  it('include an address of botbuilder’s that is no URL of the web, and no other one', () => {
    const name = 'ToChannelFromBotLoginUrl';
    const set = (value: string) => problems({ ...teams, [name]: value });
    expect(set('ftp://hunter2.example')).toContain(`${name} must be a URL that begins with https:// or http://.`);
    expect(set('https://login.microsoftonline.us/botframework.com')).toBe('');
    expect(set('http://127.0.0.1:4203/login')).toBe('');
  });

  it('include METRICS_HOST without METRICS_PORT, which would do nothing', () => {
    expect(problems({ METRICS_HOST: '127.0.0.1' })).toContain('METRICS_HOST is set, but METRICS_PORT is not');
    expect(problems({ METRICS_HOST: '127.0.0.1', METRICS_PORT: '0' })).toBe('');
  });

  it('include Socket Mode beside HTTP, and either without the bot token', () => {
    const both = problems({ ...slack, SLACK_APP_TOKEN: 'xapp-1' });
    expect(both).toContain('SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set');
    expect(problems({ SLACK_APP_TOKEN: 'xapp-1' })).toBe(
      'The settings need a correction:\n  SLACK_BOT_TOKEN is not set, and Slack needs it: set it, or remove the other settings of Slack.',
    );
    expect(problems({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toBe('');
  });

  it.each([
    [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is not set, and Slack needs one of them',
    ],
    ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN is not set, and Slack needs it'],
  ] as const)('include Slack with %s alone', (name, needs) => {
    expect(problems({ [name]: slack[name] })).toBe(
      `The settings need a correction:\n  ${needs}: set it, or remove the other settings of Slack.`,
    );
  });

  it('include ids of Teams that are none, both at once', () => {
    const message = problems({ ...teams, MicrosoftAppId: 'hunter2', MicrosoftAppTenantId: 'hunter3' });
    expect(message).toMatch(/\n {2}MicrosoftAppId must be .*\n {2}MicrosoftAppTenantId must be [^\n]*$/);
    expect(message).not.toContain('hunter');
  });

  it.each(['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId'] as const)(
    'include Teams without %s',
    (name) => {
      expect(problems({ ...teams, [name]: '' })).toContain(`${name} is not set`);
    },
  );

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxb-...'],
    ['SLACK_SIGNING_SECRET', '...'],
    ['MicrosoftAppId', '<application id>'],
    ['MicrosoftAppPassword', '…'],
  ])('include a guide’s placeholder: %s=%s', (name, value) => {
    expect(() => configFrom({ [name]: value })).toThrow(`${name} is still the placeholder of the guide`);
  });

  it('include production without a platform', () => {
    expect(problems({ NODE_ENV: 'production' })).toContain('neither Slack nor Teams');
  });

  it.each(['prod', 'Production', 'PROD'])('include %s, which would be local mode', (NODE_ENV) => {
    expect(problems({ NODE_ENV })).toContain('NODE_ENV is almost production');
    expect(problems({ NODE_ENV: 'development' })).toBe('');
  });

  it('include another address than loopback in local mode', () => {
    expect(problems({ HOST: '0.0.0.0' })).toContain('HOST');
    expect(problems({ HOST: '0.0.0.0', ...slack })).toBe('');
  });
});

it.each(['https://bot.example.com/?x=1', 'https://bot.example.com/#x', 'https://ada@bot.example.com/'])(
  'PUBLIC_URL is an address alone: %s is refused',
  (PUBLIC_URL) => {
    expect(problems({ PUBLIC_URL })).toContain('PUBLIC_URL must be the address alone');
    expect(problems({ PUBLIC_URL: 'https://bot.example.com/path' })).toBe('');
  },
);

describe('the state', () => {
  it.each([
    [{}, './state-local'],
    [{ NODE_ENV: 'production' }, './state'],
    [slack, './state'],
    [{ ...slack, STATE_DIR: '/srv/state' }, '/srv/state'],
    [{ STATE_DIR: '/srv/state' }, '/srv/state'],
  ])('is chosen by one rule for everybody: %j', (env, dir) => {
    expect(stateDirOf(env)).toBe(dir);
  });
});

describe('secrets in files', () => {
  const fileWith = (text: string) => {
    const file = join(folder(), 'secret');
    writeFileSync(file, text);
    return file;
  };
  const tokens = () => ({
    SLACK_BOT_TOKEN_FILE: fileWith('xoxb-hunter2\n'),
    SLACK_SIGNING_SECRET_FILE: fileWith(' hunter3 '),
  });

  it('are read, without the end of their line, and connect the platform', () => {
    const { mode, slack } = configFrom(tokens());
    expect(mode).toBe('hosted');
    expect(slack).toMatchObject({ token: 'xoxb-hunter2', entrance: { kind: 'http', signingSecret: 'hunter3' } });
  });

  it('are reported by the name of the setting where there is none, and never beside the same setting', () => {
    const missing = problems({ ...tokens(), SLACK_SIGNING_SECRET_FILE: '/nowhere/secret' });
    expect(missing).toBe(
      'The settings need a correction:\n  SLACK_SIGNING_SECRET_FILE names a file that cannot be read (ENOENT).',
    );
    expect(problems({ ...tokens(), SLACK_SIGNING_SECRET_FILE: fileWith('\n') })).toContain(
      'names a file that is empty',
    );
    expect(problems({ ...tokens(), SLACK_SIGNING_SECRET_FILE: folder() })).toContain('no file of at most');
    const twice = problems({ ...tokens(), SLACK_SIGNING_SECRET: 'hunter4' });
    expect(twice).toContain('SLACK_SIGNING_SECRET and SLACK_SIGNING_SECRET_FILE are both set');
    expect(twice).not.toMatch(/hunter\d/);
  });

  it('and the administrators, by lines or commas, but not in both places', () => {
    const ADMINS_FILE = fileWith('slack:T1/UADA\r\n slack:T1/USAM, slack:T1/UEVE\n\n');
    expect(configFrom({ ADMINS_FILE }).settings.ADMINS).toEqual(['slack:T1/UADA', 'slack:T1/USAM', 'slack:T1/UEVE']);
    expect(problems({ ADMINS_FILE, ADMINS: 'slack:T1/UADA' })).toContain('ADMINS and ADMINS_FILE are both set');
    expect(problems({ ADMINS_FILE: fileWith('slack:T1/UADA\nhunter6\n') })).toMatch(/ADMINS entry 2 must be slack:/);
    expect(problems({ ADMINS_FILE: fileWith('\n') })).toContain('ADMINS_FILE names a file that is empty.');
  });

  it('are not quoted where they stand in place of the name of a file', () => {
    for (const secret of ['xoxb-hunter5', 'hunter/5+hunter==', 'https://hunter5.example/ping'])
      expect(problems({ ...tokens(), SLACK_SIGNING_SECRET_FILE: secret })).not.toContain('hunter');
  });

  it('are held against the shape of the secret without being quoted', () => {
    const wrong = problems({ ...tokens(), SLACK_BOT_TOKEN_FILE: fileWith('hunter2') });
    expect(wrong).toContain('SLACK_BOT_TOKEN must be a bot token');
    expect(wrong).not.toContain('hunter2');
  });
});
