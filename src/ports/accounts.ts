import { shareOf, signedShare } from '../domain/alert/source.ts';
import type { Collections } from './collections.ts';

/** The account of everything that senders sent: all their alerts, and the messages about each of them. */
export const allSent = 'sent';
/** The account of marks that something was done, which have no part in the limit that refuses alerts. */
export const marks = 'marks';

const none: readonly string[] = [];

/** Returns the accounts of an alert that a sender sent: that of all senders, and that of its source where it has a credential of its own. */
function ofAlert(alert: { source: string; share?: string }): readonly string[] {
  if (!alert.source.startsWith('webhook:')) return none;
  const share = shareOf(alert);
  return share === signedShare ? [allSent] : [share, allSent];
}

/**
 * Returns the accounts of a delivery about the alert of an id, which begins with its source (see `known-alert.ts`): no source has a space
 * or a tilde. The share is that of the delivery's turn.
 */
function ofAlertId(id: string, turn: { share: string } | undefined): readonly string[] {
  const source = id.split(/[ ~]/, 1)[0] ?? '';
  return ofAlert({ source, ...(turn ? { share: turn.share } : {}) });
}

/** The accounts to which the bytes of a row count. A message about several alerts counts to none. */
const accounts: { [C in keyof Collections]?: (row: Collections[C]) => readonly string[] } = {
  alerts: ofAlert,
  deliveries: ({ about, turn }) => ('alertId' in about ? ofAlertId(about.alertId, turn) : none),
  repeats: ({ id }) => ofAlertId(id, undefined),
  seen: () => [marks],
};

const byCollection = new Map<string, (row: never) => readonly string[]>(Object.entries(accounts));

/** Returns the accounts to which the bytes of a row of this collection count. Each store keeps their sums beside its rows. */
export function accountsOf(collection: string, row: object): readonly string[] {
  const ofRow = byCollection.get(collection);
  return ofRow ? Reflect.apply(ofRow, null, [row]) : none;
}
