import { onCallAt } from '../tenant/on-call.ts';
import type { PartnerType, StoredTenant } from '../tenant/partner-tenant.ts';
import { withoutFutureTimes } from '../time/own-times.ts';
import { type Holidays, nextMorning, nextSlot } from '../time/slots.ts';
import { type Alert, highestSeverity, isMissedDrill } from './alert.ts';
import { isAskedAbout } from './holding.ts';
import { isUntimed } from './untimed.ts';

/**
 * The hours after detection in which an alert must be answered: mandatory except for indirect resellers. Source:
 * https://learn.microsoft.com/partner-center/security/security-requirements
 */
export const mandatoryHours = 24;
/** Whom a reminder calls. `channel`: it is posted in a channel of the contact, as it is for both levels of those on call. */
type LadderLevel = 'channel' | 'first' | 'second' | 'admins' | 'manager';

/** A reminder of the ladder: how many minutes after detection it is due, and whom it calls. */
export interface LadderStep {
  minutes: number;
  calls: readonly LadderLevel[];
}

/** The minutes after detection from which reminders say how little time is left. */
export const lastCallMinutes = 20 * 60;
/** The minutes after detection from which reminders say that the time is over. */
export const limitMinutes = mandatoryHours * 60;

const levels = ['first', 'second'] as const;
/** The reminders of an alert that nobody acknowledges. After the last one they come each morning, until somebody does. */
const ladders: Record<'high' | 'medium' | 'drill' | 'none', readonly LadderStep[]> = {
  high: [
    { minutes: 5, calls: ['first'] },
    { minutes: 15, calls: levels },
    { minutes: 30, calls: levels },
    { minutes: 60, calls: levels },
    { minutes: 4 * 60, calls: levels },
    { minutes: 12 * 60, calls: levels },
    { minutes: lastCallMinutes, calls: [...levels, 'admins', 'manager'] },
    { minutes: limitMinutes, calls: [...levels, 'admins'] },
  ],
  medium: [
    { minutes: 60, calls: ['channel'] },
    { minutes: 4 * 60, calls: ['first'] },
    { minutes: 12 * 60, calls: ['first'] },
    { minutes: lastCallMinutes, calls: ['first', 'admins'] },
    { minutes: limitMinutes, calls: ['admins'] },
  ],
  drill: [
    { minutes: 60, calls: ['first'] },
    { minutes: limitMinutes, calls: ['admins'] },
  ],
  none: [],
};
/** What each morning's reminder calls, once the time is over. */
const morning = [...levels, 'admins'] as const;

/** The settings by which people are reminded. */
export interface LadderSettings {
  /** The minutes after detection from which the reminders of a high alert call admins too. */
  escalateAfterMinutes: number;
  /** The dates on which nobody works, such as `2026-12-25`. */
  holidays: Holidays;
}

/** How one tenant's people are reminded. */
export interface LadderFor {
  settings: LadderSettings;
  /** The contact's time zone. */
  timezone: string;
}

/** The part of an alert that says when it was detected. */
type Detected = Pick<Alert, 'content' | 'receivedAt' | 'continues' | 'backlog' | 'notes'>;

/**
 * Returns when the alert was detected; a sender whose clock is ahead cannot put off the answer. A more severe version of an archived
 * alert counts from when it came, since somebody had resolved the archived one; one that was backlog, from when it ceased to be that.
 */
export function detectedAt({ content, receivedAt, continues, backlog }: Detected): string {
  if (backlog?.endedAt !== undefined) return backlog.endedAt;
  return continues === undefined && content.detectedDateTime < receivedAt ? content.detectedDateTime : receivedAt;
}

/** Clocks differ a little; a difference above this is wrong. */
const maxSkewMs = 5 * 60_000;

/** Returns whether the alert's detection time is ahead of `now` by more than `maxSkewMs`. */
export function isClockAhead({ detectedDateTime }: Pick<Alert['content'], 'detectedDateTime'>, now: string): boolean {
  return Date.parse(detectedDateTime) - Date.parse(now) > maxSkewMs;
}

/** Returns whether Microsoft's limit binds such a partner; for indirect resellers it is advice. */
export function isBound(partnerType: PartnerType | null): boolean {
  return partnerType !== 'indirectReseller';
}

/** The time by which an alert has to be answered. */
interface Deadline {
  at: string;
  /** Microsoft's limit, its advice to indirect resellers, or the bot's own: an alert that was reopened has the same time again. */
  rule: 'mandatory' | 'advised' | 'reopened';
}

/** Returns when the alert has to be answered at the latest; null once somebody answered it, for a drill, and where it has no such time. */
export function answerBy(alert: Alert, partnerType: PartnerType | null): Deadline | null {
  if (alert.origin === 'drill' || isUntimed(alert)) return null;
  if (alert.firstAnsweredAt === null)
    return { at: deadlineFrom(detectedAt(alert)), rule: isBound(partnerType) ? 'mandatory' : 'advised' };
  return alert.status === 'active' ? { at: deadlineFrom(alert.escalateFrom), rule: 'reopened' } : null;
}

function deadlineFrom(at: string): string {
  return minutesAfter(at, limitMinutes);
}

const minuteMs = 60_000;

/** Every alert that arrives comes through here a few times, and dayjs takes ten times as long. */
function minutesAfter(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * minuteMs).toISOString();
}

/** Returns when an alert that nobody answers becomes overdue (ISO 8601). */
export function overdueFrom(alert: Detected): string {
  return deadlineFrom(detectedAt(alert));
}

/** Returns whether nobody answered the alert in time. A drill has no limit, since nothing happened; see `isUntimed` for others. */
export function isOverdue(alert: Detected & Pick<Alert, 'origin' | 'firstAnsweredAt'>, now: string): boolean {
  if (alert.firstAnsweredAt !== null || alert.origin === 'drill' || isUntimed(alert)) return false;
  return deadlineFrom(detectedAt(alert)) <= now;
}

/**
 * Returns the latest time of which the alert says that it has come: from which its reminders and the questions to its holder count, of
 * the steps of its timeline, and by which nobody had answered. A time in the future was written while the clock was ahead, by which steps
 * may have been left out.
 */
export function latestReached(alert: Alert): string | null {
  const { status, escalateFrom, timeline, overdue } = alert;
  const times = status === 'active' || isMissedDrill(alert) ? [escalateFrom, ...timeline.map(({ at }) => at)] : [];
  if (isAskedAbout(alert)) times.push(...timeline.map(({ at }) => at));
  if (overdue) times.push(deadlineFrom(detectedAt(alert)));
  return times.toSorted().at(-1) ?? null;
}

/** Returns the alert as it is at `now`, without what was done to it because the clock was ahead of `now`. */
export function takenBack(alert: Alert, now: string, how: LadderFor): Alert {
  const isMissedEarly = isMissedDrill(alert) && alert.resolved !== null && alert.resolved.at > now;
  const timeline = alert.timeline.filter(({ what, at }) => what !== 'missed' || at <= now);
  const before: Alert = isMissedEarly ? { ...alert, status: 'active', resolved: null, timeline } : alert;
  // Recompute when to ask the holder next.
  const { overdue, ask: _ask, ...rest } = withoutFutureTimes(before, now);
  const isTooLate = overdue === true && deadlineFrom(detectedAt(rest)) <= now;
  return {
    ...rest,
    ...(isTooLate ? { overdue: true } : {}),
    ...(rest.status === 'active' ? escalationAt(rest, now, how) : {}),
    revision: alert.revision + 1,
  };
}

/**
 * Returns the escalation without the steps that are still to come at `now`: those whose time has come were taken, by a clock that was
 * ahead.
 */
function escalationAt(alert: Alert, now: string, how: LadderFor): EscalationState {
  const escalateAt = nextReminder({ ...alert, escalateAt: now }, now, how);
  return { escalateFrom: alert.escalateFrom, escalated: 0, escalateAt };
}

/** The part of an alert that says when people are reminded of it next. */
export type EscalationState = Pick<Alert, 'escalateFrom' | 'escalated' | 'escalateAt'>;

/** The part of an alert that says by which ladder people are reminded of it. */
type Laddered = Pick<Alert, 'content' | 'highest' | 'origin' | 'backlog' | 'notes'>;

/**
 * Returns the reminders of such an alert, in order. A drill is over after the last; low and informational alerts, a backlog and
 * unverified alerts have none.
 */
function ladderOf(alert: Laddered, { escalateAfterMinutes: after }: LadderSettings): readonly LadderStep[] {
  if (alert.origin === 'drill') return ladders.drill;
  if (isUntimed(alert)) return ladders.none;
  if (highestSeverity(alert) !== 'high') return ladders[alert.content.severity === 'medium' ? 'medium' : 'none'];
  const own = ladders.high.some(({ minutes }) => minutes === after)
    ? []
    : [{ minutes: after, calls: after < 15 ? (['first'] as const) : levels }];
  return [...ladders.high, ...own]
    .toSorted((a, b) => a.minutes - b.minutes)
    .map((step) =>
      step.minutes < after ? step : { ...step, calls: [...new Set([...step.calls, 'admins'] as const)] },
    );
}

/**
 * Returns when people are first reminded of an alert that counts from `from`: at the first step that is still to come, or at once when
 * the last one has passed, since an alert that arrives late must not wait in silence.
 */
export function firstEscalation(alert: Laddered, from: string, now: string, settings: LadderSettings): EscalationState {
  const steps = ladderOf(alert, settings);
  const next = steps.find(({ minutes }) => minutesAfter(from, minutes) > now);
  const escalateAt = next ? minutesAfter(from, next.minutes) : steps.length > 0 ? now : null;
  return { escalateFrom: from, escalated: 0, escalateAt };
}

/**
 * Returns that admins are notified at once of a high alert that a channel has, and for which nobody is on call: they are the first level.
 */
export function callingAtOnce(alert: Laddered & Pick<Alert, 'routed'>, tenant: StoredTenant | null, at: string) {
  const isTold = alert.origin === 'drill' || alert.routed === 'admins' || highestSeverity(alert) !== 'high';
  return isTold || isUntimed(alert) || onCallAt(tenant, at).first.length > 0 ? {} : { escalateAt: at };
}

/** The minutes after the limit in which a reminder is still the one of the limit, and not one of the next mornings. */
const limitLastsMinutes = 60;

/**
 * Returns the step that is due: the last one whose time has come, since after a long pause one reminder is enough. At `minutes` 0 somebody
 * was to be called at once.
 */
export function stepDue(alert: Alert, now: string, settings: LadderSettings): LadderStep {
  const at = alert.escalateAt !== null && alert.escalateAt > now ? alert.escalateAt : now;
  return stepAt(alert, Math.floor((Date.parse(at) - Date.parse(alert.escalateFrom)) / minuteMs), settings);
}

/** Returns the step that is due `passed` minutes after detection. */
export function stepAt(alert: Laddered, passed: number, settings: LadderSettings): LadderStep {
  const steps = ladderOf(alert, settings);
  if (alert.origin !== 'drill' && passed >= limitMinutes + limitLastsMinutes)
    return { minutes: passed, calls: morning };
  return steps.findLast(({ minutes }) => minutes <= passed) ?? { minutes: 0, calls: ['first'] };
}

/**
 * Returns when the next reminder is due, after the one that is due now: the next step, and after the last one the next nine o'clock, for
 * a high alert on any day, for others on a working day. Null for a drill after its last step, and for what has no reminders.
 */
export function nextReminder(alert: Alert, now: string, { settings, timezone }: LadderFor): string | null {
  const { escalateFrom, escalateAt } = alert;
  const after = escalateAt !== null && escalateAt > now ? escalateAt : now;
  const steps = ladderOf(alert, settings);
  const next = steps.find(({ minutes }) => minutesAfter(escalateFrom, minutes) > after);
  if (next) return minutesAfter(escalateFrom, next.minutes);
  if (steps.length === 0 || alert.origin === 'drill') return null;
  return highestSeverity(alert) === 'high'
    ? nextMorning(after, timezone)
    : nextSlot(after, timezone, settings.holidays).at;
}

/** Returns when the time is over in which the alert has to be answered, counted as its reminders are. */
export function limitOf({ escalateFrom }: Pick<Alert, 'escalateFrom'>): string {
  return deadlineFrom(escalateFrom);
}

/**
 * Returns whether somebody should be reminded of the alert, though nothing says when: versions before 2026-12 fell silent after the limit.
 */
export function fellSilent(alert: Alert): boolean {
  if (alert.status !== 'active' || alert.escalateAt !== null || alert.origin === 'drill') return false;
  if (isUntimed(alert)) return false;
  return highestSeverity(alert) === 'high' || alert.content.severity === 'medium';
}

/**
 * Returns how many minutes early a reminder may come along with one that is due: a third of its time, and an hour at most. Those of the
 * limit never do.
 */
export function earlyMinutes({ minutes }: LadderStep): number {
  return minutes >= limitMinutes ? 0 : Math.min(60, minutes / 3);
}
