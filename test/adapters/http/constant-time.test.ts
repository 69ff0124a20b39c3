import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const secrets = 'signature|hmac|digest|mac|expected|right|secret|token';
/** `===` or its like with such a name on one side, but for what asks only whether something is there. */
const compared = new RegExp(
  String.raw`\b(?:${secrets})\b[^=!&|?\n]{0,40}[!=]==?(?![=\s]*(?:null|undefined|''|0\b))|[!=]==?\s*[\w.]*\b(?:${secrets})\b`,
  'i',
);

const files = readdirSync('adapters', { recursive: true, encoding: 'utf8' }).filter((name) =>
  /signature[^/]*\.ts$|webhook.auth./.test(name),
);

it.each(files)(
  '%s compares no signature by ===, which ends at the first difference and so tells how far one came',
  (name) => {
    const lines = readFileSync(join('adapters', name), 'utf8').split('\n');
    expect(lines.filter((line) => compared.test(line))).toEqual([]);
  },
);

it('the check knows such a line when it sees one', () => {
  expect(files.length).toBeGreaterThan(1);
  expect(compared.test("    return right.toString('hex') === signature.slice(3);")).toBe(true);
  expect(compared.test('  if (given !== expected) return false;')).toBe(true);
  expect(compared.test("  return id !== '' && signature !== null;")).toBe(false);
});
