/** Verifies what the database has, whatever is in memory. */
import { RowDamaged } from '../errors.ts';
import { historyLines } from '../memory/document.ts';
import { type TrailCheck, verifyHistory } from '../verify-history.ts';
import { openArchives } from './archive.ts';
import type { Statement } from './connection.ts';
import { readRows } from './load.ts';

/** The collections that the audit trail is compared with. All others are only checked, so that it takes no second memory for the state. */
const compared = new Set([historyLines, 'tenants', 'organisation', 'trailStart']);

/**
 * Checks each row that the transaction sees, follows the whole audit trail, and looks for each alert that left for the archive. `known` is
 * the newest version of the state that this program understands. Rejects with StateDamaged and StateTooNew.
 */
export async function verifyStored(query: Statement, known: number): Promise<TrailCheck> {
  const picture = async () => (await readRows(query, known, (collection) => compared.has(collection))).document;
  const trail = await verifyHistory(openArchives(query, null), picture);
  const [missing] = await query(missingStatement);
  if (missing) throw new RowDamaged(`Row ${missing[0]} of ${missing[1]}`, 'it is missing');
  return trail;
}

/**
 * Finds an alert that is not in the segment for which it left, as its row in `closed` says. The segment is taken from the text: `->>` fails
 * on a row that has a NUL anywhere. In the text no value has a quote without an escape.
 */
const missingStatement = `
SELECT r.id, s FROM {schema}.rows r, substring(r.body::text FROM '"segment":"([^"]*)"') s
WHERE r.collection = 'closed'
  AND NOT EXISTS (SELECT 1 FROM {schema}.archived a WHERE a.segment = s AND NOT a.dropped AND a.id = r.id)
LIMIT 1`;
