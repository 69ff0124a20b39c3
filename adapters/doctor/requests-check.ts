import { type CheckResult, count, failed, fine, off } from './check.ts';
import { answeredBy, type BotFound } from './running-bot.ts';

/** What a platform sends by HTTP, and what to do where it does not arrive. */
interface PlatformRoute {
  sender: string;
  route: string;
  /** What to do where every request was refused. */
  refused: string;
  /** What to do where none came. */
  none: string;
}

/** Returns the check of what a platform sent to the running bot since that started, by the bot's own counts. */
export function requestsCheck(found: BotFound, { sender, route, refused, none }: PlatformRoute): CheckResult {
  if (found.kind !== 'running' || found.metrics === '')
    return off(
      `${sender} tells no bot what it sends, and no running bot can be asked.`,
      'Start the bot, and run this again.',
    );
  const counts = [...answeredBy(found.metrics, route)];
  const sum = (wanted: (status: number) => boolean) =>
    counts.filter(([status]) => wanted(status)).reduce((total, [, number]) => total + number, 0);
  const taken = sum((status) => status < 400);
  const turnedAway = sum((status) => status === 401 || status === 403);
  if (taken > 0) return fine(`The running bot has taken ${count(taken, 'request')} of ${sender} since it started.`);
  if (turnedAway > 0)
    return failed(
      `The running bot has refused all ${count(turnedAway, 'request')} to ${route} since it started: none had a good signature. A stranger may have sent them.`,
      refused,
    );
  return off(`Nothing of ${sender} has come since the running bot started.`, none);
}
