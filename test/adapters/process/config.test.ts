import { describe, expect, it } from 'vitest';
import { ConfigProblems, configFrom, stateDirOf } from '../../../adapters/settings/config.ts';

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
      DATABASE_URL: 'postgres://user:hunter2@db/bot',
    };
    const message = problems(wrong);
    expect(message).not.toContain('hunter2');
    const named = message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(' ')[0]);
    const alsoMissing = ['SLACK_SIGNING_SECRET', 'MicrosoftAppId', 'MicrosoftAppTenantId'];
    expect(named.sort()).toEqual(
      [...Object.keys(wrong).filter((name) => name !== 'MicrosoftAppPassword'), ...alsoMissing].sort(),
    );
  });

  it.each(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'] as const)('include Slack with %s alone', (name) => {
    const other = name === 'SLACK_BOT_TOKEN' ? 'SLACK_SIGNING_SECRET' : 'SLACK_BOT_TOKEN';
    const message = problems({ [name]: slack[name] });
    expect(message).toContain(`${other} is not set`);
    expect(message).not.toContain(slack[name]);
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
