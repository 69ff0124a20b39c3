import type { StoredFinding } from '../../domain/finding/finding.ts';
import { isSnoozed } from '../../domain/finding/reminder-intervals.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { PressHandler } from '../../request/request.ts';
import { card } from '../../view/build-card.ts';
import { pressList } from '../list/list.ts';
import { editRemindersAbout, recordFindings } from '../observe/changed-findings.ts';
import { snoozable } from './snooze.ts';

/**
 * Ends snoozes at once. The button's value is a reminder's id, or a tenant's id and a finding's code; on the list of reminders it
 * ends with `one` or `all`, the tenants that the list is of, and the list is shown anew.
 */
export const pressUnsnooze: PressHandler = async (request, value, world) => {
  const { id: by, name: byName } = request.actor;
  const at = world.clock.now();
  const ended = await world.store.change(async (tx) => {
    const { items } = await snoozable(tx, value, at);
    const snoozed = items.filter((item) => item.closedAt === null && isSnoozed(item, at));
    await recordFindings(tx, snoozed, { at, by, byName, deed: 'reminder.unsnoozed' });
    await endSnoozesOf(tx, snoozed);
    return snoozed.length;
  });
  const { done, nothing, title } = request.words.reminders.unsnooze;
  const sentence = ended > 0 ? done : nothing;
  const [tenantId = '', , scope] = value.split(' ');
  const list = scope ? await pressList(request, scope === 'one' ? tenantId : '', world) : null;
  const shown = list?.kind === 'card' ? list.card : card(title, sentence);
  return { kind: 'card', instead: true, card: { ...shown, text: [sentence, ...shown.text] }, brief: sentence };
};

/** The most snoozes that one change ends. */
const batchSize = 200;

/** Ends the snoozes whose time is over. */
export async function endSnoozes({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const now = clock.now();
  const soonest = { key: '', after: null, limit: 1 };
  const [next] = await store.read((reader) => reader.scan('findings.snoozed', soonest));
  if (!next || isSnoozed(next, now)) return;
  await store.change(async (tx) => {
    const snoozed = await tx.scan('findings.snoozed', { ...soonest, limit: batchSize });
    const over = snoozed.filter((finding) => !isSnoozed(finding, now));
    await endSnoozesOf(tx, over, true);
  });
}

/** Brings snoozes back that ended although their time is still to come: the clock was ahead. */
export async function bringSnoozesBack({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const early = { key: '', after: clock.now(), limit: batchSize };
  while ((await store.read((reader) => reader.scan('findings.awake', { ...early, limit: 1 }))).length > 0)
    await store.change(async (tx) => {
      const awake = await tx.scan('findings.awake', early);
      for (const { lastSnooze = null, ...finding } of awake)
        await tx.put('findings', { ...finding, snooze: lastSnooze });
      await editRemindersAbout(tx, awake);
    });
}

/** Opens findings again, whose reminders count from the start, and edits the reminders that name them. A snooze that ended by time is kept. */
async function endSnoozesOf(tx: Tx, findings: readonly StoredFinding[], byTime = false): Promise<void> {
  for (const { lastSnooze: _earlier, snooze, ...finding } of findings) {
    const last = byTime && snooze ? { lastSnooze: snooze } : {};
    await tx.put('findings', { ...finding, ...last, snooze: null });
  }
  await editRemindersAbout(tx, findings);
}
