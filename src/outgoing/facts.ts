import { cardLink } from '../delivery/permalinks.ts';
import type { Alert } from '../domain/alert/alert.ts';
import { customerKnownAs, customerOf } from '../domain/alert/customer.ts';
import { answerBy, detectedAt } from '../domain/alert/deadlines.ts';
import { productName } from '../domain/alert/source.ts';
import { noteId } from '../domain/alert/timeline.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { EventFacts } from '../domain/outgoing/event.ts';
import type { OutgoingRow } from '../domain/outgoing/outgoing.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { OutgoingEvent, Receiver } from '../ports/receivers.ts';
import type { World } from '../ports/world.ts';
import { shownName } from './audit/ocsf.ts';
import { incidentOf } from './installation.ts';

type StoredFacts = Pick<World, 'store' | 'archive'>;

/** Returns the event as it is sent now: what its row says of then, and what the alert, live or archived, says besides. */
export async function eventToSend(
  row: OutgoingRow,
  receiver: Receiver,
  installation: string,
  world: World,
): Promise<OutgoingEvent> {
  const { id, type, at, subject, doubt } = row;
  const { store } = world;
  const { by: _by, to: _to, ...rest } = row.facts;
  const tenantId = row.facts.tenantId ?? null;
  const found = await store.read(async (reader) => ({
    tenant: tenantId === null ? null : await reader.get('tenants', tenantId),
    entry: row.entry === undefined ? null : await reader.history({ tenantId: null, before: row.entry + 1, limit: 1 }),
    opened:
      row.round === undefined
        ? []
        : await reader.scan('outgoing.raised', { key: `${row.receiver} ${subject}`, after: null }),
  }));
  const { alert, note } = await alertOf(row, world);
  const incident = receiver.follows && row.round !== undefined && row.facts.number !== undefined;
  const link = alert && (await cardLink(alert.id, null, world));
  const facts: EventFacts = {
    ...(alert ? factsOfAlert(alert, found.tenant) : {}),
    ...(link ? { link: link.url } : {}),
    ...rest,
    ...shownPeople(row.facts, receiver),
    ...(row.severity === null ? {} : { severity: row.severity }),
    ...(found.tenant ? { tenant: found.tenant.name } : {}),
    ...(note === null ? {} : { note }),
    ...(incident ? { incident: incidentOf(installation, row) } : {}),
    ...referenceOf(alert, receiver.name),
    ...(receiver.values && found.entry?.[0] ? { changes: changesText(found.entry[0]) } : {}),
  };
  const opened = found.opened.find((one) => one.opens && one.round === row.round && one.state === 'sent');
  const keyId = row.keyId ?? opened?.keyId ?? null;
  // A row's id is unique within the installation; receivers hear of several.
  return { id: `${installation}-${id}`, type, at, subject, installation, mayBeRepeat: doubt === true, facts, keyId };
}

/** Returns the names of people, without those that are addresses where none may go out. */
function shownPeople({ by, to }: OutgoingRow['facts'], { values }: Receiver): Pick<EventFacts, 'by' | 'to'> {
  const [doer, holder] = [by, to].map((name) => (name === undefined ? '' : shownName(name, values)));
  return { ...(doer ? { by: doer } : {}), ...(holder ? { to: holder } : {}) };
}

/** Returns the alert of an event, and the note that it is about; null for neither. */
async function alertOf(
  row: OutgoingRow,
  { store, archive }: StoredFacts,
): Promise<{ alert: Alert | null; note: string | null }> {
  const { alertId } = row;
  if (alertId === undefined) return { alert: null, note: null };
  const noted = row.note === undefined ? null : noteId(alertId, row.note);
  const { alert, note, closed } = await store.read(async (reader) => ({
    alert: await reader.get('alerts', alertId),
    note: noted === null ? null : await reader.get('notes', noted),
    closed: await reader.get('closed', alertId),
  }));
  if (alert) return { alert, note: note?.text ?? resolutionOf(alert, row) };
  const [archived] = closed ? await archive.read(closed.segment, ({ id }) => id === alertId) : [];
  if (!archived) return { alert: null, note: null };
  const text = archived.notes?.find(({ id }) => id === noted)?.text;
  return { alert: archived.alert, note: text ?? resolutionOf(archived.alert, row) };
}

/** Returns what was noted when the alert was resolved, for the event that says so. */
function resolutionOf({ resolved }: Alert, { type, at }: OutgoingRow): string | null {
  return type.endsWith('.resolved') && resolved?.at === at && resolved.note !== '' ? resolved.note : null;
}

function factsOfAlert(alert: Alert, tenant: StoredTenant | null): EventFacts {
  const { content, receivedAt } = alert;
  const customer = customerKnownAs(alert, tenant) ?? customerOf(alert);
  const by = answerBy(alert, tenant?.partnerType ?? null);
  return {
    description: content.description,
    ...{ detectedAt: detectedAt(alert), receivedAt, sourceName: productName(alert) },
    ...(by ? { answerBy: by.at } : {}),
    ...(content.alertType === null ? {} : { alertType: content.alertType }),
    ...(content.customerTenantId === null ? {} : { customerTenantId: content.customerTenantId }),
    ...(customer === '' ? {} : { customer }),
  };
}

function referenceOf(alert: Alert | null, receiver: string): Pick<EventFacts, 'reference'> {
  // A receiver may be named `constructor`.
  const reference = new Map(Object.entries(alert?.references ?? {})).get(receiver);
  return reference === undefined ? {} : { reference };
}

function changesText({ changes }: HistoryEntry): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value));
  return changes.map(({ field, before, after }) => `${field}: ${text(before)} -> ${text(after)}`).join('\n');
}
