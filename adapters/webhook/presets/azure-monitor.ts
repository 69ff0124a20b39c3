import { z } from 'zod';
import { plainLines, plainText } from './plain-lines.ts';
import { type Preset, severityWords, UnreadableBody } from './preset.ts';
import { event, readBody, SentText, SentTime } from './read-body.ts';

const schemaId = 'azureMonitorCommonAlertSchema';
const switchOn =
  'Only the common alert schema is read. In the action group, switch "Enable the common alert schema" on for this action.';
/** "Test action group" sends alerts of this subscription, which nobody has. */
const testSubscription = '11111111-1111-1111-1111-111111111111';

const severities = { high: 'sev0 sev1', medium: 'sev2', low: 'sev3', informational: 'sev4' };
/** The severities of Azure Monitor. Source: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-overview */
export const azureMonitorSeverities = severityWords(severities);

/** Service Health writes its times, which are in UTC, without a zone. */
const withZone = (at: unknown) => (typeof at === 'string' && /^[\dT:.-]+$/.test(at) ? `${at}Z` : at);
const AzureTime = z.string().nullish().transform(withZone).pipe(SentTime);

const Essentials = z.object({
  alertId: z.string().min(1),
  alertRule: SentText,
  severity: SentText,
  signalType: SentText,
  monitorCondition: SentText,
  monitoringService: SentText,
  alertTargetIDs: z.array(z.string()).nullish(),
  configurationItems: z.array(z.string()).nullish(),
  firedDateTime: AzureTime,
  resolvedDateTime: AzureTime,
  description: SentText,
  investigationLink: SentText,
});
type Essentials = z.infer<typeof Essentials>;

const Properties = z.record(z.string(), z.unknown()).nullish().catch(null);
const Condition = z.object({ allOf: z.array(z.record(z.string(), z.unknown())) });

/** The context differs by the kind of alert, and Azure adds to it: what does not fit is not shown. */
const Context = z
  .object({
    operationName: z.unknown().optional(),
    caller: z.unknown().optional(),
    properties: Properties,
    condition: Condition.nullish().catch(null),
  })
  .nullish()
  .catch(null);
type Context = z.infer<typeof Context>;

const Named = z.object({ schemaId: z.unknown().optional() }).catch({});

const Data = z.object({ essentials: Essentials, alertContext: Context, customProperties: Properties });
const Body = z.object({ data: Data });

/**
 * Reads what an action group of Azure Monitor sends in the common alert schema: one alert for each body. Sources:
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema and
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-payload-samples
 */
export const azureMonitor: Preset = (body) => {
  checkSchema(body);
  const { essentials, alertContext, customProperties } = readBody(Body, body).data;
  const { alertId, alertRule, description, monitoringService, severity, firedDateTime } = essentials;
  const targets = essentials.alertTargetIDs ?? [];
  const named = namedCustomers(customProperties, essentials.signalType === 'Log' ? alertContext?.properties : null);
  const subscriptions = [...new Set([...targets, alertId].map(subscriptionOf).filter((id) => id !== null))];
  const isTest = subscriptionOf(alertId) === testSubscription;
  return {
    events: [
      event({
        // All tests have the same id: without the time the second one would be a repeat of the first.
        id: isTest ? `${alertId} ${firedDateTime}` : alertId,
        title: alertRule || description || monitoringService,
        paragraphs: [alertRule && description, plainLines(factsOf(essentials, alertContext))],
        severity: severity || null,
        detectedAt: firedDateTime,
        customers: [...named, ...subscriptions],
        customerTenantId: named[0] ?? null,
        subscriptionId: subscriptions[0] ?? null,
        affectedResources: resourcesOf(targets, essentials.configurationItems ?? []),
        isTest,
        over: essentials.monitorCondition.toLowerCase() === 'resolved' ? { at: essentials.resolvedDateTime } : null,
      }),
    ],
    truncated: 0,
  };
};

function checkSchema(body: unknown): void {
  const sent = readBody(Named, body).schemaId;
  if (sent !== schemaId) throw new UnreadableBody([{ path: sent === undefined ? [] : ['schemaId'], detail: switchOn }]);
}

/** Returns the customers that the alert rule names in its custom properties, in capitals or not. */
function namedCustomers(...properties: (Record<string, unknown> | null | undefined)[]): string[] {
  const entries = properties.flatMap((some) => Object.entries(some ?? {}));
  return ['customertenantid', 'tenantid', 'customer']
    .flatMap((wanted) => entries.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => plainText(value)))
    .filter((customer) => customer !== '');
}

/** Returns what is the same when the alert fires and when it is resolved: a measured value is not. */
function factsOf({ monitoringService, signalType, investigationLink }: Essentials, context: Context) {
  return {
    monitoringService,
    signalType,
    operationName: context?.operationName,
    caller: context?.caller,
    title: plainText(context?.properties?.title),
    condition: context?.condition?.allOf.map(({ metricName, searchQuery, operator, threshold }) =>
      [metricName ?? searchQuery, operator, threshold].map(plainText).join(' ').trim(),
    ),
    investigationLink,
  };
}

/** Returns the targets, and the items that are no target by name, such as the computers of a search in logs. */
function resourcesOf(targets: readonly string[], items: readonly string[]) {
  const names = new Set(targets.map((id) => id.slice(id.lastIndexOf('/') + 1).toLowerCase()));
  return [
    ...targets.map((resourceId) => ({ resourceId, resourceType: resourceTypeOf(resourceId) })),
    ...items.filter((item) => !names.has(item.toLowerCase())).map((resourceId) => ({ resourceId, resourceType: '' })),
  ];
}

/* The ids of resources in Azure: `/subscriptions/{id}/resourceGroups/{name}/providers/{namespace}/{type}/{name}`. */

/** Returns the subscription in the id of a resource; null when it has none. */
export function subscriptionOf(resourceId: string): string | null {
  return /^\/subscriptions\/([^/]+)/i.exec(resourceId)?.[1] ?? null;
}

/** Returns the type in the id of a resource, such as `microsoft.compute/virtualmachines`; empty when it has none. */
function resourceTypeOf(resourceId: string): string {
  const parts = resourceId.split('/');
  const provider = parts.findLastIndex((part) => part.toLowerCase() === 'providers');
  if (provider < 0) return '';
  const [namespace, ...typesAndNames] = parts.slice(provider + 1);
  return [namespace, ...typesAndNames.filter((_, index) => index % 2 === 0)].join('/');
}
