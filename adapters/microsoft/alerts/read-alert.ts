/**
 * Reads one partner security alert of Graph (beta), with its status there.
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert?view=graph-rest-beta
 */
import type { PolledEvent } from '../../../src/alerts/sources/accept-polled.ts';
import type { Unread } from '../../../src/domain/alert/source.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { graphAlert } from '../../webhook/presets/graph.ts';
import { UnreadableBody } from '../../webhook/presets/preset.ts';
import { readBody } from '../../webhook/presets/read-body.ts';
import type { Source } from '../../webhook/sources/source.ts';
import { sourceEvent } from '../../webhook/sources/source-event.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { PartnerStatus, statusThere } from './status-there.ts';

/** The alert; or why it cannot be read, in the words in which admins are notified. */
export type ReadAlert = { kind: 'alert'; event: PolledEvent } | { kind: 'unreadable'; problems: readonly Unread[] };

/** The most characters that a problem shows of an id. */
const maxShownId = 60;
/** The most characters of a problem. */
const maxProblem = 300;

/** Reads an item of the list of a tenant's alerts, or an alert alone. Never throws. `now` counts where the item has no time of detection. */
export function readAlert(item: unknown, tenant: Pick<MicrosoftTenant, 'id' | 'name'>, now: string): ReadAlert {
  try {
    const there = statusThere(readBody(PartnerStatus, item));
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
