import { type FindingCode, findingCodes } from './domain/finding.ts';
import type { World } from './ports.ts';

/** How many findings are open, for each code, for monitoring; what was put off counts too. */
export async function openFindings({ store }: Pick<World, 'store'>): Promise<ReadonlyMap<FindingCode, number>> {
  return store.read(async (reader) => {
    const counts = new Map<FindingCode, number>();
    for (const code of findingCodes) counts.set(code, await reader.count('findings.code', code));
    return counts;
  });
}
