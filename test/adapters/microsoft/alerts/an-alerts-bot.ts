/** The bot of one partner tenant, whose alerts it asks for at a made-up Microsoft. */
import { createAlerts } from '../../../../adapters/microsoft/alerts/ask-alerts.ts';
import type { GraphError } from '../../../../adapters/microsoft/api/graph-error.ts';
import { sourcesOf } from '../../../../adapters/microsoft/file/source-settings.ts';
import type { MicrosoftTenant, TenantCredential } from '../../../../adapters/microsoft/file/tenant.ts';
import { aBot, type Setting } from '../../../support/a-bot.ts';
import { activeAlert, type PartnerAlert } from '../../../support/graph-partner.ts';
import { quickStore } from '../../../support/memory-store.ts';
import { aTenant, slackChannel, teamsChannel } from '../../../support/partner.ts';
import { minute } from '../../../support/time.ts';
import { bySecret, clientSecret, microsoftApi, tenantId, tenantWith } from '../api/microsoft-api.ts';

export type AlertsBot = Awaited<ReturnType<typeof anAlertsBot>>;

export const source = `microsoft:${tenantId}`;
/** The id that an alert has here. */
export const idHere = (id: string) => `${source} ${id}`;

const tenantOf = (credential: TenantCredential, more: Partial<MicrosoftTenant> = {}): MicrosoftTenant => ({
  ...tenantWith(credential),
  alerts: { by: 'app', everyMs: 5 * minute, writeBack: false },
  ...more,
});

export async function anAlertsBot({ credential = bySecret(clientSecret), ...more }: Partial<MicrosoftTenant> = {}) {
  const api = await microsoftApi();
  const tenant = tenantOf(credential, more);
  const contact = { channels: [slackChannel, teamsChannel] };
  const setting: Setting<ReturnType<typeof quickStore>> & { store: ReturnType<typeof quickStore> } = {
    store: quickStore(),
    tenants: [aTenant({ id: tenantId, contact })],
  };
  const bot = await aBot(setting);
  const { world } = bot;
  world.settings.sources = sourcesOf(tenant);
  api.app.roles = ['PartnerSecurity.Read.All'];
  const { partner } = api.graph.tenant(tenantId);
  const outcomes: string[] = [];
  const failures: GraphError[] = [];
  let runs = begin();

  function begin() {
    const client = api.client(credential);
    return createAlerts([tenant], () => client, {
      ...world,
      log: api.world.log,
      failed: ({ name }, signal, error) => {
        failures.push(error);
        outcomes.push(`${name} ${signal} ${error.kind}`);
      },
      answered: ({ name }, signal) => void outcomes.push(`${name} ${signal} answered`),
    });
  }

  const run = async () => {
    await Promise.all(runs.map((one) => one()));
  };
  return {
    ...bot,
    ...{ api, partner, outcomes, failures, run },
    alert: (id: string) => bot.alert(idHere(id)),
    alerts: () => world.store.read((reader) => reader.list('alerts')),
    /** Microsoft has this alert from now on. */
    has: (id: string, with_: Partial<PartnerAlert> = {}) =>
      void partner.alerts.set(id, { ...alertNow(world.clock.now()), ...with_, id }),
    /** Somebody changes alerts in Partner Center. */
    changes(status: string, ...ids: string[]) {
      for (const id of ids) {
        const before = partner.alerts.get(id) ?? { ...activeAlert, id };
        const by = 'ana@contoso.example';
        const isResolved = status === 'resolved';
        partner.alerts.set(id, {
          ...{ ...before, status, resolvedBy: by, resolvedReason: isResolved ? 'fraud' : null },
          resolvedOnDateTime: isResolved ? world.clock.now() : null,
          activityLogs: [
            { statusFrom: before.status, statusTo: status, updatedBy: by, updatedDateTime: world.clock.now() },
          ],
        });
      }
    },
    /** The next poll, and 5 s for what it has the outbox send. */
    async poll() {
      await world.time.advance(5 * minute);
      await run();
      await world.time.advance(5_000);
    },
    /** Another process begins from what is stored. */
    newProcess: () => {
      runs = begin();
    },
    /** Requests about alerts so far, without the origin. */
    asked: () =>
      api.graph.requests.map(({ method, path }) => `${method} ${path.replace('/beta/security/partner/', '')}`),
    row: () => world.store.read((reader) => reader.get('sources', 'contoso')),
    /** How often something was written so far. */
    cards: (platform: 'slack' | 'teams' = 'slack') =>
      world[platform].messages.filter(({ to }) => ['slack:C1', `teams:${teamsChannel.address}`].includes(to)),
    stop: () => api.stop(),
  };
}

/** An alert that was detected now: that of Microsoft's sample is of 2024, and backlog. */
export function alertNow(at: string): PartnerAlert {
  const more = { resolvedReason: null, resolvedOnDateTime: null, resolvedBy: null, activityLogs: [] };
  return { ...activeAlert, ...more, detectedDateTime: at, firstObservedDateTime: at, lastObservedDateTime: at };
}

export const openList = "GET securityAlerts?$filter=status ne 'resolved'";
