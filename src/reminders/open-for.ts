import { dateIn } from '../domain/date-in.ts';
import { byWeight, type StoredFinding } from '../domain/finding.ts';
import { isSnoozed } from '../domain/reminding.ts';
import type { Reader } from '../ports.ts';
import type { Audience } from './audience.ts';

/** What is open for an audience and not put off, the worst first. */
export async function openFor(reader: Reader, audience: Audience, now: string): Promise<StoredFinding[]> {
  const today = dateIn(now, audience.timezone);
  const found: StoredFinding[] = [];
  for (const key of audience.tenantIds ?? (await reader.keys('findings.open')))
    for (const finding of await reader.scan('findings.open', { key, after: null }))
      if (audience.concerns(finding, today) && !isSnoozed(finding, now)) found.push(finding);
  return found.toSorted(byWeight);
}
