import { queueOf } from '../../domain/delivery/delivery.ts';
import { byWeight, type StoredFinding } from '../../domain/finding/finding.ts';
import { isSnoozed } from '../../domain/finding/reminder-intervals.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Nag } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type Audience, audiencesOf } from './audience.ts';

/** What is open for an audience and not put off, the worst first. */
export async function openFor(reader: Reader, audience: Audience, now: string): Promise<StoredFinding[]> {
  const today = dateIn(now, audience.timezone);
  const found: StoredFinding[] = [];
  for (const key of audience.tenantIds ?? (await reader.keys('findings.open')))
    for (const finding of await reader.scan('findings.open', { key, after: null }))
      if (audience.concerns(finding, today) && !isSnoozed(finding, now)) found.push(finding);
  return found.toSorted(byWeight);
}

/** Whether anything that this reminder did not tell of is open for whoever reads it, put off or not: who reads that all is fixed believes it. */
export async function othersOpen(
  reader: Reader,
  { to, role, items }: Nag,
  { defaults, chats, clock }: Pick<World, 'defaults' | 'chats' | 'clock'>,
): Promise<boolean> {
  const [admins, tenants] = role === 'admin' ? [[to], []] : [[], await reader.list('tenants')];
  const audience = (await audiencesOf(reader, admins, tenants, { defaults, chats })).find(
    ({ queue }) => queue === queueOf(to),
  );
  if (!audience) return false;
  const today = dateIn(clock.now(), audience.timezone);
  for (const key of audience.tenantIds ?? (await reader.keys('findings.open'))) {
    const open = await reader.scan('findings.open', { key, after: null });
    if (open.some((one) => audience.concerns(one, today) && !items.includes(one.id))) return true;
  }
  return false;
}
