import type { Alert } from '../domain/alert/alert.ts';
import { severities } from '../domain/alert/severity.ts';
import type { Reader } from '../ports/store.ts';

/** Says how many alerts are open, and which of them somebody has to answer first. */
export interface OpenAlerts {
  open: number;
  /** The number of those that nobody acknowledged. */
  waiting: number;
  /** One of those that nobody acknowledged: of the highest severity, the one that was detected first. Null for none. */
  worst: Alert | null;
}

/** Counts the open alerts of all tenants, and reads one of them, however many there are. */
export async function openAlerts(reader: Reader): Promise<OpenAlerts> {
  let waiting = 0;
  let worst: Alert | null = null;
  for (const key of severities.toReversed()) {
    waiting += await reader.count('alerts.unacknowledged', key);
    worst ??= (await reader.scan('alerts.unacknowledged', { key, after: null, limit: 1 }))[0] ?? null;
  }
  return { open: await reader.count('alerts.open', ''), waiting, worst };
}
