import { acknowledgeLeft } from './alerts/acknowledge-in.ts';
import { archiveResolved, forgetDigests, forgetOld } from './alerts/archive.ts';
import { clockPutRight } from './alerts/clock-put-right.ts';
import { closeByAge } from './alerts/close-by-age.ts';
import { escalate } from './alerts/escalate.ts';
import { escalateDigests } from './alerts/escalate-digests.ts';
import { markOverdue } from './alerts/mark-overdue.ts';
import { rerouteMarkedTenants } from './alerts/reroute.ts';
import { scheduleDrills } from './alerts/scheduled-drills.ts';
import { tellWhenFull } from './alerts/store-full.ts';
import { reachNewAdmins } from './alerts/stranded.ts';
import { bringBack } from './bring-back.ts';
import { tellAdminsOfChanges } from './change-notice.ts';
import { deliveryKinds } from './deliveries.ts';
import type { Trusted } from './domain/trusted-time.ts';
import { forgetFaq } from './faq/chat/forget.ts';
import { putAgain } from './faq/chat/put-again.ts';
import { tellHindrances } from './hindrance.ts';
import { learnNames } from './learn-names.ts';
import { retryInTime } from './outbox/retry.ts';
import type { World } from './ports.ts';
import { prune } from './prune.ts';
import { lookAtAdminChannel } from './reminders/admin-channel.ts';
import { endSnoozes } from './reminders/end-snoozes.ts';
import { forgetReminders } from './reminders/forget.ts';
import { lookAround } from './reminders/look-around.ts';
import { observe } from './reminders/observe.ts';
import { remind } from './reminders/remind.ts';
import { finishDropped } from './retention.ts';
import { archiveHistory, forgetOldHistory } from './security-contact/archive-history.ts';
import { postAuditHead } from './security-contact/audit-head.ts';
import { welcomeAdmins } from './security-contact/welcome.ts';

/**
 * What time brings, the urgent first; `checkAll` as `fullCheck` makes it. Each may run again: all are idempotent. One that fails keeps no other from running;
 * rejects with what failed, once all have run.
 */
export async function passTime(world: World, checkAll: () => Promise<void>, trusted: Trusted): Promise<void> {
  const failed: unknown[] = [];
  for (const step of stepsOf(world, checkAll, trusted)) {
    try {
      await step();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 1) throw new AggregateError(failed, failed.map(String).join('; '));
  if (failed.length === 1) throw failed[0];
}

function stepsOf(world: World, checkAll: () => Promise<void>, trusted: Trusted): (() => Promise<void>)[] {
  const waking = (step: (world: World) => Promise<readonly string[]>) => async () => world.wake(await step(world));
  // Nothing is moved away or deleted on the word of a clock that has just leapt ahead.
  const patient = { ...world, trusted, clock: { now: () => trusted.at } };
  return [
    waking(tellAdminsOfChanges),
    () => acknowledgeLeft(world),
    () => rerouteMarkedTenants(world),
    () => retryInTime(deliveryKinds, world),
    () => clockPutRight(world),
    () => bringBack(patient),
    () => escalate(world),
    ...[
      escalateDigests,
      markOverdue,
      putAgain,
      welcomeAdmins,
      reachNewAdmins,
      tellWhenFull,
      tellHindrances,
      postAuditHead,
    ].map(waking),
    checkAll,
    () => lookAround(world),
    () => lookAtAdminChannel(world),
    ...[observe, endSnoozes, remind].map(waking),
    () => scheduleDrills(world),
    async () => world.wake(await closeByAge(patient)),
    () => archiveResolved(patient),
    () => forgetDigests(patient),
    () => finishDropped(world, trusted),
    () => forgetOld(patient),
    () => archiveHistory(patient),
    () => forgetOldHistory(patient),
    () => forgetFaq(patient),
    () => forgetReminders(patient),
    () => prune(patient),
    () => learnNames(world),
  ];
}
