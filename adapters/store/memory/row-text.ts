/** Returns the JSON of a row in a snapshot and in a backup: its collection, and itself. */
export function rowText(collection: string, row: unknown): string {
  return `["${collection}",${JSON.stringify(row)}]`;
}

/** Returns the length in bytes of the line of a row in a snapshot: its text, a checksum, a space and a line feed. */
export function rowBytes(collection: string, row: unknown): number {
  return lineBytes(rowText(collection, row));
}

/** Returns the same of a row of which the text is known. */
export function lineBytes(text: string): number {
  return Buffer.byteLength(text) + 10;
}
