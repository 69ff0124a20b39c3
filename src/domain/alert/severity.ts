import { z } from 'zod';

/**
 * The severities of Microsoft Graph's `partnerSecurityAlert` (beta), the lowest first. Source:
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert-api-overview
 */
export const severities = ['informational', 'low', 'medium', 'high'] as const;
/** The severities, the highest first. */
export const worstFirst = severities.toReversed();
/** Parses the severity of an alert. */
export const Severity = z.enum(severities);
/** The severity of an alert. */
export type Severity = z.infer<typeof Severity>;

/** Counts no alerts of any severity, to begin with. */
export const noCounts: Readonly<Record<Severity, number>> = { high: 0, medium: 0, low: 0, informational: 0 };

/** Returns how many alerts there are of all severities together. */
export function totalOf(counts: Readonly<Record<Severity, number>>): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

/** Returns whether `a` is at least as severe as `b`. */
export function atLeast(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) >= severities.indexOf(b);
}

/** Returns how many alerts of which severity there are. */
export function countsOf(alerts: readonly { content: { severity: Severity } }[]): Record<Severity, number> {
  const counts = { ...noCounts };
  for (const { content } of alerts) counts[content.severity] += 1;
  return counts;
}
