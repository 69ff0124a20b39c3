/** Names a change of the history in the value of a button. */
import type { HistoryEntry } from '../../domain/history.ts';

/** A change, as the button of its notice names it. */
export interface ChangeRef {
  tenantId: string;
  /** The number of the change in the history. */
  entry: number;
  /** The time of the change; null for buttons that earlier versions posted. After a restore its number may be that of another change. */
  at: string | null;
}

/** Returns the value of a button about a change. `tenantId` is that of its notice: a change of the organisation has none. */
export function changeRefOf({ number, at }: Pick<HistoryEntry, 'number' | 'at'>, tenantId: string): string {
  return `${tenantId} ${number} ${at}`;
}

/** Reads the button's value, which comes from a client: `1`, `01`, `1.0` and `1 ` are one number. Returns null when it is no whole number. */
export function parseChangeRef(value: string): ChangeRef | null {
  const [tenantId = '', number = '', at = ''] = value.split(' ');
  const entry = /^\d{1,15}(\.0+)?$/.test(number) ? Number(number) : 0;
  return entry > 0 ? { tenantId, entry, at: at || null } : null;
}
