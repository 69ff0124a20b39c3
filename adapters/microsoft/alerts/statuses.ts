/**
 * The status of partner security alerts, as Microsoft Graph (beta) has it and changes it.
 * https://learn.microsoft.com/graph/api/partner-security-partnersecurityalert-update?view=graph-rest-beta
 */
import type { StatusThere } from '../../../src/domain/alert/status.ts';
import { type AlertStatuses, type AlertThere, type NewStatus, StatusFailed } from '../../../src/ports/sources.ts';
import { alertsPath, type Graph, type GraphOptions } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import type { Troubles } from '../trouble.ts';
import { readStatusThere } from './status-there.ts';

type StatusTenant = Pick<MicrosoftTenant, 'id' | 'name' | 'alerts'>;

/** What hears how the requests for a tenant ended. */
export type StatusReports = Pick<Troubles, 'failed' | 'answered'>;

/** Returns the statuses of a tenant's alerts. */
export function alertStatuses(
  tenant: StatusTenant,
  graph: Pick<Graph, 'request'>,
  { failed, answered }: StatusReports,
): AlertStatuses {
  /** The last change failed: that an alert can be read proves nothing about changes, which need a permission of their own. */
  let isTellFailing = false;

  async function request({ id }: AlertThere, method: 'GET' | 'PATCH', options: GraphOptions = {}): Promise<unknown> {
    const path = `${alertsPath}/${encodeURIComponent(id)}`;
    const report = (failure: GraphError | null) => {
      if (method === 'PATCH') isTellFailing = failure !== null;
      if (failure) failed(tenant, 'writeBack', failure);
      else if (!isTellFailing) answered(tenant, 'writeBack');
    };
    try {
      const answer = await graph.request('writeBack', method, path, { ...options, as: tenant.alerts?.by ?? 'app' });
      report(null);
      return answer;
    } catch (error) {
      if (error instanceof GraphError) report(error.kind === 'notFound' ? null : error);
      throw error;
    }
  }

  return {
    async look(alert) {
      const item = await request(alert, 'GET').catch(ifGone);
      const said = item === gone ? gone : readStatusThere(item);
      if (said === null)
        throw new StatusFailed('later', null, `alert ${alert.id}: its status at Microsoft cannot be read`);
      return said;
    },
    async tell(alert, now) {
      await request(alert, 'PATCH', { body: bodyOf(now) }).catch(fail);
    },
  };
}

const gone = 'gone' satisfies Exclude<Awaited<ReturnType<AlertStatuses['look']>>, StatusThere>;

function ifGone(error: unknown): typeof gone {
  if (error instanceof GraphError && error.kind === 'notFound') return gone;
  return fail(error);
}

function fail(error: unknown): never {
  if (!(error instanceof GraphError)) throw error;
  const { kind, retryAfterMs } = error;
  const isRefused = kind === 'permission' || kind === 'mfa' || kind === 'signIn';
  throw new StatusFailed(isRefused ? 'refused' : 'later', retryAfterMs, error.message);
}

function bodyOf({ status, reason }: NewStatus) {
  const type = { '@odata.type': '#microsoft.graph.partner.security.partnerSecurityAlert' };
  return status === 'resolved' ? { ...type, status, resolvedReason: reason } : { ...type, status };
}
