import { shortId } from '../text/short-id.ts';
import { type About, type AboutOf, type Destination, queueOf } from './delivery.ts';

/** The text that tells a delivery from others of its kind. It is part of the id on disk, so it never changes. */
const keys: { [K in About['kind']]: (about: AboutOf<K>) => string } = {
  alert: ({ alertId }) => `alert ${alertId}`,
  unrouted: ({ alertId }) => `unrouted ${alertId}`,
  escalation: ({ alertId, step, revision }) => `escalation ${step}.${revision} ${alertId}`,
  followUp: ({ alertId, step }) => `followUp ${step} ${alertId}`,
  offered: ({ alertId, step }) => `offered ${step} ${alertId}`,
  asked: ({ id }) => `asked ${id}`,
  raisedFrom: ({ alertId }) => `raisedFrom ${alertId}`,
  reminders: ({ id }) => `reminders ${id}`,
  overdue: ({ id }) => `overdue ${id}`,
  closing: ({ at, alertIds }) => `closing ${at} ${alertIds[0]}`,
  digest: ({ digestId }) => `digest ${digestId}`,
  digestEscalation: ({ digestId, last }) => `digestEscalation ${last ? 'last' : 'first'} ${digestId}`,
  contactChanged: ({ entry, tenantId }) => `contactChanged ${entry} ${tenantId}`,
  notUs: ({ since, entry, tenantId }) => `notUs ${since ?? entry} ${tenantId}`,
  calendarPeople: ({ tenantId, field, at }) => `calendarPeople ${at} ${tenantId} ${field}`,
  faqQuestion: ({ questionId }) => `faqQuestion ${questionId}`,
  faqAnswer: ({ questionId }) => `faqAnswer ${questionId}`,
  answer: ({ number }) => `answer ${number}`,
  auditHead: ({ month }) => `auditHead ${month}`,
  nag: ({ nagId }) => `nag ${nagId}`,
  weekly: ({ week }) => `weekly ${week}`,
  welcome: () => 'welcome',
  channelLate: ({ channel, day }) => `late ${channel.platform}:${channel.address} ${day}`,
  cardRefused: ({ what }) => `card refused ${what}`,
  storeFull: ({ full, at }) => `storeFull ${full ? 'full' : 'near'} ${at}`,
  disk: ({ level, at }) => `disk ${level} ${at}`,
  shareFull: ({ share, day }) => `shareFull ${day} ${share}`,
  sourceStorm: ({ share, at }) => `sourceStorm ${at} ${share}`,
  sourceLeftOut: ({ source, at }) => `sourceLeftOut ${at} ${source}`,
  sourceSilent: ({ source, at }) => `sourceSilent ${at} ${source}`,
  rulesChanged: ({ source, at }) => `rulesChanged ${at} ${source}`,
  alertsHeld: ({ source, line, at }) => `alertsHeld ${at} ${source} ${shortId(line)}`,
  hindrance: ({ platform, week, what }) => `hindrance ${platform} ${week} ${what}`,
  channelRefused: ({ channel, reason, urgent }) =>
    `refused ${channel.platform}:${channel.address} ${reason}${urgent ? ' urgent' : ''}`,
};

/** Returns a text that is the same for the same subject, wherever it goes. */
export function deliveryKey<K extends About['kind']>(about: AboutOf<K>): string {
  return keys[about.kind](about);
}

/** Returns the id of the delivery of this subject to this destination. */
export function deliveryId(about: About, to: Destination): string {
  return idInQueue(about, queueOf(to));
}

/** Returns the queue of the destination, by the id of a delivery. */
export function queueInId(id: string): string {
  return id.split(' > ').at(-1) ?? id;
}

/** Returns the id of the delivery of this subject to the destination that has this queue. Nothing else forms an id. */
export function idInQueue(about: About, queue: string): string {
  return `${deliveryKey(about)} > ${queue}`;
}
