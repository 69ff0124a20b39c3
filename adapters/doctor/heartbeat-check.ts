import type { Config } from '../settings/config.ts';
import { type CheckResult, count, failed, fine, off } from './check.ts';
import { heartbeatsOf, metricsOf } from './running-bot.ts';
import type { Subject } from './subject.ts';

/** A heartbeat comes each minute; one may be missed, and its answer may take a while. */
const lateMs = 150_000;

/** Checks the heartbeat by what the running bot counts: a call from here would say that the bot lives. */
export async function heartbeatCheck(subject: Subject, config: Config): Promise<CheckResult> {
  if (config.settings.HEARTBEAT_URL === undefined)
    return off(
      'HEARTBEAT_URL is not set.',
      config.mode === 'local'
        ? ''
        : 'Set it, so that somebody hears of it when the bot is gone: docs/operate.md, “Heartbeat”.',
    );
  const metrics = metricsOf(await subject.bot(config));
  if (metrics === null) return off('The running bot calls HEARTBEAT_URL, and none can be asked.');
  const beats = heartbeatsOf(metrics);
  if (beats === null)
    return failed(
      'The running bot does not call HEARTBEAT_URL: it runs with other settings.',
      'Start the bot again with these settings.',
    );
  const { sentAt, failed: lost, withheld } = beats;
  const ageMs = sentAt === null ? null : Math.max(0, subject.now() - sentAt);
  if (ageMs !== null && ageMs <= lateMs) return fine(`The last one was taken ${secondsOf(ageMs)} ago.`);
  if (ageMs === null && lost + withheld === 0) return off('The bot has just started, and has sent none yet.');
  const last =
    ageMs === null ? 'None was taken since the bot started' : `The last one was taken ${secondsOf(ageMs)} ago`;
  return failed(
    `${last}: ${lost} failed, and ${withheld} were withheld.`,
    'For those that failed, see why in the bot’s log, and compare HEARTBEAT_URL with the address that the service shows. The bot withholds them while it cannot do its work: see bot. More: docs/operate.md, “Heartbeat”.',
  );
}

function secondsOf(ms: number): string {
  return count(Math.round(ms / 1_000), 'second');
}
