import type { PeriodReport } from '../domain/alert/report.ts';
import { worstFirst } from '../domain/alert/severity.ts';
import type { Messages } from './messages.ts';

/** Returns how the alerts of each severity were answered, the highest first; nothing of a severity that had none. */
export function answerFacts(
  { report: say }: Pick<Messages, 'report'>,
  { severities: reports }: Pick<PeriodReport, 'severities'>,
): { label: string; value: string }[] {
  return worstFirst
    .filter((severity) => reports[severity].count > 0)
    .map((severity) => ({ label: say.facts[severity], value: say.answered(reports[severity]) }));
}
