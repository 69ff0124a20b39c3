import type { ChatError } from '../../../src/ports/chat.ts';
import type { Log } from '../../process/log.ts';

/** How long (ms) there may be no connection before the bot counts as not ready: short gaps are ordinary. */
const readyGapMs = 30_000;

interface ReopeningParts {
  /** Opens a connection, unless one is being opened. */
  open(): void;
  log: Log;
  /** Returns a monotonic time in milliseconds. */
  elapsed(): number;
  /** Returns the milliseconds to wait after the nth failure, from 1. */
  backoff(failures: number): number;
}

/** The outcome of a connection: it `failed`, or it `worked`, which says nothing about the next one. */
type ConnectionEnd = 'failed' | 'worked';

/** Decides when the next connection of Socket Mode is opened, and knows for how long and why there is none. */
export type Reopening = ReturnType<typeof createReopening>;

/**
 * Returns what decides when connections are opened. Whatever is the cause, the next one is opened no sooner than Slack
 * asks for, than the pause after the last failure, and than the first pause after the last one was opened: Slack counts
 * the calls of a minute. https://docs.slack.dev/reference/methods/apps.connections.open
 */
export function createReopening({ open, log, elapsed, backoff }: ReopeningParts) {
  const leastMs = backoff(1);
  let failures = 0;
  let notBefore = 0;
  let timer: NodeJS.Timeout | undefined;
  let isFirst = true;
  /** Null while there is a connection. */
  let downSince: number | null = elapsed();
  let why = 'the first connection is being opened';

  const downMs = () => (downSince === null ? 0 : elapsed() - downSince);
  const wait = (ms: number) => {
    notBefore = Math.max(notBefore, elapsed() + ms);
  };
  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(open, Math.max(0, notBefore - elapsed()));
  }
  function problem(): string | null {
    if (downSince === null) return null;
    return isFirst ? `connecting by Socket Mode: ${why}` : `reconnecting for ${Math.floor(downMs() / 1_000)} s: ${why}`;
  }

  return {
    /** Records that a connection is being opened. */
    begun: () => {
      clearTimeout(timer);
      wait(leastMs);
    },
    /** Records that there is a connection: the failures before it are forgotten. Returns whether there was one before. */
    connected: () => {
      log.info({ downMs: Math.round(downMs()) }, 'Slack connected by Socket Mode');
      const wasBefore = !isFirst;
      [isFirst, downSince, failures] = [false, null, 0];
      return wasBefore;
    },
    /** Records that there is none any more. */
    disconnected: () => {
      downSince = elapsed();
    },
    /** Schedules the next connection, as early as the backoff allows. */
    soon,
    /** Schedules the next connection after one that ended with this outcome. */
    after: (outcome: ConnectionEnd, { reason, retryAfterMs }: Pick<ChatError, 'reason' | 'retryAfterMs'>) => {
      if (outcome === 'failed') failures += 1;
      wait(Math.max(outcome === 'failed' ? backoff(failures) : 0, retryAfterMs ?? 0));
      why = explained(reason);
      log[outcome === 'failed' ? 'warn' : 'info'](
        { event: 'slack.disconnected', reason, failures },
        `Slack Socket Mode connection ended: ${why}`,
      );
      soon();
    },
    /** Returns the milliseconds for which there has been no connection; 0 while there is one. */
    downMs,
    /** Returns what is wrong, for how long and why; null while there is a connection. */
    problem,
    /** Returns the problem where there never was a connection, or none for too long; null otherwise. */
    notReady: () => (isFirst || downMs() > readyGapMs ? problem() : null),
    /** Cancels the scheduled connection; no more are opened. */
    stop: () => clearTimeout(timer),
  };
}

const appSettings = 'the settings of the Slack app';
const sentences = new Map([
  ['link_disabled', `Socket Mode is off (link_disabled): switch it on in ${appSettings}`],
  [
    'missing_scope',
    `SLACK_APP_TOKEN lacks the scope connections:write (missing_scope): make a new one in ${appSettings}`,
  ],
  ['not_allowed_token_type', 'SLACK_APP_TOKEN is no app-level token (not_allowed_token_type): it begins with xapp-'],
  ['foreign_address', 'the address to connect to is not one of Slack’s (foreign_address): is something between?'],
  ['too_many_websockets', 'ten connections are open already (too_many_websockets): is the token in use elsewhere?'],
]);
/** Slack's codes for a token that it does not take. */
const badToken = ['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked'];
/** Codes of connections that failed by themselves, and not by a word of Slack's. */
const unreachable = ['bad_answer', 'closed', 'network', 'rate_limited', 'timeout'];

/** Returns why there is no connection, in a few words for the operator. */
function explained(reason: string): string {
  if (badToken.includes(reason)) return `Slack refuses SLACK_APP_TOKEN (${reason}): make a new one in ${appSettings}`;
  const known = sentences.get(reason);
  if (known !== undefined) return known;
  return reason.startsWith('http_') || unreachable.includes(reason)
    ? `Slack cannot be reached (${reason})`
    : `Slack refuses a Socket Mode connection (${reason})`;
}
