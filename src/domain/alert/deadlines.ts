import dayjs from 'dayjs';
import type { PartnerType } from '../tenant/partner-tenant.ts';
import type { Alert, Severity } from './alert.ts';

/** Hours after detection, from Microsoft's security requirements: mandatory except for indirect resellers. */
const mandatoryHours = 24;
/** When somebody is reminded, in hours after detection; after the last one the admins are told. */
export const escalationHours = [1, 4, 12, 20, 23, mandatoryHours] as const;
/** The number of the last escalation step, at which the admins are told. */
export const lastStep = escalationHours.length - 1;

/** When it was detected; a sender whose clock is ahead cannot put off the answer. */
export function detectedAt({ content, receivedAt }: Pick<Alert, 'content' | 'receivedAt'>): string {
  return content.detectedDateTime < receivedAt ? content.detectedDateTime : receivedAt;
}

/** Clocks differ a little; more than this is wrong. */
const skewMs = 5 * 60_000;

/** Whether a sender speaks of what has not happened yet, by our clock at `now`. */
export function isClockAhead({ detectedDateTime }: Pick<Alert['content'], 'detectedDateTime'>, now: string): boolean {
  return Date.parse(detectedDateTime) - Date.parse(now) > skewMs;
}

/** Whether Microsoft's limit binds them; for indirect resellers it is advice. */
export function isBound(partnerType: PartnerType | null): boolean {
  return partnerType !== 'indirectReseller';
}

/** When an alert has to be answered, and by which rule. */
export interface Deadlines {
  at: string;
  /** Microsoft's limit, its advice to indirect resellers, or, where it was answered once, ours: as long again after it was reopened. */
  rule: 'mandatory' | 'advised' | 'reopened';
}

/** When the alert has to be answered at the latest; null once somebody did, and for a drill. */
export function answerBy(alert: Alert, partnerType: PartnerType | null): Deadlines | null {
  if (alert.origin === 'drill') return null;
  const within = (from: string) => dayjs(from).add(mandatoryHours, 'hour').toISOString();
  if (alert.firstAnsweredAt === null)
    return { at: within(detectedAt(alert)), rule: isBound(partnerType) ? 'mandatory' : 'advised' };
  return alert.status === 'active' ? { at: within(alert.remindFrom), rule: 'reopened' } : null;
}

/** Whether nobody answered within that time. A drill has no limit: nothing has happened. */
export function isOverdue(
  alert: Pick<Alert, 'content' | 'receivedAt' | 'origin' | 'firstAnsweredAt'>,
  now: string,
): boolean {
  if (alert.firstAnsweredAt !== null || alert.origin === 'drill') return false;
  return !dayjs(detectedAt(alert)).add(mandatoryHours, 'hour').isAfter(now);
}

/** How far the escalation of an alert has come. */
export type Reminding = Pick<Alert, 'remindFrom' | 'escalated' | 'escalateAt'>;

/**
 * The first step that is still to come, or the last one at once when `from` is too long ago: an alert that arrives late
 * must not wait in silence. Low and informational alerts are not escalated.
 */
export function firstEscalation(severity: Severity, from: string, now: string): Reminding {
  if (severity !== 'high' && severity !== 'medium') return { remindFrom: from, escalated: 0, escalateAt: null };
  const next = escalationHours.findIndex((hours) => dayjs(from).add(hours, 'hour').isAfter(now));
  if (next === -1) return { remindFrom: from, escalated: lastStep, escalateAt: now };
  return { remindFrom: from, escalated: next, escalateAt: stepAt(from, next) };
}

/** The last step whose time has come: after a long pause one reminder is enough. */
export function stepDue({ remindFrom, escalated }: Reminding, now: string): number {
  const passed = escalationHours.filter((hours) => !dayjs(remindFrom).add(hours, 'hour').isAfter(now)).length - 1;
  return Math.max(escalated, passed);
}

/** After step `escalated` was taken: when the next one is due; null after the last. */
export function nextEscalation({ remindFrom, escalated }: Omit<Reminding, 'escalateAt'>): string | null {
  return escalated < escalationHours.length ? stepAt(remindFrom, escalated) : null;
}

function stepAt(from: string, step: number): string | null {
  const hours = escalationHours[step];
  return hours === undefined ? null : dayjs(from).add(hours, 'hour').toISOString();
}
