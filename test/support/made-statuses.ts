/** A made-up source that keeps the status of its alerts, as Partner Center does, between the bot and whoever works there. */
import type { StatusThere } from '../../src/domain/alert/status.ts';
import { type AlertStatuses, type NewStatus, StatusFailed } from '../../src/ports/sources.ts';
import type { Timers } from '../../src/ports/world.ts';

/**
 * What becomes of a request. `lost`: it is done, and its answer does not arrive. `ignored`: it is answered, and nothing is done. `late`: it
 * fails, and is done after `ms`. An error is thrown, and nothing is done.
 */
export type StatusFault = 'lost' | 'ignored' | { late: number } | Error;

/** As whom the bot changes something there. */
export const botThere = 'bot@contoso.example';

export function aStatusFailure(kind: StatusFailed['kind'], retryAfterMs: number | null = null): StatusFailed {
  return new StatusFailed(kind, retryAfterMs, `made up: ${kind}`);
}

export function madeStatuses(timers: Timers) {
  const alerts = new Map<string, StatusThere>();
  const said = { status: 'active', by: '', reason: null, at: null } as const;
  /** Each request, such as `look x` and `tell x resolved fraud`. */
  const requests: string[] = [];
  const change = (id: string, { status, reason }: NewStatus, by: string) => {
    if (alerts.has(id)) alerts.set(id, { status, reason, by, at: null });
  };
  const made = {
    requests,
    /** What the next requests of a kind suffer, in order. */
    faults: { look: [] as StatusFault[], tell: [] as StatusFault[] },
    /** Each request of that kind fails so, until null again. */
    failing: { look: null as Error | null, tell: null as Error | null },
    /** Runs before each request is answered. */
    during: (_request: string): void | Promise<void> => {},
    has: (...ids: readonly string[]) => {
      for (const id of ids) alerts.set(id, said);
    },
    /** Somebody changes it there. */
    set: (
      id: string,
      status: StatusThere['status'],
      reason: StatusThere['reason'] = null,
      by = 'ana@contoso.example',
    ) => change(id, { status, reason }, by),
    drop: (id: string) => void alerts.delete(id),
    of: (id: string) => alerts.get(id),
    all: () => [...alerts],
    statuses: {
      async look({ id }) {
        await ask(`look ${id}`);
        const fault = made.faults.look.shift() ?? made.failing.look;
        if (fault instanceof Error) throw fault;
        return alerts.get(id) ?? 'gone';
      },
      async tell({ id }, now) {
        await ask(['tell', id, now.status, now.reason].filter(Boolean).join(' '));
        const fault = made.faults.tell.shift() ?? made.failing.tell;
        if (fault instanceof Error) throw fault;
        if (fault === 'ignored') return;
        if (typeof fault === 'object' && fault) {
          void timers.wait(fault.late).then(() => change(id, now, botThere));
          throw aStatusFailure('later');
        }
        change(id, now, botThere);
        if (fault === 'lost') throw aStatusFailure('later');
      },
    } satisfies AlertStatuses as AlertStatuses,
  };
  async function ask(request: string): Promise<void> {
    requests.push(request);
    await made.during(request);
  }
  return made;
}
