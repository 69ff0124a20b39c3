import { z } from 'zod';
import { type Preset, type Reading, type SentEvent, severityWords } from './preset.ts';
import { event, hashedId, listOf, ownKey, readBody, SentText, SentTime } from './read-body.ts';

const mustBeText = { code: 'custom', message: 'Must be text, in quotation marks.', params: ownKey } as const;
const Pairs = z
  .record(z.string(), z.unknown())
  .transform((pairs, { issues }) => {
    const texts: Record<string, string> = {};
    for (const [key, text] of Object.entries(pairs))
      if (typeof text === 'string') texts[key] = text;
      else issues.push({ ...mustBeText, input: text, path: [key] });
    return texts;
  })
  .nullish()
  .transform((pairs) => new Map(Object.entries(pairs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))));

/** Parses one alert of a group, as Alertmanager and Grafana send it. */
export const GroupedAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Pairs,
  annotations: Pairs,
  startsAt: SentTime,
  endsAt: SentTime,
  generatorURL: SentText,
  fingerprint: SentText,
});

const Count = z.int().min(0).nullish();
/** Parses how many alerts of a group the sender left out. */
export const Truncated = Count.transform((truncated) => truncated ?? 0);

const Group = z.object({ version: z.literal('4'), truncatedAlerts: Truncated, alerts: listOf(GroupedAlert) });

/**
 * Reads what Alertmanager's webhook sends, version 4: one alert for each alert of the group.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export const alertmanager: Preset = (body): Reading => {
  const { alerts, truncatedAlerts } = readBody(Group, body);
  return { events: alerts.map((alert) => groupedEvent(alert)), truncated: truncatedAlerts };
};

/** The words that people write into the label `severity`: no standard says which. */
export const alertmanagerSeverities = severityWords({
  high: 'emergency critical fatal page major error',
  medium: 'warning warn',
  low: 'minor',
  informational: 'notice information info debug none',
});

/** The labels that may name the customer, the most reliable first. */
const customerLabels = ['customer_tenant_id', 'tenant_id', 'customer', 'tenant'] as const;
const titles = ['summary', 'title'] as const;
const texts = ['description', 'message'] as const;

/** Returns the event of one alert of a group. `links` are further addresses where people find more. */
export function groupedEvent(alert: z.output<typeof GroupedAlert>, links: readonly string[] = []): SentEvent {
  const { labels, annotations, startsAt, endsAt } = alert;
  const label = (name: string) => labels.get(name)?.trim() || null;
  const notes = (names: readonly string[]) => names.flatMap((name) => annotations.get(name) || []);
  const instance = label('instance');
  return event({
    id: `${alert.fingerprint || hashedId([...labels].flat())}${startsAt ? ` ${startsAt}` : ''}`,
    title: notes(titles)[0] ?? [label('alertname'), instance].filter(Boolean).join(': '),
    paragraphs: [
      ...notes(texts),
      lines([...annotations].filter(([name]) => ![...titles, ...texts].some((said) => said === name))),
      lines(labels),
      [alert.generatorURL, ...links].filter(Boolean).join('\n'),
    ],
    severity: label('severity'),
    detectedAt: startsAt,
    alertType: label('alert_type'),
    customers: customerLabels.flatMap((name) => label(name) ?? []),
    customerTenantId: label('customer_tenant_id') ?? label('tenant_id'),
    subscriptionId: label('subscription_id'),
    affectedResources: instance ? [{ resourceId: instance, resourceType: label('job') ?? '' }] : [],
    isTest: label('test') === 'true',
    over: alert.status === 'resolved' ? { at: endsAt } : null,
  });
}

/** Returns one line for each pair. Names with two underscores in front are the products' own. */
function lines(pairs: Iterable<readonly [string, string]>): string {
  return [...pairs]
    .filter(([name, value]) => !name.startsWith('__') && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
