/** Looks at everything that a bot needs: settings, state, platforms, address, sources, upkeep. It changes and posts nothing. */
import type { Environment } from '../settings/settings.ts';
import { adminsExaminations } from './admins-check.ts';
import { botExaminations } from './bot-check.ts';
import type { DoctorCheck, Examination } from './check.ts';
import { examine } from './examine.ts';
import { heartbeatExaminations } from './heartbeat-check.ts';
import { nameServerExaminations } from './name-server-checks.ts';
import { nodeExamination } from './node-check.ts';
import { publicUrlExaminations } from './public-url-checks.ts';
import { settingsExamination } from './settings-checks.ts';
import { slackExaminations } from './slack-checks.ts';
import { sourcesExamination } from './sources-checks.ts';
import { stateExaminations } from './state-checks.ts';
import { type Subject, subjectOf } from './subject.ts';
import { teamsExaminations } from './teams-checks.ts';
import { upkeepExaminations } from './upkeep-checks.ts';

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

/** Returns all examinations, in the order in which people read them. */
export function examinationsOf(subject: Subject): readonly Examination[] {
  return [
    settingsExamination(subject),
    ...stateExaminations(subject),
    ...botExaminations(subject),
    ...slackExaminations(subject),
    ...teamsExaminations(subject),
    ...adminsExaminations(subject),
    ...nameServerExaminations(subject),
    ...publicUrlExaminations(subject),
    sourcesExamination(subject),
    ...heartbeatExaminations(subject),
    nodeExamination(subject),
    ...upkeepExaminations(subject),
  ];
}
