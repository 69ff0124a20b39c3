/** Takes back what was done to alerts and digests because the clock was ahead, once it was put right. */
import dayjs from 'dayjs';
import { forgetDelivery } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { takenBack } from '../../domain/alert/deadlines.ts';
import { severities } from '../../domain/alert/severity.ts';
import { idInQueue } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { refreshAfterTransition, refreshAlertCards } from '../change/refresh-cards.ts';
import { digestPatienceMs } from './escalate.ts';
import { forgetEarlyNews } from './remind-admins.ts';

/** The most rows that one change takes, so that nobody waits long for the store. */
const batchSize = 200;
/** A clock that is put back by less than this was not wrong: it is set by a little all the time. */
const marginMinutes = 1;
/** The days within which a next reminder is due: the longest run of days on which nobody works is shorter. */
const maxReminderDays = 14;

type TakingBack = Pick<World, 'store' | 'clock' | 'settings' | 'defaults'>;

/**
 * Takes back the steps of escalations, the marks of overdue alerts and the reminders of digests whose time is still to come. Reminders
 * of what arrived while the clock was ahead count from now. Call it only while the clock is steady.
 */
export async function takeBackEscalations(world: TakingBack): Promise<void> {
  const { store, clock } = world;
  const now = clock.now();
  await forgetEarlyNews({ store }, now);
  while ((await store.read((reader) => early(reader, now, 1))).length > 0)
    await store.change(async (tx) => {
      for (const alert of await early(tx, now, batchSize)) await takeBack(tx, alert, now, world);
    });
  while ((await store.read((reader) => remindedEarly(reader, now, 1))).length > 0)
    await store.change(async (tx) => {
      for (const digest of await remindedEarly(tx, now, batchSize)) await takeReminderBack(tx, digest);
    });
}

/** Returns alerts to which something was done before its time, or whose next reminder is further away than any can be. */
async function early(reader: Reader, now: string, limit: number): Promise<readonly Alert[]> {
  const soon = dayjs(now).add(marginMinutes, 'minute');
  const reached = await reader.scan('alerts.reached', { key: '', after: soon.toISOString(), limit });
  if (reached.length > 0) return reached;
  const after = soon.add(maxReminderDays, 'day').toISOString();
  const rows = await Promise.all(severities.map((key) => reader.scan('alerts.escalation', { key, after, limit })));
  return rows.flat();
}

async function takeBack(tx: Tx, before: Alert, now: string, { settings, defaults }: TakingBack): Promise<void> {
  const tenant = await tenantOf(tx, before);
  const alert = takenBack(before, now, { settings, timezone: tenant?.contact?.timezone ?? defaults.timezone });
  await tx.put('alerts', alert);
  if (alert.status === before.status) await refreshAlertCards(tx, alert, 'other');
  else await refreshAfterTransition(tx, before, alert, 'other', now);
  if (alert.origin !== 'drill' || !tenant?.missedDrillAt || tenant.missedDrillAt <= now) return;
  const { missedDrillAt: _early, ...rest } = tenant;
  await tx.put('tenants', rest);
}

/** Returns the open digests that people were reminded of too early. Cards for high alerts have no such reminder. */
function remindedEarly(reader: Reader, now: string, limit: number): Promise<readonly StormDigest[]> {
  const after = dayjs(now).subtract(digestPatienceMs, 'millisecond').add(marginMinutes, 'minute').toISOString();
  return reader.scan('digests.escalated', { key: '', after, limit });
}

/** Makes the digest due for a reminder. The one that was sent too early is forgotten, so that it does not count as that one. */
async function takeReminderBack(tx: Tx, digest: StormDigest): Promise<void> {
  await tx.put('digests', { ...digest, escalated: false });
  const about = { kind: 'digestEscalation', digestId: digest.id, last: false } as const;
  for (const { queue } of await tx.scan('deliveries.digestCard', { key: digest.id, after: null })) {
    const early = await tx.get('deliveries', idInQueue(about, queue));
    // The outcome of a call that is under way has to find its row.
    if (early && early.state !== 'sending') await forgetDelivery(tx, early.id);
  }
}
