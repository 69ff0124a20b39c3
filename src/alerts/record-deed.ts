import type { Alert, By, ResolvedReason } from '../domain/alert.ts';
import type { Tx } from '../ports.ts';

type AlertDeed = 'alert.acknowledged' | 'alert.resolved' | 'alert.reopened' | 'alert.raised' | 'alert.drilled';

/** Keeps in the audit trail what somebody did about an alert, whatever becomes of the alert's own story. */
export async function recordDeed(
  tx: Tx,
  { number, tenantId }: Pick<Alert, 'number' | 'tenantId'>,
  deed: AlertDeed,
  { at, by, byName }: By,
  reason: ResolvedReason | null = null,
): Promise<void> {
  const changes = [
    { field: 'alert', before: null, after: number },
    ...(reason ? [{ field: 'reason', before: null, after: reason }] : []),
  ];
  await tx.record({ at, by, byName, deed, tenantId, changes });
}
