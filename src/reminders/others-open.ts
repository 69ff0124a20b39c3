import type { Nag } from '../collections.ts';
import { dateIn } from '../domain/date-in.ts';
import { queueOf } from '../domain/delivery.ts';
import type { Reader, World } from '../ports.ts';
import { audiencesOf } from './audience.ts';

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
