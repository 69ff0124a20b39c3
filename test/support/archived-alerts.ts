/** Alerts of earlier months, as the archive keeps them. */
import type { Alert } from '../../src/domain/alert/alert.ts';
import { monthOf } from '../../src/domain/alert/report.ts';
import type { FakeWorld } from './world.ts';

let number = 1_000;

/** An alert that was detected then, answered so many hours later, and resolved; with null it was never answered, and closed. */
export function archivedAlert(tenantId: string, detectedDateTime: string, hours: number | null): Alert {
  number += 1;
  const at = new Date(Date.parse(detectedDateTime) + (hours ?? 30 * 24) * 3_600_000).toISOString();
  return {
    id: `webhook:default archived-${number}`,
    number,
    source: 'webhook:default',
    tenantId,
    content: {
      partnerTenantId: tenantId,
      displayName: 'Unusual sign-in',
      description: '',
      severity: 'high',
      alertType: null,
      confidenceLevel: null,
      customerTenantId: null,
      subscriptionId: null,
      detectedDateTime,
      affectedResources: [],
      isTest: false,
    },
    origin: 'sent',
    receivedAt: detectedDateTime,
    status: 'resolved',
    acknowledged: null,
    resolved: { at, by: null, byName: '', reason: null, note: '' },
    firstAnsweredAt: hours === null ? null : at,
    escalateFrom: detectedDateTime,
    escalated: 0,
    escalateAt: null,
    revision: 1,
    timeline: [],
    routed: 'contact',
  };
}

/** Puts them where the archive keeps them: in the month in which they were resolved. */
export async function archives({ archive }: Pick<FakeWorld, 'archive'>, alerts: readonly Alert[]): Promise<void> {
  for (const alert of alerts)
    await archive.append(`alerts-${monthOf(alert.resolved?.at ?? '')}`, [{ id: alert.id, alert, deliveries: [] }]);
}

/** So many alerts in each of the months from the first on: `[in time, late]`. */
export function monthsOfAlerts(
  tenantId: string,
  first: string,
  counts: readonly (readonly [number, number])[],
): Alert[] {
  return counts.flatMap(([inTime, late], index) => {
    const [year = 0, month = 0] = first.split('-').map(Number);
    const at = new Date(Date.UTC(year, month - 1 + index, 3, 9)).toISOString();
    const made = (count: number, hours: number) =>
      Array.from({ length: count }, () => archivedAlert(tenantId, at, hours));
    return [...made(inTime, 2), ...made(late, 40)];
  });
}

/** Notes each segment of the archive that is read from now on, in the order of reading. */
export function segmentsRead({ archive }: Pick<FakeWorld, 'archive'>): readonly string[] {
  const read: string[] = [];
  const whole = archive.read;
  archive.read = (segment, wanted) => {
    read.push(segment);
    return whole(segment, wanted);
  };
  return read;
}
