/** Sources where the status of alerts is kept too, and can be changed: Partner Center is one. */
import type { AlertStatus, ResolvedReason, StatusThere } from '../domain/alert/status.ts';

/** An alert as its source knows it. */
export interface AlertThere {
  /** The source, as alerts have it: `microsoft:<partner tenant>`. */
  source: string;
  /** The source's id of the alert. */
  id: string;
}

/** The status that an alert is to have at its source; `reason` is null unless it is resolved. */
export interface NewStatus {
  status: AlertStatus;
  reason: ResolvedReason | null;
}

/** Asks sources for the status of alerts, and tells them a new one. Both reject with StatusFailed. */
export interface AlertStatuses {
  /** Resolves with `gone` where the source has the alert no longer. */
  look(alert: AlertThere): Promise<StatusThere | 'gone'>;
  /** Resolves once the source took it, which proves nothing: only a later look does. */
  tell(alert: AlertThere, now: NewStatus): Promise<void>;
}

/** The source did not answer, or refuses. */
export class StatusFailed extends Error {
  override name = 'StatusFailed';
  /** `refused`: the same request would be refused again, since a permission or a sign-in is missing. `later`: it may be taken later. */
  readonly kind: 'refused' | 'later';
  /** How long (ms) the source wants no further request; null where it does not say. */
  readonly retryAfterMs: number | null;
  constructor(kind: StatusFailed['kind'], retryAfterMs: number | null, message: string) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
