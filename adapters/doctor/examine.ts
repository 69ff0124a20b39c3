import { withTimeout } from '../process/timers.ts';
import { type DoctorCheck, type Examination, failed, off } from './check.ts';

/** Longest time (ms) of an examination: each check may take ten seconds. */
export const examinationMs = 9_500;

/** Characters of the shortest secret that is hidden: a shorter one stands in sentences by chance. */
const shortestHidden = 8;

/** How the examinations are made. */
interface Examining {
  /** True to leave out what asks other machines. */
  offline: boolean;
  /** These never stand in a check, whatever a library says. */
  secrets(): readonly string[];
  limitMs?: number;
}

/** Makes all examinations at the same time, and resolves with their checks in the order that was given. Never rejects. */
export async function examine(
  examinations: readonly Examination[],
  { offline, secrets, limitMs = examinationMs }: Examining,
): Promise<readonly DoctorCheck[]> {
  const made = await Promise.all(
    examinations.map((one) => {
      if (offline && one.needsNetwork) return one.names.map((name) => off(name, 'Not looked at: --offline.'));
      return checksOf(one, limitMs);
    }),
  );
  const hidden = secrets().filter(({ length }) => length >= shortestHidden);
  return made.flat().map((check) => withoutSecrets(check, hidden));
}

async function checksOf({ names, look }: Examination, limitMs: number): Promise<readonly DoctorCheck[]> {
  const allFailed = (detail: string, fix: string) => names.map((name) => failed(name, detail, fix));
  try {
    const late = () =>
      allFailed(
        `It took longer than ${Math.round(limitMs / 1_000)} seconds.`,
        'Try again when the machine and its network are less busy.',
      );
    return await withTimeout(limitMs, look(), late);
  } catch (error) {
    // The message may quote what came from outside.
    const code = error instanceof Error && 'code' in error ? `, ${String(error.code)}` : '';
    if (code === ', EACCES')
      return names.map((name) => off(name, 'Not looked at: this user may not read it. See state.'));
    const kind = error instanceof Error ? error.name : typeof error;
    return allFailed(`Looking at it failed (${kind}${code}).`, 'This is a mistake in the program: please report it.');
  }
}

function withoutSecrets(check: DoctorCheck, secrets: readonly string[]): DoctorCheck {
  const hide = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, '[removed]'), text);
  return { ...check, detail: hide(check.detail), fix: hide(check.fix) };
}
