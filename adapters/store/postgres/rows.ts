/** How rows stand in the tables: their ids, checksums, and the plain values that the views show. */
import { crc32 } from 'node:zlib';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Archived, Collections } from '../../../src/ports/collections.ts';
import { historyLines } from '../memory/document.ts';
import { rowText } from '../memory/row-text.ts';

/** Returns an id as it stands in the tables: a JSON string without its quotes, since PostgreSQL's text has no NUL and no lone surrogate. */
export function keyOf(id: string): string {
  return JSON.stringify(id).slice(1, -1);
}

/** Returns the CRC-32 of a row's line in a backup, which holds its collection too, as a signed integer. */
export function sumOf(collection: string, body: string): number {
  return crc32(`["${collection}",${body}]`) | 0;
}

/** Plain values by the names that the views know them by. */
type PlainValues = Record<string, string | number | null | undefined>;

/** Returns the JSON of the values that the views show of a row; null for a row of which they show nothing. */
export function factsOf<C extends keyof Collections>(collection: C, row: Collections[C]): string | null {
  const { of }: { of?: (row: Collections[C]) => PlainValues } = { of: shown[collection] };
  return of ? plain(of(row)) : null;
}

/** Returns the JSON of the values that the views show of an entry of the audit trail. */
export function factsOfEntry({ number, at, by, byName, deed, tenantId, changes }: HistoryEntry): string {
  const fields = changes.map(({ field }) => field).join(', ');
  return plain({ number, at, by, byName, deed, tenantId, fields });
}

const shown: { [C in keyof Collections]?: (row: Collections[C]) => PlainValues } = {
  alerts: ({ id, number, source, tenantId, content, origin, status, receivedAt, acknowledged, resolved }) => ({
    ...{ id, number, source, tenantId, origin, status, receivedAt, severity: content.severity },
    ...{ title: content.displayName, detectedAt: content.detectedDateTime },
    ...{ acknowledgedBy: acknowledged?.byName, acknowledgedAt: acknowledged?.at },
    ...{ resolvedBy: resolved?.byName, resolvedAt: resolved?.at, reason: resolved?.reason },
  }),
  archived: ({ alert }) => shown.alerts?.(alert) ?? {},
  deliveries: ({ number, about, queue, state, attempts, reason, since, doneAt }) => ({
    ...{ number, kind: about.kind, alertId: 'alertId' in about ? about.alertId : null, queue },
    ...{ state, attempts, reason, since, doneAt },
  }),
  tenants: ({ id, name, contact, manager, retiredAt }) => ({
    ...{ id, name, contactKind: contact?.kind, email: contact?.email, phone: contact?.phone, manager },
    ...{ confirmedAt: contact?.confirmedAt, retiredAt },
  }),
};

function plain(facts: PlainValues): string {
  const json = JSON.stringify(facts);
  return json.includes('\\u') ? JSON.stringify(facts, showable) : json;
}

/** Returns a text without what neither PostgreSQL's text nor UTF-8 can hold, NUL and half of a surrogate pair; all else as it is. */
function showable(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value;
}

/** A row of a table, as a statement takes it. */
export interface TableRow {
  key: string;
  sum: number;
  body: string;
  facts: string | null;
}

/** Returns a row of a collection as the table has it. `text` is what `rowText` returns of it, where that is known. */
export function tableRow<C extends keyof Collections>(
  collection: C,
  row: Collections[C],
  text = rowText(collection, row),
): TableRow {
  // Without what `rowText` writes around it: the brackets, the collection in quotes, and a comma.
  const body = text.slice(collection.length + 4, -1);
  return { key: keyOf(row.id), sum: crc32(text) | 0, body, facts: factsOf(collection, row) };
}

/** Returns an entry of the audit trail as the table has it. */
export function entryRow(entry: HistoryEntry): TableRow {
  const body = JSON.stringify(entry);
  return { key: String(entry.number), sum: sumOf(historyLines, body), body, facts: factsOfEntry(entry) };
}

/** Returns a row of the archive as the table has it. */
export function archivedRow(row: Archived): TableRow {
  const body = JSON.stringify(row);
  return { key: keyOf(row.id), sum: sumOf('archived', body), body, facts: plain(shown.alerts?.(row.alert) ?? {}) };
}
