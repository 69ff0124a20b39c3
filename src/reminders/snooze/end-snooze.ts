import type { StoredFinding } from '../../domain/finding/finding.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessAdmin } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { card } from '../../view/build-card.ts';
import { isPutOff } from '../card/load-reminder.ts';
import { pressList } from '../list/list.ts';
import { showChanged } from '../observe/observe.ts';
import { snoozable } from './snooze-form.ts';

/** The value is a reminder's id, or a tenant's and a finding's code; in `reminders` followed by `one` or `all`: the tenants that the list is of. */
export const pressUnsnooze: PressHandler = async (request, value, world) => {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const now = world.clock.now();
  const any = await world.store.change((tx) => unsnooze(tx, request, value, now));
  const { done, nothing } = request.words.reminders.unsnooze;
  return answer(request, value, any ? done : nothing, world);
};

/** Decided inside the change. What it is told of counts from the start, as when a snooze is over. */
async function unsnooze(tx: Tx, request: Request, value: string, now: string): Promise<boolean> {
  const { items } = await snoozable(tx, value, now);
  const off = items.filter((item) => isPutOff(item, now));
  for (const finding of off) await tx.put('findings', { ...finding, snooze: null });
  await record(tx, request, off, now);
  const ids = off.map(({ id }) => id);
  await showChanged(tx, ids);
  return ids.length > 0;
}

/** One entry for each tenant. */
async function record(tx: Tx, { actor }: Request, off: readonly StoredFinding[], at: string): Promise<void> {
  for (const [tenantId, some] of Map.groupBy(off, (finding) => finding.tenantId)) {
    const changes = [{ field: 'findings', before: null, after: [...new Set(some.map(({ code }) => code))] }];
    await tx.record({ at, by: actor.id, byName: actor.name, deed: 'reminder.unsnoozed', tenantId, changes });
  }
}

/** In a reminder it is the reminder that shows it; a list is shown anew. */
async function answer(request: Request, value: string, said: string, world: World): Promise<Reply> {
  const [tenantId = '', , shown] = value.split(' ');
  const list = shown ? await pressList(request, shown === 'one' ? tenantId : '', world) : null;
  if (list?.kind === 'card')
    return { ...list, instead: true, card: { ...list.card, text: [said, ...list.card.text] }, brief: said };
  const { title } = request.words.reminders.unsnooze;
  return { kind: 'card', instead: true, card: card(title, said, { text: [said] }), brief: said };
}

/** As many as share one change. */
const together = 200;

/** What was put off until now is open again, and the reminders that name it say so. */
export async function endSnoozes({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const now = clock.now();
  const first = { key: '', after: null, limit: 1 };
  const [next] = await store.read((reader) => reader.scan('findings.snoozed', first));
  if (!next?.snooze || next.snooze.until > now) return;
  await store.change(async (tx) => {
    const off = await tx.scan('findings.snoozed', { ...first, limit: together });
    const over = off.filter(({ snooze }) => snooze !== null && snooze.until <= now);
    for (const finding of over) await tx.put('findings', { ...finding, snooze: null });
    await showChanged(
      tx,
      over.map(({ id }) => id),
    );
  });
}
