/** Renders the additional fields of a payload as readable lines. */

/** Deeper parts are shown as `…`. */
const maxLevels = 4;
/** The most lines, and rows per list. A last `…` shows that more were left out. */
const maxLines = 50;
const maxName = 80;

/**
 * Returns a value as lines such as `task.name: MFA report`: a name with dots for each part, in their order, and lists of
 * plain values on one line. What is null or empty is not shown. It names everything as the sender does, in any language.
 */
export function plainLines(value: unknown): string {
  const lines: string[] = [];
  for (const line of linesOf(value, [])) {
    if (lines.push(line) <= maxLines) continue;
    lines[maxLines] = '…';
    break;
  }
  return lines.join('\n');
}

/** Returns a paragraph for each row of a list, as `plainLines` shows it; what is no list is one row. `… +7` means 7 more rows. */
export function plainRows(rows: unknown): string[] {
  if (!Array.isArray(rows)) return [plainLines(rows)];
  const left = rows.length - maxLines;
  const shown = rows.slice(0, maxLines).map(plainLines);
  return left > 0 ? [...shown, `… +${left}`] : shown;
}

/** Returns a text or a number as text; empty for anything else. */
export function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function* linesOf(value: unknown, path: readonly string[]): Generator<string> {
  if (isEmpty(value)) return;
  const name = path.join('.');
  if (!isNested(value)) yield name === '' ? String(value) : `${name}: ${String(value)}`;
  else if (Array.isArray(value) && !value.some(isNested))
    yield* linesOf(value.filter((part) => !isEmpty(part)).join(', '), path);
  else if (path.length === maxLevels) yield `${name}: …`;
  else for (const [key, part] of Object.entries(value)) yield* linesOf(part, [...path, shortened(key)]);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function shortened(key: string): string {
  return key.length > maxName ? `${key.slice(0, maxName - 1)}…` : key;
}
