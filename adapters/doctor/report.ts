import { styleText } from 'node:util';
import { count, type DoctorCheck } from './check.ts';
import type { Diagnosis } from './doctor.ts';

/** A mark for each state, and its colour on a terminal. */
const marks = {
  ok: { sign: '✓', colour: 'green' },
  off: { sign: '–', colour: 'gray' },
  failed: { sign: '✗', colour: 'red' },
} as const;

/**
 * Returns a diagnosis for people: a line a check, below it what to do, and a closing line. Neighbours that were not looked at for the
 * same reason share a line. `coloured` is for a terminal.
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
