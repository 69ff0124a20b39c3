/** Ends the waiting of a change: in its row, in its cards, and in a message to the person who asked for it. */
import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import { noticeRank } from '../../domain/delivery/delivery.ts';
import type { AuditAction } from '../../domain/history.ts';
import type { End, StoredApproval } from '../../domain/tenant/approval.ts';
import type { Disowning } from '../../domain/tenant/disowned.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { Reader, Tx } from '../../ports/store.ts';

/** What the history calls each ending. What is made, and what was disowned, has an entry of its own already. */
const actions: Readonly<Partial<Record<End['how'], AuditAction>>> = {
  approved: 'approval.approved',
  refused: 'approval.refused',
  withdrawn: 'approval.withdrawn',
  lapsed: 'approval.lapsed',
  moved: 'approval.lapsed',
};

/** Ends the waiting of a change in one change of the store. The person who asked for it is notified, unless they ended it or know. */
export async function endWaiting(tx: Tx, row: StoredApproval, end: End, knows = row.by === end.by) {
  const { at, by, byName, how, refusedFor, fields } = end;
  await showAnew(tx, { ...row, end });
  const deed = actions[how];
  if (deed) {
    const tenantId = row.subject === row.tenantId ? row.tenantId : null;
    const about = {
      askedFields: askedFields(row),
      entry: row.entry,
      ...(refusedFor === undefined ? {} : { refusedFor }),
      ...(fields === undefined ? {} : { movedFields: fields }),
    };
    const changes = Object.entries(about).map(([field, after]) => ({ field, before: null, after }));
    await tx.appendHistory({ at, by, byName, deed, tenantId, changes });
  }
  const { id, tenantId } = row;
  const about = { kind: 'approvalEnded', id, tenantId } as const;
  if (!knows) await enqueue(tx, { about, to: { kind: 'person', id: row.by }, rank: noticeRank }, at);
}

/** Names what a change is about in the history: its fields, or `added` and `retired` for a whole tenant. */
function askedFields({ what, changes }: StoredApproval): readonly string[] {
  return what === 'added' || what === 'retired' ? [what] : changes.map(({ field }) => field);
}

/** Stores a row that changed, and requests an edit of its cards. */
export async function showAnew(tx: Tx, row: StoredApproval): Promise<void> {
  const revision = (row.revision ?? 1) + 1;
  await tx.put('approvals', { ...row, revision });
  for (const card of await tx.scan('deliveries.approval', { key: row.id, after: null }))
    await requestEdit(tx, card, revision);
}

/**
 * Ends the waiting of the change that was asked for in this entry, where nobody else has to approve it: somebody pressed **Not us**. `knows`
 * is true for who gets the alarm. Returns whether it ended one.
 */
export async function endDisowned(tx: Tx, { entry, by, byName, at }: Disowning, knows: (id: Identity) => boolean) {
  const row = await delayedIn(tx, entry);
  if (row) await endWaiting(tx, row, { how: 'disowned', at, by, byName }, knows(row.by));
  return row !== undefined;
}

/** Returns the change that waits, was asked for in this entry, and that **Not us** ends; undefined for none. */
export async function delayedIn(reader: Reader, entry: number): Promise<StoredApproval | undefined> {
  return (await reader.list('approvals')).find((one) => one.entry === entry && one.how === 'delay' && !one.end);
}

/** Returns whether this entry asks for a change that a second administrator approves or refuses, so that **Not us** is not on its cards. */
export async function isDecidedByAdmins(tx: Tx, entry: number): Promise<boolean> {
  return (await tx.list('approvals')).some((one) => one.entry === entry && one.how === 'pair');
}
