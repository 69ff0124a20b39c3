import type { Alert, By } from '../../domain/alert/alert.ts';
import { movedOn } from '../../domain/alert/holding.ts';
import { noteId, noteLimits } from '../../domain/alert/note.ts';
import { withStep } from '../../domain/alert/timeline.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { enqueueFollowUp, recordAction } from './record.ts';
import { refreshAlertCards, refreshEscalationCards } from './refresh-cards.ts';

/** The result of adding a note. `gone`: there is no such alert. `full`: it has as many notes as one may have, and nothing was changed. */
export type NoteResult = { kind: 'gone' } | { kind: 'done' | 'full'; alert: Alert };

/** Adds a note: its row, the alert with it, the edits of its cards and the line in their threads are one change. */
export function addNote({ actor, key }: Request, alertId: string, text: string, world: World): Promise<NoteResult> {
  const { store, steady } = world;
  return store.change(async (tx): Promise<NoteResult> => {
    const alert = await tx.get('alerts', alertId);
    if (!alert) return { kind: 'gone' };
    if (await wasDone(tx, key)) return { kind: 'done', alert };
    if ((alert.lastNote?.number ?? 0) >= noteLimits.ofAlert) return { kind: 'full', alert };
    const by = { at: steady.arrival(), by: actor.id, byName: actor.name };
    const noted = await putNote(tx, alert, text, by);
    await markDone(tx, key, by);
    return { kind: 'done', alert: noted };
  });
}

async function putNote(tx: Tx, before: Alert, text: string, by: By): Promise<Alert> {
  const number = (before.lastNote?.number ?? 0) + 1;
  const alert: Alert = {
    ...movedOn(before, by.by),
    revision: before.revision + 1,
    lastNote: { ...by, number, text },
    timeline: withStep(before.timeline, { ...by, what: 'noted', note: '' }),
  };
  await tx.put('notes', { ...by, id: noteId(before.id, number), alertId: before.id, number, text });
  await tx.put('alerts', alert);
  await refreshAlertCards(tx, alert, 'person');
  await refreshEscalationCards(tx, alert);
  await enqueueFollowUp(tx, alert, by.at, { note: number });
  await recordAction(tx, 'alert.noted', alert.tenantId, { alert: alert.number }, by);
  return alert;
}
