import type { Config } from '../settings/config.ts';
import { lockHolder } from '../store/embedded/folder/lock.ts';
import { type CheckResult, count, failed, fine, off, quoted } from './check.ts';
import { type BotFound, heartbeatsOf, isFollower, longestReason, metricsOf, ofActing } from './running-bot.ts';
import type { Subject } from './subject.ts';

/** Checks the bot that runs with these settings on this machine: whether it answers, and what it lacks. */
export async function botCheck(subject: Subject, config: Config): Promise<CheckResult> {
  const found = await subject.bot(config);
  switch (found.kind) {
    case 'unknown port':
      return off('PORT or METRICS_PORT is 0, so nobody can tell where the bot listens.');
    case 'nobody':
      return notThere(subject, found);
    case 'somebody else':
      return failed(
        `Another program answers at ${found.origin}.`,
        `Stop that program, or set ${found.setting} to another number, for the bot too.`,
      );
    case 'running': {
      const other = otherBot(subject, config, found.readiness?.checks ?? null);
      return found.readiness === null || other !== null
        ? failed(
            `The bot that answers at ${found.origin} is another one, or runs with other settings: ${other}.`,
            'Start the bot again with these settings; or set STATE_DIR, PORT, HOST, METRICS_PORT and METRICS_HOST here as it has them.',
          )
        : howReady(found.origin, found.readiness);
    }
  }
}

function notThere({ stateDir, database }: Subject, { origin, why, hangs }: BotFound & { kind: 'nobody' }): CheckResult {
  const holder = database ? 'nobody' : lockHolder(stateDir);
  if (typeof holder === 'number')
    return failed(
      `The process ${holder} uses the state folder, but ${origin} ${why}.`,
      'If it is the bot, wait until it has started, or set PORT and HOST here as it has them; if it hangs, start it again.',
    );
  if (hangs)
    return failed(
      `A process listens at ${origin}, and ${why}: it hangs, or is frozen.`,
      'Restart it: systemctl restart, or kill -9 and start it. A start alone does nothing while it runs.',
    );
  return off(
    `No bot was found, so its connections were not looked at: ${origin} ${why}.`,
    'Start it: npm start, or the service.',
  );
}

const platformNames = { slack: 'Slack', teams: 'Microsoft Teams' } as const;
const platforms = ['slack', 'teams'] as const;

/** Returns by what a bot is another one than that of the settings; null for what may be that one. `checks` is what it says at `/readyz`. */
function otherBot(
  { stateDir, database }: Subject,
  config: Config,
  checks: Readonly<Record<string, string>> | null,
): string | null {
  if (checks === null) return 'it does not answer at /readyz';
  if ((checks.role !== undefined) !== (database !== null)) return 'only one of them keeps its state in a database';
  // What it serves, the replica that acts says.
  if (checks.role === 'follows') return null;
  const served = inWords(platforms.filter((platform) => platform in checks));
  // In local mode Agents Playground takes the part of Teams.
  const wanted = inWords(config.mode === 'local' ? ['teams'] : platforms.filter((platform) => config[platform]));
  if (served !== wanted) return `it serves ${served}, and these settings are for ${wanted}`;
  return database === null && lockHolder(stateDir) === 'nobody' ? `it does not use the state folder ${stateDir}` : null;
}

function inWords(some: readonly (keyof typeof platformNames)[]): string {
  return some.map((platform) => platformNames[platform]).join(' and ') || 'no platform';
}

function howReady(origin: string, { ready, checks }: { ready: boolean; checks: Record<string, string> }): CheckResult {
  // The sources have checks of their own.
  const isRight = (what: string, said: string) => said === 'ok' || (what === 'acting' && said.startsWith('ok ('));
  const trouble = Object.entries(checks).filter(
    ([what, said]) => !isRight(what, said) && !/^(role|sources|source:.*)$/.test(what),
  );
  const role = checks.role === undefined ? '' : `, ${checks.role}`;
  if (ready && trouble.length === 0) return fine(`It answers at ${origin}${role}, and is ready.`);
  const said = trouble
    .map(([what, why]) => `${quoted(what)}: ${quoted(why, longestReason).replace(/\.$/, '')}`)
    .join('; ');
  const detail = `It answers at ${origin}, ${ready ? 'and is ready, but' : 'and is not ready'}: ${said}.`;
  // The bot reconnects without help, a replica that was frozen ends, and the scopes have a check of their own.
  return ready &&
    trouble.every(([, why]) => /^ok, but (reconnecting|the app lacks|the replica that acted before) /.test(why))
    ? fine(detail)
    : failed(detail, 'What each of these means, and what to do: docs/operate.md, “Health”.');
}

/** Time (ms) after which a heartbeat counts as late. The bot sends one each minute; one may be missed, and the response may be slow. */
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
  const bot = await subject.bot(config);
  if (isFollower(bot)) return ofActing;
  const metrics = metricsOf(bot);
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
