import { doubledMs } from '../../../src/domain/time/exponential-backoff.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { Log } from '../../process/log.ts';
import { withTimeout } from '../../process/timers.ts';

/** The workspace of this bot, as Slack's auth.test says. https://docs.slack.dev/reference/methods/auth.test */
export interface Team {
  id: string;
  /** The Enterprise Grid organisation; null for a workspace on its own. */
  enterprise: string | null;
  botId: string;
  botUserId: string;
  /** The id of the app; null when it is not known. */
  appId: string | null;
  /** The address at which people open the workspace, ending in a slash; empty when Slack did not say it. */
  url: string;
}

/** The bot's connection to its workspace. */
export type SlackConnection = ReturnType<typeof createConnection>;

interface ConnectionParts {
  /** Resolves with the workspace of the token. */
  ask(): Promise<Team>;
  /** Returns whether Slack lets the bot do its work. While it does not, Slack is asked again. */
  hasAllScopes(): boolean;
  log: Log;
  /** Returns the milliseconds to wait after the nth failure, from 1. */
  backoff(failures: number): number;
}

/** Returns the backoff (ms) after this number of failures in a row: 1 s, doubled each time, at most 60 s. */
export const standardBackoff = (failures: number) => doubledMs(1_000, failures, 60_000);

/**
 * Returns what connects in the background for as long as it takes. A revoked token too may come back, without a
 * restart.
 */
export function createConnection({ ask, hasAllScopes, log, backoff }: ConnectionParts) {
  let team: Team | null = null;
  let problem: string | null = 'not started';
  let refused: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let attempt: Promise<void> = Promise.resolve();
  let stopped = false;
  let failures = 0;
  let onConnected = () => {};

  async function connect(): Promise<void> {
    try {
      const isNew = problem !== null;
      team = await ask();
      [problem, refused] = [null, null];
      if (isNew) log.info({ team: team.id }, 'Slack connected');
      if (isNew || (failures > 0 && hasAllScopes())) onConnected();
      failures = hasAllScopes() ? 0 : failures + 1;
      if (failures > 0) retry(backoff(failures));
    } catch (error) {
      if (!(error instanceof ChatError)) log.error({ event: 'slack.failed', err: error }, 'Slack connection failed');
      const { kind, reason } = error instanceof ChatError ? error : new ChatError('unreachable', 'bug');
      failures += 1;
      refused = kind === 'unreachable' ? refused : reason;
      problem = kind !== 'unreachable' ? `Slack refuses the token (${reason})` : `Slack cannot be reached (${reason})`;
      log.warn({ event: 'slack.disconnected', reason, failures }, problem);
      retry(backoff(failures));
    }
  }

  function retry(ms: number): void {
    if (stopped) return;
    timer = setTimeout(() => {
      attempt = connect();
    }, ms).unref();
  }

  return {
    /** Returns the workspace; null until Slack has accepted the token. */
    team: () => team,
    /** Resolves with the workspace; waits at most `ms` milliseconds for an attempt that is under way. */
    teamWithin: async (ms: number) => {
      if (team === null) await withTimeout(ms, attempt, () => {});
      return team;
    },
    /** Returns why there is no connection, in a few words; null when there is one. */
    problem: () => problem,
    /** Returns Slack's last error code for a token that it no longer accepts; null while it accepts it. */
    refused: () => refused,
    /** `connected` runs each time that Slack has accepted the token, and when it lets the bot do all that it needs. */
    start: (connected: () => void) => {
      onConnected = connected;
      problem = 'connecting to Slack';
      attempt = connect();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    /** Records that Slack took the token away, and asks again until it is accepted. */
    lost: (reason: string) => {
      [team, problem, refused] = [null, `Slack refuses the token (${reason})`, reason];
      log.error({ event: 'slack.disconnected', reason }, problem);
      clearTimeout(timer);
      retry(backoff(1));
    },
  };
}
