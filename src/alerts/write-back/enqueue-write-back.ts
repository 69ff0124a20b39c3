/** Has what people answer here written back to the source of the alert, where that keeps the status of its alerts too. */
import { type Alert, senderIdOf } from '../../domain/alert/alert.ts';
import { keepsStatus } from '../../domain/alert/source.ts';
import { isRetired } from '../../domain/tenant/partner-tenant.ts';
import type { Tx } from '../../ports/store.ts';
import type { FeatureSettings } from '../../ports/world.ts';

type SourcesSetting = Pick<FeatureSettings, 'sources'>;

/** Matches what is stored in place of an id of more than 200 characters, by which nobody can ask. */
const hashedId = /^[0-9a-f]{64}$/;

/** Returns whether answers to the alert are written back to its source. */
function isWrittenBack(alert: Pick<Alert, 'id' | 'source'>, { sources }: SourcesSetting): boolean {
  return !hashedId.test(senderIdOf(alert)) && sources.some((one) => one.source === alert.source && one.writesBack);
}

/** Returns whether answers to the alert reach its source, as far as is known. */
export function isReaching(alert: Pick<Alert, 'id' | 'source' | 'answerThere'>, settings: SourcesSetting): boolean {
  return isWrittenBack(alert, settings) && !alert.answerThere;
}

/**
 * Enqueues a new status to be written back, in place of an older one that waits. Returns the alert to be stored, which says whether
 * somebody has to answer it at its source by hand.
 */
export async function enqueueWriteBack(tx: Tx, before: Alert, after: Alert, at: string, settings: SourcesSetting) {
  const { id, status, there, resolved, source } = after;
  if (status === before.status) return after;
  const { answerThere: _before, ...alert } = after;
  if (!keepsStatus(source) || there?.status === 'gone') return alert;
  const byHand = { ...alert, answerThere: true as const };
  const isWritten = isWrittenBack(after, settings);
  const old = await tx.get('writeBacks', id);
  // One that waits, since a setting was changed, would otherwise be written in place of this one.
  if (!isWritten && !old) return there?.status === status ? alert : byHand;
  const takesBack = there?.status === 'resolved' || old?.takesBack || old?.sent?.status === 'resolved';
  await tx.put('writeBacks', {
    ...{ id, status, reason: resolved?.reason ?? null, since: at, attempts: 0, dueAt: at },
    ...(old?.refused ? { refused: true } : {}),
    ...(old?.sent ? { sent: old.sent } : {}),
    ...(takesBack ? { takesBack: true } : {}),
  });
  const waits = old?.refused || !isWritten || (await isUnasked(tx, source, settings));
  return waits ? byHand : alert;
}

/** Returns whether the tenant of the source is retired: nothing is written to it until it is taken back. */
async function isUnasked(tx: Tx, source: string, { sources }: SourcesSetting): Promise<boolean> {
  const tenants = sources.find((one) => one.source === source)?.tenants ?? [];
  const rows = await Promise.all(tenants.map((id) => tx.get('tenants', id)));
  return rows.some((row) => row !== null && isRetired(row));
}
