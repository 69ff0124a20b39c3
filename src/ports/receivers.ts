/** Sends events to other systems: pagers, ticket systems, SIEMs. */
import type { Severity } from '../domain/alert/severity.ts';
import type { EventFacts, EventType } from '../domain/outgoing/event.ts';

/** A receiver of the receivers' file, as far as the core goes by it. */
export interface Receiver {
  name: string;
  /** The events that it wants, without wildcards. For one that `follows`: those that open an incident there. */
  events: readonly EventType[];
  /** It wants only what concerns these; null for all. Tenants by id, sources by the stored name. */
  when: {
    tenants: readonly string[] | null;
    severities: readonly Severity[] | null;
    sources: readonly string[] | null;
    /** How long (ms) an alert is unacknowledged before `alert.unacknowledged`. */
    afterMs: number;
  };
  /** It may have the contact's values. */
  values: boolean;
  /** It has incidents: what opened one there is followed by acknowledge and resolve, whatever `events` says. */
  follows: boolean;
  /** A hash of its format and address. Rows that were written for another address are cancelled. */
  address: string;
}

/** An event for one receiver. */
export interface OutgoingEvent {
  /** The id of the delivery, which each repeat has too. */
  id: string;
  type: EventType;
  /** When it happened: ISO 8601, UTC. */
  at: string;
  /** What it is about: `alerts/17`, `tenants/<id>`, `findings/<id>`, `sources/<name>`, `audit/1234`. */
  subject: string;
  /** The id of this installation. */
  installation: string;
  /** An earlier try may have arrived. */
  mayBeRepeat: boolean;
  facts: EventFacts;
  /** Of `audit`: the entry in the shape of OCSF, in place of the facts. */
  audit?: Readonly<Record<string, unknown>>;
  /** The id of the key that opened the incident, which the next event about it needs too; null before that. */
  keyId: string | null;
}

/** What came of a call. */
export type SendResult =
  /** `reference`: what the answer has at the receiver's path, cleaned, one line. `keyId`: which of the receiver's keys it took. */
  | { kind: 'sent'; reference: string | null; keyId: string | null }
  /** It will not take this event, however often it is sent. `line`: the first line of the answer, cleaned, without secrets. */
  | { kind: 'refused'; status: number; line: string }
  /**
   * It did not take it now. `why` is a status or a code, `entra <code>` where Entra gave no token. `maybeDone`: it may have taken it all the
   * same, by the key `keyId`.
   */
  | { kind: 'failed'; why: string; retryAfterMs: number | null; maybeDone: boolean; keyId?: string };

/** Those of a bot without a receivers' file. */
export const noReceivers: Receivers = {
  list: () => [],
  send: async () => ({ kind: 'failed', why: 'unknown', retryAfterMs: null, maybeDone: false }),
};

/** The receivers. */
export interface Receivers {
  /** Returns those of the file as it was read last. */
  list(): readonly Receiver[];
  /** Sends one event. Resolves within 10 s; rejects for a bug alone. */
  send(receiver: string, event: OutgoingEvent): Promise<SendResult>;
}
