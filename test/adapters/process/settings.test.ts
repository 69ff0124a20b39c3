/** One row for each setting: what is written, and what comes of it. A setting without a row does not compile. */
import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../../adapters/compose/world-of.ts';
import { createLog } from '../../../adapters/process/log.ts';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import { type Config, configFrom, isSupervised, secretsOf } from '../../../adapters/settings/config.ts';
import type { Settings } from '../../../adapters/settings/settings.ts';
import { noReceivers } from '../../../src/ports/receivers.ts';
import type { World } from '../../../src/ports/world.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { fakeWorld } from '../../support/world.ts';

interface Got {
  config: Config;
  world: World;
}

interface Row {
  /** What the settings say; nothing stands for what is not set. */
  set: Readonly<Record<string, string>>;
  expected: unknown;
}

interface Meaning {
  of(got: Got): unknown;
  rows: readonly Row[];
}

const [tenant, another] = ['72f988bf-86f1-41af-91ab-2d7cd011db47', '33333333-3333-4333-8333-333333333333'];
const slack = { SLACK_BOT_TOKEN: 'xoxb-secret-token', SLACK_SIGNING_SECRET: 'the-signing-secret' };
const teams = { MicrosoftAppId: another, MicrosoftAppTenantId: tenant, MicrosoftAppPassword: 'the-app-password' };
const [ours, next] = [`whsec_${'a'.repeat(32)}`, `whsec_${'b'.repeat(32)}`];
const ada = 'slack:T0/U0ADA';

function got(set: Readonly<Record<string, string>>): Got {
  const config = configFrom(set);
  const { store, archive, trail, faq, disk, onBug } = fakeWorld(memoryStore());
  const local = config.mode === 'local' ? { tenantId: tenant, currentUser: ada, webhookSecrets: [] } : null;
  const refusedRequests = { waiting: () => new Map(), stored: () => {} };
  const parts = {
    config,
    local,
    sources: null,
    microsoft: null,
    polled: [],
    receivers: noReceivers,
    disk,
    faq,
    refusedRequests,
    store,
    archive,
    trail,
    metrics: createMetrics(),
    onBug,
  };
  return { config, world: worldOf(parts, [], { wait: async () => false }, () => {}) };
}

/** Ten o'clock of the contact's own zone, from the evening of 2026-11-24 on. */
function nextDrills({ world }: Got): string[] {
  const { drillSchedule } = world.settings;
  if (drillSchedule === null) return [];
  const runs = new Cron(drillSchedule, { timezone: 'UTC' }).nextRuns(4, new Date('2026-11-24T20:00:00Z'));
  return runs.map((run) => run.toISOString().slice(0, 16));
}

const days = (...dates: string[]) => dates.map((date) => `${date}T10:00`);
const row = (set: Row['set'], expected: unknown): Row => ({ set, expected });
/** A setting that is taken as it is written, and has no default. */
const given = (name: keyof Got['config']['settings'], value: string): Meaning => ({
  of: ({ config }) => config.settings[name],
  rows: [row({}, undefined), row({ [name]: value }, value)],
});

const meanings: Record<keyof Settings, Meaning> = {
  PORT: { of: ({ config }) => config.port, rows: [row({}, 3978), row({ PORT: '80' }, 80)] },
  HOST: {
    of: ({ config }) => config.host,
    rows: [row({}, '127.0.0.1'), row(slack, null), row({ ...slack, HOST: '10.0.0.1' }, '10.0.0.1')],
  },
  METRICS_PORT: {
    of: ({ config }) => config.settings.METRICS_PORT,
    rows: [row({}, undefined), row({ METRICS_PORT: '9464' }, 9464)],
  },
  METRICS_HOST: {
    of: ({ config }) => config.settings.METRICS_HOST,
    rows: [row({}, '127.0.0.1'), row({ ...slack, METRICS_PORT: '9464', METRICS_HOST: '10.0.0.1' }, '10.0.0.1')],
  },
  PUBLIC_URL: given('PUBLIC_URL', 'https://bot.example.com'),
  HEARTBEAT_URL: {
    of: ({ config }) => config.settings.HEARTBEAT_URL,
    rows: [
      row({}, undefined),
      row({ HEARTBEAT_URL: 'https://watch.example/ping/1' }, 'https://watch.example/ping/1'),
      row({ HEARTBEAT_URL: 'http://127.0.0.1:9/ping' }, 'http://127.0.0.1:9/ping'),
    ],
  },
  DATABASE_URL: {
    of: ({ config }) => config.database?.place ?? null,
    rows: [
      row(slack, null),
      row(
        { ...slack, DATABASE_URL: 'postgres://bot:a%40b@db.example/security' },
        {
          ...{ host: 'db.example', port: 5432, database: 'security', user: 'bot', password: 'a@b' },
          ...{ schema: 'security_contact', tls: { ca: null, cert: null, key: null } },
        },
      ),
      row(
        { ...slack, DATABASE_URL: 'postgresql://bot@127.0.0.1:6432/?schema=mine' },
        {
          ...{ host: '127.0.0.1', port: 6432, database: 'postgres', user: 'bot', password: '' },
          ...{ schema: 'mine', tls: null },
        },
      ),
    ],
  },
  REPLICA_URL: {
    of: ({ config }) => config.database?.replicaUrl ?? null,
    rows: [
      row({ ...slack, DATABASE_URL: 'postgres://127.0.0.1/' }, null),
      row(
        { ...slack, DATABASE_URL: 'postgres://127.0.0.1/', REPLICA_URL: 'http://10.0.0.7:3978' },
        'http://10.0.0.7:3978',
      ),
    ],
  },
  STATE_DIR: {
    of: ({ config }) => config.stateDir,
    rows: [row({}, './state-local'), row(slack, './state'), row({ STATE_DIR: '/srv/bot' }, '/srv/bot')],
  },
  ADMINS: {
    of: ({ world }) => world.directory.adminsToTell(10),
    rows: [
      row({}, [ada]),
      row(slack, []),
      row({ ADMINS: 'slack:T1/U1, slack:T1/U2' }, ['slack:T1/U1', 'slack:T1/U2']),
      row({ ...slack, ADMINS: 'slack:T1/U1' }, ['slack:T1/U1']),
    ],
  },
  TEAMS_TENANTS: {
    of: ({ config }) => config.teams?.tenants,
    rows: [
      row(slack, undefined),
      row(teams, [tenant]),
      row({ ...teams, TEAMS_TENANTS: `${another}, ${tenant}` }, [another, tenant]),
    ],
  },
  DEFAULT_LOCALE: {
    of: ({ world }) => world.defaults.locale,
    rows: [row({}, 'en'), row({ DEFAULT_LOCALE: 'fr' }, 'fr')],
  },
  TIMEZONE: {
    of: ({ world }) => world.defaults.timezone,
    rows: [row({}, 'UTC'), row({ TIMEZONE: 'Europe/Paris' }, 'Europe/Paris')],
  },
  SLACK_BOT_TOKEN: {
    of: ({ config }) => config.slack?.token,
    rows: [row({}, undefined), row(slack, 'xoxb-secret-token')],
  },
  SLACK_SIGNING_SECRET: {
    of: ({ config }) => config.slack?.entrance,
    rows: [row({}, undefined), row(slack, { kind: 'http', signingSecret: 'the-signing-secret' })],
  },
  SLACK_APP_TOKEN: {
    of: ({ config }) => config.slack?.entrance,
    rows: [
      row(
        { SLACK_BOT_TOKEN: 'xoxb-secret-token', SLACK_APP_TOKEN: 'xapp-secret' },
        { kind: 'socket', appToken: 'xapp-secret' },
      ),
    ],
  },
  SLACK_API_URL: {
    of: ({ config }) => config.slack?.apiUrl,
    rows: [row(slack, null), row({ ...slack, SLACK_API_URL: 'http://127.0.0.1:1/api/' }, 'http://127.0.0.1:1/api/')],
  },
  MicrosoftAppId: { of: ({ config }) => config.teams?.app?.appId, rows: [row({}, undefined), row(teams, another)] },
  MicrosoftAppType: {
    of: ({ config }) => config.teams?.app?.appType,
    rows: [
      row(teams, 'SingleTenant'),
      row({ ...teams, MicrosoftAppType: 'MultiTenant' }, 'MultiTenant'),
      row(
        { MicrosoftAppId: another, MicrosoftAppTenantId: tenant, MicrosoftAppType: 'UserAssignedMSI' },
        'UserAssignedMSI',
      ),
    ],
  },
  MicrosoftAppTenantId: {
    of: ({ config }) => config.teams?.app?.tenantId,
    rows: [row(teams, tenant), row({ ...teams, MicrosoftAppTenantId: tenant.toUpperCase() }, tenant)],
  },
  MicrosoftAppPassword: {
    of: ({ config }) => config.teams?.app?.password,
    rows: [
      row(teams, 'the-app-password'),
      row({ MicrosoftAppId: another, MicrosoftAppTenantId: tenant, MicrosoftAppType: 'UserAssignedMSI' }, null),
    ],
  },
  TEAMS_APP_SITE: given('TEAMS_APP_SITE', 'https://contoso.example/bot'),
  TEAMS_APP_PRIVACY: given('TEAMS_APP_PRIVACY', 'https://contoso.example/bot'),
  TEAMS_APP_TERMS: given('TEAMS_APP_TERMS', 'https://contoso.example/bot'),
  TEAMS_APP_ORGANISATION: given('TEAMS_APP_ORGANISATION', 'Contoso'),
  ALERT_WEBHOOK_SECRET: {
    of: ({ config }) => config.settings.ALERT_WEBHOOK_SECRET,
    rows: [
      row({}, undefined),
      row({ ALERT_WEBHOOK_SECRET: ours }, [ours]),
      row({ ALERT_WEBHOOK_SECRET: `${ours} ${next}` }, [ours, next]),
    ],
  },
  SOURCES: given('SOURCES', '/etc/bot/sources.json'),
  MICROSOFT: given('MICROSOFT', '/etc/bot/microsoft.json'),
  RECEIVERS: given('RECEIVERS', '/etc/bot/receivers.json'),
  CONFIRM_EVERY: {
    of: ({ world }) => world.settings.confirmEvery,
    rows: [row({}, 90), row({ CONFIRM_EVERY: '30' }, 30)],
  },
  STORM_LIMIT: { of: ({ world }) => world.settings.stormLimit, rows: [row({}, 20), row({ STORM_LIMIT: '7' }, 7)] },
  FRAUD_TO_CONTACT: {
    of: ({ world }) => world.settings.fraudToContact,
    rows: [row({}, true), row({ FRAUD_TO_CONTACT: 'yes' }, true), row({ FRAUD_TO_CONTACT: 'no' }, false)],
  },
  DRILL_SCHEDULE: {
    of: nextDrills,
    rows: [
      row({}, days('2026-12-01', '2027-01-05', '2027-02-02', '2027-03-02')),
      row({ DRILL_SCHEDULE: 'monthly' }, days('2026-12-01', '2027-01-05', '2027-02-02', '2027-03-02')),
      row({ DRILL_SCHEDULE: 'weekly' }, days('2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22')),
      row({ DRILL_SCHEDULE: 'quarterly' }, days('2027-01-05', '2027-04-06', '2027-07-06', '2027-10-05')),
      row({ DRILL_SCHEDULE: 'off' }, []),
    ],
  },
  RETENTION_DAYS: {
    of: ({ world }) => world.settings.retentionDays,
    rows: [row({}, 400), row({ RETENTION_DAYS: '30' }, 30)],
  },
  CLOSE_AFTER: {
    of: ({ world }) => world.settings.closeAfterDays,
    rows: [row({}, 30), row({ CLOSE_AFTER: '2' }, 2)],
  },
  ESCALATE_AFTER: {
    of: ({ world }) => world.settings.escalateAfterMinutes,
    rows: [row({}, 60), row({ ESCALATE_AFTER: 'PT5M' }, 5), row({ ESCALATE_AFTER: 'PT20H' }, 1_200)],
  },
  APPROVALS: {
    of: ({ world }) => world.settings.approvals,
    rows: [row({}, false), row({ APPROVALS: 'off' }, false), row({ APPROVALS: 'contact' }, true)],
  },
  // What it does: test/adapters/process/state-limit.test.ts.
  STATE_LIMIT: {
    of: ({ config }) => config.settings.STATE_LIMIT,
    rows: [row({}, 400_000_000), row({ STATE_LIMIT: '2000000000' }, 2_000_000_000)],
  },
  HOLIDAYS: {
    of: ({ world }) => world.settings.holidays,
    rows: [row({}, []), row({ HOLIDAYS: '2026-12-25,2026-12-26' }, ['2026-12-25', '2026-12-26'])],
  },
  PLAYGROUND: {
    of: ({ config }) => config.settings.PLAYGROUND,
    rows: [row({}, 'on'), row({ PLAYGROUND: 'off' }, 'off')],
  },
  DEMO: { of: ({ config }) => config.settings.DEMO, rows: [row({}, undefined), row({ DEMO: 'reminder' }, 'reminder')] },
  SUPERVISED: {
    of: ({ config }) => [isSupervised(config, {}, false), isSupervised(config, { INVOCATION_ID: '1' }, false)],
    rows: [
      row(slack, [false, true]),
      row({ ...slack, SUPERVISED: 'on' }, [true, true]),
      row({ ...slack, SUPERVISED: 'off' }, [false, false]),
      row({ SUPERVISED: 'on' }, [false, false]),
    ],
  },
  AUDIT_LOG: {
    of: ({ config }) => config.settings.AUDIT_LOG,
    rows: [row({}, 'off'), row({ AUDIT_LOG: 'on' }, 'on')],
  },
  LOG_LEVEL: {
    of: ({ config }) => config.settings.LOG_LEVEL,
    rows: [row({}, 'info'), row({ LOG_LEVEL: 'debug' }, 'debug')],
  },
};

const cases = Object.entries(meanings).flatMap(([name, { of, rows }]) =>
  rows.map(({ set, expected }) => ({ name, value: set[name] ?? 'not set', set, of, expected })),
);

it.each(cases)('$name, $value', async ({ set, of, expected }) => {
  expect(await of(got(set))).toEqual(expected);
});

describe('a secret of the settings', () => {
  const { config } = got({
    ...slack,
    ...teams,
    ALERT_WEBHOOK_SECRET: `${ours} ${next}`,
    HEARTBEAT_URL: 'https://watch.example/ping/1',
    DATABASE_URL: 'postgres://bot:of-the-database@127.0.0.1/',
  });
  const appToken = 'xapp-1-secret-token';
  const bySocket = got({ SLACK_BOT_TOKEN: slack.SLACK_BOT_TOKEN, SLACK_APP_TOKEN: appToken }).config;

  it('is the app-level token of Socket Mode too', () => {
    expect(secretsOf(bySocket).toSorted()).toEqual([appToken, slack.SLACK_BOT_TOKEN].toSorted());
  });

  it.each([
    ['SLACK_BOT_TOKEN', slack.SLACK_BOT_TOKEN],
    ['SLACK_SIGNING_SECRET', slack.SLACK_SIGNING_SECRET],
    ['MicrosoftAppPassword', teams.MicrosoftAppPassword],
    ['HEARTBEAT_URL', 'https://watch.example/ping/1'],
    ['DATABASE_URL', 'postgres://bot:of-the-database@127.0.0.1/'],
    ['DATABASE_URL, its password', 'of-the-database'],
    ['ALERT_WEBHOOK_SECRET', ours],
    ['ALERT_WEBHOOK_SECRET, the next one', next],
  ])('never stands in the log: %s', (_name, secret) => {
    expect(secretsOf(config)).toContain(secret);
    const lines: string[] = [];
    createLog('info', secretsOf(config), { write: (line) => void lines.push(line) }).info(
      { said: `it was ${secret}.` },
      `about ${secret}`,
    );
    expect(lines.join('')).toContain('it was [removed].');
    expect(lines.join('')).not.toContain(secret);
  });
});
