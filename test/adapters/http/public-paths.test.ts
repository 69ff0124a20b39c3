import { expect, it } from 'vitest';
import { modulesFor } from '../../../adapters/compose/parts.ts';
import { compose } from '../../../adapters/compose.ts';
import { publicPaths } from '../../../adapters/http/routes.ts';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import { configFrom } from '../../../adapters/settings/config.ts';
import { openSources } from '../../../adapters/webhook/sources/open-sources.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { secret } from '../../support/sender.ts';
import { plainFields, sourceFolder } from '../../support/source-door.ts';
import { notedLog } from '../../support/stub-bot.ts';
import { isoNow } from '../../support/time.ts';
import { fakeWorld } from '../../support/world.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-1' };
const http = { ...slack, SLACK_SIGNING_SECRET: 'the-signing-secret' };
const socket = { ...slack, SLACK_APP_TOKEN: 'xapp-1' };
const teams = {
  MicrosoftAppId: '33333333-3333-4333-8333-333333333333',
  MicrosoftAppTenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  MicrosoftAppPassword: 'secret',
};
const alerts = { ALERT_WEBHOOK_SECRET: secret };
const [atSlack, atTeams, atAlerts] = ['/slack/events', '/api/messages', '/webhooks/alerts'];

it.each([
  ['Slack by HTTP', http, false, [atSlack]],
  ['Slack by Socket Mode', socket, false, []],
  ['Teams', teams, false, [atTeams]],
  ['Slack by Socket Mode, and alerts', { ...socket, ...alerts }, false, [atAlerts]],
  ['Slack by Socket Mode, and sources', socket, true, ['/webhooks/alerts/{source}']],
  ['everything', { ...http, ...teams, ...alerts }, true, [atSlack, atTeams, atAlerts, '/webhooks/alerts/{source}']],
])('what is called is known before the bot exists: %s', async (_, settings, hasSources, expected) => {
  const folder = sourceFolder();
  const source = { name: 'rmm', preset: 'fields', fields: plainFields, auth: { bearer: ['env:TOKEN'] } };
  const file = folder.write('sources.json', JSON.stringify({ version: 1, sources: [source] }));
  const config = configFrom({ ...settings, ...(hasSources ? { SOURCES: file } : {}) });
  const { store, archive, trail } = fakeWorld(memoryStore());
  const { routes } = compose({
    ...{
      config,
      store,
      archive,
      trail,
      log: notedLog(),
      metrics: createMetrics(),
      microsoft: null,
      receivers: null,
      local: null,
    },
    modules: await modulesFor(config),
    sources: hasSources ? openSources(file, { TOKEN: 'a-long-token-of-a-test-1234567890' }, isoNow()) : null,
    hide: () => {},
    storeWritable: async () => true,
    trailProblem: () => null,
    lastBackupAt: async () => null,
  });
  folder.remove();
  expect(publicPaths(config)).toEqual(expected);
  expect([...routes.public.keys()].filter((path) => path !== '/healthz')).toEqual(expected);
});
