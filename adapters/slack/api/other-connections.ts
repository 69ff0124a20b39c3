import type { Log } from '../../process/log.ts';

/** What Slack does with two connections of one app: https://docs.slack.dev/apis/events-api/using-socket-mode#connections */
const shared =
  'another program may use SLACK_APP_TOKEN too: Slack gives each only a part of what people do. Stop the other one, or give it an app of its own';

interface Parts {
  /** Opens another connection in place of the one that there is, whose hello has a new count. */
  lookAgain(): void;
  log: Log;
  /** How long (ms) Slack may count a connection that broke. While it counts too many, it is asked again after that time. */
  recountMs: number;
  /** Milliseconds from any start, never going back. */
  elapsed(): number;
}

/** Notices that another program holds connections of the same Slack app, so that each gets a part of what happens. */
export type OtherConnections = ReturnType<typeof createOtherConnections>;

/**
 * Returns what notices them. Slack tells the count in its hello alone, and asks nobody whether a connection that broke is
 * still there. So those that broke of late are not taken for others, and Slack is asked again once it has to know of them.
 */
export function createOtherConnections({ lookAgain, log, recountMs, elapsed }: Parts) {
  let others = 0;
  /** When each connection of this process broke that Slack may still count. */
  let broken: number[] = [];
  const stillCounted = () => broken.filter((at) => elapsed() - at < recountMs);
  let timer: NodeJS.Timeout | undefined;
  return {
    /** Notes that a connection of this process ended by itself: Slack may not know it yet. */
    broke: () => {
      broken = [...stillCounted(), elapsed()];
    },
    /** Compares what Slack counts with the connections that this process holds. Null where Slack sent no count. */
    counted: (total: number | null, own: number) => {
      const before = others;
      const notOurs = Math.max(0, (total ?? own) - own);
      // Others that the log has named stay counted while Slack counts as many connections.
      others = Math.max(0, notOurs - stillCounted().length, Math.min(before, notOurs));
      clearTimeout(timer);
      if (notOurs > 0) timer = setTimeout(lookAgain, recountMs);
      if (others > 0 && before === 0) log.warn({ connections: total, own }, shared);
      if (others === 0 && before > 0) log.info({}, 'no other program uses SLACK_APP_TOKEN any more');
    },
    /** Returns what is wrong and what to do, in a few words; null where Slack counts no others. */
    problem: () => (others > 0 ? shared : null),
    stop: () => clearTimeout(timer),
  };
}
