/** What a failed request to Microsoft means: its kind for the signals, its code, and the next step for the operator. */

/**
 * What a failure means for every signal. `signIn`: no token, or one that is refused. `permission`: the app lacks one. `mfa`: Microsoft
 * refuses the app alone, or a sign-in without MFA. `throttled`: later. `unavailable`: no answer that could be read. `refused`: all else.
 */
export type GraphErrorKind = 'signIn' | 'permission' | 'mfa' | 'notFound' | 'throttled' | 'unavailable' | 'refused';

/** The parts of a GraphError. */
export interface GraphFailure {
  kind: GraphErrorKind;
  /** The HTTP status; null where there was no response. */
  status?: number | null;
  /** Microsoft's code, such as `AADSTS7000222` or `Authorization_RequestDenied`, or one of ours, such as `timeout` or `clock`. */
  code: string;
  /** How long (ms, an hour at most) Microsoft wants no further request; null where it did not say. */
  retryAfterMs?: number | null;
  /** What the operator can do. It repeats nothing that came from outside. */
  step: string;
}

/** A failed request. Neither its message nor any of its fields has a token, a secret, an address or a body. */
export class GraphError extends Error {
  override name = 'GraphError';
  readonly kind: GraphErrorKind;
  readonly status: number | null;
  readonly code: string;
  readonly retryAfterMs: number | null;
  readonly step: string;
  constructor({ kind, status = null, code, retryAfterMs: waitMs = null, step }: GraphFailure) {
    super(`Microsoft request failed (${[kind, status, code].filter((part) => part !== null).join(', ')}). ${step}`);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.retryAfterMs = waitMs;
    this.step = step;
  }
}

/** The longest time (ms) that the bot waits because of a `Retry-After`. */
export const longestWaitMs = 3_600_000;

/** Returns a code of Microsoft's as it may be repeated; `unknown` for anything that does not look like one. */
export function safeCode(code: string): string {
  return /^[a-z][\w.-]{0,59}$/i.test(code) ? code : 'unknown';
}

/** Returns the command with which a person signs in for a tenant of the file. */
export function signInCommand({ name }: { name: string }): string {
  return `npm run microsoft -- sign-in ${name}`;
}

/** Returns the error for a clock of this machine that is off. */
export function clockFailure(status: number | null): GraphError {
  const step = 'Set the clock of this machine (NTP): it differs from Microsoft’s by more than 5 minutes.';
  return new GraphError({ kind: 'signIn', status, code: 'clock', step });
}
