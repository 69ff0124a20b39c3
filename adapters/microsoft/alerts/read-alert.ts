/**
 * Reads one partner security alert of Graph (beta), with its status there.
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert?view=graph-rest-beta
 */
import { z } from 'zod';
import type { PolledEvent } from '../../../src/alerts/sources/accept-polled.ts';
import type { Unread } from '../../../src/domain/alert/source.ts';
import { type AlertStatus, ResolvedReason, type StatusThere } from '../../../src/domain/alert/status.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { graphAlert } from '../../webhook/presets/graph.ts';
import { UnreadableBody } from '../../webhook/presets/preset.ts';
import { readBody, SentTime } from '../../webhook/presets/read-body.ts';
import type { Source } from '../../webhook/sources/source.ts';
import { sourceEvent } from '../../webhook/sources/source-event.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';

/** The alert; or what keeps it from being read, as admins are told of it. */
export type ReadAlert = { kind: 'alert'; event: PolledEvent } | { kind: 'unreadable'; problems: readonly Unread[] };

/** Text that says nothing where it is missing or of another type: an alert is no less an alert without it. */
const word = z.string().catch('');
const Log = z
  .object({ statusTo: word, updatedBy: word, updatedDateTime: SentTime.catch(null) })
  .catch({ statusTo: '', updatedBy: '', updatedDateTime: null });

/** What an alert says of its status. A status that nobody has heard of must not pass for open or for resolved. */
const Status = z.object({
  status: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['active', 'investigating', 'resolved'])),
  resolvedBy: word,
  resolvedReason: ResolvedReason.nullable().catch(null),
  resolvedOnDateTime: SentTime.catch(null),
  activityLogs: z.array(Log).catch([]),
});

/** The most characters that are kept of the name of the person who changed the status. */
const maxBy = 120;
/** The most characters that a problem shows of an id. */
const maxShownId = 60;
/** The most characters of a problem. */
const maxProblem = 300;

/** Reads an item of the list of a tenant's alerts, or an alert alone. Never throws. `now` counts where the item has no time of detection. */
export function readAlert(item: unknown, tenant: Pick<MicrosoftTenant, 'id' | 'name'>, now: string): ReadAlert {
  try {
    const there = statusOf(readBody(Status, item));
    const { over: _over, ...event } = sourceEvent(graphAlert(item), sourceOf(tenant), noWords, now);
    return { kind: 'alert', event: { ...event, over: null, there } };
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    const id = cleanedLine(idOf(item) ?? '').slice(0, maxShownId);
    const problems = error.problems.map(({ path, detail }) => ({
      pointer: cleanedLine(['', id, ...path.map(String)].join('/').slice(0, maxProblem)),
      detail: cleanedLine(detail.slice(0, maxProblem)),
    }));
    return { kind: 'unreadable', problems };
  }
}

/** Returns the id of an item as Microsoft has it; null for none. */
export function idOf(item: unknown): string | null {
  const { id } = Object(item);
  return typeof id === 'string' && id !== '' ? id : null;
}

const noWords = new Map();

/** Returns the source that a tenant's alerts come from, without rules of its own. */
function sourceOf({ id, name }: Pick<MicrosoftTenant, 'id' | 'name'>): Source {
  return {
    ...{ name, preset: 'graph', data: null, fields: null, tenant: { kind: 'fixed', id } },
    ...{ severity: 'medium', severities: noWords, maxSeverity: 'high', rules: [], expectEveryMs: null },
    // That of the core's settings counts.
    pace: { alerts: 0, ms: 0 },
  };
}

function statusOf({ status, resolvedBy, resolvedReason, resolvedOnDateTime, ...said }: z.infer<typeof Status>) {
  const isResolved = status === 'resolved';
  const changedBy = lastBy(said.activityLogs, status);
  const by = isResolved ? resolvedBy || changedBy : changedBy || resolvedBy;
  const there: StatusThere = {
    status,
    by: cleanedLine(cleanedLine(by).slice(0, maxBy)),
    reason: isResolved ? resolvedReason : null,
    at: isResolved ? resolvedOnDateTime : null,
  };
  return there;
}

/** Returns who last gave the alert this status, by the time of the log, whose order Microsoft does not document; empty for nobody. */
function lastBy(logs: z.infer<typeof Status>['activityLogs'], status: AlertStatus): string {
  const fitting = logs.filter(({ statusTo }) => statusTo.toLowerCase() === status);
  const last = fitting.toSorted((a, b) => ((a.updatedDateTime ?? '') < (b.updatedDateTime ?? '') ? -1 : 1)).at(-1);
  return last?.updatedBy ?? '';
}
