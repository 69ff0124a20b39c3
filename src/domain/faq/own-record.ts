/**
 * Questions about the organisation's own record, by id. They stand beside the entries of the FAQ, since the answer is a fact of the
 * register and no text. `verb` shows the fact, and `near` is the nearest of the 28 topics.
 */
export const ownRecord = {
  'our-contact': { verb: 'show', near: 'who-can-view' },
  'our-on-call': { verb: 'show', near: 'phone-24x7' },
  'our-confirmation': { verb: 'show', near: 'keep-up-to-date' },
  'our-approvers': { verb: 'show', near: 'who-can-update' },
  'our-history': { verb: 'history', near: 'keep-up-to-date' },
  'our-check': { verb: 'check', near: 'which-fields' },
  'our-reminders': { verb: 'reminders', near: 'keep-up-to-date' },
  'our-alerts': { verb: 'alerts', near: 'security-alerts-dashboard' },
  'our-report': { verb: 'report', near: 'respond-how-fast' },
} as const;
/** A question about the organisation's own record. */
export type OwnRecordId = keyof typeof ownRecord;

/** The ids of all questions about the own record. */
export const ownRecordIds: readonly OwnRecordId[] = Object.keys(ownRecord).filter(isOwnRecord);

/** Returns true for the id of a question about the organisation's own record. */
export function isOwnRecord(id: string): id is OwnRecordId {
  return Object.hasOwn(ownRecord, id);
}
