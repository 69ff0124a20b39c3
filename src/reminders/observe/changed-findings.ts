/** Applies a change of findings, in the same transaction: edits the reminders that name them, and adds history entries. */
import { requestEdit } from '../../delivery/transitions.ts';
import { deliveryId } from '../../domain/delivery/delivery.ts';
import type { StoredFinding } from '../../domain/finding/finding.ts';
import type { Change, NewEntry } from '../../domain/history.ts';
import type { StoredReminder } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';

/** Edits the reminders that are kept up to date and name one of these findings. */
export async function editRemindersAbout(tx: Tx, findings: readonly StoredFinding[]): Promise<void> {
  if (findings.length === 0) return;
  const changed = new Set(findings.map(({ id }) => id));
  for (const { reminder, older } of await tx.list('rounds'))
    for (const id of reminder === null ? older : [reminder, ...older]) {
      const reminder = await tx.get('reminders', id);
      if (reminder?.items.some((item) => changed.has(item))) await editReminder(tx, reminder);
    }
}

/** Edits the message of a reminder. A reminder that still waits shows its findings as they are when it is sent. */
export async function editReminder(tx: Tx, { id, to }: StoredReminder): Promise<void> {
  const delivery = await tx.get('deliveries', deliveryId({ kind: 'reminder', reminderId: id }, to));
  if (delivery) await requestEdit(tx, delivery);
}

/** Adds an entry to the history of each tenant that the findings are about. `changesOf` takes the change that names their kinds. */
export async function recordFindings(
  tx: Tx,
  findings: readonly StoredFinding[],
  entry: Omit<NewEntry, 'tenantId' | 'changes'>,
  changesOf: (kinds: Change) => readonly Change[] = (kinds) => [kinds],
): Promise<void> {
  for (const [tenantId, some] of Map.groupBy(findings, (finding) => finding.tenantId)) {
    const kinds = { field: 'findings', before: null, after: [...new Set(some.map(({ code }) => code))] };
    await tx.record({ ...entry, tenantId, changes: changesOf(kinds) });
  }
}
