/** What a source sends: alerts, and the news that one is over. A source is a sender of the sources' file. */
import type { AlertIn, Over } from './alert.ts';
import type { SenderNotes } from './sender-notes.ts';

/** One alert of a source, or the news that it is over. */
export interface SourceEvent {
  /** `partnerTenantId` is null where the only tenant is meant, or where `notes.customer` says that none fits. */
  content: AlertIn;
  notes: SenderNotes;
  /**
   * Says that the sender takes the alert for over, and since when (ISO 8601, UTC) where it said so; null for an alert that goes on.
   * `continues` is the number of the incident as which it goes on at the sender, empty for an unknown one; absent where it is over.
   */
  over: Over | null;
  /** True where the sender does not say when it was detected: the content has the time of sending or receipt, and a repeat keeps that of the first. */
  undated?: true;
}
