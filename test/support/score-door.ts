/** Microsoft's answers about a partner's security score, made up, and the signal that asks for them. */
import { GraphError, type GraphErrorKind } from '../../adapters/microsoft/api/graph-error.ts';
import { createScore } from '../../adapters/microsoft/score/ask-score.ts';
import type { Log } from '../../adapters/process/log.ts';
import type { World } from '../../src/ports/world.ts';
import { contoso } from './partner.ts';

/**
 * A requirement as Microsoft's page of samples shows it, whose `compliant` of the contact is its only machine-readable sign.
 * https://learn.microsoft.com/graph/api/partner-security-partnersecurityscore-list-requirements?view=graph-rest-beta
 */
export function aRequirement(requirementType: string, more: Record<string, unknown> = {}) {
  return {
    '@odata.type': '#microsoft.graph.partner.security.securityRequirement',
    id: 'adc3e54c-0000-4000-8000-000000000000',
    requirementType,
    complianceStatus: 'compliant',
    actionUrl: 'https://aka.ms/partner-center-security-contact',
    helpUrl: 'https://aka.ms/partner-center-security-contact',
    score: 20,
    maxScore: 20,
    state: 'active',
    updatedDateTime: '2023-09-26T04:04:01.4261872Z',
    ...more,
  };
}

/** The list of requirements; its average is a text there, as in Microsoft's sample. */
export function requirements(complianceStatus: unknown, averageResponseTimeInHours: unknown = '3.5') {
  return {
    value: [
      aRequirement('mfaEnforcedForAdmins', { complianceStatus: 'noncomplaint' }),
      aRequirement('securityContactProvided', { complianceStatus }),
      aRequirement('securityAlertsPromptlyResolved', { averageResponseTimeInHours }),
    ],
  };
}

export const aScore = { currentScore: 60.5, maxScore: 100, updatedDateTime: '2023-09-26T04:04:01.4261872Z' };

/** A failed request. */
export function aFailure(kind: GraphErrorKind, retryAfterMs: number | null = null) {
  return new GraphError({ kind, code: kind, retryAfterMs, step: `Mend ${kind}.` });
}

/** A tenant of the file, of which only what the score needs is there. */
export const scoreTenant = { id: contoso, name: 'contoso', score: true, alerts: null };

type ScoreTenant = Parameters<typeof createScore>[0][number];

/** The signal between a world and a Graph whose answers a test sets: an error is thrown, anything else is the body. */
export function scoreDoor(world: Pick<World, 'store' | 'clock'>, tenants: readonly ScoreTenant[] = [scoreTenant]) {
  const logged: object[] = [];
  const requests: { id: string; path: string; as: string; at: string }[] = [];
  const line = (fields: object, message: string) => void logged.push({ ...fields, message });
  const troubles = { failed: () => {}, answered: () => {} };
  const log: Log = { debug: line, info: line, warn: line, error: line };
  const made = {
    requirements: requirements('compliant') as unknown,
    score: aScore as unknown,
    logged,
    requests,
    /** A new process, which knows what is stored alone. */
    restart() {
      signal = createScore(tenants, graphOf, { ...world, log, troubles });
    },
    run: () => signal.run(),
    /** Microsoft says this of the contact from now on, and is asked. */
    async says(complianceStatus: unknown, average?: unknown) {
      made.requirements = requirements(complianceStatus, average);
      await signal.run();
    },
    row: (id = contoso) => world.store.read((reader) => reader.get('portal', id)),
  };
  const graphOf = (id: string) => ({
    async request(_signal: 'score', _method: 'GET', path: string, { as }: { as: 'app' | 'user' }): Promise<unknown> {
      requests.push({ id, path, as, at: world.clock.now() });
      const answer = path.endsWith('/requirements') ? made.requirements : made.score;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  let signal = createScore(tenants, graphOf, { ...world, log, troubles });
  return made;
}
