import { z } from 'zod';
import { plainLines } from './plain-lines.ts';
import type { Preset, SentEvent } from './preset.ts';
import { event, listOf, readBody, SentText, SentTime } from './read-body.ts';

const isTrue = (flag: unknown) => String(flag).toLowerCase() === 'true';

const GraphAlert = z.object({
  id: z.string().min(1),
  displayName: z.string(),
  description: SentText,
  severity: SentText,
  status: SentText,
  confidenceLevel: SentText,
  alertType: SentText,
  customerTenantId: SentText,
  subscriptionId: SentText,
  valueAddedResellerTenantId: SentText,
  catalogOfferId: SentText,
  detectedDateTime: SentTime,
  /** Partner Center writes the year 9999 for a time that was never set: it is read as null. */
  resolvedOnDateTime: SentTime.catch(null),
  affectedResources: z.array(z.object({ resourceId: SentText, resourceType: SentText })).nullish(),
  /** Microsoft's samples have a boolean and a string. */
  isTest: z.unknown().optional().transform(isTrue),
  additionalDetails: z.unknown().optional(),
});
type GraphAlert = z.infer<typeof GraphAlert>;

/**
 * Reads partner security alerts as Microsoft Graph (beta) gives them: one, an array, or a list in `value`. What stands on further
 * pages of a list (`@odata.nextLink`) is not there. This interface carries Azure fraud alone, so each is Azure fraud. Source:
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert
 */
export const graph: Preset = (body) => ({ events: alertsOf(body).map(eventOf), truncated: 0 });

/** Reads one partner security alert. Throws UnreadableBody. */
export function graphAlert(item: unknown): SentEvent {
  return eventOf(readBody(GraphAlert, item));
}

function alertsOf(body: unknown): GraphAlert[] {
  if (Array.isArray(body)) return readBody(listOf(GraphAlert, 0), body);
  const list = z.object({ value: z.unknown().optional() }).safeParse(body);
  if (list.data?.value !== undefined) return readBody(z.object({ value: listOf(GraphAlert, 0) }), body).value;
  return [readBody(GraphAlert, body)];
}

function eventOf(alert: GraphAlert): SentEvent {
  const { valueAddedResellerTenantId, catalogOfferId, additionalDetails, customerTenantId } = alert;
  const ofReseller = { valueAddedResellerTenantId, catalogOfferId };
  return event({
    id: alert.id,
    title: alert.displayName,
    paragraphs: [alert.description, plainLines(additionalDetails), plainLines(ofReseller)],
    severity: alert.severity || null,
    detectedAt: alert.detectedDateTime,
    alertType: alert.alertType || null,
    confidenceLevel: alert.confidenceLevel || null,
    customers: [customerTenantId],
    customerTenantId: customerTenantId || null,
    subscriptionId: alert.subscriptionId || null,
    affectedResources: alert.affectedResources ?? [],
    isTest: alert.isTest,
    azureFraud: true,
    over: alert.status.toLowerCase() === 'resolved' ? { at: alert.resolvedOnDateTime } : null,
  });
}
