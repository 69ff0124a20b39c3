/** What a source sends: alerts, and the news that one is over. A source is a sender of the sources' file. */
import type { AlertIn, ResolvedBySender } from './alert.ts';
import type { FoundRows, SameFinding } from './repeat.ts';
import type { HeldBy } from './rule.ts';
import type { SenderNotes } from './sender-notes.ts';
import type { Severity } from './severity.ts';

/** One alert of a source, or the news that it is over. */
export interface SourceEvent {
  /** `partnerTenantId` is null where the only tenant is meant, or where `notes.customer` says that none fits. */
  content: AlertIn;
  notes: SenderNotes;
  /**
   * Says that the sender takes the alert for over, and since when (ISO 8601, UTC) where it said so; null for an alert that goes on.
   * `continues` is the number of the incident as which it goes on at the sender, empty for an unknown one; absent where it is over.
   */
  over: ResolvedBySender | null;
  /** True where the sender does not say when it was detected: the content has the time of sending or receipt, and a repeat keeps that of the first. */
  undated?: true;
  /** The id of the rule of its source that applied. Absent where none did. */
  rule?: string;
  /** The severity that the alert has without that rule. Absent where none applied. */
  given?: Severity;
  /** The maintenance window that holds it. Absent for none. */
  held?: HeldBy;
  /** By what a later alert is the same finding. Absent where none ever is. */
  same?: SameFinding;
  /** The rows of what was found. Absent for an alert without `same`. */
  rows?: FoundRows;
}
