import type { Alert } from '../../domain/alert/alert.ts';
import type { Tx } from '../../ports/store.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { resolveByNobody } from './close-by-age.ts';

/** Closes a drill that nobody acknowledged, and notes at its tenant that it was missed: a reason to check the contact. */
export async function closeMissed(tx: Tx, drill: Alert, at: string): Promise<void> {
  await resolveByNobody(tx, drill, at);
  const tenant = await tenantOf(tx, drill);
  if (tenant) await tx.put('tenants', { ...tenant, missedDrillAt: at });
}
