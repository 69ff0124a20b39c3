import { holderOf } from '../domain/alert/holding.ts';
import { daysBetween } from '../domain/time/zones.ts';
import type { Messages } from '../messages/messages.ts';
import type { AlertsAtWork } from '../store/open-alerts.ts';

/** Returns how many alerts are acknowledged and not resolved, with who has held the oldest, and for how long; null for none. */
export function atWorkText(messages: Messages, atWork: AlertsAtWork, time: { now: string; timezone: string }) {
  const { alerts, securityContact } = messages;
  const { count, oldest } = atWork;
  const holder = oldest && holderOf(oldest);
  if (count === 0 || !holder) return null;
  const days = Math.max(0, daysBetween(holder.at, time.now, time.timezone));
  return alerts.atWork(count, holder.byName, securityContact.daysAgo(days));
}
