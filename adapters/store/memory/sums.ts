import { marks } from '../../../src/ports/collections.ts';
import type { Growth } from './document.ts';

/** Returns the growth of nothing. */
export function noGrowth(): Growth {
  return { bytes: 0, byAccount: new Map() };
}

/** Returns the bytes that count towards the limit: marks that something was done do not. */
export function limitedBytes({ bytes, byAccount }: Growth): number {
  return bytes - (byAccount.get(marks) ?? 0);
}

/** Adds bytes to a sum: of everything, and of these accounts. */
export function addBytes(sum: Growth, bytes: number, accounts: readonly string[]): void {
  sum.bytes += bytes;
  for (const account of accounts) addTo(sum.byAccount, account, bytes);
}

/** Adds one sum to another. */
export function addGrowth(sum: Growth, more: Growth): void {
  sum.bytes += more.bytes;
  for (const [account, bytes] of more.byAccount) addTo(sum.byAccount, account, bytes);
}

/** An account without bytes has no entry, so that removed sources use no memory. */
function addTo(byAccount: Map<string, number>, account: string, bytes: number): void {
  const after = (byAccount.get(account) ?? 0) + bytes;
  if (after === 0) byAccount.delete(account);
  else byAccount.set(account, after);
}
