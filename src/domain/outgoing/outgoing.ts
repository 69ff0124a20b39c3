/** What is stored about receivers: the events that they have still to get, and how each of them does. */
import { type Severity, severities } from '../alert/severity.ts';
import type { EventFacts, EventType } from './event.ts';

/** An event for one receiver: it waits, is being sent, or was sent and opened an incident there that is not over. */
export interface OutgoingRow {
  /** `e17`. No other event of this installation ever has it. */
  id: string;
  /** Its place among the events of its subject. */
  number: number;
  receiver: string;
  /** The receiver's `address` when it was written: it is for no other one. */
  address: string;
  type: EventType;
  /** The time of the event (ISO 8601). */
  at: string;
  subject: string;
  /** The severity that the alert had then; null for what has none. */
  severity: Severity | null;
  /** What may be another by the time it is sent. Everything else is read then. */
  facts: Pick<EventFacts, 'number' | 'title' | 'status' | 'source' | 'tenantId' | 'by' | 'to' | 'reason'> &
    Pick<EventFacts, 'finding' | 'fields' | 'lastHeardAt'>;
  /** Of an alert: its id, and the number of the note. Of a change: the number of its entry in the audit trail. */
  alertId?: string;
  note?: number;
  entry?: number;
  state: 'waiting' | 'sending' | 'sent';
  /** When it may be sent next, and since when it waits for that or, before its time, for `due` (ISO 8601). */
  due: string;
  since: string;
  attempts: number;
  /** The time of the first attempt that failed (ISO 8601). Absent before. */
  failingSince?: string;
  /** The newest attempt met with a refused credential (401 or 403). */
  barred?: true;
  /** An earlier attempt may have arrived. */
  doubt?: true;
  /** An earlier event of its subject has to go first. */
  behind?: true;
  /** It has not come to pass yet: it does at `due`, unless it is removed before. */
  timer?: true;
  /** It opens an incident at the receiver. */
  opens?: true;
  /** Of what opens or follows an incident: how often the alert was reopened before, and 1. */
  round?: number;
  /** The id of the receiver's key that took it, or may have; null before that. */
  keyId: string | null;
}

/** Why a receiver refused events. */
export interface RefusalCause {
  status: number;
  /** The first line of the answer. */
  line: string;
  at: string;
  count: number;
  /** The numbers of the first alerts that it was about. */
  alerts?: readonly number[];
  /** What was refused is kept and sent again. Absent for what is not. */
  waits?: true;
  /** The admins were notified. */
  told?: true;
}

/** How a receiver does. Absent parts did not happen. */
export interface StoredReceiver {
  /** Its name. */
  id: string;
  lastSentAt?: string;
  lastRefused?: Pick<RefusalCause, 'at' | 'status' | 'line'>;
  /** The causes of the last day, the newest last. */
  refusals?: readonly RefusalCause[];
  /** What its newest failed attempt met with: a status or a code. */
  why?: string;
  /** When the admins were notified that an event has waited for an hour (ISO 8601): a finding until the receiver answers again. */
  downAt?: string;
  /** The time of the first attempt in a row to send an entry of the audit trail that failed (ISO 8601); null for none. */
  trailFailingSince?: string | null;
  /** The numbers of audit entries that were deleted by age before the receiver had them. The admins are still to be notified. */
  trailLost?: { from: number; to: number };
  /** Events that were given up since then, for want of room or because they were too old. */
  lost?: { full: number; old: number; since: string; told?: true };
  /** Waiting events that were cancelled: the receiver is gone, or has another address. The admins are still to be notified. */
  cancelled?: { count: number; why: 'gone' | 'moved'; at: string; alerts?: readonly number[] };
}

/** The most events that wait for one receiver, and the part of STATE_LIMIT that they take. */
export const outgoingLimits = { rows: 10_000, share: 0.05 } as const;

/** Returns the account to which the bytes of the events count that wait for a receiver. */
export function outgoingAccount(receiver: string): string {
  return `outgoing ${receiver}`;
}

/** Returns the place of an event among those that are given up when there are too many: what has no severity goes last, as high ones do. */
export function worthOf({ severity }: Pick<OutgoingRow, 'severity'>): number {
  return severity === null ? severities.length - 1 : severities.indexOf(severity);
}

/** Returns whether the event has been waiting for its time to come, or for its receiver, and nothing holds it back. */
export function isSendable({ state, behind }: OutgoingRow): boolean {
  return state === 'waiting' && !behind;
}

/** In which order a receiver gets what is due: high alerts that were not tried yet, other high ones, everything else. */
export const lanes = ['new', 'high', 'others'] as const;
/** One of them. */
export type OutgoingLane = (typeof lanes)[number];

/** Returns the lane of an event. */
export function laneOf({ attempts, severity }: Pick<OutgoingRow, 'attempts' | 'severity'>): OutgoingLane {
  if (severity !== 'high') return 'others';
  return attempts === 0 ? 'new' : 'high';
}

/** Returns whether it says that nobody acknowledged an alert in time. */
export function isUnacknowledged({ type }: Pick<OutgoingRow, 'type'>): boolean {
  return type.endsWith('.unacknowledged');
}

/** Returns whether it ends the incident that it follows. */
export function isEnd({ type }: Pick<OutgoingRow, 'type'>): boolean {
  return type.endsWith('.resolved');
}

/** Returns whether a status says that the credential is wrong, or may not do this. */
export function refusesCredential(status: number): boolean {
  return status === 401 || status === 403;
}
