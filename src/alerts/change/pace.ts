/** Rate limit per source (`pace`): counts the alerts of each severity, and marks those above it. */
import { type Alert, paceKey } from '../../domain/alert/alert.ts';
import { shareOf } from '../../domain/alert/source.ts';
import type { Reader } from '../../ports/store.ts';

/** The most alerts of one severity that a source may send within `ms`: each of these has a card of its own. */
export interface Pace {
  alerts: number;
  ms: number;
}

/** The pace of unverified alerts, whatever that of their source is. */
export const unverifiedPace: Pace = { alerts: 5, ms: 3_600_000 };

/** The pace of a source in one change, and the time of the change. */
interface Counting {
  pace: Pace | undefined;
  at: string;
  /** The keys (see `paceKey`) that the change found to be over their pace: they are not counted again before its end. */
  overPace: Set<string>;
}

/**
 * Returns what is kept of an alert about the pace of its source. Call it in the change that takes the alert, so that
 * those of one body count too. Alerts over the pace do not count themselves: with time, others get cards again.
 */
export async function pacing(
  reader: Reader,
  sent: Pick<Alert, 'source' | 'share'>,
  alert: Pick<Alert, 'content' | 'notes'>,
  how: Counting,
) {
  const { pace, at, overPace } = how;
  if (!pace) return {};
  const key = paceKey(shareOf(sent), alert);
  if (!overPace.has(key)) {
    const after = new Date(Date.parse(at) - pace.ms).toISOString();
    const lately = await reader.scan('alerts.pace', { key, after, limit: pace.alerts });
    // Times in the future were written by a clock that was ahead.
    if (lately.filter((one) => one.pace && one.pace.at <= at).length < pace.alerts) return { pace: { at } };
    overPace.add(key);
  }
  return { pace: { at, over: true as const } };
}
