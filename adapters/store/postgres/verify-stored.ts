/** Verifies what the database has, whatever is in memory. */
import { historyLines } from '../memory/document.ts';
import { type TrailCheck, verifyHistory } from '../verify-history.ts';
import { openArchives } from './archive.ts';
import type { Statement } from './connection.ts';
import { readRows } from './load.ts';

/** The collections that the audit trail is compared with. All others are only checked, so that it takes no second memory for the state. */
const compared = new Set([historyLines, 'tenants', 'organisation', 'trailStart']);

/**
 * Checks each row that the transaction sees, and follows the whole audit trail. `known` is the newest version of the state that this
 * program understands. Rejects with StateDamaged and StateTooNew.
 */
export function verifyStored(query: Statement, known: number): Promise<TrailCheck> {
  const picture = async () => (await readRows(query, known, (collection) => compared.has(collection))).document;
  return verifyHistory(openArchives(query, null), picture);
}
