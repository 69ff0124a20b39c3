import { type CheckResult, count, failed, fine, off } from './check.ts';
import { answeredBy, type BotFound, metricsOf } from './running-bot.ts';

/**
 * Returns the check of what a platform sent to the running bot since that started, by the bot's own counts. `refused` is what to do where
 * every request was refused, `none` where none came.
 */
export function requestsCheck(
  found: BotFound,
  { sender, route, refused, none }: Record<'sender' | 'route' | 'refused' | 'none', string>,
): CheckResult {
  const metrics = metricsOf(found);
  if (metrics === null)
    return off(
      `${sender} tells no bot what it sends, and no running bot can be asked.`,
      'Start the bot, and run this again.',
    );
  const counts = [...answeredBy(metrics, route)];
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
