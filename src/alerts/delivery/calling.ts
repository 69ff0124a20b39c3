import { type Alert, isOpen } from '../../domain/alert/alert.ts';
import { shareOf } from '../../domain/alert/source.ts';
import { arrived, type Delivery } from '../../domain/delivery/delivery.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { alertsOf } from '../cards/load-alert.ts';

/** A card mentions nobody whom another one of the same source and tenant mentioned in the last ten minutes. */
const windowMs = 10 * 60_000;
/** The most mentions of one person by cards within that time. */
const mostMentions = 6;

/**
 * Returns those of these people whom a card may mention when it is posted now: not those whom another card of the same source and tenant
 * mentioned within ten minutes, nor those whom six others did. What the latter are not called for is due for a reminder at the end of
 * these ten minutes, by one message for all.
 */
export async function mayCall(tx: Tx, delivery: Delivery, people: readonly Identity[], at: string) {
  if (people.length === 0) return [];
  const after = new Date(Date.parse(at) - windowMs).toISOString();
  const all = await tx.scan('deliveries.calls', { key: '', after });
  // What is on its way counts; what was refused reached nobody.
  const recent = all.filter((one) => one.id !== delivery.id && (one.state === 'sending' || arrived(one)));
  const subjects = await subjectsOf(tx, delivery);
  const called: Identity[] = [];
  let full: string | null = null;
  for (const person of people) {
    const theirs = recent.filter((one) => one.called?.includes(person));
    const heardOf = new Set((await Promise.all(theirs.map((one) => subjectsOf(tx, one)))).flat());
    if (subjects.every((one) => heardOf.has(one))) continue;
    const [oldest] = theirs;
    if (theirs.length < mostMentions) called.push(person);
    else full = oldest?.askedAt ?? at;
  }
  if (full !== null) await remindBy(tx, delivery, new Date(Date.parse(full) + windowMs).toISOString());
  return called;
}

/** Returns what a card is about: its source and tenant, of a card for many each that it names. What a person started stands for itself. */
async function subjectsOf(reader: Reader, { about }: Delivery): Promise<string[]> {
  return (await alertsAbout(reader, about)).map((alert) =>
    alert.origin === 'sent' ? `${shareOf(alert)} ${alert.tenantId}` : alert.id,
  );
}

async function alertsAbout(reader: Reader, about: Delivery['about']): Promise<Alert[]> {
  const digest = about.kind === 'digest' ? await reader.get('digests', about.digestId) : null;
  const ids = 'alertId' in about ? [about.alertId] : (digest?.firstIds ?? []);
  return alertsOf(reader, ids);
}

/** Makes the alerts of a card due for a reminder at `at`, or earlier. */
async function remindBy(tx: Tx, { about }: Delivery, at: string): Promise<void> {
  for (const alert of await alertsAbout(tx, about))
    if (isOpen(alert) && alert.escalateAt !== null && alert.escalateAt > at)
      await tx.put('alerts', { ...alert, escalateAt: at });
}
