/** Returns the id of the row with the number of the newest entry of the audit trail that a receiver has. */
export function cursorId(receiver: string): string {
  return `audit ${receiver}`;
}

/** Returns the id of the row that a stop leaves: it has the cursor's number where no later entry may have been sent. */
export function stoppedId(receiver: string): string {
  return `audit-stopped ${receiver}`;
}
