import type { Finding, FindingCode } from './finding.ts';

/** Findings of one kind, which people read as one: ten channels that cannot be reached are one thing to read. */
export interface FindingGroup<F> {
  code: FindingCode;
  findings: readonly F[];
}

/** In order of the first of each; what differs in `apart` stays apart. */
export function groupsOf<F extends Pick<Finding, 'code'>>(
  findings: readonly F[],
  apart: (finding: F) => string = () => '',
): FindingGroup<F>[] {
  const groups = new Map<string, { code: FindingCode; findings: F[] }>();
  for (const finding of findings) {
    const key = `${finding.code} ${apart(finding)}`;
    const known = groups.get(key);
    if (known) known.findings.push(finding);
    else groups.set(key, { code: finding.code, findings: [finding] });
  }
  return [...groups.values()];
}
