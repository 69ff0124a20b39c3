import { type FindingCode, findingId } from '../../src/domain/finding/finding.ts';
import { nextSlot } from '../../src/domain/time/slots.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Clock } from '../../src/ports/world.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { readRegister } from '../../src/register/file/register-file.ts';
import { clock as machineClock } from '../process/timers.ts';
import type { Config } from '../settings/config.ts';
import { playground } from './playground-config.ts';

const dayMs = 86_400_000;

/**
 * This contact is made up: Microsoft's sample name, a domain that cannot exist, and a number that the French regulator
 * keeps for films.
 */
const contact = {
  kind: 'group',
  firstName: 'Contoso Security Desk',
  middleName: 'Contoso Security Desk',
  email: 'security-desk@contoso.example',
  phone: '+33199001234',
  timezone: 'Europe/Paris',
};
const tenant = { id: playground.tenantId, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: 3 };

/** Adds an example partner tenant to an empty state. */
export async function seedExample(store: Store, clock: Clock, { DEMO }: Pick<Config['settings'], 'DEMO'>) {
  const known = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 1 }));
  if (known.length > 0) return;
  const now = clock.now();
  const reading = readRegister({ version: 1, tenants: [DEMO === 'reminder' ? outdated(now) : { ...tenant, contact }] });
  if (reading.kind !== 'register') return;
  const made = DEMO === 'reminder' ? daysBefore(now, demoDays) : now;
  await importRegister(reading.file, { id: null, name: 'Local mode' }, { store, clock: { ...clock, now: () => made } });
  await putOff(store, now, DEMO === 'reminder' ? unwanted.slice(0, 1) : unwanted);
}

/** The age (days) of the tenant of `npm run demo:reminder`: nobody has confirmed or attested it since. */
const demoDays = 130;

/**
 * Returns a tenant in order, but for a confirmation that is four months old and a phone that nobody attested: even
 * after “Still right” before nine o'clock one finding is left to be reminded of.
 */
function outdated(now: string): object {
  const ago = (days: number) => daysBefore(now, days);
  const vouched = { confirmedAt: ago(120), attestedAt: ago(100) };
  const known = { ...contact, onCall: [playground.currentUser], ...vouched };
  return { ...tenant, anniversaryMonth: null, complianceAttestedAt: ago(100), contact: known };
}

function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * dayMs).toISOString();
}

/** These findings of the made-up tenant are snoozed for a week, so that nobody reminds a newcomer of them. */
const unwanted: readonly { code: FindingCode; subject: string }[] = [
  { code: 'fieldMissing', subject: 'channels' },
  { code: 'unconfirmed', subject: '' },
  { code: 'phoneUnattested', subject: '' },
  { code: 'complianceUnconfirmed', subject: '' },
];

async function putOff(store: Store, at: string, findings: typeof unwanted): Promise<void> {
  // The reason stays empty: a sentence of ours would be in one language.
  const by = { by: playground.currentUser, byName: 'Agents Playground' };
  const snooze = { until: daysBefore(at, -7), ...by, reason: '', example: true } as const;
  await store.change(async (tx) => {
    // Removes the change notices: a newcomer needs no message that somebody changed something.
    for (const { id } of await tx.list('unsentNotices')) await tx.remove('unsentNotices', id);
    for (const finding of findings) {
      const id = findingId(tenant.id, finding);
      const row = { ...finding, id, tenantId: tenant.id, since: at, openedAt: at, closedAt: null };
      await tx.put('findings', { ...row, snooze, remindersSent: {} });
    }
  });
}

/** How long (ms) before nine o'clock the demonstration starts: time to open the browser, and for a slow machine to start. */
const leadMs = 30_000;

/**
 * Returns the clock of a demonstration: the real one, moved on to shortly before the next nine o'clock of a working
 * day. Returns the real one when there is no demonstration.
 */
export function clockOf({ DEMO, TIMEZONE }: Pick<Config['settings'], 'DEMO' | 'TIMEZONE'>, real: Clock = machineClock) {
  if (DEMO !== 'reminder') return real;
  const start = Date.parse(nextSlot(real.now(), TIMEZONE, []).at) - leadMs;
  const ahead = start - Date.parse(real.now());
  return { now: () => new Date(Date.parse(real.now()) + ahead).toISOString() };
}
