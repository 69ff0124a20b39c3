/** Looks at everything that a bot needs: settings, state, platforms, address, sources, receivers, what is asked of Microsoft, upkeep. It changes and posts nothing. */
import { styleText } from 'node:util';
import { StoreUnwritable } from '../../src/ports/store.ts';
import { withTimeout } from '../process/timers.ts';
import type { Environment } from '../settings/settings.ts';
import { adminsCheck } from './admins-check.ts';
import { botCheck, heartbeatCheck } from './bot-check.ts';
import { count, type DoctorCheck, type Examination, type ExaminationResult, failed, off } from './check.ts';
import { databaseChecks, seeDatabase } from './database-checks.ts';
import { microsoftChecks } from './microsoft-checks.ts';
import { mailCheck } from './name-server-checks.ts';
import { certificateCheck, wayCheck } from './public-url-checks.ts';
import { receiversChecks } from './receivers-checks.ts';
import { replicasCheck } from './replicas-check.ts';
import { settingsChecks } from './settings-checks.ts';
import { eventsCheck, socketCheck, tokenChecks } from './slack-checks.ts';
import { sourcesChecks } from './sources-checks.ts';
import { diskCheck, historyCheck, stateCheck, storageCheck } from './state-checks.ts';
import { type Subject, subjectOf } from './subject.ts';
import { credentialChecks, keysCheck, loadCloud, messagesCheck, microsoftClock, packageCheck } from './teams-checks.ts';
import { backupCheck, drillCheck, thisNodeCheck } from './upkeep-checks.ts';

/** What doctor found. */
export interface Diagnosis {
  /** False when a check failed. */
  ok: boolean;
  checks: readonly DoctorCheck[];
}

/**
 * Resolves with what is right and wrong with the bot of these environment variables, within about ten seconds. With
 * `offline` no other machine is asked. `now` is epoch milliseconds.
 */
export async function diagnose(environment: Environment, offline: boolean, now: () => number): Promise<Diagnosis> {
  const subject = subjectOf(environment, now);
  // Loading blocks the process, and its time would count against the checks that wait for an answer.
  if (subject.config?.teams && !offline) await loadCloud();
  const checks = await examine(examinationsOf(subject), { offline, secrets: subject.secrets });
  return { ok: checks.every(({ state }) => state !== 'failed'), checks };
}

/** Returns all examinations, in the order in which people read them: one line each, with the part of the settings that it needs. */
export function examinationsOf(subject: Subject): readonly Examination[] {
  const { config, sources, stateDir, now, database } = subject;
  const unset = 'Not looked at: the settings need a correction first.';
  const part = <T>(found: T | undefined | null, why: string) => lookingAt(found ?? null, config === null ? unset : why);
  const all = lookingAt(subject, '');
  const place = database === 'wrong' ? null : database;
  const data = lookingAt(place, database === 'wrong' ? unset : 'DATABASE_URL is not set.');
  const state = lookingAt(database === 'wrong' ? null : subject, unset);
  const ofState = place ? state.afar : state.here;
  const set = part(config, unset);
  const slack = part(config?.slack && { ...config.slack, config }, 'Slack is not connected.');
  const teams = part(config?.teams && { ...config.teams, config }, 'Microsoft Teams is not connected.');
  const { PUBLIC_URL } = config?.settings ?? {};
  const url = part(config && PUBLIC_URL ? { PUBLIC_URL, config } : null, 'PUBLIC_URL is not set.');
  return [
    all.here(['settings', 'settings:ADMINS'], settingsChecks),
    data.afar(['database', 'database:rights', 'database:writes', 'clock:database'], (at) => databaseChecks(at, now)),
    data.afar(['replicas'], (at) => replicasCheck(at, config)),
    ofState(['state'], stateCheck),
    ofState(['history'], historyCheck),
    all.here(['disk'], async () => (database ? noDisk : diskCheck(stateDir))),
    ofState(['storage'], storageCheck),
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
    set.afar(['name-server:mail'], mailCheck),
    url.afar(['public-url'], ({ PUBLIC_URL, config }) => wayCheck(PUBLIC_URL, config, sources)),
    url.afar(['public-url:certificate'], ({ PUBLIC_URL }) => certificateCheck(PUBLIC_URL, now())),
    all.here(['sources'], sourcesChecks),
    all.here(['receivers'], receiversChecks),
    all.here(['microsoft'], microsoftChecks),
    set.here(['heartbeat'], (config) => heartbeatCheck(subject, config)),
    all.here(['node'], () => thisNodeCheck(now())),
    ofState(['backup'], backupCheck),
    (place ? set.afar : set.here)(['drill'], (config) => drillCheck(subject, config)),
  ];
}

const noDisk = off('The state is in the database, so the disk of this machine does not fill with it.');

/**
 * Makes examinations of a part of the settings, which ask this machine (`here`) or others (`afar`). Without the part all their checks are
 * `off`, for the reason `why`.
 */
function lookingAt<T>(part: T | null, why: string) {
  type Look = (part: T, offline: boolean) => Promise<ExaminationResult>;
  const examination = (names: readonly string[], needsNetwork: boolean, look: Look): Examination =>
    part === null
      ? { names, needsNetwork: false, look: async () => off(why) }
      : { names, needsNetwork, look: (offline) => look(part, offline) };
  return {
    here: (names: readonly string[], look: Look) => examination(names, false, look),
    afar: (names: readonly string[], look: Look) => examination(names, true, look),
  };
}

/** Longest time (ms) of an examination: each check may take ten seconds. */
const examinationMs = 9_500;

/** Characters of the shortest secret that is hidden: a shorter one stands in sentences by chance. */
const shortestHidden = 8;

/**
 * Makes all examinations at the same time, and resolves with their checks in the order that was given. Never rejects. `offline`
 * leaves out what asks other machines; the secrets never stand in a check, whatever a library says.
 */
export async function examine(
  examinations: readonly Examination[],
  how: { offline: boolean; secrets(): readonly string[] | Promise<readonly string[]>; limitMs?: number },
): Promise<readonly DoctorCheck[]> {
  const { offline, secrets, limitMs = examinationMs } = how;
  const made = await Promise.all(
    examinations.map(async (one) => {
      const found =
        offline && one.needsNetwork ? off('Not looked at: --offline.') : await outcomeOf(one, offline, limitMs);
      const verdicts = 'state' in found ? one.names.map(() => found) : found;
      return verdicts.map((verdict, index) => ({ name: one.names[index] ?? '', ...verdict }));
    }),
  );
  const hidden = (await secrets()).filter(({ length }) => length >= shortestHidden);
  const hide = (text: string) => hidden.reduce((left, secret) => left.replaceAll(secret, '[removed]'), text);
  return made.flat().map((check) => ({ ...check, detail: hide(check.detail), fix: hide(check.fix) }));
}

async function outcomeOf({ look }: Examination, offline: boolean, limitMs: number): Promise<ExaminationResult> {
  const fix = 'Try again when the machine and its network are less busy.';
  const late = () => failed(`It took longer than ${Math.round(limitMs / 1_000)} seconds.`, fix);
  try {
    return await withTimeout(limitMs, look(offline), late);
  } catch (error) {
    // The message may quote what came from outside.
    const code = error instanceof Error && 'code' in error ? `, ${String(error.code)}` : '';
    if (error instanceof StoreUnwritable || /^, \d[\dA-Z]{4}$/.test(code)) return seeDatabase;
    if (code === ', EACCES') return off('Not looked at: this user may not read it. See state.');
    const kind = error instanceof Error ? error.name : typeof error;
    return failed(`Looking at it failed (${kind}${code}).`, 'This is a mistake in the program: please report it.');
  }
}

/** A mark for each state, and its colour on a terminal. */
const marks = {
  ok: { sign: '✓', colour: 'green' },
  off: { sign: '–', colour: 'gray' },
  failed: { sign: '✗', colour: 'red' },
} as const;

/**
 * Renders a diagnosis as text: one line per check, the fix below it, and a summary line. Adjacent checks that were skipped for the same
 * reason share a line. `coloured` adds ANSI colours.
 */
export function reportOf({ ok, checks }: Diagnosis, coloured: boolean): string {
  const lines = merged(checks).map(({ name, state, detail, fix }) => {
    const { sign, colour } = marks[state];
    // Whether there are colours is decided by the caller, who knows the terminal.
    const mark = coloured ? styleText(colour, sign, { validateStream: false }) : sign;
    return `${mark} ${name}: ${detail}${fix === '' ? '' : `\n    → ${fix}`}`;
  });
  const wrong = checks.filter(({ state }) => state === 'failed').length;
  const open = checks.filter(({ state, fix }) => state === 'off' && fix !== '').length;
  const closing = ok
    ? `Nothing that was looked at is wrong.${open > 0 ? ` ${count(open, 'line')} above with → may still be done.` : ''}`
    : `${count(wrong, 'check')} of ${checks.length} failed: do what stands behind →, the first ones first.`;
  return `${lines.join('\n')}\n\n${closing}\n`;
}

function merged(checks: readonly DoctorCheck[]): DoctorCheck[] {
  const lines: DoctorCheck[] = [];
  for (const check of checks) {
    const last = lines.at(-1);
    if (last && check.state === 'off' && last.state === 'off' && last.detail === check.detail && last.fix === check.fix)
      lines[lines.length - 1] = { ...last, name: `${last.name}, ${check.name}` };
    else lines.push(check);
  }
  return lines;
}
