/** Compares the answer that is to be written back with what the source says. */
import type { StatusThere } from '../../domain/alert/status.ts';
import type { WriteBack } from '../../ports/collections.ts';

/**
 * Returns whether the source has the answer. An answer in place of one that was sent already has to be sent first: the earlier one may
 * still be under way, so that what the source says now proves nothing. A reason that the source leaves out is no other one.
 */
export function isThere(row: WriteBack, said: StatusThere): boolean {
  if (said.status !== row.status || (row.sent && row.sent.status !== row.status)) return false;
  return row.status !== 'resolved' || said.reason === null || said.reason === row.reason;
}

/** Returns whether the answer is not written, since somebody resolved the alert there: that stays as it is. */
export function staysResolved(row: WriteBack, said: StatusThere): boolean {
  return said.status === 'resolved' && !row.takesBack;
}
