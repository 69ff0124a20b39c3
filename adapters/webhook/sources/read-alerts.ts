import type { SourceEvent } from '../../../src/domain/alert/source.ts';
import { UnreadableBody } from '../presets/preset.ts';
import { presetOf } from '../presets/presets.ts';
import { maxAlerts } from '../presets/read-body.ts';
import type { Source } from './source.ts';
import { sourceEvent } from './source-event.ts';

/**
 * Returns the alerts of a body, as the source's own rules make them: all of them, or none. `now` is the time of receipt, ISO 8601 in
 * UTC; `truncated` is the number of alerts that the sender says it left out. Throws UnreadableBody.
 */
export function readAlerts(source: Source, body: unknown, now: string): { events: SourceEvent[]; truncated: number } {
  const { read, severities } = presetOf(source);
  const { events, truncated } = read(body);
  if (events.length > maxAlerts)
    throw new UnreadableBody([{ path: [], detail: `May have at most ${maxAlerts} alerts.` }]);
  return { events: events.map((said) => sourceEvent(said, source, severities, now)), truncated };
}
