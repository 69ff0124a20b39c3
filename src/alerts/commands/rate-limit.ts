import dayjs from 'dayjs';
import { type Alert, raisedBy } from '../../domain/alert/alert.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { Reader } from '../../ports/store.ts';

/** As many as one person may raise, or start as drills, within `windowMinutes`. */
const most = 5;
const windowMinutes = 10;

/** Whether somebody alarms the channels over and over. What no person started is not limited. */
export async function tooMany(
  reader: Reader,
  { kind, by }: { kind: Alert['origin']; by: Identity | null },
  at: string,
): Promise<boolean> {
  if (by === null) return false;
  const after = dayjs(at).subtract(windowMinutes, 'minute').toISOString();
  const lately = await reader.scan('alerts.raised', { key: raisedBy(kind, by), after, limit: most });
  return lately.length >= most;
}
