import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { beginning, chained } from '../../../adapters/store/history-chain.ts';
import type { HistoryEntry, NewEntry } from '../../../src/domain/history.ts';
import { verifyHistory } from '../../support/verify-history.ts';

const entry = (byName: string): NewEntry => ({
  at: '2026-01-02T03:04:05.000Z',
  by: null,
  byName,
  deed: 'contact.updated',
  tenantId: 't',
  changes: [{ field: 'channels', before: null, after: [{ platform: 'slack', address: 'C1' }] }],
});

function historyOf(...names: string[]): HistoryEntry[] {
  const history: HistoryEntry[] = [];
  for (const name of names) history.push(chained(history.at(-1) ?? beginning, entry(name)));
  return history;
}

test('the hash is SHA-256 over the previous hash and the canonical JSON, as documented', () => {
  const canonical =
    '{"at":"2026-01-02T03:04:05.000Z","by":null,"byName":"Ada","changes":[{"after":[{"address":"C1","platform":"slack"}],' +
    '"before":null,"field":"channels"}],"deed":"contact.updated","number":1,"tenantId":"t"}';
  const hash = createHash('sha256')
    .update('0'.repeat(64) + canonical)
    .digest('hex');
  expect(historyOf('Ada')[0]).toEqual({ ...entry('Ada'), number: 1, previous: '0'.repeat(64), hash });
});

test('a whole history is whole, whatever the order of its keys', () => {
  const history = historyOf('a', 'b', 'c');
  expect(verifyHistory([])).toBeNull();
  expect(verifyHistory(history)).toBeNull();
  expect(
    verifyHistory(history.map((line) => Object.fromEntries(Object.entries(line).reverse()) as unknown as HistoryEntry)),
  ).toBeNull();
});

test.each([
  ['altered', 2, (history: HistoryEntry[]) => history.with(1, { ...(history[1] as HistoryEntry), byName: 'Eve' })],
  ['dropped', 2, (history: HistoryEntry[]) => history.toSpliced(1, 1)],
  ['dropped at the front', 1, (history: HistoryEntry[]) => history.slice(1)],
  ['swapped', 1, ([a, b, ...rest]: HistoryEntry[]) => [b, a, ...rest] as HistoryEntry[]],
  ['slipped in', 3, (history: HistoryEntry[]) => history.toSpliced(2, 0, historyOf('x', 'y', 'z')[2] as HistoryEntry)],
  ['given a field', 1, ([a, ...rest]: HistoryEntry[]) => [{ ...a, extra: 1 } as unknown as HistoryEntry, ...rest]],
])('a line that was %s shows', (_how, number, tamper) => {
  expect(verifyHistory(tamper(historyOf('a', 'b', 'c', 'd')))).toBe(number);
});
