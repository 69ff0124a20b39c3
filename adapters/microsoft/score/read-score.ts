/**
 * Reads the answers of Graph's partner security score (beta). Nothing in them throws: what is missing, of another type or unheard of is
 * not known, and never a no.
 * https://learn.microsoft.com/graph/api/resources/partner-security-securityrequirement?view=graph-rest-beta
 */
import { z } from 'zod';
import type { OnFile, PortalAnswer, SecurityScore } from '../../../src/domain/finding/portal.ts';

const Requirements = z.object({ value: z.array(z.unknown()) });
/** An item's `id` is its type in some answers and a GUID in others. */
const Requirement = z.looseObject({ requirementType: z.string() });

/** `noncomplaint` is Microsoft's own spelling, which it may mend. */
const statuses: Readonly<Record<string, OnFile>> = { compliant: 'yes', noncomplaint: 'no', noncompliant: 'no' };

/** A number of hours, which Microsoft documents as a number and shows as a text; no average is above ten years. */
const Hours = z
  .union([
    z.number(),
    z
      .string()
      .max(20)
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(87_660));
const Points = z.number().min(0).max(1_000_000);
const Score = z.object({ currentScore: Points, maxScore: Points });

/** Returns what the list of requirements says about the security contact and about the answers to alerts. */
export function readRequirements(body: unknown): Omit<PortalAnswer, 'score'> {
  const items = Requirements.safeParse(body).data?.value ?? [];
  const all = items.flatMap((item) => Requirement.safeParse(item).data ?? []);
  const ofType = (type: string) => all.filter(({ requirementType }) => requirementType === type);
  const answers = new Set(ofType('securityContactProvided').map(({ complianceStatus }) => onFileOf(complianceStatus)));
  const [onFile = 'unknown', ...others] = answers;
  const [hours = null] = ofType('securityAlertsPromptlyResolved').map(
    ({ averageResponseTimeInHours }) => Hours.safeParse(averageResponseTimeInHours).data ?? null,
  );
  return { onFile: others.length > 0 ? 'unknown' : onFile, averageHours: hours };
}

function onFileOf(status: unknown): OnFile {
  return (typeof status === 'string' && Object.hasOwn(statuses, status) && statuses[status]) || 'unknown';
}

/** Returns the score; null where the answer has none. */
export function readSecurityScore(body: unknown): SecurityScore | null {
  const { data } = Score.safeParse(body);
  return data ? { current: data.currentScore, max: data.maxScore } : null;
}
