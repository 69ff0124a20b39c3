import { archiveResolved, forgetDigests, forgetOld } from './alerts/change/archive.ts';
import { archiveLesser } from './alerts/change/archive-lesser.ts';
import { rerouteMarkedTenants } from './alerts/change/reroute.ts';
import { finishAnswering } from './alerts/commands/answer-many.ts';
import { scheduleDrills } from './alerts/commands/drill.ts';
import { notifyWhenFull } from './alerts/delivery/store-full.ts';
import { reachNewAdmins } from './alerts/delivery/stranded.ts';
import { askHolders } from './alerts/escalation/ask-holders.ts';
import { closeByAge } from './alerts/escalation/close-by-age.ts';
import { closeOfRetired } from './alerts/escalation/close-retired.ts';
import { escalate, escalateDigests, markOverdue, takeBackEscalations } from './alerts/escalation/escalate.ts';
import { endWindows, tellHeld } from './alerts/sources/held-alerts.ts';
import { notifyFullShares } from './alerts/sources/room.ts';
import { tellRules } from './alerts/sources/rule-news.ts';
import { watchSources } from './alerts/sources/watch.ts';
import { resetTimesAhead, resetWaiting } from './delivery/clock-reset.ts';
import { tellLosses } from './delivery/database-losses.ts';
import { watchDisk } from './delivery/disk-news.ts';
import { forgetMarks } from './delivery/forget-marks.ts';
import type { DeliveryKinds } from './delivery/kind.ts';
import { notifyLate } from './delivery/notify-admins.ts';
import { notifyHindrances } from './delivery/platform-trouble.ts';
import { retryInTime } from './delivery/retry-refused.ts';
import { recordAdmins, tellSettings } from './delivery/settings-news.ts';
import type { TrustedTime } from './domain/time/trusted-time.ts';
import { resubmitQuestions } from './faq/experts/submit-question.ts';
import { forgetFaq } from './faq/statistics/record.ts';
import { probeAdminChannel, probeDue } from './findings/probe.ts';
import { resetTimers } from './outgoing/reset-timers.ts';
import { watchReceivers } from './outgoing/watch-receivers.ts';
import { ifUnwritable } from './ports/store.ts';
import type { World } from './ports/world.ts';
import { forgetApprovals, lapseApprovals, makeDelayed } from './register/approvals/lapse.ts';
import { welcomeAdmins } from './register/contact/home.ts';
import { archiveHistory, forgetOldHistory, postMonthlyHash } from './register/history/archive.ts';
import { forgetLeavers, tellLeavers } from './register/leavers.ts';
import { tellAdminsOfChanges } from './register/notices/enqueue-notice.ts';
import { calendarReader } from './register/on-call/read-calendars.ts';
import { clearRetired } from './register/setup/clear-retired.ts';
import { tellToDo } from './register/setup/to-do.ts';
import { fullCheck, observe, observeNow } from './reminders/observe/observe.ts';
import { forgetReminders, remind } from './reminders/schedule/remind.ts';
import { bringSnoozesBack, endSnoozes } from './reminders/snooze/snooze.ts';
import { forgetUnseen } from './request/forget-unseen.ts';
import { learnNames } from './request/people.ts';
import { forgetProofs } from './request/proven-admins.ts';
import { finishDropped } from './store/drop-segment.ts';
import { trustedTime } from './store/trusted-time.ts';

/**
 * Returns the tick of the bot. `tick` does the work that is due now, the urgent first; it rejects with the errors of its steps, once every
 * step has run. A step that runs again does nothing. `afterWrite` does the work that follows a write, at most one batch of each kind:
 * the next tick does the rest, and what cannot be written now.
 */
export function createTick(world: World, kinds: DeliveryKinds) {
  const timely = { ...world, clock: world.steady };
  const checkAll = fullCheck(timely);
  const watched = watchDisk(world);
  const readCalendars = calendarReader(world);
  const trusted = trustedTime(world);
  const resetAhead = resetTimesAhead(world);
  return {
    tick: async () =>
      runAll([watched, ...stepsOf(world, kinds, { checkAll, resetAhead }, await trusted()), readCalendars]),
    afterWrite: async () => {
      await rerouteMarkedTenants(world, 1)
        .then(() => tellAdminsOfChanges(world))
        .catch(ifUnwritable(() => {}));
      await observeNow(timely);
    },
  };
}

async function runAll(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failed: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 1) throw new AggregateError(failed, failed.map(String).join('; '));
  if (failed.length === 1) throw failed[0];
}

/** The steps that remember something from one tick to the next. */
interface LastingSteps {
  checkAll: () => Promise<void>;
  resetAhead: ReturnType<typeof resetTimesAhead>;
}

function stepsOf(world: World, kinds: DeliveryKinds, { checkAll, resetAhead }: LastingSteps, trusted: TrustedTime) {
  const { steady } = world;
  // These steps cannot be undone, so they use a clock that follows a leap of the wall clock only after five minutes.
  const timely = { ...world, clock: steady };
  // A clock that was put back is right only once it has gone on steadily, and nobody has watched it before the process began.
  const takingBack = steady.isSteady()
    ? stepsIn(world, takeBackEscalations, bringSnoozesBack, resetWaiting, resetTimers)
    : [];
  return [
    ...stepsIn(
      world,
      recordAdmins,
      tellSettings,
      tellLosses,
      tellAdminsOfChanges,
      finishAnswering,
      rerouteMarkedTenants,
    ),
    () => retryInTime(kinds, world),
    ...takingBack,
    () => resetAhead(trusted),
    ...stepsIn(timely, endWindows, escalate, escalateDigests, markOverdue, askHolders),
    () => notifyLate(kinds, timely),
    ...stepsIn(
      world,
      resubmitQuestions,
      welcomeAdmins,
      reachNewAdmins,
      archiveLesser,
      notifyWhenFull,
      notifyFullShares,
    ),
    ...stepsIn(
      timely,
      lapseApprovals,
      tellRules,
      tellHeld,
      notifyHindrances,
      watchReceivers,
      postMonthlyHash,
      tellLeavers,
    ),
    () => watchSources({ ...world, trusted }),
    checkAll,
    ...stepsIn(timely, probeDue, probeAdminChannel, observe, endSnoozes, tellToDo, remind, scheduleDrills),
    ...patientSteps(world, trusted),
    () => learnNames(world),
  ];
}

/** Returns the steps that move or delete rows: they go by a time that follows a leap after a day. */
function patientSteps(world: World, trusted: TrustedTime) {
  const patient = { ...world, trusted, clock: { now: () => trusted.at } };
  return [
    ...stepsIn({ ...world, trusted }, makeDelayed),
    ...stepsIn(patient, closeByAge),
    () => clearRetired(patient, closeOfRetired),
    ...stepsIn(patient, archiveResolved, forgetDigests),
    () => finishDropped(world, trusted),
    ...stepsIn(
      patient,
      forgetOld,
      archiveHistory,
      forgetOldHistory,
      forgetFaq,
      forgetReminders,
      forgetMarks,
      forgetLeavers,
      forgetProofs,
      forgetApprovals,
      forgetUnseen,
    ),
  ];
}

function stepsIn<W>(world: W, ...steps: readonly ((world: W) => Promise<void>)[]): (() => Promise<void>)[] {
  return steps.map((step) => () => step(world));
}
