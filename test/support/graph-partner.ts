/**
 * Partner security alerts and the score, as Graph (beta) has them. The bodies are Microsoft's samples, with their printing errors mended:
 * `activityLogs` of the list has doubled braces, which is no JSON, and braces around its rows are dropped here; trailing words are closed.
 * Left as they are: `isTest` as the text "false", `noncomplaint`, a time of resolving and a reason on an active alert, `resolvedBy` on one
 * that is being investigated, and the old status in the body of an update.
 * https://learn.microsoft.com/graph/api/partner-security-partnersecurityalert-list-securityalerts
 */
import {
  allowOnly,
  badRequest,
  demand,
  type GraphAnswer,
  GraphRefused,
  type GraphRequest,
  selected,
  stateIn,
  toState,
  unknownPath,
} from './graph-wire.ts';
import { aScore, requirements } from './score-door.ts';
import { isoNow } from './time.ts';

/** An alert; any member may be made wrong. */
export type PartnerAlert = { id: string; status: unknown; [member: string]: unknown };

export const activeAlert: PartnerAlert = {
  id: 'd8b202fc-a216-3404-69ef-bdffa445eff6',
  displayName: 'Action Required: Virtual machine connecting to crypto currency mining pool Detected',
  description:
    'Analysis of azure resource network activity detected the resource was connecting to a crypto currency mining pool. ' +
    ' this would often be an indication that your azure resource is compromised.',
  alertType: 'networkConnectionsToCryptoMiningPools',
  status: 'active',
  severity: 'high',
  confidenceLevel: 'medium',
  customerTenantId: '1889e718-414b-4bad-8bbe-c1135bd39a41',
  subscriptionId: '5f6e6521-6e5f-4b0b-80aa-bd44fad7a398',
  valueAddedResellerTenantId: 'c296b2ce-8cd1-4346-9e82-d8eccca70d65',
  catalogOfferId: 'MS-AZR-0017G',
  detectedDateTime: '2024-01-23T16:03:33.05Z',
  firstObservedDateTime: '2024-01-23T16:03:33.05Z',
  lastObservedDateTime: '2024-01-23T16:03:33.05Z',
  resolvedReason: 'fraud',
  resolvedOnDateTime: '2024-02-23T16:03:33.05Z',
  resolvedBy: 'testuser@testtestgaapartneraccount01.onmicrosoft.com',
  isTest: 'false',
  affectedResources: [
    {
      resourceId:
        '/subscriptions/subscription-id/resourceGroups/resourcegroup-name/providers/Microsoft.Compute/virtualMachines/vm-name',
      resourceType: 'AzureResource',
    },
  ],
  activityLogs: [
    {
      statusFrom: 'active',
      statusTo: 'investigating',
      updatedBy: 'testuser2@testtestgaapartneraccount01.onmicrosoft.com',
      updatedDateTime: '2023-08-10T08:47:10.8454142Z',
    },
  ],
  additionalDetails: {
    VM_IP: '[  "vm-ip"]',
    MiningPool_IP: '[  "mining-pool-ip"]',
    ConnectionCount: '5',
    CryptoCurrencyMiningPoolDomainName: 'pool-name.com',
  },
};

export const investigatedAlert: PartnerAlert = {
  ...activeAlert,
  id: '5f6e6521-6e5f-4b0b-80aa-bd44fad7a398-758e2259-f00b-4dec-8087-0950afe6d6a4',
  displayName: 'Action Required: Subscription Usage Anomaly Detected',
  alertType: 'usageAnomalyDetection',
  status: 'investigating',
  catalogOfferId: null,
  resolvedReason: null,
  resolvedOnDateTime: null,
};

/** The partner's part of a tenant. */
export function partnerPart() {
  return {
    alerts: new Map<string, PartnerAlert>(),
    score: { ...aScore } as Record<string, unknown>,
    requirements: requirements('compliant').value as unknown[],
    /** Partner Center refuses an app alone. */
    demandsMfa: false,
    refusesFilter: false,
    /** An update is answered with 200, and changes nothing. */
    losesUpdates: false,
    pageSize: 100,
  };
}
export type PartnerPart = ReturnType<typeof partnerPart>;

const statuses: readonly unknown[] = ['active', 'resolved', 'investigating'];
const reasons: readonly unknown[] = ['legitimate', 'ignore', 'fraud', null, undefined];

/** Answers below `/security/partner`. */
export function answerPartner(part: PartnerPart, request: GraphRequest): GraphAnswer {
  const { caller, segments, method, query } = request;
  const [, , what = '', id, ...more] = segments;
  const write = what === 'securityAlerts' && method === 'PATCH';
  const reading = write ? [] : ['PartnerSecurity.Read.All'];
  demand(caller, 'Forbidden', 'PartnerSecurity.ReadWrite.All', ...reading);
  if (part.demandsMfa && !caller.person?.withMfa) throw missingMfa();
  if (what === 'securityAlerts' && more.length === 0) {
    if (id === undefined && method === 'GET') return listed(part, request);
    const alert = id === undefined ? undefined : part.alerts.get(id);
    if (id !== undefined && !alert) throw new GraphRefused(404, 'NotFound', 'The alert does not exist.');
    if (alert && method === 'GET') return { status: 200, body: withContext(selected(alert, query)) };
    if (alert && write) return updated(part, alert, request);
  }
  if (what === 'securityScore' && method === 'GET' && more.length === 0) {
    allowOnly(query, '$select', '$filter', '$count');
    if (id === undefined) return { status: 200, body: withContext(selected(part.score, query)) };
    if (id === 'requirements') return { status: 200, body: withContext({ value: part.requirements }) };
  }
  throw unknownPath(segments.at(-1) ?? '');
}

const withContext = (body: object) => ({
  '@odata.context': 'https://graph.microsoft.com/beta/$metadata#security',
  ...body,
});

/** https://github.com/microsoftgraph/msgraph-beta-sdk-dotnet/issues/1083 */
function missingMfa(): GraphRefused {
  const Message = 'MFA is required for this request. The provided authentication token does not have MFA claims.';
  return new GraphRefused(403, '', Message, { Error: { Code: 'Unauthorized_MissingMFA', Message } });
}

function listed({ alerts, refusesFilter, pageSize }: PartnerPart, { query, base }: GraphRequest): GraphAnswer {
  allowOnly(query, '$filter', '$select', '$count', '$skiptoken');
  const link = query.get('$skiptoken');
  const state = link === null ? { at: 0, open: false } : stateIn(link);
  const filter = query.get('$filter');
  if (filter !== null && (refusesFilter || filter !== "status ne 'resolved'"))
    throw badRequest('The query specified in the URI is not valid.');
  const open = state.open === true || filter !== null;
  const all = [...alerts.values()].filter(({ status }) => !open || status !== 'resolved');
  const at = Number(state.at);
  const next = at + pageSize < all.length ? toState({ at: at + pageSize, open }) : null;
  const value = all.slice(at, at + pageSize).map((alert) => selected(alert, query));
  const nextLink = `${base}/security/partner/securityAlerts?$skiptoken=${next}`;
  return { status: 200, body: withContext({ ...(next === null ? {} : { '@odata.nextLink': nextLink }), value }) };
}

function updated(part: PartnerPart, alert: PartnerAlert, { body, caller }: GraphRequest): GraphAnswer {
  const { status, resolvedReason, '@odata.type': _type, ...other } = Object(body);
  if (!statuses.includes(status) || !reasons.includes(resolvedReason) || Object.keys(other).length > 0)
    throw badRequest('The body of the update is not valid.');
  // The sample of Microsoft's answers an update to `resolved` with `"status":"active"`.
  const answer = { status: 200, body: withContext(alert) };
  if (part.losesUpdates) return answer;
  const by = caller.person?.upn ?? caller.clientId;
  const log = { statusFrom: alert.status, statusTo: status, updatedBy: by, updatedDateTime: isoNow() };
  const isResolved = status === 'resolved';
  part.alerts.set(alert.id, {
    ...alert,
    status,
    resolvedReason: isResolved ? (resolvedReason ?? null) : null,
    resolvedOnDateTime: isResolved ? isoNow() : null,
    resolvedBy: by,
    activityLogs: [...(Array.isArray(alert.activityLogs) ? alert.activityLogs : []), log],
  });
  return answer;
}
