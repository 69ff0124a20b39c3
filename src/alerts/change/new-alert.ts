import type { Alert, AlertIn } from '../../domain/alert/alert.ts';
import type { SourceEvent } from '../../domain/alert/source.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { KeptMessage } from '../../ports/collections.ts';
import type { Pace } from './pace.ts';

/** The origin of an alert. The bot sets `source` from the route on which the alert arrived, never from the payload. */
export interface Origin {
  kind: Alert['origin'];
  source: string;
  /** It came by the signed route. Absent for all others. */
  share?: 'signed';
  /** The preset of its source in the sources' file. Absent for all others. */
  preset?: string;
  by: Identity | null;
  byName: string;
  /** How many alerts its source may send. Absent when nothing is counted. */
  pace?: Pace;
  /** The time at which it was sent, by the sender's clock, as the sender signed it: ISO 8601, UTC. Absent when nobody signs. */
  sentAt?: string;
  /** The message in a chat from which a person raised it. Absent for all others. */
  message?: KeptMessage;
}

/** An alert as it arrived, and where it comes from. Without notes and `over`, it is nothing but its content. */
export interface NewAlert extends Partial<Omit<SourceEvent, 'content'>> {
  content: AlertIn;
  origin: Origin;
}
