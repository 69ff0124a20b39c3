import { withTimeout } from '../process/timers.ts';
import { type DoctorCheck, type Examination, type ExaminationResult, failed, off } from './check.ts';

/** Longest time (ms) of an examination: each check may take ten seconds. */
export const examinationMs = 9_500;

/** Characters of the shortest secret that is hidden: a shorter one stands in sentences by chance. */
const shortestHidden = 8;

/**
 * Makes all examinations at the same time, and resolves with their checks in the order that was given. Never rejects. `offline`
 * leaves out what asks other machines; the secrets never stand in a check, whatever a library says.
 */
export async function examine(
  examinations: readonly Examination[],
  how: { offline: boolean; secrets(): readonly string[]; limitMs?: number },
): Promise<readonly DoctorCheck[]> {
  const { offline, secrets, limitMs = examinationMs } = how;
  const made = await Promise.all(
    examinations.map(async (one) => {
      const found = offline && one.needsNetwork ? off('Not looked at: --offline.') : await outcomeOf(one, limitMs);
      const verdicts = 'state' in found ? one.names.map(() => found) : found;
      return verdicts.map((verdict, index) => ({ name: one.names[index] ?? '', ...verdict }));
    }),
  );
  const hidden = secrets().filter(({ length }) => length >= shortestHidden);
  const hide = (text: string) => hidden.reduce((left, secret) => left.replaceAll(secret, '[removed]'), text);
  return made.flat().map((check) => ({ ...check, detail: hide(check.detail), fix: hide(check.fix) }));
}

async function outcomeOf({ look }: Examination, limitMs: number): Promise<ExaminationResult> {
  const fix = 'Try again when the machine and its network are less busy.';
  const late = () => failed(`It took longer than ${Math.round(limitMs / 1_000)} seconds.`, fix);
  try {
    return await withTimeout(limitMs, look(), late);
  } catch (error) {
    // The message may quote what came from outside.
    const code = error instanceof Error && 'code' in error ? `, ${String(error.code)}` : '';
    if (code === ', EACCES') return off('Not looked at: this user may not read it. See state.');
    const kind = error instanceof Error ? error.name : typeof error;
    return failed(`Looking at it failed (${kind}${code}).`, 'This is a mistake in the program: please report it.');
  }
}
