/** Looks at everything that a bot needs: settings, state, platforms, address, sources, upkeep. It changes and posts nothing. */
import type { Environment } from '../settings/settings.ts';
import { adminsCheck } from './admins-check.ts';
import { botCheck } from './bot-check.ts';
import { type DoctorCheck, type Examination, type ExaminationResult, off } from './check.ts';
import { examine } from './examine.ts';
import { heartbeatCheck } from './heartbeat-check.ts';
import { hostsCheck, mailCheck } from './name-server-checks.ts';
import { thisNodeCheck } from './node-check.ts';
import { certificateCheck, wayCheck } from './public-url-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import { eventsCheck, socketCheck, tokenChecks } from './slack-checks.ts';
import { sourcesChecks } from './sources-checks.ts';
import { diskCheck, historyCheck, stateCheck, storageCheck } from './state-checks.ts';
import { type Subject, subjectOf } from './subject.ts';
import { credentialChecks, keysCheck, messagesCheck, microsoftClock, packageCheck } from './teams-checks.ts';
import { backupCheck, drillCheck } from './upkeep-checks.ts';

/** What doctor found. */
export interface Diagnosis {
  /** False where a check failed. */
  ok: boolean;
  checks: readonly DoctorCheck[];
}

/**
 * Resolves with what is right and wrong with the bot of these environment variables, within about ten seconds. With
 * `offline` no other machine is asked. `now` is epoch milliseconds.
 */
export async function diagnose(environment: Environment, offline: boolean, now: () => number): Promise<Diagnosis> {
  const subject = subjectOf(environment, now);
  const checks = await examine(examinationsOf(subject), { offline, secrets: subject.secrets });
  return { ok: checks.every(({ state }) => state !== 'failed'), checks };
}

/** Returns all examinations, in the order in which people read them: one line each, with the part of the settings that it needs. */
export function examinationsOf(subject: Subject): readonly Examination[] {
  const { config, sources, stateDir, now } = subject;
  const unset = 'Not looked at: the settings need a correction first.';
  const part = <T>(found: T | undefined | null, why: string) => lookingAt(found ?? null, config === null ? unset : why);
  const all = lookingAt(subject, '');
  const set = part(config, unset);
  const slack = part(config?.slack && { ...config.slack, config }, 'Slack is not connected.');
  const teams = part(config?.teams && { ...config.teams, config }, 'Microsoft Teams is not connected.');
  const { PUBLIC_URL } = config?.settings ?? {};
  const url = part(config && PUBLIC_URL ? { PUBLIC_URL, config } : null, 'PUBLIC_URL is not set.');
  return [
    all.here(['settings', 'settings:ADMINS'], settingsChecks),
    all.here(['state'], stateCheck),
    all.here(['history'], historyCheck),
    all.here(['disk'], () => diskCheck(stateDir)),
    all.here(['storage'], storageCheck),
    set.here(['bot'], (config) => botCheck(subject, config)),
    slack.afar(['slack:token', 'slack:scopes', 'clock:slack'], (slack) => tokenChecks(slack, now)),
    slack.afar(['slack:socket-mode'], (slack) => socketCheck(slack, now)),
    slack.here(['slack:events'], async (slack) => eventsCheck(await subject.bot(slack.config), slack)),
    teams.afar(['teams:secret', 'teams:token'], ({ app }) => credentialChecks(app, now)),
    teams.afar(['teams:keys'], ({ app }) => keysCheck(app)),
    teams.afar(['clock:microsoft'], ({ app }) => microsoftClock(app, now)),
    teams.here(['teams:messages'], async ({ config }) => messagesCheck(await subject.bot(config))),
    teams.here(['teams:package'], async ({ app }) => packageCheck(app)),
    set.afar(['admins'], (config) => adminsCheck(config, now)),
    set.afar(['name-server'], hostsCheck),
    set.afar(['name-server:mail'], mailCheck),
    url.afar(['public-url'], ({ PUBLIC_URL, config }) => wayCheck(PUBLIC_URL, config, sources)),
    url.afar(['public-url:certificate'], ({ PUBLIC_URL }) => certificateCheck(PUBLIC_URL, now())),
    all.here(['sources'], sourcesChecks),
    set.here(['heartbeat'], (config) => heartbeatCheck(subject, config)),
    all.here(['node'], () => thisNodeCheck(now())),
    all.here(['backup'], backupCheck),
    set.here(['drill'], (config) => drillCheck(subject, config)),
  ];
}

/** Makes examinations of a part of the settings, which ask this machine (`here`) or others (`afar`). Without the part all their checks are `off`, for the reason `why`. */
function lookingAt<T>(part: T | null, why: string) {
  type Look = (part: T) => Promise<ExaminationResult>;
  const examination = (names: readonly string[], needsNetwork: boolean, look: Look): Examination =>
    part === null
      ? { names, needsNetwork: false, look: async () => off(why) }
      : { names, needsNetwork, look: () => look(part) };
  return {
    here: (names: readonly string[], look: Look) => examination(names, false, look),
    afar: (names: readonly string[], look: Look) => examination(names, true, look),
  };
}
