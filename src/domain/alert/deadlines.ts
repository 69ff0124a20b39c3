import type { PartnerType } from '../tenant/partner-tenant.ts';
import { withoutFutureTimes } from '../time/own-times.ts';
import { type Alert, highestSeverity, isMissedDrill } from './alert.ts';
import type { Severity } from './severity.ts';

/**
 * The hours after detection in which an alert must be answered: mandatory except for indirect resellers. Source:
 * https://learn.microsoft.com/partner-center/security/security-requirements
 */
export const mandatoryHours = 24;
/** The hours after detection at which people are reminded; at the last one the admins are notified. */
export const escalationHours = [1, 4, 12, 20, 23, mandatoryHours] as const;
/** The number of the last escalation step, at which the admins are notified. */
export const lastStep = escalationHours.length - 1;

/** The part of an alert that says when it was detected. */
type Detected = Pick<Alert, 'content' | 'receivedAt' | 'continues'>;

/**
 * Returns when the alert was detected; a sender whose clock is ahead cannot put off the answer. A more severe version of an archived
 * alert counts from when it came, since somebody had resolved the archived one.
 */
export function detectedAt({ content, receivedAt, continues }: Detected): string {
  return continues === undefined && content.detectedDateTime < receivedAt ? content.detectedDateTime : receivedAt;
}

/** Clocks differ a little; a difference above this is wrong. */
const maxSkewMs = 5 * 60_000;

/** Returns whether the alert was detected in the future, by the bot's clock at `now`. */
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

/** Returns when the alert has to be answered at the latest; null once somebody answered it, and for a drill. */
export function answerBy(alert: Alert, partnerType: PartnerType | null): Deadline | null {
  if (alert.origin === 'drill') return null;
  if (alert.firstAnsweredAt === null)
    return { at: deadlineFrom(detectedAt(alert)), rule: isBound(partnerType) ? 'mandatory' : 'advised' };
  return alert.status === 'active' ? { at: deadlineFrom(alert.remindFrom), rule: 'reopened' } : null;
}

function deadlineFrom(at: string): string {
  return hoursAfter(at, mandatoryHours);
}

const hourMs = 3_600_000;

/** Every alert that arrives comes through here a few times, and dayjs takes ten times as long. */
function hoursAfter(at: string, hours: number): string {
  return new Date(Date.parse(at) + hours * hourMs).toISOString();
}

/** Returns when an alert that nobody answers becomes overdue (ISO 8601). */
export function overdueFrom(alert: Detected): string {
  return deadlineFrom(detectedAt(alert));
}

/** Returns whether nobody answered the alert in time. A drill has no limit, since nothing happened. */
export function isOverdue(alert: Detected & Pick<Alert, 'origin' | 'firstAnsweredAt'>, now: string): boolean {
  if (alert.firstAnsweredAt !== null || alert.origin === 'drill') return false;
  return deadlineFrom(detectedAt(alert)) <= now;
}

/**
 * Returns the latest time of which the alert says that it has come: from which its reminders count, of the steps of its story, and by
 * which nobody had answered. A time in the future was written while the clock was ahead, by which steps may have been left out.
 */
export function latestReached(alert: Alert): string | null {
  const { status, remindFrom, story, overdue } = alert;
  const times = status === 'active' || isMissedDrill(alert) ? [remindFrom, ...story.map(({ at }) => at)] : [];
  if (overdue) times.push(deadlineFrom(detectedAt(alert)));
  return times.toSorted().at(-1) ?? null;
}

/** Returns the alert as it is at `now`, without what was done to it because the clock was ahead of `now`. */
export function takenBack(alert: Alert, now: string): Alert {
  const isMissedEarly = isMissedDrill(alert) && alert.resolved !== null && alert.resolved.at > now;
  const story = alert.story.filter(({ what, at }) => what !== 'missed' || at <= now);
  const before: Alert = isMissedEarly ? { ...alert, status: 'active', resolved: null, story } : alert;
  const { overdue, ...rest } = withoutFutureTimes(before, now);
  const isTooLate = overdue === true && deadlineFrom(detectedAt(rest)) <= now;
  return {
    ...rest,
    ...(isTooLate ? { overdue: true } : {}),
    ...(rest.status === 'active' ? escalationAt(rest, now) : {}),
    revision: alert.revision + 1,
  };
}

/** Returns the escalation without the steps that are still to come at `now`. */
function escalationAt(alert: Alert, now: string): EscalationState {
  const { remindFrom } = alert;
  const first = firstEscalation(highestSeverity(alert), remindFrom, now);
  if (first.escalateAt === null) return first;
  const escalated = Math.min(alert.escalated, stepsPassed(remindFrom, now));
  return { remindFrom, escalated, escalateAt: nextEscalation({ remindFrom, escalated }) };
}

/** The part of an alert that says how far its escalation has come. */
export type EscalationState = Pick<Alert, 'remindFrom' | 'escalated' | 'escalateAt'>;

/**
 * Returns the first step that is still to come, or the last one, due at once, when `from` is too long ago: an alert that arrives
 * late must not wait in silence. Low and informational alerts are not escalated.
 */
export function firstEscalation(severity: Severity, from: string, now: string): EscalationState {
  if (severity !== 'high' && severity !== 'medium') return { remindFrom: from, escalated: 0, escalateAt: null };
  const next = stepsPassed(from, now);
  if (next > lastStep) return { remindFrom: from, escalated: lastStep, escalateAt: now };
  return { remindFrom: from, escalated: next, escalateAt: nextEscalation({ remindFrom: from, escalated: next }) };
}

/** Returns the last step whose time has come: after a long pause one reminder is enough. */
export function stepDue({ remindFrom, escalated }: EscalationState, now: string): number {
  return Math.max(escalated, stepsPassed(remindFrom, now) - 1);
}

function stepsPassed(from: string, now: string): number {
  const passedMs = Date.parse(now) - Date.parse(from);
  return escalationHours.filter((hours) => hours * hourMs <= passedMs).length;
}

/** Returns when the step of this number is due; null after the last. */
export function nextEscalation({ remindFrom, escalated }: Omit<EscalationState, 'escalateAt'>): string | null {
  const hours = escalationHours[escalated];
  return hours === undefined ? null : hoursAfter(remindFrom, hours);
}
