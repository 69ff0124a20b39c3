import type { Log } from '../../platform.ts';

/** What Slack does with two connections of one app: https://docs.slack.dev/apis/events-api/using-socket-mode#connections */
const shared =
  'another program may use SLACK_APP_TOKEN too: Slack gives each only a part of what people do. Stop the other one, or give it an app of its own';

interface Parts {
  /** Opens another connection in place of the one that there is, whose hello has a new count. */
  lookAgain(): void;
  log: Log;
  /** While there are others, Slack is asked again after so many milliseconds. */
  recountMs: number;
}

/** Notices that another program holds connections of the same Slack app, so that each gets a part of what happens. */
export interface OtherConnections {
  /** Compares what Slack counts with the connections that this process holds. Null where Slack told no count. */
  counted(total: number | null, own: number): void;
  /** Returns what is wrong and what to do, in a few words; null where Slack counts no others. */
  problem(): string | null;
  stop(): void;
}

/**
 * Returns what notices them. Slack tells the count in its hello alone. For a while it may count a connection that broke,
 * so this says "may", and Slack is asked again after some time.
 */
export function createOtherConnections({ lookAgain, log, recountMs }: Parts): OtherConnections {
  let others = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    counted: (total, own) => {
      const before = others;
      others = Math.max(0, (total ?? own) - own);
      clearTimeout(timer);
      if (others > 0) timer = setTimeout(lookAgain, recountMs);
      if (others > 0 && before === 0) log.warn({ connections: total, own }, shared);
      if (others === 0 && before > 0) log.info({}, 'no other program uses SLACK_APP_TOKEN any more');
    },
    problem: () => (others > 0 ? shared : null),
    stop: () => clearTimeout(timer),
  };
}
