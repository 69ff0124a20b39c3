/**
 * Reads what a partner security alert of Graph (beta) says of its status.
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert?view=graph-rest-beta
 */
import { z } from 'zod';
import { type AlertStatus, ResolvedReason, type StatusThere } from '../../../src/domain/alert/status.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { SentTime } from '../../webhook/presets/read-body.ts';

/** Text that says nothing where it is missing or of another type. */
const word = z.string().catch('');
const Log = z
  .object({ statusTo: word, updatedBy: word, updatedDateTime: SentTime.catch(null) })
  .catch({ statusTo: '', updatedBy: '', updatedDateTime: null });

/** The status of an alert. One that nobody has heard of must not pass for open or for resolved. */
export const PartnerStatus = z.object({
  status: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['active', 'investigating', 'resolved'])),
  resolvedBy: word,
  resolvedReason: ResolvedReason.nullable().catch(null),
  /** Partner Center writes the year 9999 for a time that was never set. */
  resolvedOnDateTime: SentTime.catch(null),
  activityLogs: z.array(Log).catch([]),
});

/** The most characters that are kept of the name of the person who changed the status. */
const maxBy = 120;

/** Returns the status of an alert, and who changed it; null where it cannot be read. */
export function readStatusThere(item: unknown): StatusThere | null {
  const read = PartnerStatus.safeParse(item).data;
  return read ? statusThere(read) : null;
}

/** Returns what was read as the core has it. Microsoft's samples have a person and a time of resolving on open alerts too. */
export function statusThere(read: z.infer<typeof PartnerStatus>): StatusThere {
  const { status, resolvedBy, resolvedReason, resolvedOnDateTime, activityLogs } = read;
  const isResolved = status === 'resolved';
  const changedBy = lastBy(activityLogs, status);
  // On one that is active again it is who resolved it. Microsoft's sample of one under investigation has somebody there, too.
  const by = { active: changedBy, investigating: changedBy || resolvedBy, resolved: resolvedBy || changedBy }[status];
  return {
    status,
    by: cleanedLine(cleanedLine(by).slice(0, maxBy)),
    reason: isResolved ? resolvedReason : null,
    at: isResolved ? resolvedOnDateTime : null,
  };
}

/** Returns who last gave the alert this status, by the time of the log, whose order Microsoft does not document; empty for nobody. */
function lastBy(logs: z.infer<typeof PartnerStatus>['activityLogs'], status: AlertStatus): string {
  const fitting = logs.filter(({ statusTo }) => statusTo.toLowerCase() === status);
  const last = fitting.toSorted((a, b) => ((a.updatedDateTime ?? '') < (b.updatedDateTime ?? '') ? -1 : 1)).at(-1);
  return last?.updatedBy ?? '';
}
