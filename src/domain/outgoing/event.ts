/** The events that other systems may receive. */

/** What happens to an alert. */
const alertEvents = [
  'accepted',
  'unacknowledged',
  'overdue',
  'acknowledged',
  'handedOver',
  'note',
  'resolved',
  'reopened',
] as const;
/** One of them. */
export type AlertEvent = (typeof alertEvents)[number];

/** What happened. The events of drills and of test alerts begin with `drill.`, so that `alert.*` never has them. */
export type EventType =
  | `${'alert' | 'drill'}.${AlertEvent}`
  | 'contact.changed'
  | 'finding.opened'
  | 'finding.closed'
  | 'source.silent'
  /** An entry of the audit trail. It has no row: see `src/outgoing/`. */
  | 'audit'
  /** The marked event of `security-contact receiver -- try`. */
  | 'receiver.test';

/** Every event that a receiver may want, by its name in the receivers' file. */
export const eventTypes: readonly EventType[] = [
  ...alertEvents.map((event) => `alert.${event}` as const),
  ...alertEvents.map((event) => `drill.${event}` as const),
  'contact.changed',
  'finding.opened',
  'finding.closed',
  'source.silent',
  'audit',
];

/**
 * The facts of an event by name, of which the formats make their bodies. An absent one is not known, or not for this receiver: values of the
 * contact are only for receivers that may have them. Times are ISO 8601, UTC.
 */
export interface EventFacts {
  /** Of an alert: its number, and what its sender sent. */
  number?: number;
  title?: string;
  description?: string;
  severity?: string;
  status?: string;
  source?: string;
  /** The name by which people know the source. */
  sourceName?: string;
  alertType?: string;
  detectedAt?: string;
  receivedAt?: string;
  /** By when it has to be answered. */
  answerBy?: string;
  /** The address of its card in a channel. */
  link?: string;
  customerTenantId?: string;
  customer?: string;
  tenantId?: string;
  tenant?: string;
  /** The name of the person who did it. */
  by?: string;
  /** The name of the person to whom the alert was handed over. */
  to?: string;
  note?: string;
  reason?: string;
  /** The name of the incident at a pager: the installation's id, the alert's number, and how often it was reopened. */
  incident?: string;
  /** The reference that the receiver answered earlier, such as the number of its ticket. */
  reference?: string;
  /** Of `finding.*`: the finding's code. */
  finding?: string;
  /** Of `contact.changed`: the names of the fields, separated by commas; and their values, one `field: before -> after` a line. */
  fields?: string;
  changes?: string;
  /** Of `source.silent`: when it was heard of last. */
  lastHeardAt?: string;
}
