import { archiveResolved, forgetDigests, forgetOld } from './alerts/change/archive.ts';
import { rerouteMarkedTenants } from './alerts/change/reroute.ts';
import { acknowledgeLeft } from './alerts/commands/acknowledge-all.ts';
import { scheduleDrills } from './alerts/commands/scheduled-drills.ts';
import { tellWhenFull } from './alerts/delivery/store-full.ts';
import { reachNewAdmins } from './alerts/delivery/stranded.ts';
import { clockPutRight } from './alerts/escalation/after-clock-reset.ts';
import { closeByAge } from './alerts/escalation/close-by-age.ts';
import { escalate } from './alerts/escalation/escalate.ts';
import { escalateDigests } from './alerts/escalation/escalate-digests.ts';
import { markOverdue } from './alerts/escalation/mark-overdue.ts';
import { deliveryKinds } from './deliveries.ts';
import { resetTimesAhead } from './delivery/clock-reset.ts';
import { forgetMarks } from './delivery/forget-marks.ts';
import { tellHindrances } from './delivery/platform-trouble.ts';
import { retryInTime } from './delivery/retry.ts';
import type { Trusted } from './domain/time/trusted-time.ts';
import { resubmitQuestions } from './faq/experts/resubmit.ts';
import { forgetFaq } from './faq/statistics/forget.ts';
import { probeAdminChannel, probeDue } from './findings/probe-due.ts';
import type { World } from './ports/world.ts';
import { welcomeAdmins } from './register/contact/welcome.ts';
import { archiveHistory, forgetOldHistory } from './register/history/archive.ts';
import { postMonthlyHash } from './register/history/monthly-hash.ts';
import { tellAdminsOfChanges } from './register/notices/enqueue-notice.ts';
import { observe } from './reminders/observe/observe.ts';
import { forgetReminders } from './reminders/schedule/forget.ts';
import { remind } from './reminders/schedule/remind.ts';
import { endSnoozes } from './reminders/snooze/end-snooze.ts';
import { learnNames } from './request/people.ts';
import { finishDropped } from './store/retention.ts';

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
    () => resetTimesAhead(patient),
    () => escalate(world),
    ...[
      escalateDigests,
      markOverdue,
      resubmitQuestions,
      welcomeAdmins,
      reachNewAdmins,
      tellWhenFull,
      tellHindrances,
      postMonthlyHash,
    ].map(waking),
    checkAll,
    () => probeDue(world),
    () => probeAdminChannel(world),
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
    () => forgetMarks(patient),
    () => learnNames(world),
  ];
}
