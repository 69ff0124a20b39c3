/** Who holds an alert after it was acknowledged, and when they are asked whether they are still on it. */
import type { DeliveryOf } from '../delivery/delivery.ts';
import type { Identity } from '../tenant/identity.ts';
import { type Holidays, nextSlot, slotFrom } from '../time/slots.ts';
import { dateAfter, dateIn } from '../time/zones.ts';
import { type Alert, type Ask, type By, highestSeverity, isReal } from './alert.ts';
import type { Step } from './timeline.ts';
import { isUntimed } from './untimed.ts';

const hourMs = 3_600_000;
/** Time (ms) after which a high alert's holder is asked, since they last did something about it. */
const quietMs = 4 * hourMs;
/** The milliseconds from the question to the holder to that to the channel, and from there to that to the admins. */
export const askedApartMs = hourMs;
/** A high alert that was handed over is to be taken over within this time. */
export const offerMs = 15 * 60_000;

/**
 * Returns who holds the alert, and since when; null while nobody acknowledged it here, and once it is resolved. What was acknowledged at
 * its source has no holder.
 */
export function holderOf(alert: Pick<Alert, 'status' | 'holder' | 'acknowledged'>): By | null {
  const { status, holder, acknowledged } = alert;
  if (status !== 'investigating') return null;
  if (holder || !acknowledged) return holder ?? null;
  const { at, by, byName } = acknowledged;
  return by === null ? null : { at, by, byName };
}

/**
 * Returns whether its holder is asked about the alert: nobody is about drills and tests, nor about low and informational ones, nor those
 * that have no time to answer.
 */
export function isAskedAbout(alert: Alert): boolean {
  if (alert.status !== 'investigating' || !isReal(alert) || isUntimed(alert)) return false;
  return highestSeverity(alert) === 'high' || alert.content.severity === 'medium';
}

/** The steps of the timeline by which a person shows that they are at work on the alert. */
const actions: readonly Step['what'][] = ['acknowledged', 'taken', 'given', 'noted', 'kept', 'reopened'];

/** Returns the alert after `by` did something about it: its holder is asked again, counted from that. */
export function movedOn<A extends Alert>(alert: A, by: Identity): A {
  if (holderOf(alert)?.by !== by) return alert;
  const { ask: _before, ...rest } = alert;
  return rest as A;
}

/** Returns whether the holder was asked about the alert since they last did something about it. */
export function isAskedNow(alert: Alert): boolean {
  const holder = holderOf(alert)?.by;
  const last = alert.timeline.findLast(({ what, by }) => what === 'asked' || (by !== null && by === holder));
  return last?.what === 'asked';
}

/** Returns whether nobody did anything about the alert since that message asked about it. */
export function isStillAsked(alert: Alert, { since, about, to }: Pick<DeliveryOf<'asked'>, 'since' | 'about' | 'to'>) {
  if (alert.status === 'resolved') return false;
  const isOffer = about.whom === 'offer' || about.whom === 'giver';
  if (isOffer) return alert.offered !== undefined && alert.offered.at <= since;
  const holder = holderOf(alert)?.by;
  if (about.whom === 'holder' && (!holder || (to.kind === 'person' && to.id !== holder))) return false;
  if (!holder)
    return alert.status === 'investigating' && !alert.timeline.some(({ at, by }) => at > since && by !== null);
  return !alert.timeline.some(({ at, by, what }) => at > since && (by === holder || what === 'taken'));
}

/** The working days by which people are asked. */
export interface Workdays {
  timezone: string;
  holidays: Holidays;
}

/**
 * Returns when the holder is asked first: of a high alert 4 hours after they last did something about it, but on the next working day
 * at nine after **Still working on it**; of a medium one always then. What was acknowledged by a version that did not ask, is asked
 * about on the next working day after `now`.
 */
export function firstAsk(alert: Alert, now: string, { timezone, holidays }: Workdays): Ask {
  const nineAfter = (at: string): Ask => ({ due: nextSlot(at, timezone, holidays).at, whom: 'holder' });
  const holder = holderOf(alert) ?? alert.acknowledged;
  if (!holder) return nineAfter(now);
  const last = alert.timeline.findLast(({ by, what }) => by === holder.by && actions.includes(what));
  if (!alert.holder && holder.by !== null && last?.what !== 'kept') return nineAfter(now);
  const from = last && last.at > holder.at ? last.at : holder.at;
  if (last?.what === 'kept') return nextDay(from, { timezone, holidays });
  // An hour's margin: somebody who acknowledged it at 8:50 is not asked at 9:00 the same day.
  if (highestSeverity(alert) !== 'high') return nineAfter(new Date(Date.parse(from) + hourMs).toISOString());
  return { due: new Date(Date.parse(from) + quietMs).toISOString(), whom: 'holder' };
}

/** Returns the question to the holder at nine on the working day after that time. */
function nextDay(at: string, { timezone, holidays }: Workdays): Ask {
  return { due: slotFrom(dateAfter(dateIn(at, timezone), 1), timezone, holidays).at, whom: 'holder' };
}

/**
 * Returns the question after this one, which is asked at `now`: of a high alert the channel, then the admins; then the holder again, on
 * the next working day.
 */
export function nextAsk(alert: Alert, whom: Ask['whom'], now: string, workdays: Workdays): Ask {
  const next = ({ holder: 'channel', channel: 'admins', admins: 'holder' } as const)[whom];
  if (next === 'holder' || highestSeverity(alert) !== 'high') return nextDay(now, workdays);
  return { due: new Date(Date.parse(now) + askedApartMs).toISOString(), whom: next };
}

/** Returns when the giver and the channel hear that nobody took over what was handed over; null when they do not hear it. */
export function offerEnds(alert: Alert): string | null {
  const { status, offered } = alert;
  if (!offered || offered.isReported || status === 'resolved' || highestSeverity(alert) !== 'high') return null;
  return new Date(Date.parse(offered.at) + offerMs).toISOString();
}
